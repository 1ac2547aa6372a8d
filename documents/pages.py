"""How a table is parted into pages: what fits in a height, by how many lines each row takes."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from math import ceil

from domain.paper import Row, Table

POINT = 0.3528  # millimetres
LEADING, PADDING, SLACK = 1.25, 1.6, 0.92  # another font in its place is wider
SIZES = (12.0, 11.0, 10.0, 9.0, 8.0, 7.0, 6.0)
READABLE = 9.0
"""The size of letters in a table that takes several pages."""


def size(table: Table, width: float, height: float) -> float:
    """The largest size at which it fits on one page; a readable one where none does."""
    least = READABLE if len(table.rows) > 40 else SIZES[-1]
    fits = (each for each in SIZES if each >= least and sum(heights(table, width, each)) <= height)
    return next(fits, READABLE)


def pages(table: Table, width: float, height: float, points: float) -> Iterator[list[Row]]:
    """Its rows page by page, the head on each. A row that is higher than a page has one of its own."""
    head, *rest = heights(table, width, points)
    page, left = list[Row](), height - head
    for row, high in zip(table.rows, rest, strict=True):
        if page and high > left:
            yield page
            page, left = [], height - head
        page.append(row)
        left -= high
    yield page


def heights(table: Table, width: float, points: float) -> list[float]:
    """How high each row is, the head first."""
    rows: Iterable[Sequence[str]] = ([cell.shown for cell in row.cells] for row in table.rows)
    widths = columns(table, width)
    return [_height(texts, widths, points) for texts in (table.head, *rows)]


def columns(table: Table, width: float) -> list[float]:
    """How wide each column is, with one for what stands beside the rows."""
    beside = max((letters(row.beside) for row in table.rows), default=0.0)
    parts = [*table.widths, *([beside + 3] if beside else [])]
    return [part * width / sum(parts) for part in parts]


def lines(row: Row, table: Table) -> int:
    """Of how many lines a row is, where every column has its own width."""
    return max((ceil(letters(c.shown) / width) for c, width in zip(row.cells, table.widths, strict=False)), default=1)


def letters(text: str) -> float:
    """How many letters of full width it is wide."""
    return sum(1.0 if unicodedata.east_asian_width(each) in "FWA" else 0.5 for each in text)


def _height(texts: Sequence[str], widths: Sequence[float], points: float) -> float:
    lines = max((_lines(text, width, points) for text, width in zip(texts, widths, strict=False)), default=1)
    return lines * points * POINT * LEADING + PADDING


def _lines(text: str, width: float, points: float) -> int:
    room = max(0.1, SLACK * (width - PADDING) / (points * POINT))
    return sum(max(1, ceil(letters(line) / room)) for line in text.split("\n"))
