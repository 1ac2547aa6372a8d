"""Measures our /status, with its database, beside the constant answers of other chat bots, in one run.

`python bench/peers.py` installs them into a throw-away folder (`--kept FOLDER` keeps it for the next time); those of
Node are left out with a sentence where there is no npm. Everything comes over Socket Mode from the same fake Slack: a
message in, its answer posted; and a slash command answered in its ack, where the peer knows such commands.
"""

import argparse
import asyncio
import itertools
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.apps import App, Apps, answer, bot  # noqa: E402 – found by the line above
from bench.children import PATIENCE, Failed, cpu_time, tail  # noqa: E402
from bench.fake_slack import APP, ROOM, TEAM, FakeSlack, fake_slack  # noqa: E402
from bench.lines import SocketLine  # noqa: E402
from bench.status import ASKED, CLOCK, WARM_UP, bare, question  # noqa: E402

OTHERS = "bench/others"
DIRECT = "D0BENCH0001"
PYTHON = {
    "slack-machine": ("slack_machine.py", ("slack-machine==0.40.1",)),
    "errbot": ("errbot_status.py", ("errbot==6.2.1", "errbot-backend-slackv3==0.3.2")),
}
NODE = {"hubot": "hubot.mjs", "Bolt for JavaScript": "bolt.cjs"}
MODULES = ("hubot@14.1.0", "@hubot-friends/hubot-slack@3.8.0", "@slack/bolt@5.1.0")
TARGETS = {"slack-machine": (0.25, 0.25), "errbot": (0.25, 0.25), "hubot": (1.3, 1.0)}  # by message, by slash command
_numbers = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Peer:
    """A bot that runs: its line, its token, and the words and the room in which it is asked."""

    name: str
    line: SocketLine
    token: str
    words: str
    room: str


class Turn(NamedTuple):
    """Seconds to each answer, and the CPU seconds of one."""

    took: Sequence[float]
    cpu: float


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory() as folder:
        try:
            asyncio.run(measure(Path(options.kept or folder), options))
        except Failed as failure:
            sys.exit(str(failure))


async def measure(kept: Path, options: argparse.Namespace) -> None:
    async with fake_slack() as slack, AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        apps = Apps(slack, folder, stack)
        ours, bolt = await at_home(apps)
        peers = [ours, *[await started(apps, app) for app in installed(kept)]]
        turns: defaultdict[tuple[str, str], list[Turn]] = defaultdict(list)
        for peer in peers:
            await by_message(slack, peer, WARM_UP)
        for number in range(2 * options.rounds):
            for peer in peers if number % 2 else reversed(peers):
                turns["message", peer.name].append(await by_message(slack, peer, options.seconds / 2))
            for peer in (ours, bolt, *(each for each in peers if each.name.startswith("Bolt"))):
                turns["slash", peer.name].append(await by_slash(slack, peer, options.seconds / 2))
    show(turns)


# What is started


async def at_home(apps: Apps) -> tuple[Peer, Peer]:
    """Our bot with the papers, and bare Bolt that acks its very answer."""
    papers = await apps.filled("papers", "--members", "1")
    line = await apps.over_socket(bot("ours", papers, CLOCK=CLOCK, SLACK_BOT_TOKEN="xoxb-ours"))
    said = await answer(line, question(apps.slack, ASKED))
    beside = await apps.over_socket(bare("bare", apps.keep(said)))
    words = f"状況 {ASKED}"
    return Peer("ours", line, "xoxb-ours", words, DIRECT), Peer("bare Bolt (Python)", beside, "", words, DIRECT)


