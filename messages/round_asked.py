"""What a person in charge is told of a round: that it opened, that its deadline moved, and what to answer for whom."""

from collections.abc import Sequence
from datetime import datetime

from domain.dates.opendays import OpenDays
from domain.round import Round
from messages.blocks import Block, Message, actions, button, context, header, section
from messages.pieces import message
from messages.report_buttons import answering
from messages.round_state import Asked, Own
from messages.words import as_of, escape, render

MOST = 8


def opened(asked: Asked, own: Sequence[Own], now: datetime, days: OpenDays) -> Message:
    """A new round, with the buttons to report for each of the person's municipalities."""
    return _told("opened", asked, own, now, days)


def moved(asked: Asked, own: Sequence[Own], now: datetime, days: OpenDays) -> Message:
    """The deadline of all is another one."""
    return _told("moved", asked, own, now, days)


def standing(asked: Asked, own: Sequence[Own], now: datetime, days: OpenDays) -> Message:
    """How it stands in the person's own municipalities, whenever they ask."""
    return _told("standing", asked, own, now, days)


def _told(what: str, asked: Asked, own: Sequence[Own], now: datetime, days: OpenDays) -> Message:
    said = render("round_asked.j2", **asked.facts(now, days), what=what)
    blocks = [header("asked", f"照会：{asked.round.title}"), section("what", said)]
    for nth, each in enumerate(own[:MOST]):
        blocks += item(f"own-{nth}", asked.round, each)
    if len(own) > MOST:
        blocks.append(context("more", f"ほかに{len(own) - MOST}市町あります。`報告` と入力するとすべて見られます。"))
    buttons = [button("期限の延長を申し出る", "round:longer", asked.round.id)]
    missing = asked.round.is_open and any(each.progress.is_missing for each in own)
    return message([*blocks, *([actions("asked-actions", buttons)] if missing else [])])


def item(block_id: str, asked: Round, own: Own) -> list[Block]:
    """One municipality: how it stands there, when it answered last, and how to report."""
    last = f"前回の回答：{as_of(own.last)}" if own.last else "前回の回答はありません。"
    name = own.municipality.name
    head = section(block_id, f"*{escape(name)}*　{own.progress.words()}\n{escape(last)}")
    if not asked.is_open or not own.progress.is_missing:
        return [head]
    return [head, actions(f"{block_id}-report", answering(asked.id, own.municipality.code))]
