"""Starts the bot and the bare apps it is compared with, against the fake Slack, on databases filled beforehand."""

import asyncio
import json
import shutil
import sys
import time
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.children import PATIENCE, Failed, connected, ended_well, free_port, listening, peak_memory, running
from bench.fake_slack import BOT_TOKEN, FakeSlack
from bench.lines import SECRET, Http, SocketLine, Transport

SOCKET, HTTP = "Socket Mode", "HTTP"


@dataclass(frozen=True, slots=True)
class App:
    """What is started: a script and its settings beside those of its line to Slack."""

    name: str
    script: str
    settings: Mapping[str, str] = field(default_factory=dict)
    program: str = sys.executable


def bot(name: str, database: str, **settings: str) -> App:
    """The real bot. Its settings are those of a team: a token, a secretariat, a database."""
    fixed = {"DATABASE_URL": database, "SECRETARIAT": "U0SECRETARY", "SEED": "papers"}
    return App(name, "bot.py", {**fixed, **settings})


@dataclass(frozen=True, slots=True)
class Apps:
    """Starts apps that answer until the stack is closed. Databases and logs lie in `folder`."""

    slack: FakeSlack
    folder: Path
    stack: AsyncExitStack

    async def over(self, way: str, app: App) -> Transport:
        return await (self.over_socket(app) if way == SOCKET else self.over_http(app))

    async def over_socket(self, app: App) -> SocketLine:
        line, settings, log = self._socket(app)
        process = await self.stack.enter_async_context(running(app.script, settings, log, program=app.program))
        await connected(line.connected, process, log)
        line.pid = process.pid
        return line

    async def over_http(self, app: App) -> Http:
        port, log = free_port(), self.folder / f"{app.name}.log"
        settings = {**self._team(app), "SLACK_SIGNING_SECRET": SECRET, "PORT": str(port)}
        process = await self.stack.enter_async_context(running(app.script, settings, log))
        await listening(port, process, log)
        return Http(port, process.pid)

    async def first_answer(self, app: App, form: Mapping[str, str]) -> tuple[float, float]:
        """Start the app, ask at once, end it: seconds from its start to its answer, and its peak memory in MiB."""
        line, settings, log = self._socket(app)
        began = time.perf_counter()
        async with running(app.script, settings, log) as process:
            await connected(line.connected, process, log)
            await answer(line, form)
            return time.perf_counter() - began, peak_memory(process)

    async def filled(self, name: str, *words: str, url: str = "") -> str:
        """The address of a database (SQLite unless `url` says otherwise), migrated and filled as the words tell."""
        log, address = self.folder / f"fill-{name}.log", url or f"sqlite:///{self.folder / name}.db"
        settings = {**self._team(bot(name, address)), "SLACK_SIGNING_SECRET": SECRET}
        async with running("bench/fill.py", settings, log, *words) as process:
            await ended_well(process, log)
        return address

    def copied(self, database: str, name: str) -> str:
        """A copy of a SQLite database for one more bot: a file belongs to one process."""
        copy = self.folder / f"{name}.db"
        shutil.copy(database.removeprefix("sqlite:///"), copy)
        return f"sqlite:///{copy}"

    def keep(self, payload: Mapping[str, Any]) -> str:
        """Where the bot's own answer is kept, for a bare app to say."""
        path = self.folder / "answer.json"
        path.write_text(json.dumps(payload, ensure_ascii=False))
        return str(path)

    def _team(self, app: App) -> dict[str, str]:
        return {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_API_URL": self.slack.api_url, **app.settings}

    def _socket(self, app: App) -> tuple[SocketLine, dict[str, str], Path]:
        token = f"xapp-{app.name}".replace(" ", "-")
        return self.slack.socket(token), {**self._team(app), "SLACK_APP_TOKEN": token}, self.folder / f"{app.name}.log"


async def answer(transport: Transport, form: Mapping[str, str], *, empty: bool = False) -> dict[str, Any]:
    """Ask once, outside any measurement; the answer must speak of what was asked, or be empty where it should."""
    async with asyncio.timeout(PATIENCE), transport.lines(1) as (line,):
        said = transport.payload(await line.send(transport.prepare(form)))
    if bool(said) == empty or (said and form["text"] not in said["text"]):
        raise Failed(f"asked for {form['text']}, the bot answered {json.dumps(said, ensure_ascii=False)[:500]}")
    return said
