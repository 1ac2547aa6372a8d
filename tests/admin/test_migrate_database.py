"""python bot.py migrate-database: from SQLite to PostgreSQL, with a sentence wherever it does not go on."""

import shutil
import sqlite3

import psycopg
import pytest
from console import typed
from sqlalchemy import text

from storage.database import open_database
from storage.lock import hold
from storage.url import is_same, shown


@pytest.fixture
def old(loaded_sqlite, tmp_path):
    return f"sqlite:///{shutil.copy(loaded_sqlite, tmp_path / 'old.db')}"


def moves(folder, old, new):
    return typed(folder, "migrate-database", new, DATABASE_URL=old)


def count(url, table):
    database = open_database(url)
    found = database.read().execute(text(f"SELECT count(*) FROM {table}")).scalar_one()  # noqa: S608
    database.close()
    return found


def test_everything_is_moved_compared_and_the_new_address_is_said(tmp_path, old, empty_url):
    told = moves(tmp_path, old, empty_url)

    assert (0, "") == (told.returncode, told.stderr)
    assert " municipality：" in told.stdout
    assert "すべて同じ" in told.stdout
    assert f"DATABASE_URL={shown(empty_url)}" in told.stdout
    assert count(old, "standing") == count(empty_url, "standing") > 0


def test_a_second_time_it_only_looks(tmp_path, old, empty_url):
    moves(tmp_path, old, empty_url)

    assert 0 == moves(tmp_path, old, empty_url).returncode


def test_while_the_bot_runs_it_is_not_moved(tmp_path, old):
    with hold(old):
        told = moves(tmp_path, old, f"sqlite:///{tmp_path / 'new.db'}")

    assert 2 == told.returncode
    assert "ボットは、すでに動いています" in told.stderr


def test_a_database_with_other_records_is_refused_and_left_as_it_is(tmp_path, old, empty_url):
    moves(tmp_path, old, empty_url)
    database = open_database(empty_url)
    with database.begin() as db:
        db.execute(text("DELETE FROM standing"))
        db.execute(text("UPDATE municipality SET name = '別の市' WHERE code = '352039'"))
    database.close()
    told = moves(tmp_path, old, empty_url)

    assert 2 == told.returncode
    assert "違う記録があります（municipality）" in told.stderr
    assert "DATABASE_URL は変えないでください" in told.stderr
    assert 0 == count(empty_url, "standing")


def test_a_database_of_another_program_is_refused(tmp_path, old):
    with sqlite3.connect(tmp_path / "new.db") as other:
        other.execute("CREATE TABLE conference (id INTEGER)")
    told = moves(tmp_path, old, f"sqlite:///{tmp_path / 'new.db'}")

    assert 2 == told.returncode
    assert "このボットのものではない記録があります" in told.stderr


@pytest.mark.parametrize("address", ["mysql://a/b", "bot.db", "postgresql://", "sqlite:///", "postgresql://a:b:c:d/x"])
def test_an_address_that_is_none_is_refused(tmp_path, old, address):
    told = moves(tmp_path, old, address)

    assert (2, "") == (told.returncode, told.stdout)
    assert "の形で書いてください" in told.stderr


def test_a_database_is_not_moved_into_itself(tmp_path, old):
    assert "同じです" in moves(tmp_path, old, old.replace("/old.db", "/./old.db")).stderr


def test_no_password_is_printed(tmp_path, old, postgres_url):
    with psycopg.connect(postgres_url.format(name="postgres"), autocommit=True) as server:
        server.execute("CREATE DATABASE guarded")
    home = postgres_url.partition("host=")[2]
    told = moves(tmp_path, old, f"postgresql://bot:hush@/guarded?host={home}")
    gone = moves(tmp_path, old, "postgresql://bot:hush@127.0.0.1:1/none")

    assert 0 == told.returncode
    assert "hush" not in told.stdout + told.stderr + gone.stdout + gone.stderr
    assert "DATABASE_URL=postgresql://bot:***@/guarded" in told.stdout
    assert "移す先のデータベース（postgresql://bot:***@127.0.0.1:1/none）につながりません" in gone.stderr


def test_a_password_is_hidden_wherever_it_stands():
    assert "postgresql://h/n?password=***&user=u" == shown("postgresql://h/n?user=u&password=x")


def test_two_addresses_of_one_place_are_the_same():
    assert is_same("postgresql://a@h/n", "postgresql://b:x@h:5432/n")
    assert not is_same("postgresql://a@h/n", "postgresql://a@h/m")


def test_a_database_of_an_older_version_is_not_touched(tmp_path, old):
    with sqlite3.connect(tmp_path / "old.db") as db:
        db.execute("UPDATE alembic_version SET version_num = '0001'")
    told = moves(tmp_path, old, f"sqlite:///{tmp_path / 'new.db'}")

    assert 2 == told.returncode
    assert "前の版（0001）" in told.stderr
    assert not (tmp_path / "new.db").exists()
