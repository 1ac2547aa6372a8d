"""The line to the chat: requests with answers, pushes with acknowledgements, pings, a new line for a dead one."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import aiohttp

from talkroom.direct.pack import Unpackable, packed, unpacked

PING = 45.0  # seconds between pings; one that is unanswered by the next ends the line
FIRST_AGAIN, LAST_AGAIN = 3.0, 45.0  # seconds before a new line is tried, doubled each time
REQUEST, RESPONSE = 0, 1
GIVEN_UP = {"concurrent access", "forcibly closed"}
"""Closed because of us: another of us is there, or we are not wanted. A new line would only be closed again."""
log = logging.getLogger(__name__)


class Refused(Exception):
    """The chat answered a request with an error: `code`, its words, and `detail`."""

    def __init__(self, error: Any) -> None:
        said = error if isinstance(error, dict) else {"message": str(error)}
        super().__init__(str(said.get("message")))
        self.code, self.detail = said.get("code"), said.get("detail")


class Cut(Exception):
    """The line ended before the answer came: whether the request was done is not known."""


@dataclass(slots=True, kw_only=True)
class Link:
    """One line at a time to `endpoint`; `hears` is told of every push, `begins` opens the session on each new line."""

    endpoint: str
    session: aiohttp.ClientSession
    begins: Callable[["Link"], Coroutine[Any, Any, None]]
    hears: Callable[[str, Any], Awaitable[None]]
    ping: float = PING
    again: float = FIRST_AGAIN
    _socket: aiohttp.ClientWebSocketResponse | None = None
    _waiting: dict[int, asyncio.Future[Any]] = field(default_factory=dict)
    _numbers: "count[int]" = field(default_factory=count)

    async def run(self) -> None:
        """Keep a line open until this is cancelled, or the chat says that we are not wanted."""
        wait = self.again
        while True:
            try:
                async with self.session.ws_connect(self.endpoint, heartbeat=self.ping) as socket:
                    reason = await self._lives(socket)
                    wait = self.again
                if reason in GIVEN_UP:
                    log.error("the chat has closed the line: %s", reason)
                    return
            except (aiohttp.ClientError, TimeoutError, Refused, Cut) as error:
                log.warning("no line to the chat: %s", type(error).__name__)
            await asyncio.sleep(wait)
            wait = min(2 * wait, LAST_AGAIN)

    async def call(self, method: str, *params: Any) -> Any:
        """Ask the chat; raises Refused with its answer, or Cut where none came."""
        if not self._socket or self._socket.closed:
            raise Cut(method)
        number = next(self._numbers)
        answer = self._waiting[number] = asyncio.get_running_loop().create_future()
        try:
            await self._socket.send_bytes(packed([REQUEST, number, method, list(params)]))
            return await answer
        except ConnectionError as error:
            raise Cut(method) from error
        finally:
            self._waiting.pop(number, None)

    async def _lives(self, socket: aiohttp.ClientWebSocketResponse) -> str:
        """Use a line until it ends; return the words with which the other side has closed it."""
        self._socket = socket
        beginning = asyncio.create_task(self.begins(self))
        try:
            while (frame := await socket.receive()).type is aiohttp.WSMsgType.BINARY:
                await self._take(frame.data)
            return str(frame.extra or "")
        finally:
            self._end()
            beginning.cancel()
            with contextlib.suppress(asyncio.CancelledError, Cut):
                await beginning

    def _end(self) -> None:
        self._socket = None
        for answer in self._waiting.values():
            if not answer.done():
                answer.set_exception(Cut("the line ended"))

    async def _take(self, data: bytes) -> None:
        """An answer goes to whoever waits for it; a push is handled, and then acknowledged."""
        try:
            kind, number, third, fourth = unpacked(data)
        except (Unpackable, TypeError, ValueError):
            log.warning("a frame that is none: %d bytes", len(data))
            return
        if kind == RESPONSE:
            self._answered(number, third, fourth)
        elif kind == REQUEST:
            await self.hears(str(third), fourth[0] if fourth else None)
            if self._socket:
                await self._socket.send_bytes(packed([RESPONSE, number, None, True]))

    def _answered(self, number: int, error: Any, result: Any) -> None:
        waiting = self._waiting.get(number)
        if waiting and not waiting.done():
            if error is None:
                waiting.set_result(result)
            else:
                waiting.set_exception(Refused(error))
