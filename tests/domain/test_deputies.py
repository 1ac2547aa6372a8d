"""Who answers while somebody is away."""

import pytest

from domain.leave import answering, deputies, perhaps

CASES = [
    ({"A": 0, "B": 1, "C": 2}, set(), {"A": 0, "B": 1, "C": 2}),
    ({"A": 0, "B": 1, "C": 2}, {"A"}, {"B": 0, "C": 2}),
    ({"A": 0, "B": 1, "C": 2}, {"A", "B"}, {"A": 0, "B": 1, "C": 2}),
    ({"A": 0, "C": 2}, {"A"}, {"A": 0, "C": 2}),
    ({"A": 0, "A2": 0, "B": 1}, {"A"}, {"A2": 0, "B": 1}),
    ({"A": 0, "B": 1, "B2": 1}, {"A", "B"}, {"B2": 0}),
    ({"B": 1}, {"A"}, {"B": 1}),
    ({}, {"A"}, {}),
]


@pytest.mark.parametrize(("rungs", "away", "then"), CASES)
def test_the_deputy_stands_in_and_nobody_falls_silent(rungs, away, then):
    assert then == answering(rungs, away)
    assert bool(rungs) == bool(answering(rungs, away))


def test_who_stands_in_is_told_apart():
    assert ["B"] == deputies({"A": 0, "B": 1, "C": 2}, {"A"})
    assert [] == deputies({"A": 0, "A2": 0, "B": 1}, {"A"})


def test_a_deputy_is_planned_for_whenever_somebody_in_charge_will_be_away():
    assert {"A": 0, "B": 0, "C": 2} == perhaps({"A": 0, "B": 1, "C": 2}, {"A"})
    assert {"A": 0, "B": 1} == perhaps({"A": 0, "B": 1}, {"B"})
