"""/deadline: what is asked before a deadline is kept, what became of it, and what the room is told."""

from collections.abc import Sequence
from datetime import datetime

from domain.dates.opendays import OpenDays
from domain.deadline import Deadline, Done, Move
from domain.model import Municipality
from messages.blocks import Block, Message, actions, button, header, plain, section
from messages.deadline_list import WORDS, by_form
from messages.moments import left, until
from messages.onward import onward
from messages.pieces import message
from messages.targets import line, named
from messages.words import render, title


def proposal(name: str, say: str, value: str, alternative: tuple[str, str] | None) -> Message:
    """What was understood, before it counts: register it for all, take the working day before, choose for whom."""
    buttons = [{**button("この内容で登録する", "deadline:add", value), "style": "primary"}]
    if alternative:
        buttons.append(button(f"{alternative[0]}にする", "deadline:add-before", alternative[1]))
    buttons += [button("対象の市町を選ぶ", "deadline:targets", value), button("やめる", "deadline:leave", "leave")]
    return message(
        [header("proposal", "締切の登録"), *understood(name, say, line((), ())), actions("confirm", buttons)]
    )


def understood(name: str, say: str, whom: str) -> list[Block]:
    """What was understood of a deadline: its title, its moment, and for whom it is."""
    return [plain("title", name), plain("say", say), plain("whom", whom)]


def question(say: str, candidates: Sequence[tuple[str, str]] = (), name: str = "") -> Message:
    """What could not be read, or may be meant; each candidate is the whole command put right. Or there is the form."""
    buttons = [button(label, f"deadline:read:{nth}", asked) for nth, (label, asked) in enumerate(candidates[:5])]
    blocks = [plain("question", say), actions("candidates", [*buttons, by_form(name)])]
    return message([*blocks, section("how", render("deadline_usage.j2"))])


def registered(
    about: Deadline, reminders: int, nobody: Sequence[Municipality], everyone: Sequence[Municipality]
) -> Message:
    """It is kept: for whom, how many reminders were planned, and for whom nobody can be reminded."""
    said = render(
        "deadline_registered.j2",
        title=title(about.title),
        words=title(about.words) if about.rule else "",
        until=until(about.due_at),
        reminders=reminders,
        nobody="、".join(body.name for body in nobody),
        whom=named(about.bodies, everyone),
    )
    return _onward("registered", said)


def known(name: str) -> Message:
    """A second press of the same proposal."""
    return _onward("known", render("deadline_known.j2", title=title(name)))


def tapped(about: Deadline, body: Municipality, state: Done) -> Message:
    said = render("deadline_tapped.j2", title=title(about.title), body=body.name, state=WORDS[state])
    return _onward("tapped", said)


def cancelled(about: Deadline) -> Message:
    return _onward("cancelled", render("deadline_cancelled.j2", title=title(about.title)))


def snoozed(at: str) -> Message:
    return _onward("snoozed", render("deadline_snoozed.j2", at=at))


def left_out() -> Message:
    return _onward("left", render("deadline_left.j2"))


def news(
    about: Deadline, change: Move | None, now: datetime, days: OpenDays, everyone: Sequence[Municipality]
) -> Message:
    """What the room is told: a new deadline, one that was moved, one that was called off; for whom, if not for all."""
    said = render(
        "deadline_news.j2",
        title=title(about.title),
        words=title(about.words) if about.rule else "",
        until=until(change.after if change else about.due_at),
        left=left(change.after if change else about.due_at, now, days),
        before=until(change.before) if change else "",
        reason=title(change.reason) if change else "",
        cancelled=about.cancelled,
        whom=named(about.bodies, everyone),
    )
    buttons = [button("自分の市町の状況を見る・答える", "deadline:list", "一覧")]
    return message([section("news", said), actions("news-actions", buttons)])


def _onward(block_id: str, said: str) -> Message:
    return message([section(block_id, said), onward(button("締切の一覧", "deadline:list", "一覧"))])
