"""工程表: the plans and deadlines of the papers as bars by month; a vague month is hatched, in the paper's words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from documents.words import as_of, printed, source
from domain.calendar import era_year, fiscal_year
from domain.model import ScheduleItem, Topic
from domain.paper import Cell, Paper, Row, Shade, Table

EXACT = {"day", "day_range", "month", "month_end", "month_range", "until_month", "late_month"}
EXACT |= {"fiscal_year", "fiscal_year_end", "fiscal_year_range", "year_end", "monthly"}
MARKS = {Shade.DONE: "■", Shade.HATCHED: "▨", Shade.NONE: ""}
NOBODY = "—"  # what the paper says of itself is no plan
Month = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Span:
    """The months of a fiscal year, from April to March."""

    year: int

    @property
    def months(self) -> list[Month]:
        return [(self.year + (month < 4), month) for month in (4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3)]

    def reaches(self, item: ScheduleItem) -> bool:
        """Whether something of it may lie in these months: what has no day at all may."""
        first, last = self.months[0], self.months[-1]
        begins, ends = item.start and _month(item.start), item.end and _month(item.end)
        return not (begins and begins > last) and not (ends and ends < first)


def paper(items: Sequence[ScheduleItem], topics: Mapping[str, Topic], on: date) -> Paper:
    """The fiscal year of that day."""
    span, order = Span(fiscal_year(on)), list(topics)
    listed = [item for item in items if item.kind != "as_of" and item.who != NOBODY]
    inside = [item for item in listed if span.reaches(item)]
    inside.sort(key=lambda item: (order.index(item.topic), item.start or item.end or date.max, item.id))
    head = ("分野", "項目", "担当", "資料の言葉", *(f"{month}月" for _, month in span.months))
    rows = tuple(_row(item, topics[item.topic].name, span) for item in inside)
    year = printed(era_year(date(span.year, 4, 1)))
    return Paper(
        number="",
        title="工程表（国・県・市町の予定と締切）",
        as_of=f"{year}度（{year}４月～）",
        tables=(Table(head, rows, (14.5, 23, 6, 14, *([2.6] * 12))),),
        notes=_notes(items, len(listed) - len(inside)),
        whole=False,
    )


def _row(item: ScheduleItem, topic: str, span: Span) -> Row:
    shades = [_shade(item, month) for month in span.months]
    guessed = "（年は推定）" if item.year_inferred else ""
    words = (topic, item.title, item.who, f"{item.words}{guessed}")
    return Row((*(Cell(text) for text in words), *(Cell(MARKS[shade], shade=shade) for shade in shades)))


def _shade(item: ScheduleItem, month: Month) -> Shade:
    """A bar from its first month to its last; hatched where the paper names no month, or only one end."""
    start, end = item.start and _month(item.start), item.end and _month(item.end)
    if item.precision not in EXACT or not (start or end):
        vague = (start or month) <= month <= (end or month)
        return Shade.HATCHED if vague else Shade.NONE
    if start and end:
        return Shade.DONE if start <= month <= end else Shade.NONE
    if end:  # until then, from when the paper does not say
        return Shade.DONE if month == end else Shade.HATCHED if month < end else Shade.NONE
    return Shade.DONE if start and month >= start else Shade.NONE


def _notes(items: Sequence[ScheduleItem], outside: int) -> tuple[str, ...]:
    """What the marks mean, where the items are from, how many lie outside."""
    places = {f"{as_of(item.as_of)}（{source(item.source).split(' ')[0]}）": None for item in items}
    said = [f"基準日・出典：{'、'.join(places)}"] if places else []
    marks = "■は資料が月を示すもの、▨は月が分からないもの・始まりの書かれていないもの（言葉は資料のまま）"
    return (*said, marks, *([f"この年度の外の予定{outside}件は載せていません"] if outside else []))


def _month(day: date) -> Month:
    return day.year, day.month
