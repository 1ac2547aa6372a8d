"""Starts what is measured as processes of their own, and ends them."""

import asyncio
import os
import re
import socket
import sys
from asyncio.subprocess import DEVNULL, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent
PATIENCE = 30  # seconds for a start, a first answer, an end
_KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR")  # no proxy, no token of the person who measures


class Failed(Exception):
    """A process ended or kept silent; the message has the end of what it wrote."""


@asynccontextmanager
async def running(
    script: str, environment: Mapping[str, str], log: Path, *words: str, program: str = sys.executable
) -> AsyncIterator[Process]:
    """`<program> <script>` of this repository with exactly these settings; at the end it is told to stop, then made to.

    The program is this Python unless it is another one, or Node.
    """
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    with log.open("ab") as output:
        process = await asyncio.create_subprocess_exec(
            program,
            *(["-P"] if "python" in Path(program).name else []),  # else bench/reminders.py stands before the package
            str(ROOT / script),
            *words,
            cwd=ROOT,
            env={**kept, "PYTHONPATH": str(ROOT), **environment},
            stdin=DEVNULL,
            stdout=output,
            stderr=output,
        )
    try:
        yield process
    finally:
        await _ended(process)


async def _ended(process: Process) -> None:
    if process.returncode is None:
        process.terminate()
    try:
        async with asyncio.timeout(PATIENCE):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()


async def listening(port: int, process: Process, log: Path) -> None:
    """Wait until the process takes connections on its port."""
    for _ in range(PATIENCE * 20):
        if process.returncode is not None:
            break
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.05)
        else:
            writer.close()
            return
    raise Failed(f"nothing listens on the port it was given\n{tail(log)}")


async def connected(event: asyncio.Event, process: Process, log: Path) -> None:
    """Wait until the process has connected to the fake Slack."""
    ended, opened = asyncio.create_task(process.wait()), asyncio.create_task(event.wait())
    await asyncio.wait((ended, opened), timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
    ended.cancel()
    opened.cancel()
    if not event.is_set():
        raise Failed(f"the bot did not connect\n{tail(log)}")


async def ended_well(process: Process, log: Path) -> None:
    """Wait for a process that ends by itself."""
    if await process.wait() != 0:
        raise Failed(f"it ended with {process.returncode}\n{tail(log)}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def peak_memory(process: Process) -> float:
    """The most memory the process has held so far (VmHWM, so on Linux only), in MiB."""
    status = Path(f"/proc/{process.pid}/status").read_text()
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    assert found, "the process has ended"
    return int(found[1]) / 1024


def cpu_time(pid: int) -> float:
    """The seconds the process's one loop has been on a CPU: to the nanosecond, and whatever else the machine does."""
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9


def tail(log: Path) -> str:
    return log.read_text(errors="replace")[-2_000:]
