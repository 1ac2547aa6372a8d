"""Breaks the poster on purpose and counts: real processes, real kill -9, PostgreSQL and SQLite, the talk room as Slack.

Each row of the fault table is tried on fresh postings; at the end each of them must stand in its room exactly once.
`python bench/faults.py` runs all rows, `--trials 2 --rows 2 5` fewer; `--mutants` shows that the harness can see.
"""

import argparse
import asyncio
import contextlib
import os
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import postgres  # type: ignore[import-not-found]  # noqa: E402 – found by the line above
import psycopg  # noqa: E402
from slack_sdk.web.async_client import AsyncWebClient  # noqa: E402

import talkroom  # noqa: E402
from domain.posting import Claim, Posting, State  # noqa: E402
from messages.blocks import Message  # noqa: E402
from reminders.poster import Poster, Terms  # noqa: E402
from storage import postings  # noqa: E402
from storage.database import Database, open_database  # noqa: E402
from talkroom.world import Change  # noqa: E402

HERE, START = "yamaguchi", datetime(2022, 10, 17, tzinfo=UTC)
QUICK = Terms(lease=2.5, settle=0.4, timeout=0.5, backoff=(0.2,))
ROOMS = 20
DEADLINE = 60.0
OPEN = (State.PENDING, State.SENDING, State.UNCERTAIN)


# A worker: the real poster, but for the one step at which it is told to break.


class Breaking(Poster):
    """Dies or freezes at the step that BREAK names, once."""

    point = os.environ.get("BREAK", "")

    def _claim(self, since: float) -> list[Claim]:
        if self.point == "in_claim":
            with self._begin() as db:
                postings.claim(db, HERE, now=self._now(), real=time.time(), lease=2.5, most=20)
                _kill()
        claimed = super()._claim(since)
        if claimed and self.point == "after_claim":
            _kill()
        return claimed

    async def _post(self, posting: Posting, room: str, said: Message) -> Any:
        if self.point == "before_post":
            _kill()
        if self.point == "freeze":
            Breaking.point = ""
            os.kill(os.getpid(), signal.SIGSTOP)  # until long after the lease; the request is sent then
        answer = await super()._post(posting, room, said)
        if self.point == "before_mark":
            _kill()
        return answer


class Marking(Breaking):
    """A mutant: it marks before it sends."""

    async def _post(self, posting: Posting, room: str, said: Message) -> Any:
        with self._begin() as db:
            db.exec_driver_sql(f"UPDATE posting SET state = 'sent' WHERE key = '{posting.key}'")  # noqa: S608
        if Breaking.point == "before_post":
            _kill()
        return await super()._post(posting, room, said)


class Blind(Breaking):
    """A mutant: it never looks into the room."""

    async def _found(self, _claimed: Claim) -> bool:
        return False


MUTANTS = {"": Breaking, "no look": Blind, "mark before send": Marking}


def _kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


async def work() -> None:
    """Post what is due until the harness ends it."""
    database = open_database(os.environ["DATABASE_URL"])
    client = AsyncWebClient(os.environ["TOKEN"], base_url=os.environ["API_URL"], retry_handlers=[])
    said: Message = {"text": "締切のお知らせ", "blocks": []}
    poster = MUTANTS[os.environ.get("MUTANT", "")](client, database.begin, HERE, lambda: START, lambda _: said, QUICK)
    while True:
        with contextlib.suppress(OSError):
            await poster.post_due()
        await asyncio.sleep(0.05)


# The harness


