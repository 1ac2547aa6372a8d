"""The leading expression of a text: a day or a span, its weekday and hour, and where the subject begins."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from domain.calendar import WEEKDAYS
from domain.dates import months, offsets, terms, weeks, words
from domain.dates.hours import HOUR
from domain.dates.reading import Point
from domain.dates.rules import Found, Rule, end_of, longest
from domain.dates.spelling import N, pattern

PRECISE = (*months.RULES, *terms.RULES, *weeks.RULES, *offsets.RULES)
RULES = (*PRECISE, *words.RULES)
_TODAY = Rule("", lambda _match, ref: Point(ref.today))  # an hour alone is today's

_LABEL = pattern(
    r"[^\W0-9年月日週曜末旬]{0,12}?(?:締め?切り?日?|〆切?り?日?|期限日?|期日|必着日?|提出日|期間|予定|遅くとも)"
    r"(?:_[:=]_|は_| +)"
    r"|(?:締め?切り?|〆切?|期限|遅くとも)"
)
_BARE = re.compile(r"締め?切り?日?|〆切?り?日?|期限日?|期日|必着日?|期間|予定|遅くとも")
_NO_LABEL = re.compile(r"前回|前の|旧|当初|変更|開始|着手|延長|元の|済|から|より|まで|以降")
_WEEKDAY = pattern(
    rf"_(?:\(_(?P<short>[{WEEKDAYS}])(?:曜日?)?_(?:[・、,/]?_(?P<holiday>祝日?|休日?|振休|振替休日))?_\)"
    rf"|(?P<long>[{WEEKDAYS}])曜日?|\(_(?P<only>祝日?)_\))"
)
_SPAN = pattern(r"_(?:(?:以降|から|より)?_[、,]?_[~-]_|(?:から|より)_[、,]?_)")
_UNTIL = pattern(r"_(?:の_)?(?:まで|迄)(?:には|に|の|は)?")
_DUE_WORDS = r"締め?切り?日?|〆切?り?|必着|必達|厳守|期限日?|(?:当日)?消印有効|限り"
_DUE = pattern(
    rf"_(?:の|が|は|を|に)?_(?:{_DUE_WORDS})の?|です|とする|となります"
    rf"|_\(_(?:{_DUE_WORDS}|時間厳守|当日有効|[0-9]{{1,3}}_(?:日|週|[かカヵヶケ箇]月|年)_間)_\)"
)
_WITHIN = pattern(r"_(?:中|内|いっぱい|一杯)に?|(?<=[中内い杯])に")
_SEPARATOR = re.compile(r"$| |[、。;:,](?![0-9])|\.(?= |$)")
_KEPT = re.compile(
    r"(?<=[日末)分時半0-9])(?:提出|申請|回答|報告|開催|実施|予定|公表|閣議決定|支払|納品|送付|発送|入力)"
)
_CONTINUES = pattern(
    rf"[ 、。;:,.]*(?:午前|午後|正午|{N}_(?:日(?!間)|時(?!間|点)|[:/.][0-9])|頃|ごろ|以降|以後|前後|目途|目処|から|より"
    rf"|~|-_(?:{N}|[令平RH])"
    rf"|又は|または|もしくは|若しくは|あるいは|(?:と|か|及び|および|並びに)_(?={N}|令和|平成|来|今|翌)"
    rf"|の?_(?:前日|翌日|[前翌](?:営業日|開庁日)|{N}_(?:日|週間?|[かカヵヶケ箇]月|営業日|開庁日)_[前後]))"
)


@dataclass(frozen=True, slots=True)
class End:
    """One end of a span, or the only one: the words of its day, and what stands behind them."""

    found: Found
    end: int
    weekday: re.Match[str] | None = None
    shift: re.Match[str] | None = None
    hour: re.Match[str] | None = None


@dataclass(frozen=True, slots=True)
class Lead:
    """The leading expression. `whole`: it was read to its end, which is where the subject begins."""

    label: tuple[int, int]
    begin: int
    last: End
    first: End | None
    end: int
    whole: bool

    @property
    def open(self) -> bool:
        """～11月: no beginning is named."""
        return self.first is None and self.begin > self.label[1]


def lead(plain: str) -> Lead | None:
    """The longest leading expression with an end to it; the longest without, where none has one."""
    start = beginning(plain)
    label = labelled(plain, start)
    begin = label[1] + len(plain[label[1] :]) - len(plain[label[1] :].lstrip("~ "))
    several = list(_leads(plain, begin, label))
    return next((each for each in several if each.whole), several[0] if several else None)


def beginning(plain: str) -> int:
    """Behind blanks and the mark of a list: ・令和4年12月31日まで."""
    return len(plain) - len(plain.lstrip(" ・●○■◆□▼:"))


def labelled(plain: str, start: int) -> tuple[int, int]:
    """申請締切：10月31日 begins with what the day is for."""
    match = _LABEL.match(plain, start)
    if not match or _NO_LABEL.search(match[0]):
        return start, start
    return start, match.end()


def bare(label: str) -> bool:
    """締切：10月31日 says nothing of what is due, 申請締切：10月31日 does."""
    return bool(_BARE.fullmatch(label))


def _leads(plain: str, begin: int, label: tuple[int, int]) -> Iterator[Lead]:
    """Spans; and only where there is none, single days: the beginning of a broken span is no deadline."""
    ends = _ends(plain, begin)
    yield from list(_spans(plain, ends, label, begin)) or _days(plain, ends, label, begin)


def _spans(plain: str, ends: list[End], label: tuple[int, int], begin: int) -> Iterator[Lead]:
    for end in ends:
        span = _SPAN.match(plain, end.end)
        if span and _is_day(end):
            for last in _span_ends(plain, span.end()):
                at, whole = closed(plain, last.end)
                yield Lead(label, begin, last, end, at, whole)


def _days(plain: str, ends: list[End], label: tuple[int, int], begin: int) -> Iterator[Lead]:
    for end in ends:
        at, whole = closed(plain, end.end)
        yield Lead(label, begin, end, None, at, whole)


def _span_ends(plain: str, at: int) -> list[End]:
    """A span ends on a day: 10月1日から30日以内 is none."""
    return [end for end in _ends(plain, at) if _is_day(end) and end.found.rule not in offsets.RULES]


def _is_day(end: End) -> bool:
    """8～9月 is a span itself, and 10時～12時 one of hours."""
    return end.found.rule is not _TODAY and "frommonth" not in end.found.match.groupdict()


def _ends(plain: str, at: int) -> list[End]:
    """The day there with all that stands behind it, then with less and less of it."""
    found = longest(RULES, plain, at)
    if not found:
        return [end] if (end := _hour_alone(plain, at)) else []
    ends = [End(found, found.end)]
    for name, expression in (("weekday", _WEEKDAY), ("shift", offsets.SHIFT), ("hour", HOUR)):
        if match := expression.match(plain, ends[-1].end):
            more: dict[str, Any] = {name: match}
            ends.append(replace(ends[-1], end=end_of(match), **more))
    return ends[::-1]


def _hour_alone(plain: str, at: int) -> End | None:
    hour = HOUR.match(plain, at)
    nothing = _TODAY.expression.match(plain, at)
    if not hour or not nothing or hour["closing"] or hour[0][0] in " の":
        return None
    return End(Found(_TODAY, nothing), end_of(hour), hour=hour)


def closed(plain: str, at: int) -> tuple[int, bool]:
    """Where the expression ends with its まで or 必着, and whether it does end there."""
    sure = False
    if within := _WITHIN.match(plain, at):
        at = within.end()
    while match := _UNTIL.match(plain, at) or _DUE.match(plain, at):
        sure = sure or bool(_UNTIL.fullmatch(match[0])) or match[0].endswith("の")
        at = match.end()
    whole = sure or bool(_SEPARATOR.match(plain, at) or _KEPT.match(plain, at))
    return at, whole and not _CONTINUES.match(plain, at)
