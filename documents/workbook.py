"""A workbook (.xlsx) that somebody brings: looked at with suspicion, its first sheet read as text, cell by cell."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time

from documents.table import Line, Unreadable

LARGEST, UNPACKED, MOST_PARTS = 5_000_000, 60_000_000, 1_000
MOST_ROWS, MOST_COLUMNS = 20_000, 60
_OLD = b"\xd0\xcf\x11\xe0"  # .xls, and every workbook with a password
_SHEET = re.compile(r"xl/worksheets/sheet\d+\.xml")
_MERGED = re.compile(rb'<mergeCell\b[^>]*\bref="([A-Z]+(\d+)[^"]*)"')
_DAMAGED = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, EOFError)


def is_one(contents: bytes) -> bool:
    """Whether it is packed as workbooks are, the old and the locked ones as well."""
    return contents.startswith((b"PK", _OLD))


def rows(contents: bytes) -> list[Line]:
    """The rows of the first sheet in which anything stands. Raises Unreadable before anything large is unpacked."""
    _look_inside(contents)
    import openpyxl  # noqa: PLC0415 – only who reads one needs it

    try:
        book = openpyxl.load_workbook(io.BytesIO(contents), read_only=True, data_only=True)
        found = list(_lines(book.worksheets[0].iter_rows(max_col=MOST_COLUMNS, values_only=True)))
    except Unreadable:
        raise
    except Exception as error:  # openpyxl raises whatever its parts do
        raise Unreadable("no_workbook") from error
    return found


def merged(contents: bytes, below: int) -> str:
    """The first cells that are merged (A7:A9) in a row below this one of the first sheet; "" where none are.

    Of merged cells only the first says anything: the others would be taken for empty.
    """
    if not is_one(contents):
        return ""
    try:
        with zipfile.ZipFile(io.BytesIO(contents)) as packed:
            sheets = [name for name in packed.namelist() if _SHEET.fullmatch(name)]
            found = _MERGED.finditer(packed.read(min(sheets))) if sheets else iter(())
    except _DAMAGED as error:
        raise Unreadable("no_workbook") from error
    return next((each[1].decode() for each in found if int(each[2]) > below), "")


def _look_inside(contents: bytes) -> None:
    if contents.startswith(_OLD):
        raise Unreadable("old_or_locked")
    try:
        with zipfile.ZipFile(io.BytesIO(contents)) as packed:
            parts = packed.infolist()
    except _DAMAGED as error:
        raise Unreadable("no_workbook") from error
    if any("vbaproject" in part.filename.casefold() for part in parts):
        raise Unreadable("macros")
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > UNPACKED:
        raise Unreadable("too_large")


def _lines(found: Iterator[tuple[object, ...]]) -> Iterator[Line]:
    for number, row in enumerate(found, start=1):
        if number > MOST_ROWS:
            raise Unreadable("too_many_rows")
        cells = [_text(value) for value in row]
        if any(cells):
            yield number, cells


def _text(value: object) -> str:
    """A cell as somebody would type it: a whole number without its point, a day as 2022-10-31."""
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case float() if value.is_integer():
            return str(int(value))
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case date() | datetime():
            return value.isoformat(sep=" ") if isinstance(value, datetime) else value.isoformat()
        case _:
            return str(value).strip()
