"""python bot.py backup and restore: beside the running bot, proved, and brought back without anything said twice."""

import shutil
import sqlite3
import threading
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from console import typed
from sqlalchemy import text
from talk import YAMAGUCHI

import bot
from admin import backup
from admin.installation import Installation, Refused
from domain.posting import Posting, State
from storage import audit, backups, postings
from storage.backups import Damaged
from storage.database import open_database
from storage.lock import hold
from storage.moving import NotTheSame

HERE = bot.CONFERENCE
WRONG = "UPDATE municipality SET name = '別の市' WHERE code = '352039'"


@pytest.fixture
def there(loaded_url, tmp_path):
    return Installation(database_url=loaded_url, backup_dir=str(tmp_path / "backups"))


@pytest.fixture
def made(there, tmp_path):
    backup.back_up(there, tmp_path / "kept.db", print)
    return tmp_path / "kept.db"


def does(url, statement):
    database = open_database(url)
    with database.begin() as db:
        db.execute(text(statement))
    database.close()


def name_of(url, code="352039"):
    database = open_database(url)
    found = database.read().execute(text("SELECT name FROM municipality WHERE code = :code"), {"code": code}).scalar()
    database.close()
    return found


def test_a_backup_is_one_file_that_only_its_owner_reads(there, made, tmp_path):
    assert 0o600 == made.stat().st_mode & 0o777
    assert backups.check(made) > 600
    assert [] == [each.name for each in tmp_path.iterdir() if each.name.startswith((".", "kept.db-"))]


def test_beside_the_running_bot_a_backup_is_made_and_it_goes_on(talk, loaded_url, tmp_path):
    before = talk.type("/status 山口市").text
    with hold(loaded_url):
        backup.back_up(Installation(database_url=loaded_url), tmp_path / "kept.db", print)
    talk.type("/deadline 令和4年10月末 補助金", by="U0SECRETARY")

    assert before == talk.type("/status 山口市", by=YAMAGUCHI).text
    assert backups.check(tmp_path / "kept.db") > 600


def test_what_is_restored_is_as_it_was_and_what_stood_there_is_kept(there, made, capsys):
    name = name_of(there.database_url)
    does(there.database_url, WRONG)
    backup.restore(there, made, print)
    told = capsys.readouterr().out
    aside = Path(told.split("戻す前の記録は ")[1].split(" にあります")[0])

    assert name == name_of(there.database_url)
    assert "別の市" == name_of(f"sqlite:///{aside}")


def test_a_restore_stands_in_the_audit_log_which_goes_on(there, made):
    backup.restore(there, made, print)
    database = open_database(there.database_url)
    (last,) = audit.newest(database.read(), HERE, 1)

    assert ("backup.restore", "kept.db") == (last.action, last.subject)
    assert audit.broken(database.read(), HERE) is None
    database.close()


def test_a_log_that_is_not_whole_is_backed_up_as_it_is_and_told(there, tmp_path, capsys):
    database = open_database(there.database_url)
    with database.begin() as db:
        audit.record(db, HERE, at=there.now(), by="U1", action="x", subject="y", detail={})
        db.execute(text("UPDATE audit SET subject = 'other'"))
    database.close()
    backup.back_up(there, tmp_path / "kept.db", print)
    backup.restore(there, tmp_path / "kept.db", print)

    assert "audit --verify で確かめてください" in capsys.readouterr().out


def test_from_either_database_into_the_other(made, empty_url, tmp_path):
    backup.restore(Installation(database_url=empty_url, backup_dir=str(tmp_path)), made, print)

    assert "山口市" == name_of(empty_url)


def test_what_was_due_by_now_is_looked_for_before_it_is_said_again(there, tmp_path):
    """Between the backup and the restore it may have been said; what is still to come is simply said."""
    database, now = open_database(there.database_url), datetime(2022, 10, 17, 0, 0, tzinfo=UTC)
    due = {"told": now, "to-come": now.replace(day=18)}
    with database.begin() as db:
        postings.add(db, HERE, [Posting(key, "news", "C0", "x", at) for key, at in due.items()])
    database.close()
    backup.back_up(there, tmp_path / "kept.db", print)
    backup.restore(replace(there, bot_token="xoxb-1", clock=now), tmp_path / "kept.db", print)
    database = open_database(there.database_url)
    told, coming = (postings.one(database.read(), HERE, key) for key in due)
    database.close()

    assert (State.UNCERTAIN, now.timestamp()) == (told.state, told.first_send_at)
    assert State.PENDING is coming.state


