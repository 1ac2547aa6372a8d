"""/deadline: the list of deadlines, what is asked before one is kept, and what the room is told."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.dates.opendays import OpenDays
from domain.deadline import Deadline, Done, Move, Taps, missing
from domain.model import Municipality, ScheduleItem
from messages.blocks import Block, Message, actions, button, context, header, plain, section
from messages.moments import left, until
from messages.onward import onward, overall
from messages.pieces import message, upcoming
from messages.reminder import taps as tap_buttons
from messages.words import escape, render, title

MOST, MOST_ITEMS, MOST_OWN = 8, 12, 3
WORDS = {Done.DONE: "済", Done.EXEMPT: "対象外", Done.OPEN: "まだ"}


@dataclass(frozen=True, slots=True)
class Listed:
    """A deadline with what was tapped so far."""

    deadline: Deadline
    taps: Taps


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who reads the list, and when: what they answer for, and whether the deadlines are theirs to change.

    `paused` are the codes of those that are paused now, `further` what else the reader can do here.
    """

    own: Sequence[Municipality]
    everyone: Sequence[Municipality]
    secretariat: bool
    now: datetime
    days: OpenDays
    paused: Container[str] = ()
    further: Sequence[Block] = ()


def listing(
    listed: Sequence[Listed], series: Sequence[Deadline], items: Sequence[ScheduleItem], reader: Reader
) -> Message:
    """The deadlines that are tracked, what recurs, then the papers' own as they are written there."""
    blocks: list[Block] = [header("deadlines", "締切")]
    for nth, each in enumerate(listed[:MOST]):
        blocks += _listed(nth, each, reader)
    if not listed:
        blocks.append(section("none", render("no_deadlines.j2", secretariat=reader.secretariat)))
    if len(listed) > MOST:
        blocks.append(context("more-deadlines", f"ほかに{len(listed) - MOST}件あります。"))
    blocks += _recurring(series, reader)
    return message([*blocks, *upcoming(items, MOST_ITEMS), onward(overall(), *reader.further)])


def _listed(nth: int, each: Listed, reader: Reader) -> list[Block]:
    """When it is, how many have answered, and what the reader's own have; with the buttons to answer."""
    about = each.deadline
    own = [body for body in reader.own if about.concerns(body.code)][:MOST_OWN]
    lines = [f"*{escape(title(about.title))}*", _when(about, reader), counts(each, reader.everyone)]
    lines += [f"{escape(body.name)}：{_said(each.taps, body)}{_resting(body, reader)}" for body in own]
    blocks = [section(f"deadline-{nth}", "\n".join(lines))]
    blocks += [actions(f"taps-{nth}-{body.code}", tap_buttons(about, body)) for body in own]
    if reader.secretariat:
        buttons = [button("日時を変える", "deadline:change", about.id), _cancelling("取り消す", about)]
        blocks.append(actions(f"manage-{nth}", buttons))
    return blocks


def _when(about: Deadline, reader: Reader) -> str:
    return f"{until(about.due_at)}　{left(about.due_at, reader.now, reader.days)}"


def _said(taps: Taps, body: Municipality) -> str:
    return WORDS[taps[body.code].state] if body.code in taps else WORDS[Done.OPEN]


def _resting(body: Municipality, reader: Reader) -> str:
    return "（休止中）" if body.code in reader.paused else ""


def _recurring(series: Sequence[Deadline], reader: Reader) -> list[Block]:
    """What comes again, and for the secretariat how to end it."""
    if not series:
        return []
    lines = [f"• {escape(title(f'{each.words}　{each.title}'))}" for each in series[:MOST]]
    blocks = [section("series", "\n".join(["*繰り返す締切*", *lines]))]
    if reader.secretariat:
        ends = [_cancelling(f"やめる：{each.title}", each) for each in series[:MOST]]
        blocks.append(actions("series-actions", _numbered(ends)))
    return blocks


def _numbered(buttons: Iterable[Block]) -> list[Block]:
    """Buttons of one kind in one block need action_ids of their own."""
    return [{**each, "action_id": f"{each['action_id']}:{nth}"} for nth, each in enumerate(buttons)]


def _cancelling(label: str, about: Deadline) -> Block:
    sure = {
        "title": {"type": "plain_text", "text": "取り消しますか"},
        "text": {"type": "plain_text", "text": "この締切のお知らせは、もう届かなくなります。記録は残ります。"},
        "confirm": {"type": "plain_text", "text": "取り消す"},
        "deny": {"type": "plain_text", "text": "やめる"},
        "style": "danger",
    }
    return {**button(label, "deadline:cancel", about.id), "confirm": sure}


def counts(each: Listed, everyone: Sequence[Municipality]) -> str:
    """済 12／対象外 1／まだ 6."""
    targets = each.deadline.targets(everyone)
    open_ones = len(missing(each.deadline, everyone, each.taps))
    exempt = sum(1 for body in targets if body.code in each.taps and each.taps[body.code].state is Done.EXEMPT)
    return f"済 {len(targets) - open_ones - exempt}／対象外 {exempt}／まだ {open_ones}"


def proposal(name: str, say: str, value: str, alternative: tuple[str, str] | None) -> Message:
    """What was understood, before it counts: register it, or take the working day before."""
    buttons = [{**button("この内容で登録する", "deadline:add", value), "style": "primary"}]
    if alternative:
        buttons.append(button(f"{alternative[0]}にする", "deadline:add-before", alternative[1]))
    buttons.append(button("やめる", "deadline:leave", "leave"))
    understood = [header("proposal", "締切の登録"), plain("title", name), plain("say", say)]
    return message([*understood, actions("confirm", buttons)])


def question(say: str, candidates: Sequence[tuple[str, str]] = ()) -> Message:
    """What could not be read, or may be meant; each candidate is the whole command put right."""
    buttons = [button(label, f"deadline:read:{nth}", asked) for nth, (label, asked) in enumerate(candidates[:5])]
    blocks = [plain("question", say), *([actions("candidates", buttons)] if buttons else [])]
    return message([*blocks, section("how", render("deadline_usage.j2"))])


def registered(about: Deadline, reminders: int, nobody: Sequence[Municipality]) -> Message:
    """It is kept: how many reminders were planned, and for whom nobody can be reminded."""
    said = render(
        "deadline_registered.j2",
        title=title(about.title),
        words=title(about.words) if about.rule else "",
        until=until(about.due_at),
        reminders=reminders,
        nobody="、".join(body.name for body in nobody),
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


def news(about: Deadline, change: Move | None, now: datetime, days: OpenDays) -> Message:
    """What the room is told: a new deadline, one that was moved, one that was called off. Counts, not names."""
    said = render(
        "deadline_news.j2",
        title=title(about.title),
        words=title(about.words) if about.rule else "",
        until=until(change.after if change else about.due_at),
        left=left(change.after if change else about.due_at, now, days),
        before=until(change.before) if change else "",
        reason=title(change.reason) if change else "",
        cancelled=about.cancelled,
    )
    buttons = [button("自分の市町の状況を見る・答える", "deadline:list", "一覧")]
    return message([section("news", said), actions("news-actions", buttons)])


def _onward(block_id: str, said: str) -> Message:
    return message([section(block_id, said), onward(button("締切の一覧", "deadline:list", "一覧"))])
