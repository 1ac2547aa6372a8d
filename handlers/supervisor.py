"""What the process tells the supervisor that started it (systemd): that it is connected, still alive, and ends."""

import asyncio
import contextlib
import os
import socket
from collections.abc import Mapping

from handlers.health import Health
from handlers.pulse import Pulse


async def supervised(pulse: Pulse, health: Health, stop: asyncio.Event, given: Mapping[str, str] = os.environ) -> None:
    """Until the end, say READY once the chat is reached, and WATCHDOG twice in the time after which we count as dead.

    Without a supervisor nothing is said. It is not said any more when only a new start helps.
    """
    address = given.get("NOTIFY_SOCKET", "")
    if not address:
        return
    await _either(pulse.connected, stop)
    if not stop.is_set():
        _tell(address, "READY=1")
    while not stop.is_set():
        if not health.is_stuck():
            _tell(address, "WATCHDOG=1")
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), _between(given))
    _tell(address, "STOPPING=1")


def _between(given: Mapping[str, str]) -> float | None:
    """Half of the time that the supervisor waits; None where it does not watch."""
    waits = given.get("WATCHDOG_USEC", "")
    return int(waits) / 2_000_000 if waits.isdecimal() else None


def _tell(address: str, what: str) -> None:
    """A supervisor that does not listen is no reason to fail."""
    where = f"\0{address[1:]}" if address.startswith("@") else address
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.sendto(what.encode(), where)


async def _either(*events: asyncio.Event) -> None:
    waiting = [asyncio.create_task(event.wait()) for event in events]
    await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    for each in waiting:
        each.cancel()
