"""What a person is reminded of: everything that is open for them, in one message."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.dates.opendays import OpenDays
from domain.deadline import Deadline
from domain.model import Municipality
from domain.pause import Pause
from messages.blocks import Block, Message, actions, button, context, header, section
from messages.moments import left, until
from messages.pieces import message
from messages.report_buttons import answering
from messages.words import escape, render, title

MOST = 8
RUNGS = {0: "担当", 1: "副担当", 2: "係長"}


@dataclass(frozen=True, slots=True)
class Open:
    """One deadline that a person's municipality has not answered; on which rung they stand there, and its pause.

    `stands_in` where they answer as the deputy of somebody who is on leave.
    """

    deadline: Deadline
    municipality: Municipality
    rung: int = 0
    pause: Pause | None = None
    stands_in: bool = False


def reminder(items: Sequence[Open], now: datetime, days: OpenDays, *, late: bool, resumed: bool = False) -> Message:
    """One message for all of it, the nearest first, each with its three taps; and why it came."""
    shown = sorted(items, key=lambda item: (item.deadline.due_at, item.municipality.code))
    blocks = [
        header("reminder", "締切のお知らせ"),
        section("intro", _intro(shown, late=late, resumed=resumed)),
    ]
    for nth, item in enumerate(shown[:MOST]):
        blocks += _item(nth, item, now, days)
    if len(shown) > MOST:
        blocks.append(context("more", f"ほかに{len(shown) - MOST}件あります。`締切` と入力するとすべて見られます。"))
    buttons = [button("なぜ届いたか", "deadline:why", "why"), button("明日の朝にもう一度", "deadline:snooze", "snooze")]
    buttons.append(pausing(dict.fromkeys(item.municipality.code for item in shown)))
    return message([*blocks, actions("reminder-actions", buttons)])


def _intro(shown: Sequence[Open], *, late: bool, resumed: bool) -> str:
    """Why it came, and how what stands below is answered: by a tap, or by a report."""
    asked = {bool(item.deadline.round) for item in shown}
    instead = "、".join(dict.fromkeys(item.municipality.name for item in shown if item.stands_in))
    how = {"late": late, "resumed": resumed, "taps": False in asked, "reports": True in asked, "instead": instead}
    return render("reminder.j2", count=len(shown), above=_above(shown), **how)


def _item(nth: int, item: Open, now: datetime, days: OpenDays) -> list[Block]:
    about, where = item.deadline, item.municipality
    head = f"*{escape(title(about.title))}*（{escape(where.name)}）"
    when = f"{until(about.due_at)}　{left(about.due_at, now, days)}"
    return [section(f"item-{nth}", f"{head}\n{when}"), actions(f"taps-{nth}", taps(about, where))]


def pausing(codes: Iterable[str]) -> Block:
    """The way to a pause of one of these municipalities."""
    return button("しばらく止める", "pause:begin", ",".join(list(codes)[:MOST]))


def _above(items: Sequence[Open]) -> list[tuple[str, str]]:
    """For whom this came to somebody who is not the one in charge: 副担当, and the municipalities."""
    rungs = dict.fromkeys(item.rung for item in items if item.rung)
    return [
        (RUNGS[rung], "、".join(dict.fromkeys(item.municipality.name for item in items if item.rung == rung)))
        for rung in rungs
    ]


def taps(deadline: Deadline, municipality: Municipality) -> list[Block]:
    """済・対象外・まだ for one municipality; of a round's deadline how to report."""
    if deadline.round:
        return answering(deadline.round, municipality.code)
    value = f"{deadline.id} {municipality.code}"
    return [
        {**button("済", "deadline:done", value), "style": "primary"},
        button("対象外", "deadline:exempt", value),
        button("まだ", "deadline:open", value),
    ]