def installed(folder: Path) -> list[App]:
    """The peers that can be had here."""
    found = [_python(folder / name, name) for name in PYTHON]
    if shutil.which("npm") is None:
        print("Node and npm are not here: hubot and Bolt for JavaScript are left out.\n")
        return found
    if not (folder / "node_modules").exists():
        _run("npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(folder), *MODULES)
    return [
        *found,
        *(App(name, f"{OTHERS}/{script}", {"MODULES": str(folder)}, "node") for name, script in NODE.items()),
    ]


def _python(folder: Path, name: str) -> App:
    """A virtual environment of its own: nothing of it reaches ours."""
    script, packages = PYTHON[name]
    if not folder.exists():
        _run(sys.executable, "-m", "venv", str(folder))
        _run(str(folder / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check", *packages)
    return App(name, f"{OTHERS}/{script}", {"PYTHONPATH": ""}, str(folder / "bin" / "python"))


def _run(*command: str) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 – the installers of this machine


async def started(apps: Apps, app: App) -> Peer:
    token = f"xoxb-{app.name}".replace(" ", "-")
    constant = "山口市：標準化は全40ステップのうち3ステップまで進んでいます。" * 8
    line = await apps.over_socket(
        App(app.name, app.script, {**app.settings, "SLACK_BOT_TOKEN": token, "CONSTANT": constant}, app.program)
    )
    peer = Peer(app.name, line, token, f"!status {ASKED}", ROOM)
    await _ready(apps.slack, peer, apps.folder / f"{app.name}.log")
    return peer


async def _ready(slack: FakeSlack, peer: Peer, log: Path) -> None:
    """It listens some time after it has connected."""
    for _ in range(PATIENCE // 3):
        try:
            async with asyncio.timeout(1):
                await asked(slack, peer)
        except TimeoutError:
            continue
        return
    raise Failed(f"{peer.name} does not answer\n{tail(log)}")


# What is asked


async def asked(slack: FakeSlack, peer: Peer) -> float:
    """Seconds from a message to its answer in the room."""
    said = slack.said[peer.token] = asyncio.Event()
    prepared = peer.line.event(message(peer))
    began = time.perf_counter()
    await asyncio.gather(peer.line.send(prepared), said.wait())
    return time.perf_counter() - began


def message(peer: Peer) -> dict[str, Any]:
    """What Slack sends of a message; each is another one."""
    ts = f"1662595200.{next(_numbers):06}"
    kind = "im" if peer.room == DIRECT else "channel"
    said = {"type": "message", "channel": peer.room, "channel_type": kind, "user": "U0BENCH00000", "text": peer.words}
    event = {**said, "ts": ts, "event_ts": ts, "team": TEAM, "client_msg_id": ts}
    about = {
        "team_id": TEAM,
        "api_app_id": APP,
        "type": "event_callback",
        "event_id": f"Ev{ts}",
        "event_time": 1662595200,
    }
    who = [{"enterprise_id": None, "team_id": TEAM, "user_id": "U0BENCHBOT", "is_bot": True}]
    return {"token": "bench", **about, "event": event, "authorizations": who, "is_ext_shared_channel": False}


async def by_message(slack: FakeSlack, peer: Peer, seconds: float) -> Turn:
    """One after the other for a while."""
    until, used, took = time.perf_counter() + seconds, cpu_time(peer.line.pid), []
    while time.perf_counter() < until:
        async with asyncio.timeout(PATIENCE):
            took.append(await asked(slack, peer))
    return Turn(took, (cpu_time(peer.line.pid) - used) / len(took))


async def by_slash(slack: FakeSlack, peer: Peer, seconds: float) -> Turn:
    prepared, took = peer.line.prepare(question(slack, ASKED)), []
    until, used = time.perf_counter() + seconds, cpu_time(peer.line.pid)
    while (began := time.perf_counter()) < until:
        async with asyncio.timeout(PATIENCE):
            said = await peer.line.send(prepared)
        took.append(time.perf_counter() - began)
    if not peer.line.payload(said).get("text"):
        raise Failed(f"{peer.name} answers the slash command with {said}")
    return Turn(took, (cpu_time(peer.line.pid) - used) / len(took))


# What is shown


def show(turns: Mapping[tuple[str, str], Sequence[Turn]]) -> None:
    print("| | p50 | p99 | CPU of the main thread | our message beside it | our slash command beside it |")
    print("| --- | --- | --- | --- | --- | --- |")
    for (way, name), each in turns.items():
        every = [took for turn in each for took in turn.took]
        p99 = quantiles(every, n=100)[98] * 1e3
        cpu = median(turn.cpu for turn in each) * 1e3
        beside = [f"{_ratio(turns[ours, 'ours'], each):.2f}" for ours in ("message", "slash")]
        goals = [f" (target ≤ {limit:g})" for limit in TARGETS.get(name, ())] or ["", ""]
        print(f"| {name}, by {way} | {median(every) * 1e3:.2f} ms | {p99:.1f} ms | {cpu:.2f} ms | "
              f"{beside[0]}{goals[0]} | {beside[1]}{goals[1]} |")  # fmt: skip


def _ratio(ours: Sequence[Turn], theirs: Sequence[Turn]) -> float:
    """Of the medians, turn by turn."""
    return median(median(a.took) / median(b.took) for a, b in zip(ours, theirs, strict=True))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=1.0, help="of each bot in a round")
    parser.add_argument("--kept", metavar="FOLDER", default=os.environ.get("BENCH_PEERS"))
    return parser.parse_args()


if __name__ == "__main__":
    main()
