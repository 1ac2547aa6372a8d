"""The form of a round as a workbook (様式のファイル): handed out filled with the last answers, and read back."""

import io
from collections.abc import Mapping, Sequence
from itertools import zip_longest

from documents.sheet import address
from documents.table import Line, Unreadable
from domain.answer_sheet import Cell, Row

HEAD = ("市町コード", "市町", "項目", "業務", "今回の回答", "前回の回答", "書き方", "直すところ")
ANSWER = "今回の回答"
_NUMBER, _FIRST = "照会番号", 6  # the head stands in this row
_WIDTHS = (12, 14, 34, 22, 30, 30, 44, 44)


def written(title: str, round: str, as_of: str, rows: Sequence[Row]) -> bytes:
    """The workbook. Its answers are text, so that nothing typed turns into a date; no cell is ever a formula."""
    import xlsxwriter  # noqa: PLC0415 – only who writes one needs it

    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    plain = {"font_name": "Meiryo UI", "font_size": 10, "valign": "top", "text_wrap": True, "border": 1}
    styles = {
        "plain": book.add_format(plain),
        "head": book.add_format({**plain, "bold": True, "bg_color": "#D9E2F3"}),
        "answer": book.add_format({**plain, "num_format": "@", "bg_color": "#FFF9E5"}),
        "wrong": book.add_format({**plain, "num_format": "@", "bg_color": "#F8CBAD", "bold": True}),
    }
    sheet = book.add_worksheet("報告")
    for nth, (label, value) in enumerate((("照会", title), (_NUMBER, round), ("基準日", as_of))):
        sheet.write_string(nth, 0, label)
        sheet.write_string(nth, 1, value)
    sheet.write_string(
        3, 0, "「今回の回答」の列だけを書いて、ボットとの1対1の画面に送ってください。空欄は「不明」です。"
    )
    _table(sheet, rows, styles)
    sheet.freeze_panes(_FIRST, 4)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_FIRST - 1)
    book.close()
    return made.getvalue()


def _table(sheet: "object", rows: Sequence[Row], styles: Mapping[str, object]) -> None:
    columns = HEAD if any(row.wrong for row in rows) else HEAD[:-1]
    for nth, (name, width) in enumerate(zip(columns, _WIDTHS, strict=False)):
        sheet.set_column(nth, nth, width)  # type: ignore[attr-defined]
        sheet.write_string(_FIRST - 1, nth, name, styles["head"])  # type: ignore[attr-defined]
    for number, row in enumerate(rows, start=_FIRST):
        cells = (row.code, row.municipality, row.field, row.system, row.answer, row.before, row.how, row.wrong)
        for nth, text in enumerate(cells[: len(columns)]):
            marked = "wrong" if row.wrong else "answer"
            style = styles[marked if columns[nth] == ANSWER else "plain"]
            sheet.write_string(number, nth, text, style)  # type: ignore[attr-defined]
        if row.choices and sum(map(len, row.choices)) < 200:
            source = {"validate": "list", "source": list(row.choices), "error_type": "warning"}
            sheet.data_validation(number, 4, number, 4, source)  # type: ignore[attr-defined]


def is_one(lines: Sequence[Line]) -> bool:
    """Whether its head is that of a form."""
    return _head(lines) is not None


def head_row(lines: Sequence[Line]) -> int:
    """The row in which its head stands."""
    return (_head(lines) or (0, []))[0]


def read(lines: Sequence[Line]) -> tuple[str, list[Cell]]:
    """The round that the form is of, and its rows. Raises Unreadable where the round is not told."""
    rounds = [cells[1] for _, cells in lines[:_FIRST] if cells[0] == _NUMBER and len(cells) > 1]
    head = _head(lines)
    if not rounds or not rounds[0] or head is None:
        raise Unreadable("no_form")
    first, names = head
    return rounds[0], [_cell(line, names) for line in lines if line[0] > first and _is_row(line, names)]


def _head(lines: Sequence[Line]) -> Line | None:
    return next(((nth, cells) for nth, cells in lines if ANSWER in cells and "項目" in cells), None)


def _is_row(line: Line, names: Sequence[str]) -> bool:
    at = names.index("項目")
    return len(line[1]) > at and bool(line[1][at])


def _cell(line: Line, names: Sequence[str]) -> Cell:
    number, cells = line
    said = {name: cell for name, cell in zip_longest(names, cells[: len(names)], fillvalue="") if name}
    at = address(names.index(ANSWER), number)
    body = said.get("市町コード") or said.get("市町") or ""
    return Cell(at, body, said["項目"], said.get("業務", ""), said[ANSWER])
