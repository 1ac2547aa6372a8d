"""Papers as an Excel workbook, a sheet for each: A4 landscape, one page wide, every cell text, nothing reckoned."""

import io
from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from documents.pages import lines
from domain.calendar import TOKYO
from domain.paper import CONFIDENTIAL, Cell, Chart, Paper, Shade, Table

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

FONT = "ＭＳ ゴシック"
A4, LONGEST = 9, 32_000  # Excel takes 32,767 characters in a cell
MARGIN = 0.5  # inches
LINE = 14.0  # points
NARROW = 3.0  # letters: a column of marks has no room to spare
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_PLAIN: dict[str, Any] = {"font_name": FONT, "font_size": 11, "valign": "vcenter"}
_FRAMED = {**_PLAIN, "border": 1, "text_wrap": True}
_FORMATS: dict[str, dict[str, Any]] = {
    "plain": _PLAIN,
    "mark": {**_PLAIN, "font_color": "#C00000", "bold": True},
    "number": {**_PLAIN, "align": "right", "bold": True, "font_size": 14},
    "title": {**_PLAIN, "font_size": 16, "bold": True},
    "head": {**_FRAMED, "bold": True, "align": "center", "bg_color": "#D9E1F2"},
    "cell": _FRAMED,
    "changed": {**_FRAMED, "bold": True, "bg_color": "#FFF2CC"},
    Shade.DONE: {**_FRAMED, "align": "center", "bg_color": "#5B9BD5"},
    Shade.HATCHED: {**_FRAMED, "align": "center", "pattern": 14, "fg_color": "#7F7F7F", "bg_color": "#FFFFFF"},
    Shade.OUT: {**_FRAMED, "align": "center", "bg_color": "#D9D9D9"},
}


def written(papers: Iterable[Paper], at: datetime) -> bytes:
    """The file, as it stands at that moment."""
    from xlsxwriter import Workbook  # noqa: PLC0415 – slow to load, and most of the bot writes no workbook

    file = io.BytesIO()
    book = Workbook(file, OPTIONS)
    formats = {name: book.add_format(how) for name, how in _FORMATS.items()}
    for nth, paper in enumerate(papers):
        if not nth:
            book.set_properties({"title": paper.title, "created": at.astimezone(TOKYO).replace(tzinfo=None)})
        _Drawn(book, paper, formats).draw()
    book.close()
    return file.getvalue()


class _Drawn:
    """A paper on its way into a sheet, line by line."""

    def __init__(self, book: "Workbook", paper: Paper, formats: Mapping[str, "Format"]) -> None:
        self._book, self._paper, self._formats = book, paper, formats
        self._sheet: Worksheet = book.add_worksheet(paper.sheet)
        self._columns = max([2, *(len(table.head) for table in paper.tables)])
        self._line = 0

    def draw(self) -> None:
        """Its head, its tables, what stands under them, its charts, and how it is printed."""
        self._head()
        for table in self._paper.tables:
            self._table(table)
        for note in (*self._paper.notes, *filter(None, [self._paper.made])):
            self._write(0, note, "plain")
            self._line += 1
        if self._paper.charts:
            self._charts()
        self._prints(self._sheet)

    def _head(self) -> None:
        for column, widths in enumerate(zip_longest(*(table.widths for table in self._paper.tables), fillvalue=0.0)):
            self._sheet.set_column(column, column, max(widths) * 2 + (max(widths) > NARROW))
        self._write(0, CONFIDENTIAL, "mark")
        if self._paper.number:
            self._write(self._columns - 1, self._paper.number, "number")
        self._line += 1
        self._write(0, self._paper.title, "title")
        self._line += 1
        self._write(0, self._paper.as_of, "plain")
        self._line += 2

    def _table(self, table: Table) -> None:
        if table.title:
            self._write(0, table.title, "plain")
            self._line += 1
        for column, name in enumerate(table.head):
            self._write(column, name, "head")
        if len(self._paper.tables) == 1:
            self._sheet.repeat_rows(self._line)
        for row in table.rows:
            self._line += 1
            self._sheet.set_row(self._line, LINE * max(1, lines(row, table)) + 3)
            for column, cell in enumerate(row.cells):
                self._write(column, cell.shown, _format(cell))
            self._write(len(row.cells), row.beside, "plain")
        self._line += 2

    def _charts(self) -> None:
        """What a chart draws stands in a sheet of its own."""
        behind = self._book.add_worksheet("グラフの数値")
        behind.set_column(0, 3 * len(self._paper.charts), 20)
        self._prints(behind)
        for nth, chart in enumerate(self._paper.charts):
            self._sheet.insert_chart(self._line + 1, 0, self._chart(behind, chart, nth * 3))
            self._line += 17

    def _chart(self, behind: "Worksheet", chart: Chart, column: int) -> Any:
        behind.write_string(0, column, chart.title)
        behind.write_string(0, column + 1, chart.unit)
        for line, (label, value) in enumerate(chart.bars, start=1):
            behind.write_string(line, column, label)
            behind.write_number(line, column + 1, value)
        drawn: Any = self._book.add_chart({"type": "bar"})
        places = [[behind.name, 1, each, len(chart.bars), each] for each in (column, column + 1)]
        bars = {
            "categories": places[0],
            "values": places[1],
            "data_labels": {"value": True, "num_format": "0.0"},
            "gap": 60,
        }
        drawn.add_series({**bars, "name": chart.unit, "fill": {"color": "#5B9BD5"}, "border": {"color": "#1F4E79"}})
        drawn.set_title({"name": chart.title, "name_font": {"size": 12}})
        drawn.set_y_axis({"reverse": True})
        drawn.set_x_axis({"min": 0, "major_gridlines": {"visible": True}})
        drawn.set_legend({"none": True})
        drawn.set_size({"width": 760, "height": 320})
        return drawn

    def _prints(self, sheet: "Worksheet") -> None:
        """Each sheet says what it is, that it must not leave, and which page it is."""
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.set_margins(MARGIN, MARGIN, 0.75, 0.75)
        sheet.fit_to_pages(1, 1 if self._paper.whole else 0)
        sheet.center_horizontally()
        sheet.set_header(f"&C{CONFIDENTIAL}&R{_plain(self._paper.number)}")
        sheet.set_footer(f"&L{_plain(self._paper.made)}&R&P／&N")

    def _write(self, column: int, text: str, how: str) -> None:
        """Always as text: what looks like a formula, a number or a link stays what it is."""
        if text or how in _FRAMES:
            self._sheet.write_string(self._line, column, text[:LONGEST], self._formats[how])


_FRAMES = {"head", "cell", "changed", *Shade}


def _format(cell: Cell) -> str:
    if cell.shade is not Shade.NONE:
        return cell.shade
    return "changed" if cell.changed else "cell"


def _plain(text: str) -> str:
    """In headers and footers & begins an order. They take 255 characters in all."""
    return text[:100].replace("&", "&&")
