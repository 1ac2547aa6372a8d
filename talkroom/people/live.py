"""What happens, told to the page as it happens: one stream of server-sent events for each open window."""

import asyncio
import json
from contextlib import suppress

from aiohttp import web

from talkroom.clock import Clock
from talkroom.message import Json
from talkroom.people import shown
from talkroom.waits import Waits
from talkroom.world import Change, World

MOST_WAITING = 1000


class Window:
    """One open window of one person. It is closed when it lags too far behind; the page opens it again."""

    def __init__(self, person: str) -> None:
        self.person = person
        self.closed = False
        self._waiting: asyncio.Queue[Json | None] = asyncio.Queue(MOST_WAITING)

    def tell(self, what: Json | None) -> None:
        if self._waiting.full():
            self.closed = True
        else:
            self._waiting.put_nowait(what)

    async def serve(self, response: web.StreamResponse, *, heartbeat: float) -> None:
        while not self.closed:
            line = b": still here\n\n"
            with suppress(TimeoutError):
                what = await asyncio.wait_for(self._waiting.get(), heartbeat)
                if what is None:
                    return
                line = f"data: {json.dumps(what)}\n\n".encode()
            await response.write(line)


class Live:
    """Tells every open window what its person may see."""

    def __init__(self, world: World, clock: Clock, *, waits: Waits) -> None:
        self._world, self._clock, self._waits = world, clock, waits
        self._windows: list[Window] = []
        world.watchers.append(self._changed)
        clock.watch(self._moved)

    async def stream(self, request: web.Request, person: str) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        window = Window(person)
        self._windows.append(window)
        try:
            await response.prepare(request)
            await response.write(b": here\n\n")
            await window.serve(response, heartbeat=self._waits.heartbeat)
        except ConnectionError:
            pass  # the window was closed
        finally:
            self._windows.remove(window)
        return response

    def close(self) -> None:
        for window in self._windows:
            window.tell(None)

    def _changed(self, change: Change) -> None:
        for window in self._windows:
            if what := self._as_seen(change, window.person):
                window.tell(what)

    def _as_seen(self, change: Change, person: str) -> Json | None:
        said = change.message
        if change.kind == "channels" and change.person != person:
            return None
        if said is None:
            return {"type": "channels"}
        if person not in self._world.channels[change.channel].members or not said.is_for(person):
            return None
        if change.kind == "deleted":
            gone: Json = {"type": "deleted", "channel": change.channel, "ts": said.ts}
            return gone | {"thread_ts": said.thread_ts} if said.thread_ts else gone
        return {"type": change.kind, "channel": change.channel, "message": shown.message(self._world, said)}

    def _moved(self) -> None:
        for window in self._windows:
            window.tell({"type": "clock", "now": self._clock.iso()})