@dataclass
class Trial:
    """One trial: the room, the database, and the workers on it."""

    room: talkroom.Talkroom
    url: str
    database: Database
    mutant: str = ""
    workers: list[asyncio.subprocess.Process] = field(default_factory=list)

    async def start(self, count: int, point: str = "") -> None:
        """Start workers; each breaks at that point."""
        own = {"DATABASE_URL": self.url, "TOKEN": "xoxb-talkroom", "API_URL": self.room.api_url}
        env = {**os.environ, **own, "BREAK": point, "MUTANT": self.mutant}
        for _ in range(count):
            command = (sys.executable, str(Path(__file__)), "--work")
            quiet = asyncio.subprocess.DEVNULL
            worker = await asyncio.create_subprocess_exec(*command, env=env, stdout=quiet, stderr=quiet)
            self.workers.append(worker)

    def kill_all(self) -> None:
        for worker in self.workers:
            with contextlib.suppress(ProcessLookupError):
                worker.kill()
        self.workers.clear()

    def open_ones(self) -> int:
        return len(postings.of(self.database.read(), HERE, states=OPEN))

    def said(self) -> Counter[str]:
        """How often each key stands in a room."""
        everything = [m for channel in self.room.world.channels for m in self.room.world.said(channel)]
        return Counter(m.metadata["event_payload"]["key"] for m in everything if m.metadata)


Breakage = Callable[[Trial], Awaitable[None]]


def dying(point: str) -> Breakage:
    """Every worker dies at that step; others take over."""

    async def broken(trial: Trial) -> None:
        await trial.start(1, point)
        await trial.workers[-1].wait()

    return broken


def faulty(name: str, **values: Any) -> Breakage:
    """The room answers badly for a while."""

    async def broken(trial: Trial) -> None:
        trial.room.faults.switch(name, on=True, values={"methods": "chat.postMessage", **values})

    return broken


async def killed_in_flight(trial: Trial) -> None:
    """All workers die while Slack is taking what they sent: taken, and never answered."""
    heard = asyncio.Event()

    def taken(change: Change) -> None:
        if change.kind == "message" and not heard.is_set():
            trial.kill_all()
            heard.set()

    trial.room.world.watchers.append(taken)
    await trial.start(1)
    await asyncio.wait_for(heard.wait(), DEADLINE)
    trial.room.world.watchers.remove(taken)


async def killed_before_it_is_taken(trial: Trial) -> None:
    """All workers die while their request waits; Slack never takes it."""
    trial.room.faults.switch("drop_before", on=True, values={"methods": "chat.postMessage", "times": 5})
    await trial.start(1)
    await asyncio.sleep(0.8)
    trial.kill_all()


async def frozen(trial: Trial) -> None:
    """A worker stands still between the check of its lease and the post, until others have said it; then it goes on."""
    await trial.start(1, "freeze")
    worker = trial.workers[-1]
    await asyncio.sleep(1.2)
    await trial.start(1)
    await asyncio.sleep(QUICK.lease + 1)
    with contextlib.suppress(ProcessLookupError):
        worker.send_signal(signal.SIGCONT)
    await asyncio.sleep(1.5)


ROWS: dict[str, tuple[str, Breakage]] = {
    "1": ("kill -9 in the claim, before it is committed", dying("in_claim")),
    "2": ("kill -9 after the claim", dying("after_claim")),
    "3": ("kill -9 before the post", dying("before_post")),
    "4": ("kill -9, the request not taken", killed_before_it_is_taken),
    "5": ("kill -9, the request taken, no answer read", killed_in_flight),
    "6": ("kill -9, the answer read, not marked", dying("before_mark")),
    "10": ("frozen past the lease, exactly before the post", frozen),
    "11a": ("dropped before it is taken", faulty("drop_before", times=7)),
    "11b": ("dropped after it is taken", faulty("drop_after", times=7)),
    "12": ("429 with Retry-After", faulty("rate_limited", retry_after=1, times=7)),
    "13a": ("500, not taken", faulty("error_before", times=7)),
    "13b": ("500, taken", faulty("error_after", times=7)),
    "13c": ("slower than the time-out", faulty("slow", seconds=0.8, times=7)),
}


