"""Steps, systems and forms (ステップ・業務・様式) as a sheet: handed out as they count, and read back cell by cell."""

import io
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from documents.sheet import address
from documents.table import Line, Unreadable
from domain.edition import FORM, STEPS, SYSTEMS
from domain.forms import Kind
from domain.reference import BODIES, KINDS, MARKS, Brought, Cell, Row

SINCE = "施行日"
ABOVE = {
    "since": (SINCE, "適用日", "適用開始日"),
    "theme": ("テーマ", "テーマ名", "様式名"),
    "id": ("テーマID",),
    "short": ("略称",),
    "order": ("並び順",),
    "aliases": ("別名",),
}
"""What may stand above the head, in column A; what it says is in column B."""

COLUMNS = {
    SYSTEMS: {
        "number": ("業務番号", "番号", "No", "No."),
        "name": ("業務名", "業務名称", "業務"),
        "aliases": ("別名", "略称", "別称"),
    },
    STEPS: {
        "number": ("ステップ番号", "番号", "ステップ", "No", "No."),
        "title": ("ステップ名", "名称", "ステップ名称", "ステップの名称"),
    },
    FORM: {
        "id": ("項目ID",),
        "label": ("項目名", "項目"),
        "heading": ("見出し", "表の見出し"),
        "kind": ("種類", "回答の種類", "種別"),
        "choices": ("選択肢",),
        "min": ("最小", "最小値"),
        "max": ("最大", "最大値"),
        "unit": ("単位",),
        "of": ("対象",),
        "at_most": ("上限の項目",),
        "marks": ("表示",),
    },
}
"""What each column may be called in the head; the first name is the one that is written."""

NEEDED = {SYSTEMS: ("number", "name"), STEPS: ("number", "title"), FORM: ("label", "kind")}
HOW = {
    SYSTEMS: "業務番号は変えられません。別名は「、」で区切ります。",
    STEPS: "番号は1〜40です。名称の分からない番号は、行を書かないでください。",
    FORM: (
        f"種類は{'・'.join(KINDS.values())}。選択肢はセルの中の改行か「、」で区切ります。"
        "項目IDは変えず、新しい項目では空欄にしてください。"
    ),
}
_BODIES = ("市町", "団体", "自治体", "地方公共団体", "全国地方公共団体")
_FARTHEST = 12  # rows among which the head is looked for
_WIDTHS = {"number": 12, "id": 20, "label": 32, "heading": 24, "choices": 44, "title": 60, "aliases": 40, "name": 28}


def is_one(lines: Sequence[Line]) -> bool:
    """Whether it has the head of one of the three."""
    return _found(lines) is not None


def head_row(lines: Sequence[Line]) -> int:
    return (_found(lines) or ("", 0, []))[1]


def read(lines: Sequence[Line]) -> Brought:
    """All cells below the head and what stands above it, with their addresses. Raises Unreadable."""
    found = _found(lines)
    if found is None:
        raise Unreadable("no_workbook")
    kind, head, heads = found
    columns = _columns(kind, heads)
    rows = [_row(line, columns) for line in lines if line[0] > head]
    if not (rows := [row for row in rows if any(cell.text for cell in row.values())]):
        raise Unreadable("only_head")
    return Brought(kind, _above(lines, head), rows)


def written(kind: str, contents: Any) -> bytes:
    """The sheet. Every cell is text, so that nothing typed turns into a date or is reckoned."""
    import xlsxwriter  # noqa: PLC0415 – only who writes one needs it

    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    look = {"font_name": "Meiryo UI", "font_size": 10, "valign": "top", "text_wrap": True, "num_format": "@"}
    plain, head = book.add_format(look), book.add_format({**look, "bold": True, "bg_color": "#D9E2F3", "border": 1})
    cell = book.add_format({**look, "border": 1})
    sheet = book.add_worksheet("一覧")
    columns = COLUMNS[_columned(kind)]
    for nth, name in enumerate(columns):
        sheet.set_column(nth, nth, _WIDTHS.get(name, 12), plain)
    above = [*_told(kind, contents), (HOW[_columned(kind)], "")]
    for nth, row in enumerate(above):
        _write(sheet, nth, row, book.add_format({**look, "text_wrap": False}))
    _write(sheet, len(above), [names[0] for names in columns.values()], head)
    for nth, each in enumerate(contents["form"] if kind.startswith(FORM) else contents, start=len(above) + 1):
        _write(sheet, nth, [_said(name, each) for name in columns], cell)
    sheet.freeze_panes(len(above) + 1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(len(above))
    book.close()
    return made.getvalue()


def _columned(kind: str) -> str:
    return FORM if kind.startswith(FORM) else kind


def _write(sheet: Any, row: int, texts: Sequence[str], style: object) -> None:
    for column, text in enumerate(texts):
        sheet.write_string(row, column, text, style)


def _told(kind: str, contents: Any) -> list[tuple[str, str]]:
    """What stands above the head; the day is for whoever edits it."""
    day = [(SINCE, "")]
    if not kind.startswith(FORM):
        return day
    said = {"theme": contents["name"], "id": contents["id"], "short": contents["short"], "order": contents["order"]}
    told = [(ABOVE[name][0], str(value)) for name, value in said.items()]
    return [*told, (ABOVE["aliases"][0], "、".join(contents["aliases"])), *day]


def _said(column: str, each: Mapping[str, Any]) -> str:
    """What stands in the cell; nothing where the column would say what goes without saying."""
    say = _SAYS.get(column)
    return say(each) if say else str(each.get(column, ""))


_SAYS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "kind": lambda each: KINDS[Kind(each["kind"])],
    "choices": lambda each: "\n".join(each.get("choices", {}).values()),
    "of": lambda each: "、".join(BODIES[body] for body in each.get("of", ["municipality"])),
    "marks": lambda each: "、".join(word for name, word in MARKS.items() if each.get(name)),
    "aliases": lambda each: "、".join(each["aliases"]),
    "heading": lambda each: "" if each["heading"] == each["label"] else str(each["heading"]),
}


def _found(lines: Sequence[Line]) -> tuple[str, int, list[str]] | None:
    """The kind, the row and the cells of the first head that has all that it needs."""
    for nth, cells in lines[:_FARTHEST]:
        heads = {_plain(cell) for cell in cells}
        if any(head.startswith(_BODIES) for head in heads):  # what somebody has reached is another list
            continue
        for kind, needed in NEEDED.items():
            if all(heads & {_plain(name) for name in COLUMNS[kind][column]} for column in needed):
                return kind, nth, cells
    return None


def _columns(kind: str, heads: Sequence[str]) -> dict[str, int]:
    """Where each column stands; one that is not known is left alone."""
    found: dict[str, int] = {}
    for nth, cell in enumerate(heads):
        for column in (each for each, names in COLUMNS[kind].items() if _plain(cell) in map(_plain, names)):
            if column in found:
                raise Unreadable("column_twice", cell)
            found[column] = nth
    return found


def _above(lines: Sequence[Line], head: int) -> dict[str, Cell]:
    named = {_plain(name): row for row, names in ABOVE.items() for name in names}
    told = [(named.get(_plain(cells[0])), nth, cells) for nth, cells in lines if nth < head]
    return {row: Cell(address(1, nth), cells[1] if len(cells) > 1 else "") for row, nth, cells in told if row}


def _row(line: Line, columns: Mapping[str, int]) -> Row:
    nth, cells = line
    return {column: Cell(address(at, nth), cells[at] if at < len(cells) else "") for column, at in columns.items()}


def _plain(cell: str) -> str:
    return "".join(unicodedata.normalize("NFKC", cell).split()).casefold()
