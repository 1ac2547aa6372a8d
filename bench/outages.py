"""Takes away the chat for an hour, the database for ten minutes and the disk's last byte, and counts what is lost.

The whole bot in a talk room: people ask meanwhile, and the reminders of a deadline are due in the middle of it. The
room's clock is moved, so an hour does not pass. `python bench/outages.py`.
"""

import asyncio
import contextlib
import logging
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import postgres  # type: ignore[import-not-found]  # noqa: E402 – found by the line above
import structlog  # noqa: E402
from sqlalchemy import text as sql  # noqa: E402
from talk import (  # type: ignore[import-not-found]  # noqa: E402
    ROOM,
    SECRETARY,
    YAMAGUCHI,
    Talk,
    settings_for,
    talking,
)

import bot  # noqa: E402
from domain.posting import State  # noqa: E402
from storage import postings  # noqa: E402
from storage.database import Trouble  # noqa: E402

SUBSIDY = "/deadline 令和4年10月末 デジタル基盤改革支援補助金の申請締切"
BEFORE, DUE, AFTER = "2022-10-17T08:55+09:00", "2022-10-17T09:05+09:00", "2022-10-17T10:10+09:00"
ASKED = 10


@dataclass(frozen=True, slots=True)
class Count:
    """What came of it: how people were answered meanwhile and after, and the postings that were due meanwhile."""

    meanwhile: Counter[str]
    after: Counter[str]
    said_meanwhile: int
    due: int
    lost: int
    doubled: int


def tried(url: str, gone: Callable[[Talk], None], back: Callable[[Talk], None], way: str = "socket") -> Count:
    """Something is gone from before nine until after ten."""
    chosen = settings_for(url)
    with bot.opened(chosen):
        pass
    with talking(chosen, way=way) as there:
        there.type(SUBSIDY, by=SECRETARY)
        there.press("この内容で登録する", by=SECRETARY)
        there.clock(BEFORE)
        before = keys(there)
        gone(there)
        ticks(there, DUE)
        meanwhile, said = asks(there), sum((keys(there) - before).values())
        ticks(there, AFTER)
        back(there)
        after = asks(there)
        there.ticks()
        there.drains()
        return counted(there, before, meanwhile, after, said)


def counted(there: Talk, before: Counter[str], meanwhile: Counter[str], after: Counter[str], said: int) -> Count:
    now = there.room.clock()
    since = datetime.fromisoformat(BEFORE)
    due = [
        each
        for each in postings.of(there.database.read(), bot.CONFERENCE)
        if since < each.posting.due_at <= now and each.state is not State.SKIPPED
    ]
    found = keys(there) - before
    lost = [each for each in due if each.posting.key not in found]
    return Count(meanwhile, after, said, len(due), len(lost), sum(found.values()) - len(found))


def keys(there: Talk) -> Counter[str]:
    """How often each posting stands in the room it was meant for."""
    said = (m for channel in there.room.world.channels for m in there.room.world.said(channel))
    return Counter(m.metadata["event_payload"]["key"] for m in said if m.metadata)


def asks(there: Talk) -> Counter[str]:
    """Ten people ask; how they were answered."""

    async def one() -> str:
        typed = await asyncio.wait_for(there.room.persons.type(YAMAGUCHI, ROOM, "/status 山口市"), 90)
        if not typed.ok:
            return str(typed.error)
        newest = max((m for m in there.room.world.said(ROOM) if m.is_for(YAMAGUCHI)), key=lambda m: m.ts)
        return "answered" if "現況" in newest.text else "a number to tell the secretariat"

    async def all_of_them() -> Counter[str]:
        return Counter([await one() for _ in range(ASKED)])

    return there._runner.run(all_of_them())  # type: ignore[no-any-return]  # noqa: SLF001 – a bench looks inside


def ticks(there: Talk, to: str) -> None:
    """The clock goes on, and the ticker ticks; what a tick cannot do the next one does."""
    with contextlib.suppress(*Trouble):  # the room asks the bot when its next reminder is due
        there._happens(lambda: there.room.clock.move(datetime.fromisoformat(to)))  # noqa: SLF001 – likewise
    for _ in range(5):
        with contextlib.suppress(*Trouble):
            there.ticks()


def line_is_back(there: Talk) -> None:
    """The bot has noticed by itself."""
    there._runner.run(asyncio.wait_for(there.room.connected("A0BOT"), 60))  # noqa: SLF001 – likewise


def chat_gone(there: Talk) -> None:
    there.trouble("outage", minutes=60)


def chat_back(there: Talk) -> None:
    there.heals()
    line_is_back(there)


def disk_full(there: Talk) -> None:
    """Not a page more, and none that is free."""
    db = there.database.read()
    with there.database.begin() as writing:
        writing.execute(sql("CREATE TABLE IF NOT EXISTS filler (x)"))
    pages = db.execute(sql("PRAGMA page_count")).scalar_one()
    db.execute(sql(f"PRAGMA max_page_count = {pages}"))
    with contextlib.suppress(*Trouble):
        while True:
            with there.database.begin() as writing:
                writing.execute(sql("INSERT INTO filler VALUES (zeroblob(100))"))


def disk_free(there: Talk) -> None:
    there.database.read().execute(sql("PRAGMA max_page_count = 1000000"))


@contextlib.contextmanager
def sqlite() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite:///{folder}/bot.db"


@contextlib.contextmanager
def server() -> Iterator[str]:
    with postgres.cluster() as url:
        yield str(url).format(name="postgres")


def trials() -> Iterator[tuple[str, Count]]:
    with sqlite() as url:
        yield "the chat is down for an hour", tried(url, chat_gone, chat_back)
    with server() as url:
        home = Path(url.partition("host=")[2])
        _, programs, who = postgres._running[home]  # noqa: SLF001 – likewise

        def stops(_there: Talk) -> None:
            postgres._end(home, signal.SIGQUIT)  # noqa: SLF001 – likewise

        def starts(_there: Talk) -> None:
            postgres._start(home, programs, who)  # noqa: SLF001 – likewise

        yield "the database is down", tried(url, stops, starts)
    with sqlite() as url:
        yield "the disk is full", tried(url, disk_full, disk_free)


def main() -> int:
    logging.disable()
    structlog.configure(processors=[_dropped], cache_logger_on_first_use=False)
    bad = 0
    for name, count in trials():
        bad += count.lost + count.doubled + ASKED - count.after["answered"]
        answered = f"meanwhile {dict(count.meanwhile)}, after {dict(count.after)}"
        said = f"due {count.due}, said meanwhile {count.said_meanwhile}, lost {count.lost}, doubled {count.doubled}"
        print(f"{name}: {answered}; {said}", flush=True)
    return bad


def _dropped(*_: object) -> Any:
    raise structlog.DropEvent


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
