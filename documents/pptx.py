"""Papers as PowerPoint slides: A4 landscape, real tables and charts, long tables parted, short ones together."""

import io
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from documents.pages import columns, heights, pages, size
from domain.calendar import TOKYO
from domain.paper import CONFIDENTIAL, Cell, Chart, Paper, Row, Shade, Table

if TYPE_CHECKING:
    from pptx.presentation import Presentation
    from pptx.slide import Slide

FONT = "ＭＳ ゴシック"
WIDE, HIGH, MARGIN = 297.0, 210.0, 12.0  # millimetres
TOP, BODY, NOTE = 32.0, 140.0, 3.6  # where the table begins, how high it may be, and a line below it
WIDTH = WIDE - 2 * MARGIN
BETWEEN = 10.0  # from a table to the next one, whose title stands there
NOTES_AT_MOST = 10
TINY, LONGEST = 2, 400  # letters in a cell: a mark or a number, and more than a slide has room for
TITLE_ONLY = 5  # the layout
_FILLS = {Shade.DONE: "5B9BD5", Shade.OUT: "D9D9D9"}
_SIDES = ("a:lnL", "a:lnR", "a:lnT", "a:lnB")
TEXT = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"
Sized = tuple[Table, float]
"""A table with the size of its letters."""

Box = tuple[float, float, float, float]
"""Left, top, width and height in millimetres."""


def written(papers: Iterable[Paper], at: datetime) -> bytes:
    """The file, as it stands at that moment."""
    from pptx import Presentation as opened  # noqa: N813, PLC0415 – slow to load, and most of the bot draws no slide
    from pptx.util import Mm  # noqa: PLC0415

    deck = opened()
    deck.slide_width, deck.slide_height = Mm(WIDE), Mm(HIGH)
    deck.core_properties.author = ""
    deck.core_properties.created = at.astimezone(TOKYO).replace(tzinfo=None)
    for paper in papers:
        deck.core_properties.title = deck.core_properties.title or paper.title
        _slides(deck, paper)
    file = io.BytesIO()
    deck.save(file)
    return file.getvalue()


def _slides(deck: "Presentation", paper: Paper) -> None:
    """Those of one paper, numbered by themselves."""
    room = BODY - NOTE * max(0, len(_notes(paper)) - 4)
    parts: list[Sequence[Sized] | Chart] = [*_together(_tables(paper, room), room), *paper.charts]
    for nth, part in enumerate(parts, start=1):
        _slide(deck, paper, part, f"{nth}／{len(parts)}")


def _together(tables: Iterable[Sized], room: float) -> Iterator[list[Sized]]:
    """As many of them as there is room for on a slide, one below the other."""
    together, left = list[Sized](), room
    for table, points in tables:
        high = sum(heights(table, WIDTH, points)) + BETWEEN
        if together and high > left:
            yield together
            together, left = [], room
        together.append((table, points))
        left -= high
    if together:
        yield together


def _tables(paper: Paper, room: float) -> Iterator[Sized]:
    """The tables, each parted into what fits on a slide."""
    for table in map(_cut, paper.tables):
        points = size(table, WIDTH, room)
        for rows in pages(table, WIDTH, room, points):
            yield Table(table.head, tuple(rows), table.widths, table.title), points


def _cut(table: Table) -> Table:
    """The same with what is too long for a slide cut, and the cut marked."""
    rows = [
        replace(row, cells=tuple(replace(cell, text=cut(cell.text, LONGEST)) for cell in row.cells))
        for row in table.rows
    ]
    return replace(table, rows=tuple(rows))


def cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def _slide(deck: "Presentation", paper: Paper, part: Sequence[Sized] | Chart, page: str) -> None:
    """One slide: what every one has, and its tables or its chart."""
    slide = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
    _title(slide, paper.title)
    _text(slide, CONFIDENTIAL, (MARGIN, 4, 90, 6), 10, color="C00000")
    if paper.number:
        _text(slide, paper.number, (WIDE - MARGIN - 36, 5, 36, 8), 14, align="CENTER", framed=True)
    first = "" if isinstance(part, Chart) else part[0][0].title
    _text(slide, "　".join(filter(None, [paper.as_of, first])), (MARGIN, 23, WIDTH, 7), 12)
    if isinstance(part, Chart):
        _chart(slide, part)
    else:
        _below_one_another(slide, part)
    _below(slide, paper, page)


