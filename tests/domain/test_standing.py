"""Standings: what is unknown stays unknown."""

from datetime import date

import pytest

from domain.forms import Field, Kind, Theme
from domain.model import AsOf, Figure, Municipality, Source
from domain.standing import sheet, standing, tally, view

DAY = AsOf(date(2022, 7, 31), date(2022, 7, 31), "month_end")
PAPER = Source("資料３", 6)
COUNT = Field("count", "手続数", Kind.NUMBER, "手続数", unit="手続", total=True)
WAY = Field("way", "方法", Kind.CHOICE, "方法", choices=(("own", "自前"), ("shared", "共同")))
RARE = Field("rare", "補足", Kind.TEXT, "補足", quiet=True)
THEME = Theme("online", "オンライン化", "オンライン化", 1, (), (COUNT, WAY, RARE))
TOWNS = [Municipality(f"35{n}", f"町{n}", f"まち{n}", "町") for n in range(3)]


def figure(body, field, value):
    return Figure(body, "online", field, 0, value, DAY, PAPER)


def test_a_field_without_a_figure_is_unknown_and_a_quiet_one_is_not_shown():
    lines = standing(THEME, [figure("350", "count", 0.0)]).lines()

    assert [("count", 0.0), ("way", None)] == [(field.id, known.value if known else None) for field, known in lines]


def test_a_sheet_has_a_row_for_everybody_whether_anything_is_known_or_not():
    whole = sheet(THEME, TOWNS, [figure("350", "count", 0.0)], "pref", "nation")

    assert [{"count"}, set(), set()] == [set(s.figures) for _, s in whole.rows]


@pytest.mark.parametrize(
    ("field", "figures", "expected"),
    [
        (COUNT, [], ((), 0, 3, None)),
        (COUNT, [("350", 0.0)], (((0.0, 1),), 1, 2, 0.0)),
        (COUNT, [("350", 8.0), ("351", 0.0), ("352", 8.0)], (((0.0, 1), (8.0, 2)), 3, 0, 16.0)),
        (WAY, [("350", "shared"), ("351", "own")], ((("own", 1), ("shared", 1)), 2, 1, None)),
    ],
)
def test_a_tally_counts_what_is_known_and_what_is_not(field, figures, expected):
    whole = sheet(THEME, TOWNS, [figure(body, field.id, value) for body, value in figures], "pref", "nation")
    counted = tally(whole, field)

    assert expected == (counted.counts, counted.known, counted.unknown, counted.total)


def test_nothing_is_shown_from_after_today():
    assert date(2022, 9, 8) == view(date(2023, 3, 31), None, today=date(2022, 9, 8)).on
