"""When the room hears of a deadline, when nothing follows it any more, and who is told from when on."""

from datetime import datetime

import pytest

from domain.calendar import TOKYO
from domain.choices import DEPUTY, HEAD, IN_CHARGE, USUAL, Choices
from domain.dates.opendays import OFFICIAL
from domain.plan import STANDARD, Plan, for_the_room, is_over, occasions


def at(text):
    return datetime.fromisoformat(f"2022-{text}").replace(tzinfo=TOKYO)


@pytest.mark.parametrize(
    ("due", "moments"),
    [
        ("10-31T17:15", ["10-31T09:00", "11-01T09:00"]),
        ("10-29T17:15", ["10-28T09:00", "10-31T09:00"]),  # a Saturday: the working days around it
        ("10-31T08:00", ["11-01T09:00"]),  # over before the morning's message
    ],
)
def test_the_room_hears_on_the_working_day_and_the_one_after(due, moments):
    assert [at(moment) for moment in moments] == [each.at for each in for_the_room(at(due), STANDARD, OFFICIAL)]


def test_the_last_request_is_still_said_on_its_day():
    plan = Plan(again_every=2, again_times=1)
    last = occasions(at("10-31T17:15"), plan, OFFICIAL)[-1].at

    assert at("11-02T09:00") == last
    assert not is_over(at("10-31T17:15"), plan, OFFICIAL, at("11-02T09:01"))
    assert not is_over(at("10-31T17:15"), plan, OFFICIAL, at("11-04T08:30"))  # after the holiday
    assert is_over(at("10-31T17:15"), plan, OFFICIAL, at("11-07T09:00"))


@pytest.mark.parametrize(
    ("choices", "rung", "leads"),
    [
        (USUAL, IN_CHARGE, [20, 10, 3, 1, 0, -3, -6]),
        (USUAL, DEPUTY, [0, -3, -6]),
        (USUAL, HEAD, [-3, -6]),
        (Choices(deputy_from=3, head_from=None), DEPUTY, [3, 1, 0, -3, -6]),
        (Choices(deputy_from=3, head_from=None), HEAD, []),
    ],
)
def test_a_rung_is_told_from_its_working_day_on(choices, rung, leads):
    every = [each.lead for each in occasions(at("10-31T17:15"), Plan(again_times=2), OFFICIAL)]

    assert leads == [lead for lead in every if choices.reaches(rung, lead)]