def _below_one_another(slide: "Slide", tables: Sequence[Sized]) -> None:
    """The title of the first stands above already."""
    top = TOP
    for nth, (table, points) in enumerate(tables):
        if nth:
            _text(slide, table.title, (MARGIN, top - 6, WIDTH, 6), 12)
        _table(slide, table, points, top)
        top += sum(heights(table, WIDTH, points)) + BETWEEN


def _notes(paper: Paper) -> list[str]:
    """What stands below every table, as far as there is room."""
    left_out = ["ほかの注は Excel の資料にあります"] if len(paper.notes) > NOTES_AT_MOST else []
    return [*paper.notes[:NOTES_AT_MOST], *left_out]


def _title(slide: "Slide", title: str) -> None:
    from pptx.enum.text import PP_ALIGN  # noqa: PLC0415
    from pptx.util import Mm, Pt  # noqa: PLC0415

    place: Any = slide.shapes.title
    place.left, place.top, place.width, place.height = (Mm(each) for each in (MARGIN, 10, WIDTH - 40, 13))
    place.text_frame.text = title
    place.text_frame.word_wrap = True
    _spoken(place.text_frame.paragraphs[0], 22, bold=True)
    place.text_frame.paragraphs[0].alignment = PP_ALIGN.LEFT
    place.text_frame.margin_left = 0
    place.text_frame.paragraphs[0].font.size = Pt(22 if len(title) < 30 else 16)


def _below(slide: "Slide", paper: Paper, page: str) -> None:
    notes = _notes(paper)
    high = max(4, len(notes)) * NOTE + 3
    _text(slide, "\n".join(notes), (MARGIN, HIGH - 8 - high, WIDTH, high), 9)
    _text(slide, paper.made, (MARGIN, HIGH - 9, WIDTH - 30, 6), 9)
    _text(slide, page, (WIDE - MARGIN - 30, HIGH - 9, 30, 6), 9, align="RIGHT")


def _text(  # noqa: PLR0913 – where it stands and how it looks
    slide: "Slide", text: str, box: Box, points: float, *, align: str = "LEFT", color: str = "", framed: bool = False
) -> None:
    from pptx.dml.color import RGBColor  # noqa: PLC0415
    from pptx.enum.text import PP_ALIGN  # noqa: PLC0415
    from pptx.util import Mm  # noqa: PLC0415

    shape: Any = slide.shapes.add_textbox(*(Mm(each) for each in box))
    frame = shape.text_frame
    frame.word_wrap = True
    frame.margin_top = frame.margin_bottom = frame.margin_left = frame.margin_right = 0
    frame.text = text
    for paragraph in frame.paragraphs:
        paragraph.alignment = PP_ALIGN[align]
        _spoken(paragraph, points, bold=bool(color))
        if color:
            paragraph.font.color.rgb = RGBColor.from_string(color)
    if framed:
        shape.line.color.rgb = RGBColor(0, 0, 0)


def _table(slide: "Slide", table: Table, points: float, top: float) -> None:
    from pptx.util import Mm  # noqa: PLC0415

    widths, high = columns(table, WIDTH), heights(table, WIDTH, points)
    box = (Mm(MARGIN), Mm(top), Mm(WIDTH), Mm(5))
    frame: Any = slide.shapes.add_table(len(table.rows) + 1, len(widths), *box)
    drawn = frame.table
    drawn.horz_banding = drawn.first_row = False
    for column, width in zip(drawn.columns, widths, strict=True):
        column._gridCol.w = Mm(width)  # noqa: SLF001 – by its own word all columns are added up for each
    heads, cells = [Cell(name) for name in table.head], _Cells(points)
    for line, row in enumerate([Row(tuple(heads)), *table.rows]):
        drawn.rows[line]._tr.h = Mm(high[line])  # noqa: SLF001 – likewise
        for place, cell in zip(drawn.rows[line].cells, row.cells, strict=False):
            cells.draw(place, cell, head=not line)
        if len(widths) > len(row.cells):
            cells.draw(drawn.cell(line, len(row.cells)), Cell(row.beside), framed=False)
    frame.height = Mm(sum(high))


