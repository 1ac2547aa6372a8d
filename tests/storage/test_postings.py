"""Postings: kept once, claimed by one, and marked only by whoever holds the claim."""

import time
from datetime import datetime, timedelta

import pytest

from domain.calendar import TOKYO
from domain.posting import Outcome, Posting, State
from storage import postings
from storage.database import open_database

NOW = datetime(2022, 10, 17, 9, 0, tzinfo=TOKYO)
HERE = "yamaguchi"


def posting(to="U1", key="reminder/2022-10-17T09:00/U1", due_at=NOW):
    return Posting(key, "reminder", to, "deadline/1", due_at)


@pytest.fixture
def database(empty_url):
    opened = open_database(empty_url)
    yield opened
    opened.close()


@pytest.fixture
def kept(database):
    """Keep these postings, as those who caused them do."""

    def keep(*wanted):
        with database.begin() as db:
            return postings.add(db, HERE, wanted or [posting()])

    return keep


@pytest.fixture
def record(database):
    """Write down what became of a claim; which ones were too late."""

    def recorded(claimed, state=State.SENT, **more):
        with database.begin() as db:
            return postings.record(db, HERE, [Outcome(claim=claimed, state=state, **more)])

    return recorded


@pytest.fixture
def claim(database):
    def claimed(now=NOW, real=1000.0, most=10, between=0):
        with database.begin() as db:
            return postings.claim(db, HERE, now, postings.Asked(real, real, 90, most, between))

    return claimed


def states(database):
    return [kept.state for kept in postings.of(database.read(), HERE)]


def test_a_key_is_kept_once(database, kept):
    assert (1, 0) == (kept(), kept(posting(to="U2")))
    assert ["U1"] == [each.posting.to for each in postings.of(database.read(), HERE)]


def test_nothing_is_claimed_before_it_is_due(kept, claim):
    kept()

    assert [] == claim(now=NOW - timedelta(seconds=1))
    assert [posting()] == [each.posting for each in claim()]


def test_what_is_claimed_is_nobody_elses_until_the_lease_ends(kept, claim):
    kept()
    (first,) = claim(real=1000)

    assert [] == claim(real=1089)
    (second,) = claim(real=1091)
    assert (1, 2) == (first.epoch, second.epoch)


def test_what_was_claimed_and_not_written_down_may_have_been_said(kept, claim):
    kept()
    (first,) = claim(real=1000)
    (again,) = claim(real=1100)

    assert (False, True) == (first.in_doubt, again.in_doubt)
    assert NOW.timestamp() == again.first_send_at


def test_of_those_in_doubt_the_earliest_comes_first_whatever_was_tried_last(kept, claim, record):
    kept(posting(key="a", due_at=NOW - timedelta(hours=1)), posting(key="b"))
    (first,) = claim(real=1000)
    record(first, State.PENDING, next_try_at=0)
    (first,) = claim(real=1000)
    record(first, State.UNCERTAIN, next_try_at=1300)
    (second,) = claim(real=1100)

    assert ["a", "b"] == [first.posting.key, second.posting.key]
    assert ["a"] == [each.posting.key for each in claim(real=1400)]


def test_whoever_lost_the_lease_records_nothing(database, kept, claim, record):
    kept(posting(), posting(to="U2", key="b"))
    frozen, prompt = claim(real=1000)
    (holder,) = [c for c in claim(real=1100) if c.posting == frozen.posting]
    outcomes = [Outcome(claim=c, state=State.SENT, room="D1", ts="1.1") for c in (frozen, holder)]
    with database.begin() as db:
        assert [frozen] == postings.record(db, HERE, outcomes[:1])
    assert [] == record(holder, room="D1", ts="1.2")
    assert [prompt] == record(prompt)

    (sent,) = postings.of(database.read(), HERE, states=(State.SENT,))
    assert "1.2" == sent.ts


def test_one_posting_at_a_time_goes_to_a_room_and_then_it_is_left_alone(kept, claim, record):
    kept(posting(key="a", due_at=NOW - timedelta(hours=1)), posting(key="b"), posting(key="c", to="U2"))
    first = claim()
    assert ["a", "c"] == [each.posting.key for each in first]
    assert [] == claim()

    record(first[0], room="D1", ts="1.1", next_try_at=1001.1)
    assert [] == claim(real=1001.0)
    assert ["b"] == [each.posting.key for each in claim(real=1001.2)]


@pytest.mark.parametrize("state", [State.SKIPPED, State.DEAD, State.PENDING, State.UNCERTAIN])
def test_what_became_of_it_is_kept_with_the_reason(database, kept, claim, record, state):
    kept()
    record(claim()[0], state, reason="channel_not_found")

    (now,) = postings.of(database.read(), HERE)
    assert (state, "channel_not_found") == (now.state, now.reason)


@pytest.mark.parametrize(("until", "real", "found"), [(1060, 1059, 0), (1060, 1060, 1)])
def test_what_is_put_back_waits_as_long_as_it_was_told(kept, claim, record, until, real, found):
    kept()
    record(claim()[0], State.PENDING, next_try_at=until)

    assert found == len(claim(real=real))


def test_the_next_due_is_known(database, kept):
    assert postings.next_due(database.read(), HERE, NOW - timedelta(days=1)) is None
    kept(posting(key="b", due_at=NOW + timedelta(days=1)), posting(key="a"))

    assert NOW == postings.next_due(database.read(), HERE, NOW - timedelta(days=1))


def test_a_room_that_asked_to_be_left_alone_is_and_does_not_hold_up_the_others(kept, claim, record):
    kept(posting(), posting(key="reminder/2/U1"), posting(to="U2", key="reminder/3/U2"))
    (first,) = claim(most=1)
    record(first, State.PENDING, next_try_at=1007.0)

    assert ["U2"] == [each.posting.to for each in claim(real=1006.0, most=1)]
    assert [first.posting] == [each.posting for each in claim(real=1008.0, most=1)]


def test_all_processes_together_keep_the_pace(kept, claim):
    kept(*(posting(to=f"U{n}", key=f"{n}") for n in range(5)))
    first = claim(real=1000.0, most=2, between=0.5)
    second = claim(real=1000.1, most=2, between=0.5)

    assert [1000.0, 1000.5, 1001.0, 1001.5] == [each.send_at for each in first + second]
    assert [] == claim(real=1000.2, between=0.5)  # others still have moments ahead
    assert [1002.0] == [each.send_at for each in claim(real=1001.1, between=0.5)]


def test_a_clock_that_is_set_back_holds_nothing_up(database, kept, claim, record):
    kept(posting(), posting(to="U2", key="b"))
    (first, _) = claim(real=90_000.0, between=5)
    record(first, State.UNCERTAIN, next_try_at=90_030.0)
    assert [] == claim(real=3_600.0)

    with database.begin() as db:
        postings.after_a_clock_set_back(db, HERE, 3_600.0)
    assert 2 == len(claim(real=3_600.1))


def test_the_time_is_the_databases(database):
    before = time.time()

    assert before - 1 < database.time() < time.time() + 1
    assert database.time() <= database.time()
