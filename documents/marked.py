"""A table given back as it was brought, with what has to be mended marked in its cells and said beside them."""

import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from documents.sheet import address
from documents.table import Line

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

MEND = "直すところ"
_WIDTH, _WIDE = 18, 60


def written(lines: Sequence[Line], head: int, wrong: Mapping[str, str]) -> bytes:
    """The workbook: every cell where it stood, as text; `wrong` says what is wrong with a cell (C7), by its address.

    `head` is the number of the row that holds the heads.
    """
    import xlsxwriter  # noqa: PLC0415 – only who writes one needs it

    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    plain = {"num_format": "@", "valign": "top", "text_wrap": True, "border": 1}
    formats = [
        book.add_format(how) for how in (plain, {**plain, "bold": True, "bg_color": "#F8CBAD"}, {**plain, "bold": True})
    ]
    sheet = book.add_worksheet("直すところ")
    last = max(len(cells) for _, cells in lines)
    sheet.set_column(0, last - 1, _WIDTH)
    sheet.set_column(last, last, _WIDE)
    for number, cells in lines:
        _row(sheet, number, cells, wrong, formats)
        said = MEND if number == head else _said(number, last, wrong)
        sheet.write_string(number - 1, last, said, formats[2 if number == head else 0])
    book.close()
    return made.getvalue()


def _row(
    sheet: "Worksheet", number: int, cells: Sequence[str], wrong: Mapping[str, str], formats: Sequence["Format"]
) -> None:
    for column, text in enumerate(cells):
        marked = address(column, number) in wrong
        sheet.write_string(number - 1, column, text, formats[1 if marked else 0])


def _said(number: int, columns: int, wrong: Mapping[str, str]) -> str:
    addresses = (address(column, number) for column in range(columns))
    return "\n".join(wrong[at] for at in addresses if at in wrong)