class _Cells:
    """Draws cells: the library takes half a millisecond for one, so one of each look is drawn, and then copied."""

    def __init__(self, points: float) -> None:
        self._points = points
        self._drawn: dict[tuple[object, ...], Any] = {}

    def draw(self, place: Any, cell: Cell, *, head: bool = False, framed: bool = True) -> None:
        """A text of several lines, or with what no file takes, is left to the library."""
        text, made = cell.shown, place._tc  # noqa: SLF001 – the one way to copy a cell
        if any(each < " " for each in text):
            _cell(place, cell, self._points, head=head, framed=framed)
            return
        look = (cell.shade, cell.changed, head, framed, bool(text), len(cell.text) <= TINY)
        if look not in self._drawn:
            _cell(place, cell, self._points, head=head, framed=framed)
            self._drawn[look] = made
            return
        copied = deepcopy(self._drawn[look])
        for run in copied.iter(TEXT):
            run.text = text
        made.getparent().replace(made, copied)


def _cell(place: Any, cell: Cell, points: float, *, head: bool = False, framed: bool = True) -> None:
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN  # noqa: PLC0415
    from pptx.util import Mm  # noqa: PLC0415

    place.margin_left = place.margin_right = Mm(0.2 if len(cell.text) <= TINY else 0.8)
    place.margin_top = place.margin_bottom = Mm(0.4)
    place.vertical_anchor = MSO_ANCHOR.MIDDLE
    place.text = cell.shown
    for paragraph in place.text_frame.paragraphs:
        _spoken(paragraph, points, bold=head or cell.changed)
        if head or cell.shade is not Shade.NONE:
            paragraph.alignment = PP_ALIGN.CENTER
    if framed:
        _frame(place)
    _fill(place, "D9E1F2" if head else "FFF2CC" if cell.changed else _FILLS.get(cell.shade, ""), cell.shade)


def _fill(place: Any, color: str, shade: Shade) -> None:
    """A colour, a hatching, or nothing: by itself a table is blue."""
    from pptx.dml.color import RGBColor  # noqa: PLC0415
    from pptx.enum.dml import MSO_PATTERN  # noqa: PLC0415

    if shade is Shade.HATCHED:
        place.fill.patterned()
        place.fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
        place.fill.fore_color.rgb, place.fill.back_color.rgb = RGBColor(127, 127, 127), RGBColor(255, 255, 255)
    elif color:
        place.fill.solid()
        place.fill.fore_color.rgb = RGBColor.from_string(color)
    else:
        place.fill.background()


def _frame(place: Any) -> None:
    """A thin line on every side; the library has no word for it."""
    from pptx.oxml.xmlchemy import OxmlElement  # noqa: PLC0415

    properties = place._tc.get_or_add_tcPr()  # noqa: SLF001 – the one way to a cell's lines
    for side in _SIDES:
        line, solid, color = (OxmlElement(name) for name in (side, "a:solidFill", "a:srgbClr"))
        line.set("w", "6350")
        color.set("val", "404040")
        solid.append(color)
        line.append(solid)
        properties.append(line)


def _spoken(paragraph: Any, points: float, *, bold: bool) -> None:
    from pptx.dml.color import RGBColor  # noqa: PLC0415
    from pptx.util import Pt  # noqa: PLC0415

    paragraph.font.size, paragraph.font.bold, paragraph.font.name = Pt(points), bold, FONT
    paragraph.font.color.rgb = RGBColor(0, 0, 0)


def _chart(slide: "Slide", chart: Chart) -> None:
    from pptx.chart.data import CategoryChartData  # noqa: PLC0415
    from pptx.enum.chart import XL_CHART_TYPE  # noqa: PLC0415
    from pptx.util import Mm, Pt  # noqa: PLC0415

    data = CategoryChartData()
    data.categories = [label for label, _ in chart.bars]
    data.add_series(chart.unit, [value for _, value in chart.bars])
    box = (Mm(MARGIN), Mm(TOP), Mm(WIDTH), Mm(BODY - 6))
    frame: Any = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *box, data)
    drawn = frame.chart
    drawn.has_legend, drawn.has_title = False, True
    drawn.chart_title.text_frame.text = chart.title
    drawn.font.size, drawn.font.name = Pt(12), FONT
    drawn.category_axis.reverse_order = True
    drawn.value_axis.minimum_scale = 0
    drawn.plots[0].has_data_labels = True
    drawn.plots[0].data_labels.number_format, drawn.plots[0].data_labels.number_format_is_linked = "0.0", False
    drawn.plots[0].gap_width = 60
