"""The line to the chat: requests with answers, pushes with acknowledgements, pings, a new line for a dead one."""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import aiohttp

from talkroom.direct.pack import Unpackable, packed, unpacked
from talkroom.direct.wire import FAILED, LATER, NO_TOKEN, Strange

PING = 45.0  # seconds between pings; one that is unanswered by the next ends the line
FIRST_AGAIN, LAST_AGAIN = 3.0, 45.0  # seconds before a new line is tried, doubled each time
LONGEST_FRAME = 32 * 1024 * 1024
REQUEST, RESPONSE = 0, 1
GIVEN_UP = {
    "concurrent access": "同じアカウントが、ほかでも使われています",
    "forcibly closed": "チャットの側から、接続を断られました",
}
"""Closed because of us: another of us is there, or we are not wanted. A new line would only be closed again."""
TRIES = 10  # of what the chat fails at
LONGEST_PAUSE = 60.0  # seconds between two of them
LONGEST_WAIT = 600.0  # seconds that a refusal can make us wait
CLOSE = 1.0  # seconds in which the other side may say that it closes the line too
ANSWER = 60.0  # seconds in which a request has to be answered
log = logging.getLogger(__name__)


class Refused(Exception):
    """The chat answered a request with an error: `code`, its words, and `detail`."""

    def __init__(self, error: Any) -> None:
        said = error if isinstance(error, dict) else {"message": str(error)}
        super().__init__(str(said.get("message")))
        self.code, self.detail = said.get("code"), said.get("detail")

    @property
    def passes(self) -> bool:
        """Whether the chat is busy, or in trouble of its own: what was asked can be asked again."""
        return self.code in LATER or self.has_failed

    @property
    def has_failed(self) -> bool:
        """Whether the trouble is the chat's own."""
        return isinstance(self.code, int) and self.code >= FAILED and self.code not in LATER

    def wait(self, times: int, pause: float) -> float:
        """Seconds until it is tried again: what a busy chat asks for, else `pause`, doubled for each of the `times`."""
        if self.code not in LATER:
            return min(pause * 2.0 ** (times - 1), LONGEST_PAUSE)
        wanted = self.detail.get("retry_after") if isinstance(self.detail, dict) else None
        asked = float(wanted) if isinstance(wanted, (int, float)) and wanted > 0 else 1.0
        return min(asked, LONGEST_WAIT)


class Cut(Exception):
    """The line ended before the answer came: whether the request was done is not known."""


class Unwanted(Exception):
    """The chat does not want us; the sentence says why. Trying again would not help."""


@dataclass(slots=True, kw_only=True)
class Link:
    """One line at a time to `endpoint`: `begins` opens the session on each, `hears` is told of every push on it."""

    endpoint: str
    session: aiohttp.ClientSession
    begins: Callable[[], Coroutine[Any, Any, None]]
    ends: Callable[[], None]
    hears: Callable[[str, Any], None]
    ping: float = PING
    again: float = FIRST_AGAIN
    answer: float = ANSWER
    _socket: aiohttp.ClientWebSocketResponse | None = None
    _waiting: dict[int, asyncio.Future[Any]] = field(default_factory=dict)
    _numbers: "count[int]" = field(default_factory=count)
    _closing: asyncio.Task[None] | None = None

    async def run(self) -> None:
        """Keep a line open until this is cancelled. Raises Unwanted."""
        wait = self.again
        while True:
            try:
                if await self.once():
                    wait = self.again
            except (aiohttp.ClientError, TimeoutError, Refused, Strange, Cut) as error:
                told = log.error if wait == self.again else log.warning  # once for each time that it is gone
                told("no line to the chat: %s %s", type(error).__name__, getattr(error, "code", None) or "")
            await asyncio.sleep(wait)
            wait = min(2 * wait, LAST_AGAIN)

    async def once(self) -> bool:
        """Open one line and use it until it ends; return whether a session had begun on it."""
        ping, longest = self.ping, LONGEST_FRAME
        close = aiohttp.ClientWSTimeout(ws_close=CLOSE)
        async with self.session.ws_connect(
            self.endpoint, heartbeat=ping, max_msg_size=longest, timeout=close
        ) as socket:
            return await self._lives(socket)

    async def hang_up(self) -> None:
        """Close the line that is open."""
        if self._socket:
            await self._socket.close()

    async def call(self, method: str, *params: Any) -> Any:
        """Ask the chat; raises Refused with its answer, or Cut where none came: the line is closed then."""
        if not self._socket or self._socket.closed:
            raise Cut(method)
        number = next(self._numbers)
        answer = self._waiting[number] = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(self.answer):
                await self._socket.send_bytes(packed([REQUEST, number, method, list(params)]))
                return await answer
        except TimeoutError as error:
            self._closing = asyncio.create_task(self.hang_up())  # that may take its time: the next line does not wait
            raise Cut(method) from error
        except ConnectionError as error:
            raise Cut(method) from error
        finally:
            self._waiting.pop(number, None)

    async def _lives(self, socket: aiohttp.ClientWebSocketResponse) -> bool:
        """Use a line until it ends; return whether a session had begun on it. Raises Unwanted, and why none began."""
        self._socket, has_begun = socket, False
        reading = asyncio.create_task(self._read(socket))
        try:
            with contextlib.suppress(Cut):  # then the line has ended, and says why
                await self.begins()
                has_begun = True
            reason = await reading
        except Refused as refusal:
            if refusal.code == NO_TOKEN:
                raise Unwanted("トークンが受け付けられません") from refusal
            raise
        finally:
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)
        if reason in GIVEN_UP:
            raise Unwanted(GIVEN_UP[reason])
        return has_begun

    async def _read(self, socket: aiohttp.ClientWebSocketResponse) -> str:
        """Take what comes until the line ends; return the words with which the other side has closed it."""
        try:
            while (frame := await socket.receive()).type is aiohttp.WSMsgType.BINARY:
                await self._take(frame.data)
            return str(frame.extra or "")
        finally:
            self._end()

    def _end(self) -> None:
        self._socket = None
        self.ends()
        for answer in self._waiting.values():
            if not answer.done():
                answer.set_exception(Cut("the line ended"))

    async def _take(self, data: bytes) -> None:
        """An answer goes to whoever waits for it; a push is kept for its turn, and acknowledged."""
        try:
            kind, number, third, fourth = unpacked(data)
        except (Unpackable, TypeError, ValueError):
            log.warning("a frame that is none: %d bytes", len(data))
            return
        if not isinstance(number, int):
            log.warning("a frame without a number")
        elif kind == RESPONSE:
            self._answered(number, third, fourth)
        elif kind == REQUEST and self._socket:
            self.hears(str(third), fourth[0] if isinstance(fourth, list) and fourth else None)
            with contextlib.suppress(ConnectionError):  # the end is noticed by whoever receives
                await self._socket.send_bytes(packed([RESPONSE, number, None, True]))

    def _answered(self, number: int, error: Any, result: Any) -> None:
        waiting = self._waiting.get(number)
        if waiting and not waiting.done():
            if error is None:
                waiting.set_result(result)
            else:
                waiting.set_exception(Refused(error))
