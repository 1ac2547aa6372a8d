"""The rows of the fault table in which something is taken in, changed or called off.

The bot's own processes, people in the talk room, and at the end one deadline, one message about it, and nobody
reminded of what had been called off before.
"""

import asyncio
import contextlib
import os
import random
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import bot
import talkroom
from domain.deadline import Deadline, Move
from reminders.ahead import Ahead
from settings import Settings
from storage import deadlines
from storage.database import Database, open_database
from storage.deadlines import cancel
from storage.shelf import Shelf

ROOT = Path(__file__).resolve().parent.parent
HERE, SECRETARY, ROOM = "yamaguchi", "U0SECRETARY", "C0CONFERENCE"
TYPED = "/deadline 令和4年10月末 補助金の申請締切"
MORNING = "2022-10-17T08:59:57+09:00"  # ten working days before 31 October, three seconds before the reminders
PATIENCE = 60.0
AT_ONCE = 4  # trials beside one another
New = Callable[[str], AbstractContextManager[str]]


@dataclass
class Meeting:
    """The conference's room, its database, and the bots on it."""

    room: talkroom.Talkroom
    database: Database
    url: str
    bots: list[asyncio.subprocess.Process] = field(default_factory=list)

    async def start(self, point: str = "") -> None:
        """One more bot, connected."""
        line = bot.line_to(self.room)
        own = {"SLACK_BOT_TOKEN": line.bot_token, "SLACK_API_URL": line.api_url, "SLACK_APP_TOKEN": str(line.app_token)}
        more = {"SECRETARIAT": SECRETARY, "ROOM": ROOM, "CLOCK": self.room.clock.iso(), "BREAK": point}
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            str(ROOT / "bench" / "broken_bot.py"),
            cwd=tempfile.gettempdir(),
            env={**os.environ, **own, **more, "DATABASE_URL": self.url},
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )
        assert process.stderr
        await asyncio.wait_for(process.stderr.readuntil(b'"connected"'), 30)
        process.drained = asyncio.create_task(process.stderr.read())  # type: ignore[attr-defined]
        self.bots.append(process)
        await asyncio.wait_for(self.room.connected("A0BOT"), 10)

    async def proposes(self) -> str:
        """Somebody types a deadline; the ts of what is proposed."""
        await self.room.persons.type(SECRETARY, ROOM, TYPED)
        return next(m.ts for m in reversed(self.room.world.said(ROOM)) if m.only_for == SECRETARY)

    async def presses(self, ts: str, times: int = 1) -> None:
        """Press 「この内容で登録する」, however the chat answers."""
        pressing = (self.room.persons.press(SECRETARY, ROOM, ts, "deadline:add") for _ in range(times))
        await asyncio.gather(*pressing, return_exceptions=True)

    async def news(self) -> int:
        """How often the room hears of the deadline, when everything is said."""
        await self.until(lambda: bool(self.told()))
        await asyncio.sleep(1)
        return len(self.told())

    def told(self) -> list[str]:
        return [m.text for m in self.room.world.said(ROOM) if m.metadata]

    def kept(self) -> int:
        return len(deadlines.all_open(self.database.read(), HERE, since=datetime.fromisoformat(MORNING)))

    async def until(self, what: Callable[[], bool]) -> None:
        began = time.monotonic()
        while not what() and time.monotonic() - began < PATIENCE:  # noqa: ASYNC110 – others write it
            await asyncio.sleep(0.1)


@contextlib.asynccontextmanager
async def meeting(url: str, clock: str) -> AsyncIterator[Meeting]:
    at = datetime.fromisoformat(clock)
    settings = Settings(_env_file=None, database_url=url, talkroom_port=0, clock=at)  # type: ignore[call-arg]
    database, room = open_database(url), bot.furnished(settings)
    with database.alone() as db:
        bot.found(db, settings)
    await room.start()
    there = Meeting(room, database, url)
    try:
        yield there
    finally:
        for each in there.bots:
            with contextlib.suppress(ProcessLookupError):
                each.kill()
            await each.wait()
        database.close()
        await room.stop()


