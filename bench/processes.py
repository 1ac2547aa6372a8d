"""Measures several processes of the bot on one PostgreSQL: 1,741 reports in a minute and flat out, /status beside them.

`python bench/processes.py` prints one table for each part. The server is one of its own, from the wheel of the tests,
which waits for the disk as usual, or `--postgresql URL`. Slack deals each event to one process, here in turn; every
tenth submission comes twice, as after a late ack. The Web API takes 80 ms for each call in the minute, else nothing.
What is lost or doubled ends the run: the reports are counted in the database, and the audit log's chain is verified.
"""

import argparse
import asyncio
import contextlib
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median, quantiles
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import psutil  # noqa: E402 – found by the line above
from sqlalchemy import text  # noqa: E402

from bench import status  # noqa: E402
from bench.apps import HTTP, SOCKET, Apps, answer, bot  # noqa: E402
from bench.children import PATIENCE, Failed, cpu_time  # noqa: E402
from bench.databases import created, server  # noqa: E402
from bench.fake_slack import APP, ROOM, TEAM, FakeSlack, fake_slack  # noqa: E402
from bench.form import submission, view  # noqa: E402
from bench.lines import Transport  # noqa: E402
from bench.round import HERE, MANY, NOW, conference, opened  # noqa: E402
from bench.storing import desk  # noqa: E402
from bench.table import table  # noqa: E402
from domain.catalogue import Catalogue  # noqa: E402
from domain.model import Member, Role  # noqa: E402
from domain.round import Round  # noqa: E402
from reminders import plan  # noqa: E402
from storage import audit, homes, members, postings  # noqa: E402
from storage.database import open_database  # noqa: E402

PARTS = ("minute", "flat-out", "status", "commands")
AGAIN = 10  # every tenth submission comes twice
AT_ONCE = 8  # submissions under way together, flat out
WEB_API = 0.08
PRESSES = 3
BURST, TURNS = 100, 6
LOOKS = 2.0  # seconds of /status, alone and beside the writers in turn
KEPT = text("SELECT body FROM report WHERE round = :round AND at IS NOT NULL")


@dataclass(frozen=True, slots=True)
class Ready:
    """The filled database, its round, and who reports in it; `told` are those whose report was acknowledged as kept."""

    server: str
    url: str
    asked: Round
    bodies: Sequence[str]
    told: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Went:
    """What a stretch of submissions took: each ack in seconds, all of them, and the CPU seconds of whoever worked."""

    acks: list[float] = field(default_factory=list)
    took: float = 0
    cpu: dict[str, float] = field(default_factory=dict)

    @property
    def p99(self) -> float:
        return quantiles(self.acks, n=100)[98]


def main() -> None:
    options = _options()
    status.allow_a_crowd()
    try:
        with server(options.postgresql) as address, created(address, "filled") as (url,):
            asyncio.run(measure(filled(address, url, options.homes), options))
    except Failed as failure:
        sys.exit(str(failure))


async def measure(ready: Ready, options: argparse.Namespace) -> None:
    parts = {"minute": minute, "flat-out": flat_out, "status": beside_writers, "commands": commands}
    async with fake_slack() as slack:
        for name in options.only or PARTS:
            with tempfile.TemporaryDirectory() as folder:
                await parts[name](slack, ready, Path(folder), options)


# What is prepared


def filled(address: str, url: str, open_homes: int) -> Ready:
    """1,741 municipalities with a person each, a month behind them, and an open round with its board in the room.

    So many people have their App Home open.
    """
    with conference(url, MANY, 1) as (database, loaded):
        asked = opened(database)
        with database.begin() as db:
            members.keep(db, HERE, _persons(loaded))
            postings.add(db, HERE, [plan.board(asked, ROOM, NOW)])
            for body in loaded.municipalities[:open_homes]:
                homes.keep(db, HERE, homes.Shown(_person(body.code), "", ""))
        ours = desk(database, NOW)
        ours.ahead.keep(ours.begin)  # the reminders of its deadline, as when a round is opened
        return Ready(address, url, asked, [body.code for body in loaded.municipalities])


