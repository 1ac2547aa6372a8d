"""Socket Mode: tickets, WebSocket connections, and envelopes that each go to one of them."""

import asyncio
import logging
import secrets
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress

from aiohttp import WSMessage, WSMsgType, web

from talkroom.bodies import read_json
from talkroom.errors import UndeliveredError
from talkroom.message import Json
from talkroom.transport import FIRST, Answer, Kind, Retry
from talkroom.waits import Waits

MOST_CONNECTIONS = 10
log = logging.getLogger(__name__)


class Connection:
    """One open WebSocket of an app, and the acks it still owes."""

    def __init__(self, socket: web.WebSocketResponse, wire: asyncio.Transport | None) -> None:
        self.socket = socket
        self._wire = wire
        self._owed: dict[str, asyncio.Future[Answer]] = {}
        self.hears = True

    async def deliver(self, kind: Kind, payload: Json, retry: Retry) -> Answer:
        envelope = _envelope(kind, payload, retry)
        ack: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._owed[envelope["envelope_id"]] = ack
        try:
            if self.hears:
                await self.socket.send_json(envelope)
            return await ack
        except ConnectionError as error:
            raise UndeliveredError("dispatch_failed") from error
        finally:
            del self._owed[envelope["envelope_id"]]

    async def listen(self) -> None:
        async for frame in self.socket:
            self._hear(frame)

    def drop(self) -> None:
        """Tell whoever waits here that no ack will come."""
        for ack in self._owed.values():
            if not ack.done():
                ack.set_exception(UndeliveredError("dispatch_failed"))

    def cut(self) -> None:
        """End the connection without a word, as a broken network does."""
        if self._wire:
            self._wire.abort()

    def freeze(self) -> None:
        """Hear nothing any more, as behind a network that swallows everything; not even a ping is answered."""
        if self._wire and isinstance(self._wire, asyncio.ReadTransport):
            self._wire.pause_reading()

    def deafen(self) -> None:
        """Answer every ping, and bring nothing any more."""
        self.hears = False

    def _hear(self, frame: WSMessage) -> None:
        try:
            said = read_json(frame.data) if frame.type == WSMsgType.TEXT else {}
        except ValueError:
            said = {}
        ack = self._owed.get(str(said.get("envelope_id"))) if isinstance(said, dict) else None
        if ack and not ack.done():
            payload = said.get("payload")
            ack.set_result(Answer(200, payload if isinstance(payload, dict) else {}))


class Sockets:
    """The open connections of every app, and the tickets that open new ones."""

    def __init__(self, waits: Waits, is_down: Callable[[], bool]) -> None:
        self._waits, self._is_down = waits, is_down
        self._tickets: dict[str, tuple[str, float]] = {}
        self._open: dict[str, deque[Connection]] = {}
        self._news = asyncio.Condition()
        self.watchers: list[Callable[[], None]] = []  # told when a connection opens or ends

    def ticket(self, app_id: str) -> str:
        """Issue a ticket: it opens one connection, within a minute."""
        now = time.monotonic()
        self._tickets = {each: kept for each, kept in self._tickets.items() if kept[1] > now}
        ticket = secrets.token_hex(16)
        self._tickets[ticket] = (app_id, now + self._waits.ticket)
        return ticket

    def connections(self, app_id: str) -> int:
        return len(self._open.get(app_id, ()))

    async def connected(self, app_id: str) -> None:
        """Wait until the app has an open connection, and none that brings nothing."""
        async with self._news:
            await self._news.wait_for(lambda: self.connections(app_id) and all(c.hears for c in self._open[app_id]))

    async def deliver(self, app_id: str, kind: Kind, payload: Json, retry: Retry = FIRST) -> Answer:
        connections = self._open.get(app_id)
        if not connections:
            raise UndeliveredError("app_not_running")
        connections.rotate(-1)
        return await connections[-1].deliver(kind, payload, retry)

    async def upgrade(self, request: web.Request) -> web.StreamResponse:
        """Open a connection; the ticket is spent by a successful upgrade only."""
        if self._is_down():
            raise web.HTTPServiceUnavailable
        ticket = request.query.get("ticket", "")
        app_id, until = self._tickets.get(ticket, ("", 0.0))
        if until <= time.monotonic():
            raise web.HTTPForbidden(text="invalid ticket")
        socket = web.WebSocketResponse(compress=False, heartbeat=self._waits.heartbeat, timeout=1)
        await socket.prepare(request)
        if not self._tickets.pop(ticket, None):
            await socket.close()
        elif self.connections(app_id) >= MOST_CONNECTIONS:
            await _turn_away(socket)
        else:
            await self._serve(app_id, Connection(socket, request.transport))
        return socket

    def cut(self, app_id: str) -> None:
        """Cut all of an app's connections; it has to notice by itself."""
        for connection in self._open.pop(app_id, ()):
            connection.cut()

    def freeze(self, app_id: str) -> None:
        """Leave an app's connections open, but deaf and dumb; it has to notice by its pings."""
        for connection in self._open.pop(app_id, ()):
            connection.freeze()

    def deafen(self, app_id: str) -> None:
        """Leave an app's connections open and their pings answered, and bring it nothing on them any more."""
        for connection in self._open.get(app_id, ()):
            connection.deafen()

    def cut_all(self) -> None:
        for app_id in list(self._open):
            self.cut(app_id)

    def freeze_all(self) -> None:
        for app_id in list(self._open):
            self.freeze(app_id)

    def deafen_all(self) -> None:
        for app_id in self._open:
            self.deafen(app_id)

    async def close(self) -> None:
        for connections in list(self._open.values()):
            for connection in list(connections):
                await connection.socket.close()

    async def _serve(self, app_id: str, connection: Connection) -> None:
        connections = self._open.setdefault(app_id, deque())
        connections.append(connection)
        try:
            await connection.socket.send_json(_hello(app_id, len(connections)))
            async with self._news:
                self._news.notify_all()
            self._tell()
            await connection.listen()
        except ConnectionError:
            log.info("socket of %s was cut", app_id)
        finally:
            with suppress(ValueError):  # a cut connection is off the list already
                connections.remove(connection)
            connection.drop()
            async with self._news:
                self._news.notify_all()
            self._tell()

    def _tell(self) -> None:
        for watch in self.watchers:
            watch()


async def _turn_away(socket: web.WebSocketResponse) -> None:
    await socket.send_json({"type": "disconnect", "reason": "too_many_websockets"})
    await socket.close()


def _hello(app_id: str, connections: int) -> Json:
    return {
        "type": "hello",
        "num_connections": connections,
        "debug_info": {"host": "talkroom", "build_number": 1, "approximate_connection_time": 18060},
        "connection_info": {"app_id": app_id},
    }


def _envelope(kind: Kind, payload: Json, retry: Retry) -> Json:
    envelope: Json = {
        "envelope_id": secrets.token_hex(16),
        "type": kind,
        "payload": payload,
        "accepts_response_payload": kind != "events_api",
    }
    if kind == "events_api":
        envelope |= {"retry_attempt": retry.attempt, "retry_reason": retry.reason}
    return envelope
