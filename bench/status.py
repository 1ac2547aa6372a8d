"""Measures /status 山口市 from outside: beside bare Bolt, as the data grow, in a crowd, from a cold start."""

import argparse
import asyncio
import json
import os
import platform
import resource
import signal
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.apps import HTTP, SOCKET, App, Apps, answer, bot
from bench.children import Failed
from bench.databases import created
from bench.fake_slack import FakeSlack, fake_slack
from bench.lines import Transport
from bench.load import Slice, burst, closed_loop
from bench.table import Row, table

PARTS = ("commands", "growth", "burst", "cold")
WAYS = (SOCKET, HTTP)
ASKED, MADE_UP = "山口市", "市町村0001"
CLOCK = "2022-09-08T09:00:00+09:00"  # the day of the papers, so that a card has all there is to show
CROWD = 1_741  # commands at once, each from another user
WEB_API = 0.08  # seconds that a Web API call takes meanwhile
STARTS = 7
TURNS = 4
WARM_UP = 0.3  # seconds of load on each bot before the first round

Samples = defaultdict[str, list[float]]


@dataclass(frozen=True, slots=True)
class Case:
    """One question to one bot at one concurrency; its samples are kept under `name`."""

    name: str
    transport: Transport
    text: str = ASKED
    concurrency: int = 1


def main() -> None:
    options, began, busy = _options(), time.monotonic(), os.getloadavg()[0]
    allow_a_crowd()
    samples: Samples = defaultdict(list)
    try:
        asyncio.run(measure(options, samples))
    except Failed as failure:
        sys.exit(str(failure))
    except (KeyboardInterrupt, asyncio.CancelledError):
        sys.exit("ended before its time")
    print(_heading(options, time.monotonic() - began, busy), "", *table(list(rows()), samples), sep="\n")
    if options.json:
        options.json.write_text(json.dumps(samples, ensure_ascii=False, indent=1))


async def measure(options: argparse.Namespace, samples: Samples) -> None:
    """Prepare the databases, start all that is compared, load it round after round; then start it again and again."""
    wanted = options.only or PARTS
    _end_cleanly_on_sigterm()
    async with fake_slack() as slack, AsyncExitStack() as outside:
        folder = Path(outside.enter_context(tempfile.TemporaryDirectory()))
        async with AsyncExitStack() as stack:
            apps = Apps(slack, folder, stack)
            papers = await apps.filled("papers", "--members", str(1 + options.rounds * CROWD))
            bots = await the_bot(apps, papers)
            kept = apps.keep(await answer(bots[SOCKET], question(slack, ASKED)))
            cases = await beside_bolt(apps, bots, kept) if "commands" in wanted else []
            if "growth" in wanted:
                cases += await growing(apps, options.postgresql)
            await load(slack, cases, bots if "burst" in wanted else {}, options, samples)
        if "cold" in wanted:
            await start_cold(apps, bot("cold", papers), bare("bare-cold", kept), samples)


def question(slack: FakeSlack, text: str, user: int = 0) -> dict[str, str]:
    return slack.command(f"U0BENCH{user:05}", text)


def bare(name: str, kept: str = "") -> App:
    """A bare Bolt app that acks what is kept there; default Bolt with an empty ack where nothing is."""
    return App(name, "bench/bare.py", {"BARE_ANSWER": kept})


async def the_bot(apps: Apps, papers: str) -> dict[str, Transport]:
    """The bot on both transports, each on a database of its own with the conference's papers."""
    return {way: await apps.over(way, bot(f"bot {way}", apps.copied(papers, way), CLOCK=CLOCK)) for way in WAYS}


async def beside_bolt(apps: Apps, bots: Mapping[str, Transport], kept: str) -> list[Case]:
    """The bot, a bare app that acks its very answer, and default Bolt with an empty ack."""
    cases = []
    for way, ours in bots.items():
        theirs = await apps.over(way, bare(f"bare {way}", kept))
        noop = await apps.over(way, bare(f"noop {way}"))
        cases += [Case(f"bot {way} 1", ours), Case(f"bare {way} 1", theirs), Case(f"noop {way} 1", noop)]
        cases += [Case(f"bot {way} 16", ours, concurrency=16), Case(f"bare {way} 16", theirs, concurrency=16)]
    return cases


async def growing(apps: Apps, server: str | None) -> list[Case]:
    """19 municipalities and one monthly round beside 1,741 and 60; on PostgreSQL as well where there is a server."""
    new = apps.stack.enter_context(created(server, "few", "many")) if server else []
    cases = []
    for kind, urls in {"SQLite": ("", ""), **({"PostgreSQL": new} if new else {})}.items():
        few, many = (f"{word}-{kind.lower()}" for word in ("few", "many"))
        little = await apps.filled(few, "--months", "1", url=urls[0])
        much = await apps.filled(many, "--months", "60", "--municipalities", "1741", url=urls[1])
        at_first = await apps.over_socket(bot(few, little, CLOCK=CLOCK))
        at_last = await apps.over_socket(bot(many, much, CLOCK=CLOCK))
        cases += [Case(f"{kind} few", at_first), Case(f"{kind} many", at_last)]
        cases += [Case(f"{kind} made up", at_last, MADE_UP)]
    return cases


