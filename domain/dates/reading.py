"""What a rule of the grammar reads, and what it says where there is nothing sure to read."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import IntEnum

from domain.dates.opendays import OpenDays

_A_YEAR = timedelta(days=366)
SLIP = timedelta(days=60)  # a day without a year that passed no longer ago may be a slip of the tongue
TOO_LONG = timedelta(days=275)  # a span whose end was given no year and lies further off was not meant so


class Grain(IntEnum):
    """How much time the words name."""

    YEAR = 0
    FISCAL_YEAR = 1
    MONTH = 2
    TEN_DAYS = 3
    DAY = 4


@dataclass(frozen=True, slots=True)
class Point:
    """The day that counts; `start` is the first day where the words name more than one."""

    day: date
    start: date | None = None
    grain: Grain = Grain.DAY
    floating: bool = False  # the words name no year

    @property
    def first(self) -> date:
        return self.start or self.day


class Impossible(Exception):
    """There is no such day: 2月30日."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Unsure(Exception):
    """The words may mean several days, or no certain one: `candidates` are what they may mean.

    `instead` are other words that may be meant, where it is no single day.
    """

    def __init__(self, why: str, candidates: Iterable[date] = (), *, instead: str = "") -> None:
        super().__init__(why)
        self.instead = instead
        self.why = why
        self.candidates = tuple(dict.fromkeys(candidates))


@dataclass(frozen=True, slots=True)
class Reference:
    """When and where the words were said. In a span the two ends are each other's reference."""

    now: datetime
    days: OpenDays
    today: date = field(init=False)
    not_before: date | None = None  # the beginning of the span whose end is read
    not_after: date | None = None  # the end of the span whose beginning is read
    month: tuple[int | None, int] | None = None  # that of the span's beginning: 10月1日～31日
    loosely: bool = False  # only to see whether the words name a year

    def __post_init__(self) -> None:
        object.__setattr__(self, "today", self.now.date())


def of_some_year(build: Callable[[int], Point], year: int, ref: Reference) -> Point:
    """The point of the year that is meant where none is named: the next one, unless one has just passed."""
    year += (ref.not_before or ref.not_after or ref.today).year - ref.today.year
    near = [point for each in range(year - 1, year + 3) if (point := _built(build, each))]
    if len(near) < 4:  # 2月29日 may be eight years off
        near += [point for each in range(year + 3, year + 9) if (point := _built(build, each))]
        return _rare(near, build, year, ref)
    if ref.loosely:
        return replace(near[0], floating=True)
    if ref.not_after:
        return replace([p for p in near if p.first <= ref.not_after][-1], floating=True)
    day = ref.not_before or ref.today
    ahead = next(point for point in near if point.day >= day)
    if ref.not_before:
        return _of_a_span(ahead, ref.not_before)
    return replace(_no_slip(near, ahead, ref.today), floating=True)


def _rare(near: list[Point], build: Callable[[int], Point], year: int, ref: Reference) -> Point:
    if not near:
        return build(year)  # says why there is none
    ahead = [point for point in near if point.day >= (ref.not_before or ref.today)]
    if ahead and ahead[0].day - ref.today <= _A_YEAR:
        return ahead[0]
    raise Unsure("次の年には、その日がありません", [point.day for point in ahead[:1]])


def _built(build: Callable[[int], Point], year: int) -> Point | None:
    try:
        return build(year)
    except Impossible:
        return None  # 2月29日


def _of_a_span(end: Point, start: date) -> Point:
    if end.day - start > TOO_LONG:
        raise Unsure("期間の終わりが始まりより前のように読めます", (end.day,))
    return replace(end, floating=True)


def _no_slip(near: list[Point], ahead: Point, today: date) -> Point:
    passed = [point.day for point in near if point.day < today]
    if passed and today - passed[-1] <= SLIP:
        raise Unsure("年が書かれていません。少し前に過ぎた日にも読めます", (ahead.day, passed[-1]))
    return ahead
