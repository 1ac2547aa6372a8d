"""Questions as they are kept: append-only, changed only from what was read, and found by what they say."""

from dataclasses import replace
from datetime import datetime

import pytest

import bot
from domain.calendar import TOKYO
from domain.question import Event, Question, Seen, State, What, stands
from domain.search import Kind, Query
from storage import findable, questions, search
from storage.database import open_database

HERE, NOW = bot.CONFERENCE, datetime(2022, 9, 8, 9, tzinfo=TOKYO)
NEW = Question(
    municipality="352039",
    kind="rpa",
    text="シナリオの共有",
    seen=Seen.OWN,
    asked_by="U1",
    asked_at=NOW,
    since=NOW,
)
ANSWER = Event(What.ANSWERED, "U2", NOW, "できます")


@pytest.fixture
def database(loaded_url):
    opened = open_database(loaded_url)
    yield opened
    opened.close()


def asked(database, **otherwise):
    with database.begin() as db:
        return questions.ask(db, HERE, replace(NEW, **otherwise))


def happens(database, read, event):
    with database.begin() as db:
        return questions.happens(db, HERE, stands(read, event), event)


def test_each_has_a_number_of_its_own_and_is_read_as_it_was_kept(database):
    assert [1, 2] == [asked(database).id for _ in range(2)]
    assert replace(NEW, id=2) == questions.one(database.read(), HERE, 2)
    assert questions.one(database.read(), HERE, 3) is None


def test_what_happens_to_an_older_version_changes_nothing(database):
    read = asked(database)

    assert happens(database, read, ANSWER)
    assert not happens(database, read, replace(ANSWER, words="あとの回答"))
    assert ["", "できます"] == [each.words for each in questions.events(database.read(), HERE, 1)]
    assert (State.ANSWERED, 2) == ((now := questions.one(database.read(), HERE, 1)).state, now.version)


def test_a_number_and_a_day_are_kept_with_what_was_passed_on(database):
    read = asked(database)
    passed = Event(What.PASSED, "U2", NOW, "照会文", "第1号", NOW.date())
    happens(database, read, passed)

    assert passed == questions.events(database.read(), HERE, 1)[-1]


def found(database, word, reader):
    query = Query((word,), kind=Kind.QUESTION)
    return [each.subject for each in search.find(database.read(), HERE, query, reader=reader, now=NOW).entries]


def test_it_is_found_by_whoever_may_read_it_as_it_stands(database):
    read = asked(database)
    assert (["1"], ["1"], []) == tuple(found(database, "シナリオ", who) for who in (None, ["352039"], ["352063"]))

    happens(database, read, ANSWER)
    happens(database, questions.one(database.read(), HERE, 1), Event(What.SHARED, "U2", NOW))
    assert ["1"] == found(database, "できます", ["352063"])


def test_what_was_withdrawn_is_found_by_its_own_municipality_alone(database):
    happens(database, asked(database, seen=Seen.ALL), Event(What.WITHDRAWN, "U1", NOW))

    assert (["1"], []) == tuple(found(database, "シナリオ", who) for who in (["352039"], ["352063"]))


def test_what_can_be_found_is_made_anew_from_the_facts(database):
    happens(database, asked(database), ANSWER)
    before = [each for each in search.every(database.read(), HERE) if each.kind is Kind.QUESTION]
    with database.begin() as db:
        findable.rebuild(db, HERE, bot.catalogue.load(db, HERE))

    assert before == [each for each in search.every(database.read(), HERE) if each.kind is Kind.QUESTION]


def test_lists_and_counts(database):
    asked(database)
    happens(database, asked(database, seen=Seen.ALL, municipality="352063"), ANSWER)

    assert [1] == [each.id for each in questions.open_ones(database.read(), HERE)]
    assert [2] == [each.id for each in questions.answered(database.read(), HERE, ["352039"])]
    assert [2, 1] == [each.id for each in questions.some(database.read(), HERE, [2, 1])]
    assert {("352039", "rpa", State.OPEN, 1), ("352063", "rpa", State.ANSWERED, 1)} == set(
        questions.counts(database.read(), HERE)
    )
