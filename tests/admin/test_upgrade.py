"""An upgrade: from every released schema, backed up first, with nothing lost; a newer one is refused."""

import contextlib
import shutil
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import text
from talk import SECRETARY, YAMAGUCHI, settings_for, talking

import bot
from storage import backups, moving
from storage.database import HEAD, Database, NewerSchema, NotUpgraded, open_database
from storage.migrations.run import known
from storage.snapshot import snapshot

REVISIONS = sorted(known() - {HEAD})


@pytest.fixture(scope="session")
def lived_in(loaded_sqlite, tmp_path_factory):
    """A conference in which something was written already."""
    file = shutil.copy(loaded_sqlite, tmp_path_factory.mktemp("lived-in") / "bot.db")
    with talking(settings_for(f"sqlite:///{file}")) as talk:
        talk.type("/deadline 令和4年10月末 補助金の申請締切", by=SECRETARY)
        talk.press("この内容で登録する", by=SECRETARY)
        talk.type("ノート 山口市 題：窓口\n本文", channel=talk.direct(YAMAGUCHI))
    return file


def older(lived_in, url, found):
    """A database of that revision with the rows it would have had; how many there are of each table.

    The pace is nothing that is kept, and has another table now.
    """
    with contextlib.closing(Database(url)) as database, snapshot(f"sqlite:///{lived_in}") as there:
        tables = [table for table in backups._tables(database, found) if table.name != "pace"]
        list(moving.move(there, database, tables))
        return {table.name: count(database, table.name) for table in tables}


def count(database, table):
    return database.read().execute(text(f"SELECT count(*) FROM {table}")).scalar_one()  # noqa: S608


@pytest.mark.parametrize("found", REVISIONS)
def test_from_every_schema_nothing_is_lost_and_the_bot_answers(lived_in, empty_url, found, tmp_path, capsys):
    before = older(lived_in, empty_url, found)
    settings = settings_for(empty_url, backup_dir=str(tmp_path / "backups"))
    with bot.opened(settings) as database:
        after = {table: count(database, table) for table in before}
    (kept,) = (tmp_path / "backups").iterdir()

    assert before["standing"] == after["standing"] > 0
    assert all(after[table] >= rows for table, rows in before.items())
    assert f"（{found} → {HEAD}）" in capsys.readouterr().out
    assert backups.check(kept) == sum(before.values())
    with sqlite3.connect(kept) as db:
        assert (found,) == db.execute("SELECT version_num FROM alembic_version").fetchone()
    with talking(settings) as talk:
        assert talk.type("/status 山口市").text.startswith("山口市")


def test_a_database_of_this_version_is_not_backed_up_at_every_start(lived_in, tmp_path):
    file = shutil.copy(lived_in, tmp_path / "bot.db")
    with bot.opened(settings_for(f"sqlite:///{file}", backup_dir=str(tmp_path / "backups"))):
        pass

    assert not (tmp_path / "backups").exists()


def test_without_a_place_of_their_own_backups_stand_beside_the_database(lived_in, tmp_path):
    url = f"sqlite:///{tmp_path / 'bot.db'}"
    older(lived_in, url, "0003")
    with bot.opened(settings_for(url)):
        pass

    assert 1 == len(list((tmp_path / "backups").glob(f"before-{HEAD}-0003-*.db")))


def test_where_no_backup_can_be_made_nothing_is_changed(lived_in, tmp_path):
    url = f"sqlite:///{tmp_path / 'bot.db'}"
    older(lived_in, url, "0003")
    (tmp_path / "file").touch()
    with (
        pytest.raises(NotUpgraded, match="何も変えていません"),
        bot.opened(settings_for(url, backup_dir=str(tmp_path / "file"))),
    ):
        pass
    with snapshot(url) as there, there.begin() as db:
        assert "0003" == db.execute(text("SELECT version_num FROM alembic_version")).scalar_one()


def test_a_newer_schema_is_refused_in_words(lived_in, tmp_path):
    file = shutil.copy(lived_in, tmp_path / "bot.db")
    with sqlite3.connect(file) as db:
        db.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(NewerSchema, match="新しい版"):
        open_database(f"sqlite:///{file}")


def test_the_backup_before_an_upgrade_takes_the_old_version_back(lived_in, tmp_path):
    """On SQLite the file itself is the old database."""
    url = f"sqlite:///{tmp_path / 'bot.db'}"
    before = older(lived_in, url, "0007")
    with bot.opened(settings_for(url)):
        pass
    (kept,) = (tmp_path / "backups").iterdir()
    with contextlib.closing(Database(f"sqlite:///{shutil.copy(kept, tmp_path / 'old.db')}")) as old:
        assert before == {table: count(old, table) for table in before}
        assert Path(old.engine.url.database).exists()
