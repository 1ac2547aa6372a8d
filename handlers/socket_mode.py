"""Socket Mode: the line on which the chat calls us, heard until the end, and each call answered before that."""

import asyncio
import json
import time
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
log = structlog.get_logger()


async def on_socket(app: AsyncApp, app_token: str, stop: asyncio.Event, pulse: Pulse) -> None:
    """Hear over Socket Mode. A line that is cut or silent is opened anew by the client itself."""
    underway = Underway()

    async def hear(client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        with underway:
            began = time.monotonic()
            response = await run_async_bolt_app(app, request)
            if response.status == HTTPStatus.OK:
                await client.send_message(acknowledgement(request.envelope_id, response.body))
            pulse.answered(request.payload, began)

    async def greeted(_client: AsyncBaseSocketModeClient, said: dict[str, Any], _raw: str | None = None) -> None:
        if said.get("type") == "hello":
            pulse.opened()

    client = SocketModeClient(app_token, web_client=app.client, ping_interval=PING)
    client.socket_mode_request_listeners.append(hear)
    client.message_listeners.append(greeted)
    pulse.is_open = lambda: is_open(client)
    await client.connect()  # type: ignore[no-untyped-call]
    log.info("connected", transport="socket mode")
    await stop.wait()
    client.socket_mode_request_listeners.clear()  # what comes now is not acknowledged, so it is sent again elsewhere
    await underway.finished()
    await client.close()  # type: ignore[no-untyped-call]


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
