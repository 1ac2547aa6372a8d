"""Measures the outbox: beside APScheduler's SQL job store, as the rows grow, and towards a chat that limits it.

`python bench/reminders.py` prints one table; every ratio is of the same run. Needs openssl for the TLS part.
"""

import argparse
import asyncio
import json
import logging
import os
import shutil
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import structlog  # noqa: E402 – found by the line above
from aiohttp import ClientSession  # noqa: E402
from apscheduler.executors.pool import ThreadPoolExecutor  # noqa: E402
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore  # noqa: E402
from apscheduler.schedulers.background import BackgroundScheduler  # noqa: E402
from slack_sdk.web.async_client import AsyncWebClient  # noqa: E402
from sqlalchemy import create_engine, event  # noqa: E402

from domain.posting import Posting, State  # noqa: E402
from messages.blocks import Message  # noqa: E402
from reminders.poster import Poster, Terms  # noqa: E402
from storage import postings  # noqa: E402
from storage.database import Database, open_database  # noqa: E402

HERE, NOW = "yamaguchi", datetime(2022, 10, 17, tzinfo=UTC)
DUE, ROUNDS = 1_000, 3
SMALL, LARGE = 10_000, 1_000_000
TICKS = 200
ROOMS, RATE = 1_741, 50  # a message to each, so many a second
MESSAGES = 100
UNPACED = Terms(between=0, apart=0)
SAID: Message = {"text": "締切のお知らせ", "blocks": []}


class Deaf:
    """A Slack that takes everything at once: what is left is our own work."""

    async def chat_postMessage(self, **_: Any) -> dict[str, str]:  # noqa: N802 – the SDK's name
        return {"ts": "1.000001", "channel": "C1"}

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
        poster = Poster(Deaf(), opened, HERE, lambda: NOW, lambda _: SAID, UNPACED)  # type: ignore[arg-type]
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
            assert not postings.claim(db, HERE, NOW, postings.Asked(real := time.time(), real))

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


# Towards a chat that takes only so many messages a second


@contextmanager
def busy_slack(*words: str) -> Iterator[int]:
    """A busy Slack in a process of its own; the port it listens on."""
    command = [sys.executable, str(ROOT / "bench" / "busy_slack.py"), *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 – our own script
        assert process.stdout
        try:
            yield int(process.stdout.readline())
        finally:
            process.kill()


def fan_out(folder: str) -> dict[str, float]:
    """A message to each of 1,741 rooms, at our own pace; what the chat counted."""
    with busy_slack("--rate", str(RATE)) as port, database(folder, "fan-out") as opened:
        with opened.begin() as db:
            postings.add(db, HERE, [Posting(f"r/{n}", "reminder", f"C{n}", "d/1", NOW) for n in range(ROOMS)])
        asyncio.run(post_all(opened, f"http://127.0.0.1:{port}/api/"))
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/counts") as answer:
            counted: dict[str, float] = json.load(answer)
    return counted


async def post_all(opened: Database, url: str) -> None:
    """Tick until everything is said."""
    async with ClientSession() as session:
        client = AsyncWebClient("xoxb-bench", base_url=url, session=session, retry_handlers=[])
        poster = Poster(client, opened, HERE, lambda: NOW, lambda _: SAID, Terms(between=1 / RATE))
        while postings.of(opened.read(), HERE, states=(State.PENDING, State.UNCERTAIN)):
            await poster.post_due()


def message_over_tls(folder: str) -> tuple[float, float]:
    """CPU seconds of one message: ours, and the SDK's default sync client's; the client alone, over TLS."""
    made, trusted = f"{folder}/certificate.pem", f"{folder}/trusted.pem"
    issue = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1"
    subprocess.run([*issue.split(), "-keyout", made, "-out", f"{made}.crt"], check=True, capture_output=True)  # noqa: S603
    certificate = Path(f"{made}.crt").read_text()
    Path(made).write_text(Path(made).read_text() + certificate)
    usual = ssl.get_default_verify_paths().cafile
    Path(trusted).write_text((Path(usual).read_text() if usual else "") + certificate)
    with busy_slack("--rate", "100000", "--certificate", made) as port:
        ours, theirs = (cpu_of(way, f"https://127.0.0.1:{port}/api/", trusted) for way in ("kept", "sync"))
    return ours, theirs


def cpu_of(way: str, url: str, trusted: str) -> float:
    command = [sys.executable, str(ROOT / "bench" / "one_message.py"), way, url, str(MESSAGES)]
    env = {**os.environ, "SSL_CERT_FILE": trusted}
    return float(subprocess.run(command, env=env, check=True, capture_output=True, text=True).stdout)  # noqa: S603


def main(parts: list[str]) -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    print("| measured | here | beside it | ratio | aim |\n| --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as folder:
        for part in parts:
            PARTS[part](folder)


def print_due(folder: str) -> None:
    pairs = [(ours(folder, n), theirs(folder, n)) for n in range(ROUNDS)]
    mine, other = median(a for a, _ in pairs), median(b for _, b in pairs)
    print(f"| 1,000 due at once | {mine:.3f} s | APScheduler {other:.2f} s | {mine / other:.4f} | ≤ 0.025 |")


def print_grown(folder: str) -> None:
    small, large = grown(folder, SMALL), grown(folder, LARGE)
    for name, a, b in zip(("a tick", "one added"), small, large, strict=True):
        print(f"| {name}, 1,000,000 waiting | {b * 1e3:.3f} ms | 10,000: {a * 1e3:.3f} ms | {b / a:.2f} | ≤ 1.3 |")


def print_fan_out(folder: str) -> None:
    counted, floor = fan_out(folder), ROOMS / RATE
    lost, took = ROOMS - counted["rooms"], counted["seconds"]
    told = f"{lost:.0f} lost, {counted['doubled']:.0f} doubled, {counted['refused']:.0f} × 429"
    print(f"| {ROOMS:,} rooms at {RATE}/s ({told}) | {took:.1f} s | {floor:.1f} s | {took / floor:.3f} | ≤ 1.06 |")


def print_message(folder: str) -> None:
    if not shutil.which("openssl"):
        print("| CPU of a message over TLS | – | – | – | openssl is missing |")
        return
    mine, other = message_over_tls(folder)
    here, beside = f"{mine * 1e3:.2f} ms", f"SDK sync {other * 1e3:.1f} ms"
    print(f"| CPU of a message over TLS | {here} | {beside} | {mine / other:.3f} | ≤ 0.05 |")


PARTS: dict[str, Callable[[str], None]] = {
    "due": print_due,
    "grown": print_grown,
    "fan-out": print_fan_out,
    "message": print_message,
}

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="*", choices=list(PARTS), default=list(PARTS))
    main(parser.parse_args().only)
