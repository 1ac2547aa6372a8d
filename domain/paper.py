"""A paper (資料) of the conference as a value: its number, tables, charts and notes – whatever it is drawn as."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.model import Figure
from domain.standing import Sheet

CONFIDENTIAL = "取扱注意・庁内限り"
CHANGED = "●"
"""What stands before a value that differs from the last time: it is seen in a monochrome print too."""


class Shade(StrEnum):
    """How a cell is filled; each has its mark in the cell as well, for a monochrome print."""

    NONE = "none"
    DONE = "done"
    HATCHED = "hatched"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text as it is printed, whether it differs from the last time, and how it is filled."""

    text: str = ""
    changed: bool = False
    shade: Shade = Shade.NONE

    @property
    def shown(self) -> str:
        return f"{CHANGED}{self.text}" if self.changed else self.text


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table, and what is printed beside it, outside the frame (２業務対象外)."""

    cells: tuple[Cell, ...]
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its head, its rows, and how wide each column is, in letters of full width."""

    head: tuple[str, ...]
    rows: tuple[Row, ...]
    widths: tuple[float, ...]
    title: str = ""

    @property
    def has_beside(self) -> bool:
        return any(row.beside for row in self.rows)


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars (グラフ) of what is known, each with its label. What is unknown is no bar."""

    title: str
    unit: str
    bars: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Point:
    """What was known as of a day: the day as it is printed, the number, and the number as it is printed."""

    day: date
    label: str
    value: float
    shown: str


@dataclass(frozen=True, slots=True)
class Line:
    """The course of one body, in the order of its days; `beside` is that of the prefecture or the nation."""

    name: str
    points: tuple[Point, ...]
    beside: bool = False


@dataclass(frozen=True, slots=True)
class Trend:
    """推移: the lines of what is known. What is unknown is no point."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """資料: `number` stands top right, `as_of` below the title, `notes` under the tables; `made` says who and when.

    One that is `whole` fits on one page, as it does where the conference prints it. `trend` is what its picture draws
    in place of its table, and `spoken` says the figures to whoever does not see the picture. `sheet` is what it is
    called among others in one workbook. The CSV file of one that is `read_back` holds its table alone.
    """

    number: str
    title: str
    as_of: str = ""
    tables: tuple[Table, ...]
    charts: tuple[Chart, ...] = ()
    notes: tuple[str, ...] = ()
    made: str = ""
    whole: bool = True
    trend: Trend | None = None
    spoken: str = ""
    sheet: str = "資料"
    read_back: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A kind of paper that can be asked for: its name, what else it is called, and what it is about.

    `of` says what it needs to know besides: one `municipality`, one `round`, or one `field` of a theme. One that is
    `open` was handed to every municipality at the conference, or says no more than that; of the others a member gets
    what is their own municipality's. `formats` are the forms of file it can be had in, first the one that comes where
    none is asked for; `pictured` is what it is called as a picture.
    """

    id: str
    name: str
    number: str = ""
    words: tuple[str, ...] = ()
    theme: str = ""
    of: str = ""
    open: bool = False
    formats: tuple[str, ...] = ("xlsx", "pptx", "csv")
    pictured: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Across:
    """A theme across all municipalities, with what has changed since `before`; "" where nothing came before."""

    sheet: Sheet
    changed: frozenset[tuple[str, str]] = frozenset()  # municipality and field
    before: str = ""

    def cell(self, code: str, field: str, text: str) -> Cell:
        return Cell(text, (code, field) in self.changed)


def across(now: Sheet, before: Sheet | None = None, day: str = "") -> Across:
    """The sheet with what differs from an earlier one: another value, one that was not there, one that is gone."""
    if before is None:
        return Across(now)
    was, known = dict(_values(before)), dict(_values(now))
    changed = frozenset(place for place in was.keys() | known.keys() if was.get(place) != known.get(place))
    return Across(now, changed, day)


def _values(sheet: Sheet) -> Iterable[tuple[tuple[str, str], float | str]]:
    for municipality, standing in sheet.rows:
        for id_, figure in standing.figures.items():
            yield (municipality.code, id_), figure.value


def row(*texts: str, beside: str = "") -> Row:
    """A row of plain cells."""
    return Row(tuple(Cell(text) for text in texts), beside)


def shown(figures: Iterable[Figure | None]) -> list[Figure]:
    """Those that are known."""
    return [figure for figure in figures if figure]
