"""Loads a bot's line: a closed loop for a while, or many commands at once."""

import asyncio
import statistics
import time
from collections.abc import Sequence
from typing import NamedTuple

from bench.children import cpu_time
from bench.lines import Line, Transport

SPARE = 20.0  # seconds after which what has not ended has failed


class Slice(NamedTuple):
    """What one stretch of load gave: median ack (ms), exchanges a second, CPU of the bot for one exchange (ms)."""

    p50: float
    rate: float
    cpu: float


async def closed_loop(transport: Transport, prepared: str, concurrency: int, seconds: float) -> Slice:
    """Callers who send their next command when the last one is acknowledged."""
    async with asyncio.timeout(seconds + SPARE), transport.lines(concurrency) as lines:
        used, began = cpu_time(transport.pid), time.perf_counter()
        callers = (_caller(line, prepared, began + seconds) for line in lines)
        acks = [ack for each in await asyncio.gather(*callers) for ack in each]
        used, took = cpu_time(transport.pid) - used, time.perf_counter() - began
    return Slice(statistics.median(acks) * 1_000, len(acks) / took, used / len(acks) * 1_000)


async def _caller(line: Line, prepared: str, until: float) -> list[float]:
    """At least one exchange, and more until the time has come; all must bring the same answer."""
    acks: list[float] = []
    sizes: set[int] = set()
    began = time.perf_counter()
    while not acks or began < until:
        sizes.add(len(await line.send(prepared)))
        ended = time.perf_counter()
        acks.append(ended - began)
        began = ended
    assert len(sizes) == 1, f"answers of different sizes: {sizes}"
    return acks


async def burst(transport: Transport, prepared: Sequence[str]) -> tuple[list[float], list[str]]:
    """Send all of them at once: the seconds from that moment to each ack, in rising order, and the answers."""
    async with asyncio.timeout(SPARE), transport.lines(len(prepared)) as lines:
        began = time.perf_counter()

        async def ask(line: Line, command: str) -> tuple[float, str]:
            answer = await line.send(command)
            return time.perf_counter() - began, answer

        asked = await asyncio.gather(*(ask(line, command) for line, command in zip(lines, prepared, strict=True)))
    return sorted(took for took, _ in asked), [answer for _, answer in asked]