@contextlib.asynccontextmanager
async def trial(url: str, mutant: str) -> AsyncIterator[Trial]:
    """A room with twenty people, and something due for each of them."""
    people = [talkroom.Person(id=f"U{n:04}", name=f"担当{n}") for n in range(ROOMS)]
    named = {"display_information": {"name": "bot"}}
    app = talkroom.app(named, number="BOT", secrets=talkroom.numbered(1))
    room = talkroom.Talkroom(
        team=talkroom.Team(id="T0", name="会議"), people=people, channels=(), apps=(app,), clock=talkroom.Clock(START)
    )
    await room.start()
    database = open_database(url)
    due = [Posting(f"reminder/{each.id}", "reminder", each.id, each.id, START) for each in people]
    with database.begin() as db:
        postings.add(db, HERE, due)
    there = Trial(room, url, database, mutant)
    try:
        yield there
    finally:
        there.kill_all()
        database.close()
        await room.stop()


async def run(url: str, breakage: Breakage, nodes: int, mutant: str) -> tuple[int, int, float]:
    """One trial: how many postings are lost, how many stand twice, and how long it took to be done."""
    async with trial(url, mutant) as there:
        await breakage(there)
        began = time.monotonic()
        await there.start(nodes)
        while there.open_ones() and time.monotonic() - began < DEADLINE:  # noqa: ASYNC110 – others write it
            await asyncio.sleep(0.1)
        said = there.said()
        return ROOMS - len(said), sum(times - 1 for times in said.values()), time.monotonic() - began


@contextlib.contextmanager
def databases(kind: str) -> Iterator[Callable[[], str]]:
    """A function that makes a new, empty database of that kind."""
    numbers = iter(range(10**6))
    if kind == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            yield lambda: f"sqlite:///{folder}/{next(numbers)}.db"
        return
    with postgres.cluster() as url:

        def made() -> str:
            name = f"faults_{next(numbers)}"
            with psycopg.connect(url.format(name="postgres"), autocommit=True) as server:
                server.execute(f"CREATE DATABASE {name}")
            return str(url).format(name=name)

        yield made


async def table(kind: str, rows: list[str], trials: int, mutant: str = "") -> int:
    """Run these rows and print what came of them; the number of postings lost or doubled."""
    bad = 0
    with databases(kind) as made:
        for row in rows:
            words, breakage = ROWS[row]
            lost = doubled = 0
            slowest = 0.0
            for _ in range(trials):
                each_lost, each_doubled, took = await run(made(), breakage, 3 if kind == "postgresql" else 1, mutant)
                lost, doubled, slowest = lost + each_lost, doubled + each_doubled, max(slowest, took)
            bad += lost + doubled
            count = trials * ROOMS
            print(f"| {row} | {words} | {kind} | {count} | {lost} | {doubled} | {slowest:.1f} s |", flush=True)
    return bad


async def main(chosen: argparse.Namespace) -> int:
    rows = chosen.rows or list(ROWS)
    print("| # | fault | database | postings | lost | doubled | slowest |\n| --- | --- | --- | --- | --- | --- | --- |")
    bad = 0
    for kind in chosen.databases:
        fit = [row for row in rows if kind == "postgresql" or row != "10"]  # on SQLite there is one process only
        bad += await table(kind, fit, chosen.trials)
    for mutant in [name for name in MUTANTS if name and chosen.mutants]:
        row = "5" if mutant == "no look" else "3"
        seen = await table("postgresql", [row], chosen.trials, mutant)
        print(f"mutant “{mutant}”: {'seen' if seen else 'NOT SEEN'}")
        bad += not seen
    return bad


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=5)
    parser.add_argument("--rows", nargs="*", choices=list(ROWS))
    parser.add_argument("--databases", nargs="*", default=["postgresql", "sqlite"])
    parser.add_argument("--mutants", action="store_true")
    parser.add_argument("--work", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    asked = arguments()
    if asked.work:
        asyncio.run(work())
    sys.exit(1 if asyncio.run(main(asked)) else 0)
