"""Breaks the poster on purpose and counts: real processes, real kill -9, PostgreSQL and SQLite, the talk room as Slack.

Each row of the fault table is tried on fresh postings; at the end each of them must stand in its room exactly once.
`python bench/faults.py` runs the whole table, `--quick` the rows that CI runs, `--rows 2 5 --trials 3` a few;
`--mutants` shows that the harness can see: with each of them something must go wrong.
"""

import argparse
import asyncio
import contextlib
import random
import signal
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import psycopg  # noqa: E402 – found by the line above

from bench import taking_in, wire  # noqa: E402
from bench.trial import PATIENCE, PEOPLE, ROOMS, Count, Trial, trial  # noqa: E402
from bench.worker import QUICK  # noqa: E402
from talkroom.message import Message  # noqa: E402
from talkroom.world import Change  # noqa: E402

AT_ONCE = 4  # trials beside one another: most of a trial is waiting for a lease to end
Breakage = Callable[[Trial], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of the table: how it is broken, and where.

    `audited`: what was said twice for a moment is to be withdrawn. `each`: postings for each of the twenty rooms.
    `quick`: CI runs it. `nodes` take over in the end.
    """

    words: str
    breaks: Breakage
    kinds: tuple[str, ...] = ("postgresql", "sqlite")
    audited: bool = False
    each: int = 1
    nodes: int = 3
    quick: bool = True


def dying(point: str) -> Breakage:
    """A worker dies at that step; others take over."""

    async def broken(trial: Trial) -> None:
        await trial.start(point=point)
        await trial.workers[-1].wait()

    return broken


def faulty(name: str, **values: Any) -> Breakage:
    """The room answers badly for a while."""

    async def broken(trial: Trial) -> None:
        trial.fault(name, **values)

    return broken


async def undisturbed(_trial: Trial) -> None:
    """Nothing breaks: there is only much to be said."""


async def killed_in_flight(trial: Trial) -> None:
    """The worker dies while Slack is taking what it sent: taken, and never answered."""
    heard = asyncio.Event()

    def taken(change: Change) -> None:
        if change.kind == "message" and not heard.is_set():
            trial.kill_all()
            heard.set()

    trial.room.world.watchers.append(taken)
    await trial.start()
    await asyncio.wait_for(heard.wait(), 60)
    trial.room.world.watchers.remove(taken)


async def killed_before_it_is_taken(trial: Trial) -> None:
    """The worker dies while its request waits; Slack never takes it."""
    trial.fault("drop_before", times=5)
    await trial.start()
    await asyncio.sleep(0.8)
    trial.kill_all()


def killed_all_for(seconds: int) -> Breakage:
    """All workers die in the middle of their work; it goes on later, by the conference's clock."""

    async def broken(trial: Trial) -> None:
        trial.fault("slow", seconds=0.2, times=ROOMS)
        await trial.start(1 if trial.url.startswith("sqlite") else 3)
        await asyncio.sleep(random.uniform(0.6, 1.6))  # noqa: S311 – anywhere
        trial.kill_all()
        await trial.start(LATER=str(seconds))

    return broken


def frozen(seconds: float = 0) -> Breakage:
    """A worker stands still between the check of its lease and the post, for so long or until others have said it."""

    async def broken(trial: Trial) -> None:
        await trial.start(point="freeze")
        await trial.until(lambda: trial.stands_still(0))
        await trial.start()
        await (asyncio.sleep(seconds) if seconds else trial.done())
        trial.tell(0, signal.SIGCONT)
        await asyncio.sleep(1.5)

    return broken


async def frozen_anywhere(trial: Trial) -> None:
    """A worker stands still somewhere, past its lease."""
    trial.fault("slow", seconds=0.1, times=ROOMS)
    await trial.start(2)
    await asyncio.sleep(random.uniform(0.4, 1.4))  # noqa: S311 – anywhere
    trial.tell(0, signal.SIGSTOP)
    await asyncio.sleep(QUICK.lease + 1)
    trial.tell(0, signal.SIGCONT)


async def down_for_a_while(trial: Trial) -> None:
    """The chat is down; then it is back."""
    trial.fault("outage", minutes=600)
    await trial.start()
    await asyncio.sleep(4)
    trial.room.faults.all_off()


async def unreadable_history(trial: Trial) -> None:
    """What was sent is in doubt, and the rooms cannot be read for a while."""
    trial.fault("drop_after", times=7)
    trial.room.faults.switch("history_fails", on=True, values={"times": 20})


def late_history(seconds: float) -> Breakage:
    """What was sent is in doubt, and the rooms show it only after a while."""

    async def broken(trial: Trial) -> None:
        trial.fault("drop_after", times=7)
        trial.room.faults.switch("history_lags", on=True, values={"seconds": seconds})

    return broken


async def long_history(trial: Trial) -> None:
    """What was sent is in doubt, in rooms in which much else is said."""
    trial.fault("drop_after", times=7)
    for person in PEOPLE[:7]:
        there = trial.room.persons.open_im(person, "A0BOT")
        for n in range(430):
            trial.room.world.post(Message(channel=there, ts="", user=person, text=f"別の話 {n}"))


async def skewed(trial: Trial) -> None:
    """The machines' clocks are off by an hour and by a day, and one of them jumps; their time zones differ.

    A node whose clock is slow stands still for less than its lease, exactly before the post; one whose clock is fast
    only waits for leases to end (by the conference's clock it is still the day before), and must not end that one.
    """
    trial.fault("slow", seconds=0.3, times=2 * ROOMS)
    await trial.start(SKEW="3600", TZ="UTC", LATER="-86400")
    await trial.until(lambda: trial.connected() == 1)
    await trial.start(point="freeze", SKEW="-3600", TZ="America/New_York")
    await trial.until(lambda: trial.stands_still(1))
    await asyncio.sleep(0.8)
    trial.tell(1, signal.SIGCONT)
    await trial.start(SKEW="86400", STEP="2", TZ="")


async def jumping(trial: Trial) -> None:
    """The one machine's clock is set forward a day while it works; after a restart it is right again."""
    trial.fault("error_before", times=7)
    await trial.start(SKEW="86400", STEP="1")
    await asyncio.sleep(2)
    trial.kill_all()


async def rolling(trial: Trial) -> None:
    """One worker after the other is told to end, and another one takes its place."""
    trial.fault("slow", seconds=0.3, times=ROOMS)
    await trial.start(3)
    for number in range(3):
        await asyncio.sleep(0.7)
        trial.tell(number, signal.SIGTERM)
        await asyncio.wait_for(trial.workers[number].wait(), 15)
        await trial.start()


ROWS = {
    "1": Row(words="kill -9 in the claim, before it is committed", breaks=dying("in_claim")),
    "2": Row(words="kill -9 after the claim", breaks=dying("after_claim")),
    "3": Row(words="kill -9 before the post", breaks=dying("before_post")),
    "4": Row(words="kill -9, the request not taken", breaks=killed_before_it_is_taken),
    "5": Row(words="kill -9, the request taken, no answer read", breaks=killed_in_flight),
    "6": Row(words="kill -9, the answer read, not recorded", breaks=dying("before_record")),
    "7": Row(words="kill -9 after the record", breaks=dying("after_record")),
    "9a": Row(words="all killed, on again after a second", breaks=killed_all_for(1), quick=False),
    "9b": Row(words="all killed, on again after ten minutes", breaks=killed_all_for(600), quick=False),
    "9c": Row(words="all killed, on again after three days", breaks=killed_all_for(259_200), quick=False),
    "10a": Row(
        words="frozen past the lease, exactly before the post",
        breaks=frozen(QUICK.lease + 1),
        kinds=("postgresql",),
        audited=True,
    ),
    "10b": Row(
        words="frozen there until everybody has looked again",
        breaks=frozen(),
        kinds=("postgresql",),
        audited=True,
    ),
    "10c": Row(words="frozen anywhere past the lease", breaks=frozen_anywhere, kinds=("postgresql",), audited=True),
    "11a": Row(words="dropped before it is taken", breaks=faulty("drop_before", times=7)),
    "11b": Row(words="dropped after it is taken", breaks=faulty("drop_after", times=7)),
    "12": Row(words="429 with Retry-After", breaks=faulty("rate_limited", retry_after=1, times=3)),
    "13a": Row(words="500, not taken", breaks=faulty("error_before", times=7)),
    "13b": Row(words="500, taken", breaks=faulty("error_after", times=7)),
    "13c": Row(words="slower than the time-out", breaks=faulty("slow", seconds=0.8, times=7)),
    "14": Row(words="the chat is down, then back", breaks=down_for_a_while, quick=False),
    "15a": Row(words="in doubt, and the history cannot be read", breaks=unreadable_history, quick=False),
    "15b": Row(words="in doubt, and the history lags a little", breaks=late_history(0.25), quick=False),
    "15c": Row(
        words="in doubt, and the history lags longer than it settles",
        breaks=late_history(1.0),
        audited=True,
        quick=False,
    ),
    "15d": Row(words="in doubt, among 430 other messages", breaks=long_history, quick=False),
    "16": Row(words="PostgreSQL stops at once and starts", breaks=wire.restarted, kinds=("own",), quick=False),
    "17": Row(
        words="one node is cut off from PostgreSQL", breaks=wire.cut_off, kinds=("own",), audited=True, quick=False
    ),
    "18a": Row(
        words="clocks off by hours, jumping, other zones", breaks=skewed, kinds=("postgresql",), each=4, quick=False
    ),
    "18b": Row(words="the clock jumps a day ahead and is put right", breaks=jumping, kinds=("sqlite",), quick=False),
    "22": Row(
        words="10 nodes, 2,000 due at once in 20 rooms",
        breaks=undisturbed,
        kinds=("postgresql",),
        each=100,
        nodes=10,
        quick=False,
    ),
    "23": Row(words="a rolling restart", breaks=rolling, kinds=("postgresql",), quick=False),
}
MUTANTS = {
    "the SDK tries again": "11b",
    "marks before it sends": "3",
    "never looks": "5",
    "no epoch": "10b",
    "settles for nothing": "15b",
    "its own clock": "18a",
}


async def run(url: str, row: Row, mutant: str) -> Count:
    """One trial."""
    async with trial(url, mutant, audited=row.audited, each=row.each) as there:
        await row.breaks(there)
        await there.start(1 if url.startswith("sqlite") else row.nodes)
        took = await there.done()
        if took > PATIENCE:
            print(f"not done in time: {there.left()}", file=sys.stderr, flush=True)
        said, wanted = there.said(), ROOMS * row.each
        right = [key for key in said if not key.endswith("wrong room")]
        doubled = sum(times - 1 for times in said.values()) + len(said) - len(right)
        return Count(wanted, wanted - len(right), doubled, took)


class Databases:
    """New, empty databases of each kind; `own` is a PostgreSQL of the trial's own, which it may stop."""

    def __init__(self, folder: str, server: str) -> None:
        self._folder, self._server, self._made = folder, server, 0

    @contextlib.contextmanager
    def new(self, kind: str) -> Iterator[str]:
        self._made += 1
        name = f"faults_{self._made}"
        if kind == "sqlite":
            yield f"sqlite:///{self._folder}/{name}.db"
        elif kind == "own":
            with wire.server() as url:
                yield url
        else:
            with psycopg.connect(self._server.format(name="postgres"), autocommit=True) as server:
                server.execute(f"CREATE DATABASE {name}")
            yield self._server.format(name=name)


async def tried(row: Row, kind: str, databases: Databases, trials: int, mutant: str = "") -> Count:
    """So many trials of a row, a few at once; their sums, and the slowest."""
    gate = asyncio.Semaphore(1 if row.each > 9 else AT_ONCE)

    async def one() -> Count:
        async with gate:
            with databases.new(kind) as url:
                return await run(url, row, mutant)

    counts = await asyncio.gather(*(one() for _ in range(trials)))
    sums = (sum(each.postings for each in counts), sum(e.lost for e in counts), sum(e.doubled for e in counts))
    return Count(*sums, max(each.seconds for each in counts))


async def table(names: list[str], databases: Databases, trials: int) -> int:
    """Run these rows and print what came of them; the number of postings lost or doubled."""
    bad = 0
    print("| # | fault | database | postings | lost | doubled | slowest |\n| --- | --- | --- | --- | --- | --- | --- |")
    for name in names:
        row = ROWS[name]
        for kind in row.kinds:
            count = await tried(row, kind, databases, 1 if row.each > 9 else trials)
            bad += count.lost + count.doubled
            shown = f"{count.postings} | {count.lost} | {count.doubled} | {count.seconds:.1f} s"
            print(f"| {name} | {row.words} | {kind.replace('own', 'postgresql')} | {shown} |", flush=True)
    return bad


async def mutants(databases: Databases, trials: int) -> int:
    """Each mutant on the row that sees it; the number of those not seen."""
    unseen = 0
    for mutant, name in MUTANTS.items():
        row = replace(ROWS[name], audited=mutant == "no epoch")
        count = await tried(row, "postgresql", databases, trials, mutant)
        seen = count.lost + count.doubled
        unseen += not seen
        print(f"| 24 | mutant: {mutant} (#{name}) | postgresql | {count.postings} | {count.lost} | {count.doubled} | "
              f"{'seen' if seen else 'NOT SEEN'} |", flush=True)  # fmt: skip
    return unseen


async def main(chosen: argparse.Namespace) -> int:
    rows = chosen.rows if chosen.rows is not None else [n for n, row in ROWS.items() if row.quick or not chosen.quick]
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, wire.server() as server:
        databases = Databases(folder, server.replace("/postgres?", "/{name}?"))
        bad = await table(rows, databases, chosen.trials)
        if chosen.rows is None:
            bad += await taking_in.table(databases.new, chosen.trials)
        if chosen.mutants:
            bad += await mutants(databases, chosen.trials)
    print(f"{'all well' if not bad else f'{bad} WRONG'}, {time.monotonic() - began:.0f} s")
    return bad


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=5)
    parser.add_argument("--rows", nargs="*", choices=list(ROWS))
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--mutants", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(1 if asyncio.run(main(arguments())) else 0)
