"""Which edition counts on a day, and which one did when a round was opened."""

from datetime import UTC, date, datetime

from domain.edition import STEPS, Edition, counting


def edition(nth, since, known="2022-09-01"):
    at = datetime.fromisoformat(known).replace(tzinfo=UTC)
    return Edition(STEPS, nth, date.fromisoformat(since), [], at)


def number(editions, day, before=None):
    found = counting(editions, date.fromisoformat(day), before).get(STEPS)
    return found.nth if found else 0


def test_an_edition_counts_from_its_day_on():
    every = [edition(1, "2022-10-01")]

    assert [0, 1, 1] == [number(every, day) for day in ("2022-09-30", "2022-10-01", "2023-04-01")]


def test_the_later_day_wins_whichever_came_first():
    every = [edition(1, "2022-10-01"), edition(2, "2022-09-15")]

    assert [2, 1] == [number(every, day) for day in ("2022-09-30", "2022-10-01")]


def test_of_one_day_the_later_edition_wins():
    assert 2 == number([edition(2, "2022-10-01"), edition(1, "2022-10-01")], "2022-10-01")


def test_what_was_not_known_yet_did_not_count_then():
    """Not even in the same second: a round asks what it asked, and nothing that came with it."""
    every = [edition(1, "2022-09-01"), edition(2, "2022-09-02", known="2022-09-08")]

    assert 1 == number(every, "2022-09-08", datetime(2022, 9, 8, tzinfo=UTC))
    assert 2 == number(every, "2022-09-08", datetime(2022, 9, 8, 0, 0, 1, tzinfo=UTC))
