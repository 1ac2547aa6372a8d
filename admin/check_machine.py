"""Whether this machine and this program's own files are fit: zone, SQLite, holidays, templates, data, manifest."""

import importlib.metadata
import sqlite3
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from admin.check import Check, good, notice, wrong
from domain.dates.opendays import knows_holidays
from messages.words import broken_templates

OLDEST_SQLITE = (3, 35, 0)
YEARS_AHEAD = 2
AGAIN = "make clean の後に make run（ライブラリを入れ直します）"


def checks() -> Iterator[Check]:
    yield _zone()
    yield _sqlite()
    yield _holidays()
    yield _templates()


def env_file(path: Path = Path(".env")) -> Iterator[Check]:
    """The file with the secrets is for its owner alone."""
    if path.exists():
        mode = path.stat().st_mode & 0o777
        others = f"ほかの利用者も読めます（{mode:o}）"
        yield wrong(".env", others, "chmod 600 .env") if mode & 0o077 else good(".env", "本人だけが読めます（600）")


def _zone() -> Check:
    try:
        now = datetime.now(ZoneInfo("Asia/Tokyo"))
    except ZoneInfoNotFoundError:
        return wrong("時間帯", "Asia/Tokyo を読めません", AGAIN)
    return good("時間帯", f"Asia/Tokyo（今は {now:%Y-%m-%d %H:%M}）")


def _sqlite() -> Check:
    is_old = sqlite3.sqlite_version_info < OLDEST_SQLITE
    mend = "3.35 以上の SQLite が入った Python で make clean、make run"
    return wrong("SQLite", sqlite3.sqlite_version, mend) if is_old else good("SQLite", sqlite3.sqlite_version)


def _holidays() -> Check:
    """How far ahead deadlines can be counted in working days."""
    year = datetime.now(ZoneInfo("Asia/Tokyo")).year
    last = next((each for each in range(year + 10, year - 1, -1) if knows_holidays(each)), 0)
    version = importlib.metadata.version("jpholiday")
    found = f"{last}年まで確かめました（jpholiday {version}。法律が変わったら、新しい版にします）"
    return (
        good("祝日", found) if last >= year + YEARS_AHEAD else notice("祝日", found, "ボットを新しい版にしてください")
    )


def _templates() -> Check:
    count, broken = broken_templates()
    if broken:
        return wrong(
            "文のひな形", f"読めません（{'、'.join(broken)}）", "ファイルを元に戻してください（git checkout messages）"
        )
    return good("文のひな形", f"{count}個すべて読めました")
