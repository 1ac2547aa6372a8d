"""Measures how long the bot takes to be back when its socket is cut, or stays open and falls silent."""

import asyncio
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import bot  # noqa: E402 – found by the line above
import settings as configuration  # noqa: E402
from talkroom import Talkroom  # noqa: E402

APP, ROOM, PERSON = "A0BOT", "C0CONFERENCE", "U0352039"
TRIALS = 3
TARGET = 10.0


async def main() -> None:
    """Start a room and the bot as a process of its own, then cut and freeze the line in turn."""
    with TemporaryDirectory() as folder:
        room = bot.furnished(configuration.read(None))
        await room.start()
        process = await start(room, folder)
        try:
            await asyncio.wait_for(room.connected(APP), 30)
            await report("cut", room, room.delivery.sockets.cut)
            await report("silent", room, room.delivery.sockets.freeze)
        finally:
            process.terminate()
            await process.wait()
            await room.stop()


async def start(room: Talkroom, folder: str) -> asyncio.subprocess.Process:
    line = bot.line_to(room)
    own = {"SLACK_BOT_TOKEN": line.bot_token, "SLACK_APP_TOKEN": line.app_token or "", "SLACK_API_URL": line.api_url}
    rest = {"SECRETARIAT": "U0SECRETARY", "DATABASE_URL": f"sqlite:///{folder}/bot.db"}
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "bot.py"), cwd=ROOT, env={**os.environ, **own, **rest}, stderr=asyncio.subprocess.DEVNULL
    )


async def report(name: str, room: Talkroom, broken: Callable[[str], None]) -> None:
    took = [await healed(room, broken) for _ in range(TRIALS)]
    verdict = "reached" if max(took) <= TARGET else "NOT reached"
    print(f"{name:7s} median {median(took):4.1f} s, longest {max(took):4.1f} s (target {TARGET:.0f} s: {verdict})")


async def healed(room: Talkroom, broken: Callable[[str], None]) -> float:
    """Seconds from the break until a command is answered again."""
    began = time.monotonic()
    broken(APP)
    await asyncio.wait_for(room.connected(APP), 120)
    typed = await room.persons.type(PERSON, ROOM, "/status 山口市")
    assert typed.ok, typed.say
    return time.monotonic() - began


if __name__ == "__main__":
    asyncio.run(main())