def _persons(loaded: Catalogue) -> Iterator[Member]:
    for body in loaded.municipalities:
        yield Member(_person(body.code), "情報政策担当", Role.MEMBER, (body.code,))


def _person(body: str) -> str:
    return f"U0BENCH{body}"


@asynccontextmanager
async def bots(slack: FakeSlack, ready: Ready, folder: Path, way: str, count: int) -> AsyncIterator[list[Transport]]:
    """So many processes on a fresh copy of the database, each of which has answered once."""
    with created(ready.server, f"run{time.monotonic_ns()}", like=ready.url) as (url,):
        async with AsyncExitStack() as stack:
            apps, settings = Apps(slack, folder, stack), {"CLOCK": NOW.isoformat(), "ROOM": ROOM}
            found = [await apps.over(way, bot(f"bot {way} {count}-{nth}", url, **settings)) for nth in range(count)]
            for each in found:
                await answer(each, slack.command(_person(ready.bodies[0]), "山口市"))
            await asyncio.sleep(3)  # the board is posted, and the tasks of a start are done
            ready.told.clear()
            yield found
        check(url, ready)


def check(url: str, ready: Ready) -> None:
    """What was acknowledged is kept, nothing twice, and the chain is whole."""
    with closing(open_database(url)) as database:
        db = database.read()
        kept = list(db.execute(KEPT, {"round": ready.asked.id}).scalars())
        logged = [each for each in audit.newest(db, HERE, 2 * MANY) if each.action == "report"]
        broken = audit.broken(db, HERE)
    if sorted(kept) != sorted(ready.told) or len(logged) != len(kept) or broken is not None:
        raise Failed(f"{len(ready.told)} told, {len(kept)} kept, {len(logged)} in the audit log, broken at {broken}")


# What is done


async def submit(ready: Ready, transport: Transport, body: str) -> float:
    """Seconds to the ack of one municipality's form."""
    payload = submission(TEAM, APP, _person(body), view(ready.asked.id, body))
    began = time.perf_counter()
    said = await pressed(transport, transport.interaction(payload))
    took = time.perf_counter() - began
    if said["view"]["blocks"][0]["block_id"] not in {"reported", "known"}:
        raise Failed(f"{body} was answered {said}")
    ready.told.add(body)
    return took


async def pressed(transport: Transport, prepared: str) -> dict[str, Any]:
    """What the form is answered. Where a cut line took the answer with it, the button is pressed again."""
    for _ in range(PRESSES):
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE), transport.lines(1) as (line,):
                return transport.payload(await line.send(prepared))
    raise Failed("the form is not answered")


async def one(ready: Ready, found: Sequence[Transport], nth: int) -> float:
    """The nth submission, to the process whose turn it is; every tenth one to the next process as well."""
    times = 2 if nth % AGAIN == 0 else 1
    went = [submit(ready, found[(nth + more) % len(found)], ready.bodies[nth]) for more in range(times)]
    return max(await asyncio.gather(*went))


async def paced(ready: Ready, found: Sequence[Transport], count: int, seconds: float) -> Went:
    """So many in so many seconds, evenly: each at its moment, whatever became of those before."""
    went, began = Went(), time.perf_counter()

    async def at_its_moment(nth: int) -> None:
        await asyncio.sleep(nth * seconds / count - (time.perf_counter() - began))
        went.acks.append(await one(ready, found, nth))

    with timed(went, ready, found):
        await asyncio.gather(*(at_its_moment(nth) for nth in range(count)))
    return went


async def at_full_tilt(ready: Ready, found: Sequence[Transport], numbers: Iterable[int]) -> Went:
    """So many, a few at once for each process, as fast as they go."""
    went, left = Went(), iter(numbers)

    async def sender() -> None:
        for nth in left:
            went.acks.append(await one(ready, found, nth))

    with timed(went, ready, found):
        await asyncio.gather(*(sender() for _ in range(AT_ONCE * len(found))))
    return went


