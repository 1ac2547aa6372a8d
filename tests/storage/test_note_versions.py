"""Notes are kept version by version, and no version is written over another."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from domain.calendar import TOKYO
from domain.note import Draft, Kind, Version, Writing
from storage import notes
from storage.database import open_database

HERE, CODE = "yamaguchi", "352039"
NOW = datetime(2022, 9, 8, 9, 0, tzinfo=TOKYO)
WRITING = Writing(
    title="題",
    body="本文\n二行目",
    kind=Kind.OFFERED,
    themes=("card", "rpa"),
    links=("https://example.jp/",),
    files=(("資料.pdf", "https://example.jp/f"),),
    origin="https://example.jp/p1",
    review=date(2023, 9, 8),
)


@pytest.fixture
def database(empty_url):
    opened = open_database(empty_url)
    yield opened
    opened.close()


def said(body="別の本文", at=NOW, **more):
    return Version(0, replace(WRITING, body=body), "U1", at, **more)


def added(database, **more):
    with database.begin() as db:
        return notes.add(db, HERE, CODE, Version(0, replace(WRITING, **more), "U1", NOW))


def revised(database, note, version, **how):
    with database.begin() as db:
        return notes.revise(db, HERE, note, version, **how)


def test_what_is_kept_comes_back_as_it_was(database):
    note = added(database)

    assert (1, 1, WRITING) == (note.id, note.version.number, note.writing)
    assert note == notes.one(database.read(), HERE, 1)
    assert notes.one(database.read(), "elsewhere", 1) is None
    assert 2 == added(database, title="別の題").id


def test_of_two_versions_made_from_one_the_second_writes_nothing(database):
    note = added(database)
    assert 2 == revised(database, note, said()).version.number
    assert revised(database, note, said("負けた本文")) is None

    assert ["本文\n二行目", "別の本文"] == [each.writing.body for each in notes.versions(database.read(), HERE, 1)]


def test_a_deleted_note_is_on_the_other_shelf_and_the_same_may_be_written_anew(database):
    note = added(database)
    assert added(database) is None
    gone = revised(database, note, said("本文\n二行目", deleted=True))

    assert ([], 0) == notes.newest(database.read(), HERE, None, most=9)
    assert ([gone], 1) == notes.newest(database.read(), HERE, [CODE], most=9, deleted=True)
    assert ([], 0) == notes.newest(database.read(), HERE, ["352012"], most=9, deleted=True)
    assert 2 == added(database).id


def test_the_newest_come_first_page_by_page(database):
    for nth in range(5):
        added(database, title=f"題{nth}")
    revised(database, notes.one(database.read(), HERE, 2), said(at=NOW + timedelta(hours=1)))
    first, total = notes.newest(database.read(), HERE, None, most=3)
    second, _ = notes.newest(database.read(), HERE, None, most=3, after=3)

    assert 5 == total
    assert [2, 5, 4, 3, 1] == [note.id for note in [*first, *second]]


def test_what_changed_is_told_new_or_not_and_a_quiet_version_is_not(database):
    old, looked_at = added(database), added(database, title="見直し")
    later = NOW + timedelta(days=1)
    revised(database, old, said(at=later))
    revised(database, looked_at, said(at=later), quietly=True)
    with database.begin() as db:
        notes.add(db, HERE, CODE, Version(0, replace(WRITING, title="新しい"), "U1", later))
    found = notes.changed(database.read(), HERE, NOW, later)

    assert [(3, True), (1, False)] == [(note.id, new) for note, new in found]
    assert [] == notes.changed(database.read(), HERE, later, later + timedelta(days=1))


def test_those_to_review_are_found_by_their_day(database):
    added(database)
    added(database, title="ほか", review=None)
    days = (date(2023, 9, 1), date(2023, 9, 8))

    assert [1] == [note.id for note in notes.to_review(database.read(), HERE, *days)]
    revised(database, notes.one(database.read(), HERE, 1), said(deleted=True))
    assert [] == notes.to_review(database.read(), HERE, *days)


def test_a_person_counts_once(database):
    added(database)
    with database.begin() as db:
        counted = [notes.mark_useful(db, HERE, 1, user, NOW) for user in ("U1", "U2", "U2")]

    assert [True, True, False] == counted
    assert {1: 2} == notes.useful(database.read(), HERE, [1, 2])
    with database.begin() as db:
        assert [True, False] == [notes.unmark_useful(db, HERE, 1, "U2") for _ in range(2)]
    assert {1: 1} == notes.useful(database.read(), HERE, [1, 2])
    assert not notes.found_useful(database.read(), HERE, 1, "U2")


def test_a_draft_is_kept_as_it_stands_however_wrong(database):
    writing = Writing(title="あ" * 300, body="い" * 30_000, links=("なにか",))
    draft = Draft("U1", "new/1", "", 0, 0, writing, NOW)
    with database.begin() as db:
        notes.keep_draft(db, HERE, draft)
        notes.keep_draft(db, HERE, replace(draft, municipality=CODE))
        notes.keep_draft(db, HERE, replace(draft, key="new/2", at=NOW + timedelta(hours=1)))

    assert ["new/2", "new/1"] == [each.key for each in notes.drafts(database.read(), HERE, "U1")]
    assert replace(draft, municipality=CODE) == notes.draft(database.read(), HERE, "U1", "new/1")
    assert [] == notes.drafts(database.read(), HERE, "U2")
    with database.begin() as db:
        notes.drop_draft(db, HERE, "U1", "new/1")
    assert notes.draft(database.read(), HERE, "U1", "new/1") is None
