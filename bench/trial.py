"""One trial of a fault: a talk room as Slack, a database, the workers on it, and what is said in the end."""

import asyncio
import contextlib
import os
import signal
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

import talkroom
from bench.worker import HERE, START
from domain.posting import Posting, State
from storage import postings
from storage.database import Database, open_database
from storage.tables import PostingRow

ROOT = Path(__file__).resolve().parent.parent
ROOMS = 20
PEOPLE = [f"U{n:04}" for n in range(ROOMS)]
PATIENCE = 300.0  # seconds until all is done: a hundred in one room take 110, and the machine may be busy
_CONNECTED = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend'"
)
OPEN = (State.PENDING, State.SENDING, State.UNCERTAIN)


@dataclass(frozen=True, slots=True)
class Count:
    """What came of a trial: postings, those lost, those said twice at the end, and seconds until all was done."""

    postings: int
    lost: int
    doubled: int
    seconds: float


@dataclass
class Trial:
    """A talk room with people, something due for each of them, and the workers that are to say it."""

    room: talkroom.Talkroom
    url: str
    database: Database
    mutant: str = ""
    audited: bool = False
    workers: list[asyncio.subprocess.Process] = field(default_factory=list)

    async def start(self, count: int = 1, point: str = "", **more: str) -> None:
        """Start workers; each breaks at that point."""
        own = {"DATABASE_URL": self.url, "TOKEN": "xoxb-talkroom", "API_URL": self.room.api_url}
        told = {"BREAK": point, "MUTANT": self.mutant, "AUDIT": "1" if self.audited else ""}
        for _ in range(count):
            self.workers.append(await _python("bench/worker.py", {**own, **told, **more}))

    def kill_all(self) -> None:
        for worker in self.workers:
            with contextlib.suppress(ProcessLookupError):
                worker.kill()
        self.workers.clear()

    def tell(self, number: int, what: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError):
            self.workers[number].send_signal(what)

    def fault(self, name: str, **values: object) -> None:
        self.room.faults.switch(name, on=True, values={"methods": "chat.postMessage", **values})

    async def done(self) -> float:
        """Wait until nothing is open, and what is to be looked at again was; seconds it took."""
        return await self.until(lambda: not self.unfinished())

    async def until(self, what: Callable[[], bool]) -> float:
        """Wait for something that other processes do; seconds it took."""
        began = time.monotonic()
        while not what() and time.monotonic() - began < PATIENCE:  # noqa: ASYNC110 – others write it
            await asyncio.sleep(0.1)
        return time.monotonic() - began

    def connected(self) -> int:
        """How many workers are on the database."""
        return int(self.database.read().execute(_CONNECTED).scalar_one()) - 1

    def stands_still(self, number: int) -> bool:
        """Whether the worker was stopped."""
        stat = Path(f"/proc/{self.workers[number].pid}/stat").read_text()
        return stat.rpartition(")")[2].split()[0] == "T"

    def unfinished(self) -> int:
        columns = PostingRow.__table__.c  # type: ignore[attr-defined]
        looked_at = columns.audit_at.is_not(None) if self.audited else columns.key.is_(None)
        waiting = columns.state.in_([state.value for state in OPEN]) | looked_at
        try:
            return int(self.database.read().execute(select(func.count()).where(waiting)).scalar_one())
        except DBAPIError:  # the database is on its way up again
            return 1

    def left(self) -> list[tuple[object, ...]]:
        """What is still open, for whoever looks for the cause."""
        columns = PostingRow.__table__.c  # type: ignore[attr-defined]
        asked = select(columns.key, columns.state, columns.reason, columns.attempts, columns.next_try_at)
        open_ = columns.state.in_([state.value for state in OPEN])
        return [(self.database.time(), *row) for row in self.database.read().execute(asked.where(open_))]

    def said(self) -> Counter[str]:
        """How often each key stands in the room it was meant for; elsewhere it counts as another one."""
        found: Counter[str] = Counter()
        for channel in self.room.world.channels.values():
            for key in (m.metadata["event_payload"]["key"] for m in self.room.world.said(channel.id) if m.metadata):
                here = key.split("/")[1] in channel.members or key.split("/")[1] == channel.id
                found[key if here else f"{key} in the wrong room"] += 1
        return found


@contextlib.asynccontextmanager
async def trial(url: str, mutant: str = "", *, audited: bool = False, each: int = 1) -> AsyncIterator[Trial]:
    """A room with twenty people, and `each` postings due for each of them."""
    people = [talkroom.Person(id=id_, name=f"担当{n}") for n, id_ in enumerate(PEOPLE)]
    named = {"display_information": {"name": "bot"}}
    app = talkroom.app(named, number="BOT", secrets=talkroom.numbered(1))
    room = talkroom.Talkroom(
        team=talkroom.Team(id="T0", name="会議"), people=people, channels=(), apps=(app,), clock=talkroom.Clock(START)
    )
    await room.start()
    database = open_database(url)
    due = [Posting(f"reminder/{who.id}/{n}", "reminder", who.id, who.id, START) for who in people for n in range(each)]
    with database.begin() as db:
        postings.add(db, HERE, due)
    there = Trial(room, url, database, mutant, audited)
    try:
        yield there
    finally:
        there.kill_all()
        with contextlib.suppress(psycopg.Error):
            database.close()
        await room.stop()


async def _python(script: str, own: dict[str, str]) -> asyncio.subprocess.Process:
    """A script of ours in a process of its own, heard only where BENCH_LOUD is set."""
    quiet = None if os.environ.get("BENCH_LOUD") else asyncio.subprocess.DEVNULL
    env = {**os.environ, **own}
    return await asyncio.create_subprocess_exec(sys.executable, str(ROOT / script), env=env, stdout=quiet, stderr=quiet)
