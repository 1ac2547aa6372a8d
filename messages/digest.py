"""The secretariat's morning digest: what is overdue, due today, soon or later, who is missing, who is paused."""

from collections.abc import Sequence
from datetime import datetime

from domain.calendar import TOKYO, last_day
from domain.dates.opendays import OpenDays
from domain.pause import Pause
from messages.blocks import Block, Message, actions, button, context, header, section
from messages.counts import Counted
from messages.moments import left, until
from messages.pause import length
from messages.pieces import message
from messages.words import day, render, title

MOST = 12
SOON = 3  # working days
OVER, TODAY, NEXT, LATER = "締切を過ぎたもの", "今日までのもの", f"{SOON}開庁日以内のもの", "その先のもの"


def digest(
    counted: Sequence[Counted],
    questions: str,
    paused: Sequence[tuple[str, Pause]],
    lost: int,
    now: datetime,
    days: OpenDays,
) -> Message:
    """One block for each deadline under the heading of its time, the most pressing first; then the questions."""
    today = now.astimezone(TOKYO).date()
    blocks = [header("digest", f"朝のまとめ　{day(today)}")]
    blocks += [section("intro", render("digest.j2", count=len(counted)))] if counted else []
    groups = {name: [each for each in counted[:MOST] if _time(each, now, days) == name] for name in _ORDER}
    for number, (name, members) in enumerate(groups.items()):
        blocks += [
            _line(f"digest-{number}-{nth}", name if nth == 0 else "", each, now, days)
            for nth, each in enumerate(members)
        ]
    if len(counted) > MOST:
        blocks.append(context("more", f"ほかに{len(counted) - MOST}件あります。`締切` と入力するとすべて見られます。"))
    blocks += [section("questions", questions)] if questions else []
    return message([*blocks, *_aside(paused, lost), actions("digest-actions", _buttons(questions, lost))])


_ORDER = (OVER, TODAY, NEXT, LATER)


def _time(each: Counted, now: datetime, days: OpenDays) -> str:
    last, today = last_day(each.deadline.due_at), now.astimezone(TOKYO).date()
    if each.deadline.due_at <= now:
        return OVER
    if last == today:
        return TODAY
    return NEXT if days.between(today, last) <= SOON else LATER


def _line(block_id: str, heading: str, each: Counted, now: datetime, days: OpenDays) -> Block:
    said = render(
        "digest_line.j2",
        heading=heading,
        title=title(each.deadline.title),
        until=until(each.deadline.due_at),
        left=left(each.deadline.due_at, now, days),
        counts=each.line(),
        names=each.names(),
    )
    return section(block_id, said)


def _aside(paused: Sequence[tuple[str, Pause]], lost: int) -> list[Block]:
    """Who is paused and why, and how many postings wait for a decision."""
    blocks = []
    if paused:
        lines = [(name, length(pause), title(pause.reason)) for name, pause in paused[:20]]
        blocks.append(section("paused", render("digest_paused.j2", paused=lines, more=len(paused) - len(lines))))
    if lost:
        blocks.append(section("lost", render("digest_lost.j2", count=lost)))
    return blocks


def _buttons(questions: str, lost: int) -> list[Block]:
    shown = [button("締切の一覧", "deadline:list", "一覧"), button("設定", "choices:show", "show")]
    shown += [button("相談の一覧", "ask:list", "0")] if questions else []
    return [*shown, *([button("届かなかったお知らせ", "failed:list", "list")] if lost else [])]
