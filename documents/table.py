"""A table as text (CSV), as Excel reads and writes it: UTF-8 with its mark, and nothing in it is reckoned."""

import csv
import io
from collections.abc import Iterable, Sequence

_BOM = b"\xef\xbb\xbf"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

Line = tuple[int, list[str]]
"""The number of a row, from 1, and its cells from column A on."""


class Unreadable(Exception):
    """A file cannot be read: the reason, and what it is about (a line, a cell, the columns that are missing).

    Reasons: no_text, quotes, empty, old_or_locked, no_workbook, macros, too_large, too_many_rows, merged; and what a
    certain kind of file adds.
    """

    def __init__(self, reason: str, about: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.about = about


def written(rows: Iterable[Sequence[str]]) -> bytes:
    """The file, its head first."""
    made = io.StringIO(newline="")
    csv.writer(made).writerows([as_text(cell) for cell in row] for row in rows)
    return _BOM + made.getvalue().encode()


def read(text: str) -> list[Line]:
    """The rows in which anything stands, with the line each begins in. What was copied from a sheet has tabs.

    Raises Unreadable.
    """
    between = "\t" if "\t" in text.lstrip().partition("\n")[0] else ","
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=between, strict=True)
    lines, line = list[Line](), 1
    try:
        for row in reader:
            lines += [(line, [as_meant(cell.strip()) for cell in row])] if any(map(str.strip, row)) else []
            line = reader.line_num + 1
    except csv.Error as error:
        raise Unreadable("quotes", str(line)) from error
    return lines


def as_text(cell: str) -> str:
    """What looks like a formula is kept as text, by the mark that Excel knows."""
    return f"'{cell}" if cell.lstrip("'").startswith(_FORMULA) else cell


def as_meant(cell: str) -> str:
    """The same read back."""
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(_FORMULA) else cell