async def load(
    slack: FakeSlack,
    cases: Sequence[Case],
    crowded: Mapping[str, Transport],
    options: argparse.Namespace,
    samples: Samples,
) -> None:
    """Once everybody is warm, round after round: a slice of each case, and then the crowds."""
    for case in cases:
        await answer(case.transport, question(slack, case.text), empty=case.name.startswith("noop"))
        await one_slice(slack, case, WARM_UP)
    for number in range(options.rounds):
        await one_round(slack, cases, options.seconds, samples)
        for way, transport in crowded.items():
            last, p99 = await crowd(slack, transport, number)
            samples[f"crowd {way} last"].append(last)
            samples[f"crowd {way} p99"].append(p99)


async def one_round(slack: FakeSlack, cases: Sequence[Case], seconds: float, samples: Samples) -> None:
    """A slice of each case, in short turns forwards and backwards: what disturbs the machine disturbs them all."""
    taken: defaultdict[str, list[Slice]] = defaultdict(list)
    for turn in range(TURNS):
        for case in cases if turn % 2 else reversed(cases):
            taken[case.name].append(await one_slice(slack, case, seconds / TURNS))
    for name, slices in taken.items():
        for kind in Slice._fields:
            samples[f"{name} {kind}"].append(statistics.median(getattr(each, kind) for each in slices))


async def one_slice(slack: FakeSlack, case: Case, seconds: float) -> Slice:
    prepared = case.transport.prepare(question(slack, case.text))
    return await closed_loop(case.transport, prepared, case.concurrency, seconds)


async def crowd(slack: FakeSlack, transport: Transport, number: int) -> tuple[float, float]:
    """So many at once whom the bot has not met, while the Web API is slow: seconds to the last ack, and the p99."""
    users = range(1 + number * CROWD, 1 + (number + 1) * CROWD)
    slack.delay = WEB_API
    try:
        acks, answers = await burst(transport, [transport.prepare(question(slack, ASKED, user)) for user in users])
    finally:
        slack.delay = 0
    known = await answer(transport, question(slack, ASKED))
    if any(transport.payload(said) != known for said in answers):
        raise Failed("in the crowd not everybody was given the answer")
    return acks[-1], acks[CROWD * 99 // 100]


async def start_cold(apps: Apps, ours: App, theirs: App, samples: Samples) -> None:
    """From the start of the process to the first answer, in turn; the first start of each fills caches only."""
    for number in range(STARTS + 1):
        for name, app in (("bot", ours), ("bare", theirs)):
            seconds, mebibytes = await apps.first_answer(app, question(apps.slack, ASKED))
            if number:
                samples[f"cold {name}"].append(seconds)
                samples[f"memory {name}"].append(mebibytes)


def rows() -> Iterator[Row]:
    """What is set beside what, and the targets."""
    for way in WAYS:
        ours, body = f"bot {way} 1 p50", "bare Bolt, same body"
        yield Row(f"{way}: ack p50 at concurrency 1", "ms", ours, f"bare {way} 1 p50", body, 2.0)
        many = (f"bot {way} 16 rate", f"bare {way} 16 rate")
        yield Row(f"{way}: exchanges at concurrency 16", "/s", *many, body, 0.5, at_least=True)
        yield Row(f"{way}: CPU of an exchange at 1", "ms", f"bot {way} 1 cpu", f"bare {way} 1 cpu", body)
        yield Row(f"{way}: the same p50 beside default Bolt", "ms", ours, f"noop {way} 1 p50", "no-op ack", 0.1)
    for kind in ("SQLite", "PostgreSQL"):
        for name, text in (("many", ASKED), ("made up", MADE_UP)):
            what, few = f"{text} among 1,741 × 60 monthly rounds, {kind}", f"19 × 1, {ASKED}"
            yield Row(f"{what}: p50", "ms", f"{kind} {name} p50", f"{kind} few p50", few, 1.15)
            yield Row(f"{what}: CPU", "ms", f"{kind} {name} cpu", f"{kind} few cpu", few)
    for way in WAYS:
        what = f"{way}: {CROWD:,} at once, Web API {WEB_API * 1_000:.0f} ms"
        yield Row(f"{what}: last ack", "s", f"crowd {way} last", limit=3.0)
        yield Row(f"{what}: p99", "s", f"crowd {way} p99")
    yield Row("Cold start to the first answer", "s", "cold bot", "cold bare", "bare Bolt", 2.0)
    yield Row("Peak memory by then", "MiB", "memory bot", "memory bare", "bare Bolt", 1.8)


def _heading(options: argparse.Namespace, took: float, busy: float) -> str:
    system = f"{platform.system()}, {os.cpu_count()} cores, Python {platform.python_version()}, load {busy:.1f} before"
    return f"{options.rounds} rounds of {options.seconds:g} s, {STARTS} starts; {system}; {took:.0f} s in all."


def allow_a_crowd() -> None:
    """A connection for each of the crowd: this process and its children may open as many files as there can be."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _end_cleanly_on_sigterm() -> None:
    """Whoever ends this process ends what it has started, too."""
    if task := asyncio.current_task():
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="how often everything is measured in turn")
    parser.add_argument("--seconds", type=float, default=1.0, help="how long each slice lasts")
    parser.add_argument("--only", nargs="+", choices=PARTS, metavar="NAME", help=", ".join(PARTS))
    parser.add_argument("--json", type=Path, metavar="FILE", help="where to write all samples")
    parser.add_argument("--postgresql", metavar="URL", help="a server on which two databases may be created")
    return parser.parse_args()


if __name__ == "__main__":
    main()
