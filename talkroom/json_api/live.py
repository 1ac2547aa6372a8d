"""What happens, told to the page as it happens: one stream of server-sent events for each open window."""

import asyncio
import json
from contextlib import suppress
from typing import TYPE_CHECKING

from aiohttp import web

from talkroom.json_api import shown
from talkroom.message import Json, Message
from talkroom.waits import Waits
from talkroom.world import Change

if TYPE_CHECKING:
    from talkroom.room import Talkroom

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
                async with asyncio.timeout(heartbeat):
                    what = await self._waiting.get()
                if what is None:
                    return
                line = f"data: {json.dumps(what)}\n\n".encode()
            await response.write(line)


class Live:
    """Tells every open window what its person may see."""

    def __init__(self, room: "Talkroom", *, waits: Waits) -> None:
        self._room, self._world, self._waits = room, room.world, waits
        self._windows: list[Window] = []
        room.world.watchers.append(self._changed)
        room.clock.watch(lambda: self.tell_all({"type": "clock", **shown.clock(room)}))
        room.delivery.sockets.watchers.append(lambda: self.tell_all({"type": "channels"}))
        room.faults.watchers.append(lambda: self.tell_all({"type": "faults", "faults": room.faults.shown()}))

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

    def tell_all(self, what: Json) -> None:
        for window in self._windows:
            window.tell(what)

    def close(self) -> None:
        for window in self._windows:
            window.tell(None)

    def _changed(self, change: Change) -> None:
        for window in self._windows:
            if what := self._as_seen(change, window.person):
                window.tell(what)

    def _as_seen(self, change: Change, person: str) -> Json | None:
        """What this person is told of a change; None where it is none of theirs."""
        if change.kind in {"file", "chosen"}:
            return None
        if change.kind == "scheduled":
            return {"type": "clock", **shown.clock(self._room)}
        if change.message:
            return self._of_message(change, change.message, person)
        if change.person == person or change.kind == "joined":
            return self._of_person(change, person)
        return None

    def _of_person(self, change: Change, person: str) -> Json:
        if change.kind == "modal":
            stack = self._room.screens.stack(person)
            return {"type": "modal", "stack": [shown.view(self._world, view) for view in stack]}
        if change.kind == "home":
            home = self._room.screens.home(change.app, person)
            return {"type": "home", "app": change.app, "view": home and shown.view(self._world, home)}
        return {"type": "channels"}

    def _of_message(self, change: Change, said: Message, person: str) -> Json | None:
        if person not in self._world.channels[change.channel].members or not said.is_for(person):
            return None
        if change.kind == "deleted":
            gone: Json = {"type": "deleted", "channel": change.channel, "ts": said.ts}
            return gone | {"thread_ts": said.thread_ts} if said.thread_ts else gone
        kind = "message" if change.kind == "message" else "changed"
        return {"type": kind, "channel": change.channel, "message": shown.message(self._world, said, seen_by=person)}
