"""A PostgreSQL that a trial may stop at once, and a wire to it that a trial may cut."""

import asyncio
import contextlib
import tempfile
from collections.abc import Iterator

import postgres  # type: ignore[import-not-found]

from bench.trial import Trial
from bench.worker import QUICK

SOCKET = ".s.PGSQL.5432"


@contextlib.contextmanager
def server() -> Iterator[str]:
    """A server; the address of its first database."""
    with postgres.cluster() as url:
        yield str(url).format(name="postgres")


async def restarted(trial: Trial) -> None:
    """The server stops at once, without a word to anybody, and starts again."""
    trial.fault("slow", seconds=0.2, times=20)
    await trial.start(3)
    await asyncio.sleep(1.0)
    await asyncio.to_thread(postgres.stops_and_starts, trial.url)


async def cut_off(trial: Trial) -> None:
    """One of three nodes hears nothing from the server for longer than a lease; then it hears again."""
    trial.fault("slow", seconds=0.2, times=20)
    home = trial.url.partition("host=")[2]
    with tempfile.TemporaryDirectory(prefix="bot-wire-", dir="/tmp") as folder:
        wire = Wire(f"{home}/{SOCKET}")
        listening = await asyncio.start_unix_server(wire.joined, f"{folder}/{SOCKET}")
        await trial.start(DATABASE_URL=trial.url.replace(home, folder))
        await asyncio.sleep(0.9)
        wire.whole.clear()
        await trial.start(2)
        await asyncio.sleep(QUICK.lease + 2)
        wire.whole.set()
        await trial.done()
        listening.close()


class Wire:
    """Passes on what comes, while it is whole."""

    def __init__(self, target: str) -> None:
        self._target = target
        self.whole = asyncio.Event()
        self.whole.set()

    async def joined(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        their_reader, their_writer = await asyncio.open_unix_connection(self._target)
        with contextlib.suppress(OSError, asyncio.CancelledError):
            await asyncio.gather(self._pass(reader, their_writer), self._pass(their_reader, writer))

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65_536):
            await self.whole.wait()
            writer.write(data)
            await writer.drain()
        writer.close()
