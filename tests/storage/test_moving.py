"""From SQLite to PostgreSQL: everything is moved, goes on where it was cut off, and is compared."""

import pytest
from sqlalchemy import text

import bot
from storage import moving
from storage.database import open_database
from storage.moving import NotTheSame, compare, move


@pytest.fixture
def source(loaded_sqlite, tmp_path):
    import shutil  # noqa: PLC0415

    found = open_database(f"sqlite:///{shutil.copy(loaded_sqlite, tmp_path / 'old.db')}")
    yield found
    found.close()


@pytest.fixture
def target(empty_url):
    found = open_database(empty_url)
    yield found
    found.close()


def rows(database, table):
    return database.read().execute(text(f"SELECT count(*) FROM {table}")).scalar_one()  # noqa: S608


def test_every_table_is_there_afterwards_row_by_row(source, target):
    told = list(move(source, target))

    assert compare(source, target) == sum({step.table: step.of for step in told}.values()) > 600
    assert rows(source, "standing") == rows(target, "standing") > 0


def test_what_was_cut_off_goes_on_where_it_stopped(source, target, monkeypatch):
    monkeypatch.setattr(moving, "BATCH", 100)
    steps = move(source, target)
    before = [next(steps) for _ in range(9)]
    steps.close()

    again = list(move(source, target))

    assert before[-1] in again
    assert not any(step.rows < before[-1].rows for step in again if step.table == before[-1].table)
    compare(source, target)


def test_a_database_that_holds_something_else_is_refused(source, target):
    list(move(source, target))
    with target.begin() as db:
        db.execute(text("UPDATE municipality SET name = '別の市' WHERE code = '352039'"))

    with pytest.raises(NotTheSame, match="municipality"):
        compare(source, target)


def test_one_that_has_more_is_not_written_into(source, target):
    list(move(source, target))
    with source.begin() as db:
        db.execute(text("DELETE FROM standing"))

    with pytest.raises(NotTheSame, match="standing"):
        list(move(source, target))


def test_a_broken_chain_is_told(source, target):
    with source.begin() as db:
        from storage import audit  # noqa: PLC0415

        for nth in range(2):
            audit.record(
                db, bot.CONFERENCE, at=bot.datetime.now(bot.UTC), by="U1", action="x", subject=str(nth), detail={}
            )
        db.execute(text("UPDATE audit SET subject = 'other' WHERE nth = 1"))
    list(move(source, target))

    with pytest.raises(NotTheSame, match="audit"):
        compare(source, target)