class timed:  # noqa: N801 – read as a word
    """How long it takes, and the CPU seconds of the bots, of the server where it is ours, and of this driver."""

    def __init__(self, went: Went, ready: Ready, found: Sequence[Transport]) -> None:
        self._went, self._home, self._pids = went, ready.server.partition("host=")[2], [each.pid for each in found]

    def _cpu(self) -> dict[str, float]:
        bots = sum(cpu_time(pid) for pid in self._pids)
        return {"bots": bots, "PostgreSQL": _of_the_server(self._home), "driver and Slack": time.process_time()}

    def __enter__(self) -> None:
        self._before, self._began = self._cpu(), time.perf_counter()

    def __exit__(self, *_: object) -> None:
        self._went.took = time.perf_counter() - self._began
        self._went.cpu = {name: now - self._before[name] for name, now in self._cpu().items()}


def _of_the_server(home: str) -> float:
    """The CPU seconds of our own server and all its processes, those that ended as well; 0 of another's."""
    told = Path(home) / "data" / "postmaster.pid"
    if not home or not told.exists():
        return 0.0
    head = psutil.Process(int(told.read_text().split()[0]))
    used = [each.cpu_times() for each in (head, *head.children(recursive=True))]
    ended = used[0].children_user + used[0].children_system
    return float(sum(each.user + each.system for each in used) + ended)


# What is measured


async def minute(slack: FakeSlack, ready: Ready, folder: Path, options: argparse.Namespace) -> None:
    """1,741 reports in a minute on two processes, the Web API as slow as it is."""
    print(
        f"\n| {MANY:,} in {options.seconds:g} s, 2 processes | ack p50 | p99 | CPU of one: bots, PostgreSQL, driver |"
    )
    print("| --- | --- | --- | --- |")
    for way in (HTTP, SOCKET):
        async with bots(slack, ready, folder, way, 2) as found:
            slack.delay = WEB_API
            went = await paced(ready, found, MANY, options.seconds)
            slack.delay = 0
        print(f"| {way}: all kept, none twice | {median(went.acks) * 1e3:.0f} ms | **{went.p99 * 1e3:.0f} ms** "
              f"(target ≤ 300) | {_each(went, MANY)} |")  # fmt: skip


async def flat_out(slack: FakeSlack, ready: Ready, folder: Path, options: argparse.Namespace) -> None:
    """One process and two, each on a database of its own, in short turns: what disturbs the machine disturbs both."""
    rates: dict[int, list[float]] = {1: [], 2: []}
    work: dict[int, list[float]] = {1: [], 2: []}
    cores: dict[int, list[float]] = {1: [], 2: []}
    alone, both = replace(ready, told=set()), replace(ready, told=set())
    async with bots(slack, alone, folder, HTTP, 1) as one_of, bots(slack, both, folder, HTTP, 2) as two_of:
        for turn in range(options.turns):
            for whose, found in ((alone, one_of), (both, two_of))[:: -1 if turn % 2 else 1]:
                went = await at_full_tilt(whose, found, range(turn * BURST, (turn + 1) * BURST))
                rates[len(found)].append(BURST / went.took)
                work[len(found)].append(went.cpu["bots"] / BURST * 1e3)
                cores[len(found)].append(sum(went.cpu.values()) / went.took)
    print("\n| flat out, HTTP | reports per second | CPU of the bots for one | cores in use, with the driver |")
    print("| --- | --- | --- | --- |")
    for count in (1, 2):
        print(f"| {count} process{'es'[: 2 * count - 2]} | {median(rates[count]):.0f} | {median(work[count]):.2f} ms | "
              f"{median(cores[count]):.2f} of {os.cpu_count()} |")  # fmt: skip
    together = median(two / one for one, two in zip(rates[1], rates[2], strict=True))
    own = median(2 * one / two for one, two in zip(work[1], work[2], strict=True))
    print(f"\n- two processes beside one, as measured: {together:.2f} × (target ≥ 1.7)")
    print(f"- by the bots' CPU alone, if each had a core to itself: {own:.2f} ×")


