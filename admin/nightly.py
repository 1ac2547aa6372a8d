"""The nightly backup, made by the running bot: in a thread, by a connection of its own, proved, some of them kept."""

import asyncio
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path

import structlog

from domain.calendar import TOKYO
from storage import backups

log = structlog.get_logger()

AGAIN = timedelta(hours=1)  # after a failure
LEFT = timedelta(days=1)  # what is older and unfinished nobody is making any more
NAME = "nightly-{night:%Y%m%d}.db"
FORM = "nightly-????????.db"


class Stopped(Exception):
    """The bot ends: the backup is made after the next start."""


@dataclass(slots=True, kw_only=True)
class Nightly:
    """One for each process; where several share a folder, whoever is first makes it. `tell` hears of a failed one."""

    url: str = field(repr=False)
    folder: Path
    keep: int
    at: time
    now: Callable[[], datetime]
    tell: Callable[[date, str], None]
    _failed_at: datetime | None = None
    _stopping: threading.Event = field(default_factory=threading.Event)

    async def look(self) -> None:
        """Make last night's backup, if it is not there yet."""
        night, now = self._night(), self.now()
        file = self.folder / NAME.format(night=night)
        if file.exists() or (self._failed_at and now - self._failed_at < AGAIN):
            return
        try:
            rows = await asyncio.to_thread(backups.write, self.url, file, self._watch)
        except Stopped:
            return
        except Exception as error:
            self._failed_at = now
            log.exception("backup_failed", error=type(error).__name__, why=backups.why(error))
            self.tell(night, backups.why(error))
        else:
            backups.sweep(self.folder, (now - LEFT).timestamp())
            log.info("backup", file=file.name, rows=rows, removed=self._thin())

    def stop(self) -> None:
        """Break off what is under way: the end does not wait for it."""
        self._stopping.set()

    def _watch(self) -> None:
        if self._stopping.is_set():
            raise Stopped

    def _night(self) -> date:
        """The day on which it was last due."""
        now = self.now().astimezone(TOKYO)
        return now.date() if now.time() >= self.at else now.date() - timedelta(days=1)

    def _thin(self) -> int:
        """Only nightly ones, and only once there is a new one."""
        old = sorted(self.folder.glob(FORM))[: -self.keep]
        for file in old:
            file.unlink(missing_ok=True)
        return len(old)


def newest(folder: Path) -> date | None:
    """The night of the newest nightly backup there."""
    found = sorted(folder.glob(FORM))
    return datetime.strptime(found[-1].name, "nightly-%Y%m%d.db").replace(tzinfo=TOKYO).date() if found else None
