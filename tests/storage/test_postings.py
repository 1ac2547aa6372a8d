"""Postings: kept once, claimed by one, and marked only by whoever holds the claim."""

from datetime import datetime, timedelta

import pytest

from domain.calendar import TOKYO
from domain.posting import Posting, State
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
def claim(database):
    def claimed(now=NOW, real=1000.0, most=10):
        with database.begin() as db:
            return postings.claim(db, HERE, now=now, real=real, lease=90, most=most)

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


def test_a_claim_that_never_began_to_send_is_not_in_doubt(database, kept, claim):
    kept()
    claim(real=1000)
    (again,) = claim(real=1100)
    assert not again.in_doubt

    with database.begin() as db:
        postings.begin_sending(db, HERE, again, room="D1", text="?", now=NOW)
    (once_more,) = claim(real=1200)
    assert (True, "D1", NOW.timestamp()) == (once_more.in_doubt, once_more.room, once_more.first_send_at)


def test_whoever_lost_the_lease_records_nothing(database, kept, claim):
    kept()
    (frozen,) = claim(real=1000)
    (holder,) = claim(real=1100)
    with database.begin() as db:
        assert not postings.mark_sent(db, HERE, frozen, room="D1", ts="1.1")
        assert postings.mark_sent(db, HERE, holder, room="D1", ts="1.2")

    (sent,) = postings.of(database.read(), HERE)
    assert (State.SENT, "1.2") == (sent.state, sent.ts)


def test_one_posting_at_a_time_goes_to_a_room(database, kept, claim):
    kept(posting(key="a", due_at=NOW - timedelta(hours=1)), posting(key="b"), posting(key="c", to="U2"))
    first = claim()
    assert ["a", "c"] == [each.posting.key for each in first]
    assert [] == claim()

    with database.begin() as db:
        postings.mark_sent(db, HERE, first[0], room="D1", ts="1.1")
    assert ["b"] == [each.posting.key for each in claim()]


@pytest.mark.parametrize(
    ("mark", "state"),
    [
        (lambda db, c: postings.mark_skipped(db, HERE, c, "報告済み"), State.SKIPPED),
        (lambda db, c: postings.mark_dead(db, HERE, c, "channel_not_found"), State.DEAD),
        (lambda db, c: postings.put_back(db, HERE, c, until=1060, reason="ratelimited"), State.PENDING),
        (lambda db, c: postings.mark_uncertain(db, HERE, c, until=1030, reason="timeout"), State.UNCERTAIN),
    ],
)
def test_what_became_of_it_is_kept_with_the_reason(database, kept, claim, mark, state):
    kept()
    (claimed,) = claim()
    with database.begin() as db:
        assert mark(db, claimed)

    (now,) = postings.of(database.read(), HERE)
    assert state == now.state
    assert now.reason


@pytest.mark.parametrize(("until", "real", "found"), [(1060, 1059, 0), (1060, 1060, 1)])
def test_what_is_put_back_waits_as_long_as_it_was_told(database, kept, claim, until, real, found):
    kept()
    (claimed,) = claim()
    with database.begin() as db:
        postings.put_back(db, HERE, claimed, until=until, reason="ratelimited")

    assert found == len(claim(real=real))


def test_the_next_due_is_known(database, kept):
    assert postings.next_due(database.read(), HERE, NOW - timedelta(days=1)) is None
    kept(posting(key="b", due_at=NOW + timedelta(days=1)), posting(key="a"))

    assert NOW == postings.next_due(database.read(), HERE, NOW - timedelta(days=1))


def test_a_room_that_asked_to_be_left_alone_is_and_does_not_hold_up_the_others(database, kept, claim):
    kept(posting(), posting(key="reminder/2/U1"), posting(to="U2", key="reminder/3/U2"))
    (first,) = claim(most=1)
    with database.begin() as db:
        postings.put_back(db, HERE, first, until=1007.0, reason="ratelimited")

    assert ["U2"] == [each.posting.to for each in claim(real=1006.0, most=1)]
    assert [first.posting] == [each.posting for each in claim(real=1008.0, most=1)]