def test_while_the_bot_runs_nothing_is_restored(loaded_url, made, tmp_path):
    database = open_database(loaded_url)
    with hold(loaded_url):
        told = typed(tmp_path, "restore", str(made), DATABASE_URL=loaded_url)
    database.close()

    assert 2 == told.returncode
    assert "止めてから" in told.stderr


def test_the_command_line_backs_up_checks_and_restores(tmp_path, loaded_sqlite):
    url = f"sqlite:///{shutil.copy(loaded_sqlite, tmp_path / 'bot.db')}"
    made = typed(tmp_path, "backup", DATABASE_URL=url)
    (file,) = (tmp_path / "var/backups").glob("bot-*.db")
    checked = typed(tmp_path, "restore", str(file), "--check")
    restored = typed(tmp_path, "restore", str(file), DATABASE_URL=url)

    assert [0, 0, 0] == [each.returncode for each in (made, checked, restored)]
    assert f"{Path('var/backups') / file.name} にバックアップしました" in made.stdout
    assert "正しいバックアップです" in checked.stdout
    assert "ボットを起動してください" in restored.stdout
    assert not (tmp_path / "var/bot.db").exists()


def test_a_backup_is_never_written_over_another(there, made):
    with pytest.raises(Refused, match="すでにあります"):
        backup.back_up(there, made, print)


@pytest.mark.parametrize("contents", [b"", b"no database", None])
def test_a_file_that_is_no_backup_is_refused_and_nothing_is_touched(there, tmp_path, contents):
    file = tmp_path / "other.db"
    if contents is None:
        with sqlite3.connect(file) as other:
            other.execute("CREATE TABLE conference (id INTEGER)")
    else:
        file.write_bytes(contents)
    with pytest.raises(Refused, match="正しいバックアップではありません"):
        backup.restore(there, file, print)

    assert "山口市" == name_of(there.database_url)


def test_a_backup_that_was_damaged_is_told(made):
    contents = bytearray(made.read_bytes())
    contents[40_000:60_000] = bytes(20_000)
    made.write_bytes(contents)

    with pytest.raises((Damaged, NotTheSame)):
        backups.check(made)


def test_a_file_that_is_not_there_is_named(there, tmp_path):
    with pytest.raises(Refused, match=r"none\.db がありません"):
        backup.check(tmp_path / "none.db", print)


def test_a_backup_of_a_newer_version_is_refused(made):
    with sqlite3.connect(made) as db:
        db.execute("UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(Refused, match="新しい版"):
        backup.check(made, print)


def test_a_place_that_cannot_be_written_is_told(loaded_sqlite, tmp_path):
    (tmp_path / "file").write_text("where a folder has to be")
    there = Installation(database_url=f"sqlite:///{loaded_sqlite}", backup_dir=str(tmp_path / "file"))
    with pytest.raises(Refused, match="書く場所がない"):
        backup.back_up(there, None, print)


def test_of_postgresql_everything_is_of_one_moment(loaded_url, tmp_path):
    """Somebody writes on and on, in whole transactions: a backup has all of one or nothing."""
    if not loaded_url.startswith("postgresql"):
        pytest.skip("SQLite copies itself in one reading")
    stop = threading.Event()

    def write(nth):
        with psycopg.connect(loaded_url) as db:
            db.execute("UPDATE conference SET name = %s", (f"{nth}",))
            db.execute("UPDATE municipality SET kana = %s", (f"{nth}",))

    def go_on():
        nth = 0
        while not stop.is_set():
            write(nth := nth + 1)

    write(0)
    writer = threading.Thread(target=go_on)
    writer.start()
    backups.write(loaded_url, tmp_path / "kept.db")
    stop.set()
    writer.join()
    with sqlite3.connect(tmp_path / "kept.db") as db:
        ((name, kana),) = db.execute("SELECT DISTINCT c.name, m.kana FROM conference c, municipality m").fetchall()

    assert name == kana
