"""Papers as pictures: whatever is drawn, it is a picture, nothing is reckoned from it, and no line is lost."""

import io
from datetime import date, datetime
from itertools import pairwise

import pytest
from PIL import Image

from documents import png
from documents.picture import printable, wrapped
from documents.png_trend import _apart, _shown
from domain.calendar import TOKYO
from domain.paper import Cell, Line, Paper, Point, Row, Shade, Table, Trend

NOW = datetime(2022, 9, 8, 9, 0, tzinfo=TOKYO)


def line(name, *values, beside=False):
    points = (Point(date(2022, nth, 1), f"R4.{nth}.1", value, f"{value}") for nth, value in enumerate(values, start=1))
    return Line(name, tuple(points), beside)


def shown(**more):
    """The picture of a paper."""
    paper = Paper(**{"number": "資料４", "title": "推移", "tables": (), **more})
    return Image.open(io.BytesIO(png.written([paper], NOW)))


def drawn(*lines):
    return shown(trend=Trend("交付率（％）", lines))


@pytest.mark.parametrize("text", ["$x^2$ $", "😀𠮷", "%s {0} \\alpha _", "<!channel>", "あ" * 3_001, "一\n二"])
def test_whatever_a_person_wrote_makes_a_picture(text):
    trend = Trend(text[:9], (line(text[:20], 1.0),))

    assert "PNG" == shown(number=text[:5], title=text[:60], trend=trend, notes=(text,), made=text).format


def test_where_nothing_is_known_there_is_a_picture_without_a_line():
    assert "PNG" == drawn().format


def test_one_day_alone_is_a_point():
    assert "PNG" == drawn(line("山口県", 48.9, beside=True)).format


def test_of_more_lines_than_can_be_told_apart_the_highest_are_drawn_beside_the_prefecture():
    lines = [line("山口県", 1.0, beside=True), *(line(f"市町{nth}", float(nth)) for nth in range(100))]

    kept = _shown(lines)

    assert 24 == len(kept)
    assert ["山口県", "市町99"] == [each.name for each in kept[:2]]
    assert "PNG" == drawn(*lines).format


def test_days_that_would_write_over_one_another_are_thinned_and_the_last_one_stays():
    days = [date(2022, 9, nth) for nth in range(1, 11)]

    assert [date(2022, 9, 2), date(2022, 9, 6), date(2022, 9, 10)] == _apart(days, 4)


def test_done_unknown_and_out_of_scope_are_told_apart_without_any_colour():
    cells = (Cell("■", shade=Shade.DONE), Cell(shade=Shade.HATCHED), Cell("－", shade=Shade.OUT), Cell())
    table = Table(("一", "二", "三", "四"), (Row(cells),), (10, 10, 10, 10))
    grey = shown(tables=(table,)).convert("L")

    quarter = (grey.width - 140) // 4
    columns = [grey.crop((75 + nth * quarter, 720, 65 + (nth + 1) * quarter, 1_100)) for nth in range(4)]

    assert 4 == len({tuple(column.histogram()) for column in columns})
    assert [False, True, False, False] == [_striped(column) for column in columns]


def _striped(column):
    """Whether black and white take turns all over it."""
    line = [column.getpixel((x, 20)) < 128 for x in range(column.width)]
    return sum(one != other for one, other in pairwise(line)) > 20


def test_a_letter_that_the_font_does_not_have_is_marked_as_printers_do():
    assert "山口〓市" == printable("山口😀市")


def test_a_long_line_is_wrapped_and_loses_nothing():
    text = "基準日・出典：資料４ 8頁（R4.8.31）、" * 20

    assert text == "".join(wrapped(text, 200, 9))
