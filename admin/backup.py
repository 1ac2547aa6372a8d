"""python bot.py backup and restore: everything in one file, proved, and brought back."""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

from admin.installation import Installation, Refused
from admin.moving import carry, chain
from domain.calendar import TOKYO
from messages.backup import REASONS
from storage import audit, backups, catalogue, postings
from storage.condition import unused
from storage.database import HEAD, Database, NewerSchema, NotUpgraded, Unreachable, clear, open_database
from storage.moving import NotTheSame
from storage.url import file_of, shown

Say = Callable[[str], None]

USUAL = Path("var/backups")
RESTORED = "backup.restore"


def back_up(there: Installation, file: Path | None, say: Say) -> None:
    """Make a backup, beside the running bot, and restore it on trial."""
    wanted = file or folder(there) / f"bot-{_stamp(there)}.db"
    if wanted.exists():
        raise Refused(f"{wanted} は、すでにあります。上書きはしません。別の名前を書いてください。")
    with _told(wanted):
        rows = backups.write(there.database_url, wanted)
    say(f"{wanted} にバックアップしました（{rows:,}行、{wanted.stat().st_size / 2**20:.1f} MB）。")
    say(
        "別の場所に戻してみて、すべての行が同じことを確かめました。利用者の名前やノートが入っています。大切に保管してください。"
    )


def check(file: Path, say: Say) -> None:
    """Restore it on trial, and change nothing."""
    if not file.exists():
        raise Refused(f"{file} がありません。ファイルの名前を確かめてください。")
    with _told(file):
        rows = backups.check(file)
    say(f"{file} は正しいバックアップです。別の場所に戻してみて、{rows:,}行がすべて同じことを確かめました。")


def restore(there: Installation, file: Path, say: Say) -> None:
    """Bring everything back as it was. What is there now is set aside, and what was due meanwhile is looked for."""
    with contextlib.ExitStack() as stack:
        stack.enter_context(unused(there.database_url))
        check(file, say)
        kept = _set_aside(there, say)
        with _told(file):
            copy = stack.enter_context(backups.opened(file))
            database = stack.enter_context(contextlib.closing(open_database(there.database_url)))
            _empty(database)
            rows = carry(copy, database, say)
            say(chain(database))
            _after(there, database, file, rows)
    say(f"{shown(there.database_url)} を、{file.name} のときに戻しました。ボットを起動してください。")
    if kept:
        say(f"戻す前の記録は {kept} にあります。ボットが動くことを確かめるまで、消さないでください。")


def before_upgrade(there: Installation, found: str, say: Say) -> None:
    """Make a backup of the old schema, and try the upgrade on a copy of it. Raises NotUpgraded.

    A database on another machine is backed up where a place is named for it.
    """
    source = file_of(there.database_url)
    if not source and not there.backup_dir:
        return
    place = Path(there.backup_dir) if there.backup_dir else (source or USUAL).parent / USUAL.name
    wanted = place / f"before-{HEAD}-{found}-{_stamp(there)}.db"
    try:
        with _told(wanted):
            backups.write(there.database_url, wanted)
    except Refused as refusal:
        raise NotUpgraded(
            f"新しい版に移る前のバックアップを取れなかったので、起動をやめました（何も変えていません）。{refusal}"
        ) from None
    say(f"新しい版（{found} → {HEAD}）に移る前に、{wanted} にバックアップしました。")


def folder(there: Installation) -> Path:
    return Path(there.backup_dir) if there.backup_dir else USUAL


def _set_aside(there: Installation, say: Say) -> Path | None:
    """Keep what is there now beside the database (or among the backups)."""
    source = file_of(there.database_url)
    name = f"before-restore-{_stamp(there)}.db"
    wanted = source.with_name(f"{source.name}.{name}") if source else folder(there) / name
    with _told(wanted):
        kept = backups.set_aside(there.database_url, wanted)
    if kept:
        say(f"今の記録を {kept} に移しました。" if source else f"今の記録を {kept} にバックアップしました。")
    return kept


def _empty(database: Database) -> None:
    with database.alone() as db:
        clear(db)


def _after(there: Installation, database: Database, file: Path, rows: int) -> None:
    """In each conference: the log tells of it, and nothing that may have been said meanwhile is said blindly."""
    with database.begin() as db:
        for conference in catalogue.conferences(db):
            now, detail = there.now(), {"rows": rows}
            audit.record(db, conference, at=now, by="", action=RESTORED, subject=file.name, detail=detail)
            if there.in_a_chat:
                postings.doubt(db, conference, now)


@contextlib.contextmanager
def _told(file: Path) -> Iterator[None]:
    """Say in words why there is no backup, or none that can be restored."""
    try:
        yield
    except NewerSchema as newer:
        raise Refused(str(newer)) from None
    except (OSError, Unreachable, backups.Damaged, NotTheSame) as error:
        raise Refused(f"{file}：{REASONS[backups.why(error)]}。") from None


def _stamp(there: Installation) -> str:
    return f"{there.now().astimezone(TOKYO):%Y%m%d-%H%M%S}"
