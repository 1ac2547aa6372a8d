"""The roster as a CSV file: read as offices write it (UTF-8 or Shift_JIS), and written so that Excel opens it."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from documents import table
from documents.table import Line, Unreadable

MOST_ROWS = 5_000
COLUMNS = {
    "municipality": ("市町", "市町村", "市町名", "市町村名", "団体", "団体名", "自治体", "自治体名"),
    "post": ("役割", "職名", "役職", "役割・職名", "役割/職名", "担当名"),
    "user": ("利用者ID", "ユーザーID", "ユーザID", "メンバーID", "利用者", "アカウント", "SlackID"),
    "rung": ("段階", "段", "担当区分"),
    "role": ("権限", "区分"),
}
"""What each column may be called in the head; the first name is the one that is written."""

NEEDED = ("municipality", "post", "user")


def is_one(lines: Sequence[Line]) -> bool:
    """Whether its head has a column that only a roster has."""
    mine = {_plain(name) for column in ("post", "user") for name in COLUMNS[column]}
    return bool(lines) and any(_plain(cell) in mine for cell in lines[0][1])


def read(lines: Sequence[Line]) -> list[dict[str, str]]:
    """The rows below the head, by the names of COLUMNS, with their line (`nth`). Raises Unreadable."""
    if not lines:
        raise Unreadable("empty")
    columns = _columns(lines[0][1])
    if len(lines) == 1:
        raise Unreadable("only_head")
    if len(lines) > MOST_ROWS:
        raise Unreadable("too_many_rows", str(MOST_ROWS))
    return [{"nth": str(nth), **_cells(row, columns)} for nth, row in lines[1:]]


def write(rows: Iterable[Mapping[str, str]]) -> bytes:
    """The file, with the mark (BOM) by which Excel knows UTF-8; what looks like a formula is kept as text."""
    heads = [names[0] for names in COLUMNS.values()]
    return table.written([heads, *([row.get(column, "") for column in COLUMNS] for row in rows)])


def _columns(head: Sequence[str]) -> dict[str, int]:
    """Where each column stands."""
    heads = [_plain(cell) for cell in head]
    found = {}
    for nth, cell in enumerate(heads):
        for column in (each for each, names in COLUMNS.items() if cell in map(_plain, names)):
            if column in found:
                raise Unreadable("column_twice", head[nth].strip())
            found[column] = nth
    if missing := [COLUMNS[column][0] for column in NEEDED if column not in found]:
        raise Unreadable("no_columns", "、".join(missing))
    return found


def _cells(row: Sequence[str], columns: Mapping[str, int]) -> dict[str, str]:
    cells = {column: row[nth] if nth < len(row) else "" for column, nth in columns.items()}
    return {column: _in_a_line(cell) for column, cell in cells.items()}


def _plain(cell: str) -> str:
    return "".join(unicodedata.normalize("NFKC", cell).split()).casefold()


def _in_a_line(cell: str) -> str:
    """Several lines in one cell are several things."""
    return "、".join(" ".join(line.split()) for line in cell.splitlines() if line.strip())
