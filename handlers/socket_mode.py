"""Socket Mode: the line on which the chat calls us, heard until the end, and each call answered before that.

A line that is cut, or whose pings are not answered, is opened anew by the SDK's client. One that answers pings and
brings nothing any more looks like one on which nobody speaks:
1. What the bot says beside somebody alone is told to itself, too. Where that does not come back, the line is deaf.
2. Where nothing was heard for long, nobody knows: a new line is opened.
The new one is open before the old one is closed, so nobody notices.
"""

import asyncio
import contextlib
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import structlog
from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app
from slack_bolt.async_app import AsyncApp
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from handlers.pulse import Pulse

PING = 2  # seconds between pings of the socket: a dead line is noticed after four unanswered ones
WORKING, RESTING = 300, 3_600  # seconds without a word that are nothing strange, by day and by night
LAST_WORDS = 3  # seconds for what came on the old line to be answered there
log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Seconds: how long the line may be silent, and until what we said must be heard; `look` is between two looks."""

    silent: Callable[[], float] = lambda: RESTING
    echo: float = 30
    look: float = 5
    patience: float = 30  # for a new line


async def on_socket(app: AsyncApp, app_token: str, stop: asyncio.Event, pulse: Pulse, doubt: Doubt) -> None:
    """Hear over Socket Mode until the end."""
    line = Line(app, app_token, pulse)
    await line.open()
    log.info("connected", transport="socket mode")
    while not stop.is_set():
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), doubt.look)
        if not stop.is_set() and pulse.is_deaf(doubt.silent(), doubt.echo):
            await line.renew(doubt.patience)
    await line.close()


class Line:
    """The connection of the moment."""

    def __init__(self, app: AsyncApp, app_token: str, pulse: Pulse) -> None:
        self._app, self._token, self._pulse = app, app_token, pulse
        self._underway = Underway()
        self._client = self._made(asyncio.Event())
        pulse.is_open = lambda: is_open(self._client)

    async def open(self) -> None:
        await self._client.connect()  # type: ignore[no-untyped-call]

    async def renew(self, patience: float) -> None:
        """Open a new one, and only then close the old; where no new one comes, the old one stays."""
        old, greeted = self._client, asyncio.Event()
        new = self._made(greeted)
        try:
            async with asyncio.timeout(patience):
                await new.connect()  # type: ignore[no-untyped-call]
                await greeted.wait()
        except TimeoutError:
            log.warning("line_not_renewed")
            await new.close()  # type: ignore[no-untyped-call]
            return
        self._client = new
        self._pulse.renewed += 1
        log.info("line_renewed")
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._underway.finished(), LAST_WORDS)
        await old.close()  # type: ignore[no-untyped-call]

    async def close(self) -> None:
        """What comes now is not acknowledged, so it is sent again elsewhere; what is under way is answered."""
        self._client.socket_mode_request_listeners.clear()
        await self._underway.finished()
        await self._client.close()  # type: ignore[no-untyped-call]

    def _made(self, greeted: asyncio.Event) -> SocketModeClient:
        async def greet(_client: AsyncBaseSocketModeClient, said: dict[str, Any], _raw: str | None = None) -> None:
            if said.get("type") == "hello":
                self._pulse.opened()
                greeted.set()

        client = SocketModeClient(self._token, web_client=self._app.client, ping_interval=PING)
        client.socket_mode_request_listeners.append(self._hear)
        client.message_listeners.append(greet)
        return client

    async def _hear(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        with self._underway:
            began = time.monotonic()
            response = await run_async_bolt_app(self._app, request)
            if response.status == HTTPStatus.OK:
                await self._acknowledge(client, acknowledgement(request.envelope_id, response.body))
            self._pulse.answered(request.payload, began)

    async def _acknowledge(self, client: AsyncBaseSocketModeClient, frame: str) -> None:
        """On the line it came on; on the new one where that was closed meanwhile."""
        try:
            await client.send_message(frame)
        except ConnectionError:
            if client is self._client:
                raise
            await self._client.send_message(frame)


def is_open(client: SocketModeClient) -> bool:
    """Whether its connection stands, and its pings are answered."""
    session = client.current_session
    return not client.closed and not client.stale and session is not None and not session.closed


def acknowledgement(envelope_id: str, body: str) -> str:
    """The ack's frame. Bolt has written the answer as JSON already: it is not read and written again."""
    payload = f', "payload": {body}' if body else ""
    return f'{{"envelope_id": {json.dumps(envelope_id)}{payload}}}'


class Underway:
    """Counts what is being handled, so that the end can wait for it."""

    def __init__(self) -> None:
        self._count = 0
        self._idle = asyncio.Event()
        self._idle.set()

    def __enter__(self) -> None:
        self._count += 1
        self._idle.clear()

    def __exit__(self, *_: object) -> None:
        self._count -= 1
        if not self._count:
            self._idle.set()

    async def finished(self) -> None:
        await self._idle.wait()
