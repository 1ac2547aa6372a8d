"""A table that somebody brings, as a workbook or as text, in whatever code an office saves it: rows of cells."""

from dataclasses import dataclass

from documents import table, text, workbook
from documents.table import Line, Unreadable

LARGEST = workbook.LARGEST  # bytes


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file that was brought: its name, what is in it, and the rows of its table."""

    name: str
    contents: bytes
    lines: list[Line]

    def no_merged_cells(self, below: int) -> None:
        """Raise Unreadable where cells are merged in a row below this one."""
        if cells := workbook.merged(self.contents, below):
            raise Unreadable("merged", cells)


def opened(name: str, contents: bytes) -> Sheet:
    """The file with its rows. Raises Unreadable."""
    return Sheet(name, contents, rows(contents))


def rows(contents: bytes) -> list[Line]:
    """The rows in which anything stands. Raises Unreadable."""
    found = workbook.rows(contents) if workbook.is_one(contents) else _text(contents)
    if not found:
        raise Unreadable("empty")
    return found


def _text(contents: bytes) -> list[Line]:
    said = text.decoded(contents)
    if said is None or "\0" in said:
        raise Unreadable("no_text")
    lines = table.read(said)
    if len(lines) > workbook.MOST_ROWS:
        raise Unreadable("too_many_rows")
    return lines


def address(column: int, row: int) -> str:
    """What Excel calls a cell: the first column (0) in row 7 is A7, the 27th AA7."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"
