"""Whether the records can be kept: the database, its schema, its disk, its clock, and the copies of it."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from admin.check import Check, good, notice, wrong
from admin.installation import Installation
from admin.nightly import newest
from domain.calendar import TOKYO
from storage import condition
from storage.database import HEAD, Unreachable
from storage.url import file_of, shown

LEAST = 200 * 2**20  # bytes on the disk
TIMES = 3  # so many copies of the database there must be room for
OLD = timedelta(days=2)
DRIFT = 10.0  # seconds


def checks(there: Installation) -> Iterator[Check]:
    file = file_of(there.database_url)
    if file and not file.exists():
        yield good("データベース", f"{file} は、初めて起動したときに作られます")
    else:
        yield from _kept(there.database_url)
    if file:
        yield _disk(_existing(file.parent), condition.size_of(there.database_url))
    yield _backups(there)


def _kept(url: str) -> Iterator[Check]:
    try:
        found = condition.revision_of(url)
    except Unreachable:
        yield wrong("データベース", f"{shown(url)} につながりません", "DATABASE_URL と、データベースが動いているか")
        return
    running = "（ボットが動いています）" if condition.is_running(url) else ""
    yield good("データベース", f"{shown(url)} を読めました{running}")
    yield _schema(found)
    yield _writing(url, is_running=bool(running))
    if not file_of(url):
        yield _clock(condition.clock_ahead(url))


def _schema(found: str | None) -> Check:
    known = found is None or found <= HEAD
    if not known:
        return wrong(
            "移行", f"データベースは新しい版（{found}）です", "ボットを新しい版にしてください（docs/upgrading.md）"
        )
    if found != HEAD:
        said = f"{found or 'まだ何もありません'} → {HEAD}（次の起動で新しくなります）"
        return notice(
            "移行", said, "python bot.py backup の後に起動してください" if found else "そのまま起動してください"
        )
    return good("移行", f"最新です（{found}）")


def _writing(url: str, *, is_running: bool) -> Check:
    """Into a SQLite file that the bot has open nobody else writes: beside it has to do."""
    file = file_of(url)
    why = _beside(_existing(file.parent)) if file and is_running else condition.why_not_written(url)
    where = file.parent if file else "DATABASE_URL の利用者の権限"
    return (
        wrong("書き込み", f"書けません（{why}）", f"書けるようにしてください：{where}")
        if why
        else good("書き込み", "書けました")
    )


def _beside(folder: Path) -> str:
    try:
        with tempfile.NamedTemporaryFile(dir=folder) as tried:
            tried.write(b"x")
            os.fsync(tried.fileno())
    except OSError as error:
        return str(error.strerror)
    return ""


def _disk(folder: Path, size: int) -> Check:
    free = shutil.disk_usage(folder).free
    needed = max(LEAST, TIMES * size)
    found = f"空きは {free / 2**30:.1f} GB です"
    mend = f"{folder} の空きを {needed / 2**30:.1f} GB 以上にしてください（古いバックアップを消すなど）"
    return good("ディスク", found) if free >= needed else wrong("ディスク", found, mend)


def _backups(there: Installation) -> Check:
    """That they are made, and how old the newest is."""
    if not there.backup_dir:
        mend = "BACKUP_DIR に、できればデータベースと別のディスクのフォルダーを書いてください"
        return notice("バックアップ", "夜のバックアップを取る設定がありません", mend)
    folder = Path(there.backup_dir)
    if why := _beside(_existing(folder)):
        return wrong("バックアップ", f"{folder} に書けません（{why}）", "BACKUP_DIR を確かめてください")
    night = newest(folder)
    if night and there.now().astimezone(TOKYO).date() - night > OLD:
        mend = "ボットのログの backup_failed を見て、python bot.py backup を試してください"
        return wrong("バックアップ", f"最後の夜のバックアップは {night} です", mend)
    return good("バックアップ", f"{folder} に取ります（最後は {night or 'まだありません'}）")


def _clock(ahead: float) -> Check:
    found = f"この機械との差は {abs(ahead):.1f} 秒です"
    mend = "両方の機械の時刻を合わせてください（timedatectl set-ntp true など）"
    return good("データベースの時計", found) if abs(ahead) <= DRIFT else wrong("データベースの時計", found, mend)


def _existing(folder: Path) -> Path:
    """The folder, or the nearest above it that is there already."""
    return next(each for each in (folder.resolve(), *folder.resolve().parents) if each.exists())
