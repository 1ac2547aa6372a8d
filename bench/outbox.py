"""Measures the outbox: a thousand due at once beside APScheduler's SQL job store, and a tick as the rows grow.

`python bench/outbox.py` prints one table; every ratio is of the same run.
"""

import asyncio
import logging
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import structlog  # noqa: E402 – found by the line above
from apscheduler.executors.pool import ThreadPoolExecutor  # noqa: E402
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore  # noqa: E402
from apscheduler.schedulers.background import BackgroundScheduler  # noqa: E402
from sqlalchemy import create_engine, event  # noqa: E402

from domain.posting import Posting  # noqa: E402
from messages.blocks import Message  # noqa: E402
from reminders.poster import Poster  # noqa: E402
from storage import postings  # noqa: E402
from storage.database import Database, open_database  # noqa: E402

HERE, NOW = "yamaguchi", datetime(2022, 10, 17, tzinfo=UTC)
DUE, ROUNDS = 1_000, 3
SMALL, LARGE = 10_000, 1_000_000
TICKS = 200
SAID: Message = {"text": "締切のお知らせ", "blocks": []}


class Deaf:
    """A Slack that takes everything at once: what is left is our own work."""

    async def chat_postMessage(self, **_: Any) -> dict[str, str]:  # noqa: N802 – the SDK's name
        return {"ts": "1.000001"}

    async def conversations_open(self, users: str) -> dict[str, Any]:
        return {"channel": {"id": f"D{users}"}}


@contextmanager
def database(folder: str, name: str) -> Iterator[Database]:
    opened = open_database(f"sqlite:///{folder}/{name}.db")
    yield opened
    opened.close()


def due(count: int, at: datetime) -> list[Posting]:
    return [Posting(f"reminder/{at:%Y}/{n}", "reminder", f"C{n}", "deadline/1", at) for n in range(count)]


def ours(folder: str, number: int) -> float:
    """Seconds in which a thousand are claimed, composed and marked."""
    with database(folder, f"ours-{number}") as opened:
        with opened.begin() as db:
            postings.add(db, HERE, due(DUE, NOW))
        poster = Poster(Deaf(), opened.begin, HERE, lambda: NOW, lambda _: SAID)  # type: ignore[arg-type]
        began = time.perf_counter()
        assert asyncio.run(poster.post_due()) == DUE
        return time.perf_counter() - began


_done = threading.Semaphore(0)


def job(_: str) -> None:
    """What APScheduler calls: nothing but a count."""
    _done.release()


def theirs(folder: str, number: int) -> float:
    """Seconds in which APScheduler runs a thousand date jobs that are due, from its SQL job store with WAL."""
    engine = create_engine(f"sqlite:///{folder}/theirs-{number}.db", connect_args={"check_same_thread": False})
    event.listen(engine, "connect", _wal)
    scheduler = BackgroundScheduler(
        jobstores={"default": SQLAlchemyJobStore(engine=engine)},
        executors={"default": ThreadPoolExecutor(10)},
        job_defaults={"misfire_grace_time": None, "coalesce": True},
        timezone=UTC,
    )
    scheduler.start(paused=True)
    for n in range(DUE):
        scheduler.add_job(job, "date", run_date=datetime.now(UTC) + timedelta(seconds=-1), args=[f"C{n}"])
    began = time.perf_counter()
    scheduler.resume()
    for _ in range(DUE):
        assert _done.acquire(timeout=120)
    took = time.perf_counter() - began
    scheduler.shutdown()
    engine.dispose()
    return took


def _wal(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")


def tick(opened: Database) -> float:
    """Seconds of one tick that finds nothing due."""

    def look() -> None:
        with opened.begin() as db:
            assert not postings.claim(db, HERE, now=NOW, real=time.time(), lease=90, most=20)

    return median(timed(look) for _ in range(TICKS))


def add_one(opened: Database) -> float:
    """Seconds in which one posting is added."""
    numbers = iter(range(10**6))

    def add() -> None:
        later = Posting(f"more/{next(numbers)}", "reminder", "C", "deadline/1", NOW + timedelta(days=9))
        with opened.begin() as db:
            postings.add(db, HERE, [later])

    return median(timed(add) for _ in range(TICKS))


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def grown(folder: str, count: int) -> tuple[float, float]:
    """A tick and an added posting beside so many that wait."""
    with database(folder, f"grown-{count}") as opened:
        later = NOW + timedelta(days=30)
        for start in range(0, count, SMALL):
            with opened.begin() as db:
                rows = [
                    Posting(f"r/{n}", "reminder", f"C{n % 1741}", "d/1", later) for n in range(start, start + SMALL)
                ]
                postings.add(db, HERE, rows)
        return tick(opened), add_one(opened)


def waiting(number: int, at: datetime) -> Posting:
    return Posting(f"r/{number}", "reminder", f"C{number % 1741}", "d/1", at)


def main() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    with tempfile.TemporaryDirectory() as folder:
        pairs = [(ours(folder, n), theirs(folder, n)) for n in range(ROUNDS)]
        mine, other = median(a for a, _ in pairs), median(b for _, b in pairs)
        print("| measured | here | beside it | ratio | aim |\n| --- | --- | --- | --- | --- |")
        print(f"| 1,000 due at once | {mine:.3f} s | APScheduler {other:.2f} s | {mine / other:.4f} | ≤ 0.025 |")
        small, large = grown(folder, SMALL), grown(folder, LARGE)
        for name, a, b in zip(("a tick", "one added"), small, large, strict=True):
            print(f"| {name}, 1,000,000 waiting | {b * 1e3:.3f} ms | 10,000: {a * 1e3:.3f} ms | {b / a:.2f} | ≤ 1.3 |")


if __name__ == "__main__":
    main()
