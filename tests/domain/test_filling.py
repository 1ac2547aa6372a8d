"""A form as one municipality fills it in."""

from datetime import date, datetime

import pytest

from domain.calendar import TOKYO
from domain.dates.opendays import OFFICIAL
from domain.filling import Asking, as_typed, fill, name, wrong
from domain.forms import Field, Kind, Theme
from domain.model import AsOf, Municipality, System
from domain.round import Round

NOW = datetime(2022, 10, 17, 9, 0, tzinfo=TOKYO)
DAY = AsOf(date(2022, 9, 30), date(2022, 9, 30), "day")
FORM = (
    Field("quiet", "対象外の業務", Kind.NUMBER, "", quiet=True),
    Field("rank", "県の順位", Kind.NUMBER, "", of=("prefecture",)),
    Field("systems", "業務別", Kind.STEPS, ""),
    Field("renewed", "更新の日", Kind.DATE, ""),
)
SYSTEMS = (System(1, "児童手当"), System(2, "戸籍"), System(3, "就学"))
BEFORE = {("systems", 1): 3.0, ("systems", 2): 3.0, ("systems", 3): "対象外"}


def asking(before=BEFORE, **more):
    round_ = Round("r", "t", "照会", DAY, opened_at=NOW, **more)
    where, theme = Municipality("352039", "山口市", "", "市"), Theme("t", "", "", 0, (), FORM)
    return Asking(round_, where, theme, SYSTEMS, (), before)


def filled(typed, **more):
    return fill(asking(**more), {**as_typed(BEFORE), **typed}, NOW, OFFICIAL)


def kinds(problems):
    return [(name(each.place), each.kind) for each in problems]


def test_only_what_is_asked_of_a_municipality_is_in_its_form_and_quiet_fields_come_last():
    assert ["systems", "renewed", "quiet"] == [field.id for field in asking().form]
    assert ["児童手当", "戸籍", "就学", "更新の日", "対象外の業務"] == [
        asking().label((f.id, item)) for f, item in asking().places()
    ]


def test_what_was_answered_comes_back_as_it_would_be_typed():
    typed = as_typed({("systems", 1): 12.0, ("rate", 0): 48.9, ("cards", 0): 1234567.0, ("way", 0): "own"})

    assert {"systems-1": "12", "rate": "48.9", "cards": "1234567", "way": "own"} == typed


def test_all_systems_at_once_but_for_the_exceptions():
    found = filled({"systems-all": "５", "systems-2": "検討中"})

    assert {("systems", 1): 5.0, ("systems", 2): "検討中", ("systems", 3): 5.0} == found.answers
    assert [] == wrong(asking(), found)


def test_a_step_back_is_said_where_it_was_typed():
    assert [("systems-2", "backwards")] == kinds(wrong(asking(), filled({"systems-2": "1"})))
    assert [("systems-all", "backwards")] == kinds(wrong(asking(), filled({"systems-all": "1"})))
    assert [] == wrong(asking(), filled({"systems-all": "1", "reason": "集計の誤り"}))


def test_what_cannot_be_read_is_said_before_anything_else():
    assert [("systems-1", "too_large"), ("systems-all", "not_a_number")] == kinds(
        wrong(asking(), filled({"systems-1": "41", "systems-2": "1", "systems-all": "すべて"}))
    )


@pytest.mark.parametrize("blank", ["", " ", "－", "-", "空欄", "不明"])
def test_a_blank_stays_unknown(blank):
    assert ("systems", 1) not in filled({"systems-1": blank}).answers


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2022-10-31", "2022-10-31"),
        ("R4.10.31", "2022-10-31"),
        ("令和4年10月末", "2022-10-31"),
        ("2021年4月1日", "2021-04-01"),
        ("未定", "未定"),
    ],
)
def test_a_day_is_read_exactly(typed, day):
    assert day == filled({"renewed": typed}).answers["renewed", 0]


@pytest.mark.parametrize("typed", ["秋頃", "2月30日", "9月1日～10月31日", "毎月末", "10月31日 予定", "あす以降"])
def test_what_is_no_one_day_is_asked_back(typed):
    assert [("renewed", "no_date")] == kinds(filled({"renewed": typed}).unread)


def test_after_the_close_a_reason_is_wanted():
    closed = {"closed_at": NOW}

    assert [("reason", "closed")] == kinds(wrong(asking(**closed), filled({}, **closed)))
    assert [] == wrong(asking(**closed), filled({"reason": "転記の誤り"}, **closed))