async def killed(url: str, point: str) -> tuple[int, int, int]:
    """The bot dies while it takes a deadline in; the person presses again: wanted, lost, doubled."""
    async with meeting(url, "2022-10-07T09:00+09:00") as there:
        await there.start(point)
        ts = await there.proposes()
        await there.presses(ts)
        await there.bots[0].wait()
        await there.start()
        await there.presses(ts)
        await there.presses(ts)
        told, kept = await there.news(), there.kept()
        return 2, (kept < 1) + (told < 1), max(0, kept - 1) + max(0, told - 1)


async def before_commit(url: str) -> tuple[int, int, int]:
    return await killed(url, "before_commit")


async def before_ack(url: str) -> tuple[int, int, int]:
    return await killed(url, "before_ack")


async def redelivered(url: str) -> tuple[int, int, int]:
    """The same press comes one to four times, to whichever of two bots."""
    async with meeting(url, "2022-10-07T09:00+09:00") as there:
        await there.start()
        if url.startswith("postgresql"):
            await there.start()
        ts = await there.proposes()
        await there.presses(ts, random.randint(1, 4))  # noqa: S311 – any number
        await there.presses(ts)
        told, kept = await there.news(), there.kept()
        return 2, (kept < 1) + (told < 1), max(0, kept - 1) + max(0, told - 1)


async def called_off_meanwhile(url: str) -> tuple[int, int, int]:
    """While everybody is being reminded of two deadlines, one is called off and the other one moved away."""
    async with meeting(url, MORNING) as there:
        now = there.room.clock
        due = datetime.fromisoformat("2022-10-31T17:15:00+09:00")
        ahead = Ahead(now, Shelf(there.database.read, now, HERE), ROOM)
        before = now() - timedelta(days=1)
        with there.database.begin() as db:
            first, second = (deadlines.add(db, HERE, Deadline("", t, due, ""), before) for t in ("補助金", "調査"))
            ahead.add(db, first)
            ahead.add(db, second)
        await there.start()
        if url.startswith("postgresql"):
            await there.start()
        await there.until(lambda: bool(reminded(there)))
        await asyncio.sleep(random.uniform(0, 2))  # noqa: S311 – anywhere
        with there.database.begin() as db:
            cancel(db, HERE, first.id, now())
            deadlines.move(db, HERE, second, Move(due, due + timedelta(days=60), SECRETARY, now()))
        changed = now() + timedelta(seconds=0.5)  # what is on its way is not called back
        await asyncio.sleep(7)
        late = [ts for ts in reminded(there) if datetime.fromtimestamp(float(ts), due.tzinfo) > changed]
        return 19, 0, len(late)


def reminded(there: Meeting) -> list[str]:
    """The ts of every reminder that was said."""
    channels = [c for c in there.room.world.channels.values() if c.is_im]
    return [m.ts for c in channels for m in there.room.world.said(c.id) if m.metadata]


ROWS = {
    "8a": ("kill -9 while taking in, before the commit", before_commit),
    "8b": ("kill -9 while taking in, committed, not acknowledged", before_ack),
    "20": ("the same press one to four times, to any process", redelivered),
    "21": ("called off and moved while it is being said", called_off_meanwhile),
}


async def table(new: New, trials: int) -> int:
    """Run these rows and print what came of them; the number of what was lost, doubled or said too late."""
    gate, bad = asyncio.Semaphore(AT_ONCE), 0

    async def tried(name: str, kind: str) -> tuple[float, ...]:
        async with gate:
            began = time.monotonic()
            with new(kind) as url:
                return *await ROWS[name][1](url), time.monotonic() - began

    for name, (words, _) in ROWS.items():
        kinds = ("postgresql", "sqlite")
        counts = await asyncio.gather(*(tried(name, kind) for kind in kinds for _ in range(trials)))
        for kind, counted in zip(kinds, (counts[:trials], counts[trials:]), strict=True):
            wanted, lost, doubled, _ = (sum(each) for each in zip(*counted, strict=True))
            bad += int(lost + doubled)
            slowest = max(each[3] for each in counted)
            print(f"| {name} | {words} | {kind} | {wanted} | {lost} | {doubled} | {slowest:.1f} s |", flush=True)
    return bad
