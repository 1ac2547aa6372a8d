"""Who has not answered: all that is open or one of it, as a table for the secretariat; for a member what is theirs."""

from collections.abc import Sequence
from datetime import datetime

from domain.dates.opendays import OpenDays
from domain.unreported import Matter, Missing, Moved, Order
from messages.blocks import Block, Message, actions, button, context, data_table, header, section
from messages.moments import left, until
from messages.onward import onward, overall
from messages.pieces import message
from messages.reminder import taps
from messages.words import escape, render, title

MOST, MOST_OWN = 6, 12
FEW, PAGE = 20, 100  # rows of a table beside others, and alone
ALL = "all"
HEAD = ["市町", "状況", "最後の動き", "期限", "あと"]
ORDERS = {Order.LATE: "遅れている順", Order.CODE: "コード順"}
Item = tuple[Matter, Missing]
"""What one municipality has not answered."""


def overview(matters: Sequence[Matter], order: Order, now: datetime, days: OpenDays) -> Message:
    """Each matter with its counts, the first of those who are missing, and what can be done about it."""
    blocks: list[Block] = [
        header("unreported", "未報告"),
        context("intro", render("unreported.j2", count=len(matters))),
    ]
    spoken: dict[str, str] = {}
    for nth, each in enumerate(matters[:MOST]):
        blocks.append(section(f"matter-{nth}", summary(each, now, days)))
        rows = _rows(each.listed(order)[:FEW], now, days)
        blocks += _table(f"table-{nth}", each, rows, len(each.missing) - len(rows), spoken)
        blocks.append(actions(f"matter-actions-{nth}", [_only(each, order, nth), *_asking(each, nth)]))
    if len(matters) > MOST:
        more = len(matters) - MOST
        blocks.append(context("more", f"ほかに{more}件あります。`未報告 照会の名前` で1件ずつ見られます。"))
    return message([*blocks, _onward(_sorting(ALL, order))], spoken)


def one(matter: Matter, order: Order, page: int, now: datetime, days: OpenDays) -> Message:
    """One matter with all who are missing, a hundred on a page."""
    shown = matter.listed(order)[page * PAGE : (page + 1) * PAGE]
    rest = len(matter.missing) - (page + 1) * PAGE
    spoken: dict[str, str] = {}
    blocks = [header("unreported", "未報告"), section("matter", summary(matter, now, days))]
    blocks += _table("table", matter, _rows(shown, now, days), max(rest, 0), spoken)
    further = [button(f"次の{min(rest, PAGE)}市町", "unreported:next", _value(matter.name, order, page + 1))]
    steps = [*(further if rest > 0 else []), _sorting(matter.name, order), *_asking(matter, 0)]
    steps += [
        button("日ごとの報告数", "unreported:chart", matter.name),
        button("届いたかを見る", "nudge:delivery", matter.name),
    ]
    blocks.append(actions("matter-actions", steps))
    return message([*blocks, _onward(button("すべての照会と締切", "unreported:all", _value(ALL, order)))], spoken)


def own(items: Sequence[Item], now: datetime, days: OpenDays) -> Message:
    """What a member's municipalities have not answered, each with the buttons to do so."""
    blocks: list[Block] = [
        header("unreported", "未報告"),
        section("own", render("unreported_own.j2", count=len(items))),
    ]
    for nth, item in enumerate(items[:MOST_OWN]):
        blocks += waiting(f"{nth}", item, now, days)
    if len(items) > MOST_OWN:
        blocks.append(
            context("more", f"ほかに{len(items) - MOST_OWN}件あります。上のものに答えると、続きを見られます。")
        )
    return message([*blocks, onward(button("締切の一覧", "deadline:list", "一覧"), overall())])


def nothing(name: str = "", *, secretariat: bool) -> Message:
    """Nothing is open, or nothing of that name."""
    said = section("none", render("unreported_none.j2", name=title(name), secretariat=secretariat))
    everything = [button("すべての照会と締切", "unreported:all", _value(ALL, Order.LATE))] if name else []
    steps = [*everything, button("締切の一覧", "deadline:list", "一覧"), *([_rates()] if secretariat else [])]
    return message([header("unreported", "未報告"), said, onward(*steps)])


def summary(matter: Matter, now: datetime, days: OpenDays) -> str:
    """The title, until when, and how many have answered."""
    moved = [(each.value, sum(m.moved is each for m in matter.missing)) for each in Moved]
    return render(
        "unreported_matter.j2",
        title=title(matter.title),
        until=until(matter.due_at),
        left=left(matter.due_at, now, days),
        counts=counts(matter),
        moved="・".join(f"{words} {count}" for words, count in moved if count),
    )


def counts(matter: Matter) -> str:
    """報告 12／未報告 6／対象外 1; of a deadline without a round 済 12／まだ 6／対象外 1."""
    done, still = ("報告", "未報告") if matter.round else ("済", "まだ")
    return f"{done} {matter.answered}／{still} {len(matter.missing)}／対象外 {matter.exempt}"


def waiting(number: str, item: Item, now: datetime, days: OpenDays) -> list[Block]:
    """One thing that a municipality is waited for, with the buttons to answer it."""
    matter, still = item
    said = render(
        "unreported_item.j2",
        title=title(matter.title),
        body=still.municipality.name,
        until=until(still.due_at),
        left=left(still.due_at, now, days),
        words=still.words,
    )
    code = still.municipality.code
    answers = taps(matter.deadline(code), still.municipality)
    return [section(f"waiting-{number}", said), actions(f"answer-{number}", answers)]


def _rows(shown: Sequence[Missing], now: datetime, days: OpenDays) -> list[list[str]]:
    moments = {each.due_at: (until(each.due_at), left(each.due_at, now, days)) for each in shown}
    return [[each.municipality.name, each.words, each.moved.value, *moments[each.due_at]] for each in shown]


def _table(block_id: str, matter: Matter, rows: list[list[str]], more: int, spoken: dict[str, str]) -> list[Block]:
    """The table, and in `spoken` the same as text; thanks where nobody is missing."""
    if not rows:
        return [section(f"{block_id}-none", render("unreported_all.j2"))]
    spoken[block_id] = escape("\n".join(f"{name}：{'／'.join(rest)}" for name, *rest in rows))
    further = f"・ほか {more}市町" if more > 0 else ""
    return [data_table(block_id, f"{title(matter.title)[:100]}　まだの市町{further}", [HEAD, *rows])]


def _asking(matter: Matter, nth: int) -> list[Block]:
    if not matter.missing:
        return []
    return [{**button("ご確認のお願いを送る", f"nudge:preview:{nth}", matter.name), "style": "primary"}]


def _only(matter: Matter, order: Order, nth: int) -> Block:
    return button("この件だけ見る", f"unreported:one:{nth}", _value(matter.name, order))


def _sorting(name: str, order: Order) -> Block:
    other = Order.CODE if order is Order.LATE else Order.LATE
    return button(f"{ORDERS[other]}に並べる", "unreported:order", _value(name, other))


def _value(name: str, order: Order, page: int = 0) -> str:
    return f"{name} {order.value} {page}"


def _onward(*steps: Block) -> Block:
    return onward(*steps, _rates(), button("締切の一覧", "deadline:list", "一覧"))


def _rates() -> Block:
    return button("市町ごとの回答率", "unreported:rates", "0")
