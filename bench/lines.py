"""The two ways in which a slash command reaches a bot: a Socket Mode line and signed HTTP, both kept open."""

import asyncio
import hashlib
import hmac
import itertools
import json
import re
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from typing import Any, Protocol
from urllib.parse import urlencode

from aiohttp import WSMsgType, web

SECRET = "bench-signing-secret"
PATH = "/slack/events"
_ENVELOPE = re.compile(r'"envelope_id": ?"([^"]+)"')
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_AT_A_TIME = 64  # connections opened together, below the usual backlog of a listening socket


class Line(Protocol):
    """Carries one prepared command after the other, and brings back what the bot says in its ack."""

    async def send(self, prepared: str) -> str: ...


class Transport(Protocol):
    """One bot's way in, and the process behind it."""

    pid: int

    def prepare(self, form: Mapping[str, str]) -> str: ...

    def interaction(self, payload: Mapping[str, Any]) -> str: ...

    def lines(self, count: int) -> AbstractAsyncContextManager[Sequence[Line]]: ...

    def payload(self, answer: str) -> dict[str, Any]: ...


class SocketLine:
    """Slack's end of one bot's Socket Mode line; commands in flight share it."""

    def __init__(self) -> None:
        self.connected = asyncio.Event()
        self.pid = 0  # known once the process is started
        self._socket: web.WebSocketResponse | None = None
        self._waiting: dict[str, asyncio.Future[str]] = {}
        self._numbers = itertools.count(1)

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """Say hello and hear acks until the bot hangs up. Pings are echoed by aiohttp."""
        socket = web.WebSocketResponse(compress=False)
        await socket.prepare(request)
        await socket.send_json({"type": "hello", "num_connections": 1, "connection_info": {"app_id": "A0BENCH0001"}})
        self._socket = socket
        self.connected.set()
        async for heard in socket:
            if heard.type is WSMsgType.TEXT:
                self._acknowledged(heard.data)
        return socket

    def _acknowledged(self, frame: str) -> None:
        found = _ENVELOPE.search(frame)
        if found and (waiting := self._waiting.pop(found[1], None)) and not waiting.done():
            waiting.set_result(frame)

    def prepare(self, form: Mapping[str, str]) -> str:
        """All of the envelope but its id, which comes first."""
        return self._envelope("slash_commands", form)

    def interaction(self, payload: Mapping[str, Any]) -> str:
        return self._envelope("interactive", payload)

    def event(self, payload: Mapping[str, Any]) -> str:
        return self._envelope("events_api", payload)

    @staticmethod
    def _envelope(kind: str, payload: Mapping[str, Any]) -> str:
        rest = {"type": kind, "payload": payload, "accepts_response_payload": True}
        return json.dumps(rest).removeprefix("{")

    async def send(self, prepared: str) -> str:
        assert self._socket is not None, "the bot has not connected"
        envelope = f"{next(self._numbers):08x}-0000-4000-8000-000000000000"
        waiting: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._waiting[envelope] = waiting
        await self._socket.send_str(f'{{"envelope_id": "{envelope}", {prepared}')
        return await waiting

    @asynccontextmanager
    async def lines(self, count: int) -> AsyncIterator[Sequence[Line]]:
        yield [self] * count

    def payload(self, answer: str) -> dict[str, Any]:
        payload: dict[str, Any] = json.loads(answer).get("payload", {})
        return payload


class Http:
    """A bot that listens on a port of this machine; each command in flight has a connection of its own."""

    def __init__(self, port: int, pid: int) -> None:
        self._port = port
        self.pid = pid

    def prepare(self, form: Mapping[str, str]) -> str:
        return urlencode(form)

    def interaction(self, payload: Mapping[str, Any]) -> str:
        return urlencode({"payload": json.dumps(payload)})

    @asynccontextmanager
    async def lines(self, count: int) -> AsyncIterator[Sequence[Line]]:
        async with AsyncExitStack() as stack:
            opened: list[Line] = []
            while len(opened) < count:
                width = min(_AT_A_TIME, count - len(opened))
                opened += await asyncio.gather(*(self._line(stack) for _ in range(width)))
            yield opened

    async def _line(self, stack: AsyncExitStack) -> Line:
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        stack.callback(writer.close)
        return _HttpLine(reader, writer)

    def payload(self, answer: str) -> dict[str, Any]:
        payload: dict[str, Any] = json.loads(answer or "{}")
        return payload


class _HttpLine:
    """One kept connection. Only as much of HTTP as a bot's answers need, so that the driver weighs little."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def send(self, prepared: str) -> str:
        self._writer.write(_signed(prepared.encode()))
        head = await self._reader.readuntil(b"\r\n\r\n")
        length = _LENGTH.search(head)
        body = await self._reader.readexactly(int(length[1])) if length else b""
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(f"the bot answered {head[:40]!r} {body[:200]!r}")
        return body.decode()


def _signed(body: bytes) -> bytes:
    """The POST as Slack sends and signs it."""
    now = str(int(time.time()))
    signature = hmac.new(SECRET.encode(), f"v0:{now}:".encode() + body, hashlib.sha256).hexdigest()
    head = (
        f"POST {PATH} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\nX-Slack-Request-Timestamp: {now}\r\nX-Slack-Signature: v0={signature}\r\n\r\n"
    )
    return head.encode() + body
