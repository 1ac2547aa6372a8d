"""What is typed into a form is read exactly, or said in words why not."""

import pytest

from domain import answers
from domain.answers import Problem
from domain.forms import Field, Kind

PROCEDURES = Field("procedures", "利用手続数", Kind.NUMBER, "", "手続", 0, 27)
STEP = Field("completed_step", "ステップ", Kind.STEP, "", "ステップ", 0, 40)
RATE = Field("rate", "交付率", Kind.PERCENT, "", "％")
WAY = Field("way", "方法", Kind.CHOICE, "", choices=(("own", "自治体のシステム"), ("national", "国のシステム")))
SYSTEMS = Field("systems", "業務別", Kind.STEPS, "")


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        (PROCEDURES, "12", 12.0),
        (PROCEDURES, "１２", 12.0),
        (PROCEDURES, "12手続", 12.0),
        (PROCEDURES, " 12 ", 12.0),
        (PROCEDURES, "", None),
        (PROCEDURES, None, None),
        (PROCEDURES, "該当なし", "該当なし"),
        (PROCEDURES, "未定", "未定"),
        (STEP, "ステップ12", 12.0),
        (STEP, "対象外", "対象外"),
        (RATE, "45.7％", 45.7),
        (WAY, "own", "own"),
        (WAY, "国のシステム", "national"),
        (WAY, "検討中", "検討中"),
    ],
)
def test_an_answer_is_read(field, typed, value):
    assert value == answers.read(field, 0, typed)


@pytest.mark.parametrize(
    ("field", "typed", "kind"),
    [
        (PROCEDURES, "28", "too_large"),
        (PROCEDURES, "-1", "too_small"),
        (PROCEDURES, "約12", "not_a_number"),
        (PROCEDURES, "12.5", "not_a_number"),
        (PROCEDURES, "10から12", "not_a_number"),
        (STEP, "41", "too_large"),
        (RATE, "100.1", "too_large"),
        (WAY, "県のシステム", "no_choice"),
    ],
)
def test_what_cannot_be_taken_has_its_reason(field, typed, kind):
    found = answers.read(field, 0, typed)

    assert isinstance(found, Problem)
    assert kind == found.kind


@pytest.mark.parametrize(("reason", "kinds"), [("", ["backwards"]), ("集計の誤り", [])])
def test_a_step_goes_back_only_with_a_reason(reason, kinds):
    place = ("completed_step", 0)

    assert kinds == [each.kind for each in answers.problems([STEP], {place: 3.0}, {place: 5.0}, reason)]


def test_a_part_is_not_larger_than_its_whole():
    whole = Field("whole", "対象", Kind.NUMBER, "")
    part = Field("part", "完了", Kind.NUMBER, "", at_most="whole")
    (found,) = answers.problems([whole, part], {("whole", 0): 18.0, ("part", 0): 19.0}, {}, "")

    assert (("part", 0), "more_than_whole", 18.0) == (found.place, found.kind, found.most)


def test_all_systems_are_set_at_once_but_for_those_changed_one_by_one():
    last = {("systems", n): 3.0 for n in (1, 2, 3)}
    given = {**last, ("systems", 2): "対象外"}

    said = answers.set_all(SYSTEMS, (1, 2, 3), 5.0, given, last)
    assert {("systems", 1): 5.0, ("systems", 2): "対象外", ("systems", 3): 5.0} == said
    assert [("systems", 1), ("systems", 2), ("systems", 3)] == answers.changes(said, last)
