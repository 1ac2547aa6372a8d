"""The list of deadlines: what is tracked, what recurs, what the papers name."""

import json
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.dates.opendays import OpenDays
from domain.deadline import Deadline, Done, Taps, missing
from domain.model import Municipality, ScheduleItem
from messages.blocks import Block, Message, actions, button, confirm, context, header, section
from messages.moments import left, until
from messages.onward import onward, overall
from messages.pieces import message, upcoming
from messages.reminder import taps as tap_buttons
from messages.targets import named
from messages.words import escape, render, title

MOST, MOST_OWN = 8, 3
MOST_ITEMS, MOST_ITEMS_OF_ONE = 12, 30  # of all the papers' items, and of one theme's
WORDS = {Done.DONE: "済", Done.EXEMPT: "対象外", Done.OPEN: "まだ"}
OF_A_ROUND = {Done.DONE: "報告済み", Done.EXEMPT: "対象外", Done.OPEN: "未報告"}
EVERYTHING = "一覧"


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What of the list was asked for: the reader's own open ones, this month's, those of a theme or a topic."""

    mine: bool = False
    this_month: bool = False
    about: str = ""

    @property
    def whole(self) -> bool:
        return self == ALL


ALL = Scope()


def listing(
    listed: Sequence[Listed],
    series: Sequence[Deadline],
    items: Sequence[ScheduleItem],
    reader: Reader,
    scope: Scope = ALL,
) -> Message:
    """The deadlines that are tracked, what recurs, then the papers' own as they are written there."""
    blocks: list[Block] = [header("deadlines", _heading(scope))]
    for nth, each in enumerate(listed[:MOST]):
        blocks += _listed(nth, each, reader)
    if not listed:
        blocks.append(section("none", render("no_deadlines.j2", scope=scope, reader=reader)))
    if len(listed) > MOST:
        blocks.append(context("more-deadlines", f"ほかに{len(listed) - MOST}件あります。"))
    blocks += _recurring(series, reader)
    blocks += upcoming(items, MOST_ITEMS_OF_ONE if scope.about else MOST_ITEMS)
    if len(items) > MOST_ITEMS and not scope.about:
        blocks.append(context("more-items", render("more_items.j2")))
    return message([*blocks, _onward(scope, reader)])


def by_form(name: str = "") -> Block:
    """Where a deadline is made in a form; the title is there already if it is known."""
    return button("フォームで登録", "deadline:form", json.dumps({"title": name}, ensure_ascii=False))


def _heading(scope: Scope) -> str:
    parts = ("自分の市町がまだのもの" if scope.mine else "", "今月" if scope.this_month else "", scope.about)
    narrowed = "・".join(filter(None, parts))
    return f"締切：{narrowed}" if narrowed else "締切"


def _onward(scope: Scope, reader: Reader) -> Block:
    """To the form, to one's calendar, and from a part of the list to all of it."""
    buttons = [by_form()] if reader.secretariat else []
    if not scope.whole:
        buttons.append(button("締切の一覧", "deadline:list", EVERYTHING))
    elif reader.own:
        buttons.append(button("自分の市町がまだのもの", "deadline:list", "自分"))
    calendar = button("カレンダーに入れる（.ics）", "deadline:calendar-all", "all")
    return onward(*buttons, calendar, overall(), *reader.further)


def _listed(nth: int, each: Listed, reader: Reader) -> list[Block]:
    """When it is, how many have answered, and what the reader's own have; with the buttons to answer."""
    about = each.deadline
    own = [body for body in reader.own if about.concerns(body.code)][:MOST_OWN]
    whom = named(about.bodies, reader.everyone)
    lines = [f"*{escape(title(about.title))}*", _when(about, reader), *([f"対象：{escape(whom)}"] if whom else [])]
    lines.append(counts(each, reader.everyone))
    lines += [f"{escape(body.name)}：{_said(each, body)}{_resting(body, reader)}" for body in own]
    rows = {f"taps-{nth}-{body.code}": tap_buttons(about, body) for body in own}
    if reader.secretariat or not rows:
        rows[f"manage-{nth}"] = _managing(about) if reader.secretariat else []
    last = list(rows)[-1]
    rows[last] = [*rows[last], button("カレンダーに入れる", "deadline:calendar", about.id)]
    shown = section(f"deadline-{nth}", "\n".join(lines))
    return [shown, *(actions(block_id, buttons) for block_id, buttons in rows.items())]


def _managing(about: Deadline) -> list[Block]:
    """Of a round's deadline the way to the round: it is moved for all there, and not called off."""
    if about.round:
        return [button("照会を見る", "round:show", about.round), button("日時を変える", "round:due", about.round)]
    return [button("日時を変える", "deadline:change", about.id), _cancelling("取り消す", about)]


def _when(about: Deadline, reader: Reader) -> str:
    return f"{until(about.due_at)}　{left(about.due_at, reader.now, reader.days)}"


def _said(each: Listed, body: Municipality) -> str:
    words = OF_A_ROUND if each.deadline.round else WORDS
    return words[each.taps[body.code].state if body.code in each.taps else Done.OPEN]


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
    told = "この締切のお知らせは、もう届かなくなります。記録は残ります。"
    sure = confirm("取り消しますか", told, "取り消す", "やめる")
    return {**button(label, "deadline:cancel", about.id), "confirm": sure}


def counts(each: Listed, everyone: Sequence[Municipality]) -> str:
    """済 12／対象外 1／まだ 6; of a round 報告済み 12／対象外 1／未報告 6."""
    words = OF_A_ROUND if each.deadline.round else WORDS
    targets = each.deadline.targets(everyone)
    open_ones = len(missing(each.deadline, everyone, each.taps))
    exempt = sum(1 for body in targets if body.code in each.taps and each.taps[body.code].state is Done.EXEMPT)
    done = len(targets) - open_ones - exempt
    return f"{words[Done.DONE]} {done}／{words[Done.EXEMPT]} {exempt}／{words[Done.OPEN]} {open_ones}"