def _each(went: Went, count: int) -> str:
    return ", ".join(f"{seconds / count * 1e3:.2f} ms" for seconds in went.cpu.values())


async def beside_writers(slack: FakeSlack, ready: Ready, folder: Path, options: argparse.Namespace) -> None:
    """/status of one process, alone and beside four who report: to the other process, and to the same."""
    acks: dict[str, list[float]] = {"alone": [], "other": [], "same": []}
    numbers = iter(range(MANY))
    async with bots(slack, ready, folder, HTTP, 2) as found:
        for _ in range(options.turns):
            for name, writing in (("alone", None), ("other", found[1]), ("same", found[0])):
                acks[name] += await looks(slack, ready, found[0], writing, numbers)
    print("\n| /status, one process of two | p50 | p99 | p99 beside alone |\n| --- | --- | --- | --- |")
    alone = quantiles(acks["alone"], n=100)[98]
    for name, words in (("alone", "alone"), ("other", "four writers at the other"), ("same", "… at the same")):
        p99 = quantiles(acks[name], n=100)[98]
        print(f"| {words} | {median(acks[name]) * 1e3:.2f} ms | {p99 * 1e3:.2f} ms | {p99 / alone:.2f} × |")


async def looks(
    slack: FakeSlack, ready: Ready, asked: Transport, writing: Transport | None, numbers: Iterator[int]
) -> list[float]:
    """The acks of /status, one after the other for a while, while four people report over and over."""
    over = asyncio.Event()
    writers = [asyncio.create_task(_writer(ready, writing, numbers, over)) for _ in range(4)] if writing else []
    until, acks = time.perf_counter() + LOOKS, []
    async with asked.lines(1) as (line,):
        prepared = asked.prepare(slack.command(_person(ready.bodies[0]), "山口市"))
        while (began := time.perf_counter()) < until:
            await line.send(prepared)
            acks.append(time.perf_counter() - began)
    over.set()
    await asyncio.gather(*writers)
    return acks


async def _writer(ready: Ready, transport: Transport, numbers: Iterator[int], over: asyncio.Event) -> None:
    while not over.is_set() and (nth := next(numbers, None)) is not None:
        await submit(ready, transport, ready.bodies[nth])


async def commands(slack: FakeSlack, ready: Ready, folder: Path, options: argparse.Namespace) -> None:
    """What bench/status.py measures of SQLite: /status beside bare Bolt, here on PostgreSQL."""
    samples = status.Samples(list)
    async with AsyncExitStack() as stack:
        apps = Apps(slack, folder, stack)
        (url,) = stack.enter_context(created(ready.server, "papers"))
        await apps.filled("papers", "--members", "1", url=url)
        ours = {way: await apps.over(way, bot(f"bot {way}", url, CLOCK=status.CLOCK)) for way in (SOCKET, HTTP)}
        kept = apps.keep(await answer(ours[SOCKET], status.question(slack, status.ASKED)))
        cases = await status.beside_bolt(apps, ours, kept)
        await status.load(slack, cases, {}, options, samples)
    print("", *table(list(status.rows()), samples), sep="\n")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--postgresql", metavar="URL", help="a server on which databases may be created")
    parser.add_argument("--only", nargs="+", choices=PARTS, metavar="NAME", help=", ".join(PARTS))
    parser.add_argument("--seconds", type=float, default=60.0, help="in how many 1,741 report")
    parser.add_argument("--homes", type=int, default=20, help="App Homes that stand open")
    parser.add_argument("--turns", type=int, default=TURNS)
    parser.add_argument("--rounds", type=int, default=5, help="of the commands")
    return parser.parse_args()


if __name__ == "__main__":
    main()
