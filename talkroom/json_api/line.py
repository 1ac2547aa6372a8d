"""One person's line in words, over a WebSocket: what they type goes in, what they read comes out."""

import asyncio
import base64
import binascii
import json
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from aiohttp import WSMsgType, web

from talkroom.clock import JST
from talkroom.errors import RefusedError
from talkroom.files import LARGEST
from talkroom.json_api.answering import PERSON, refused
from talkroom.message import Json
from talkroom.plain import Chat, Face, Said
from talkroom.view import View

if TYPE_CHECKING:
    from talkroom.room import Talkroom

CHAT = Chat(ephemeral=True)
"""Nobody else reads a person's own line."""
LARGEST_FRAME = LARGEST * 4 // 3 + 4096
TO_COME = 10  # seconds in which an app that has just been started may connect


class Line:
    """Serves /room/people/{user}/line."""

    def __init__(self, room: "Talkroom") -> None:
        self._room = room

    def routes(self) -> list[web.RouteDef]:
        return [web.get(f"{PERSON}/line", self.line)]

    async def line(self, request: web.Request) -> web.StreamResponse:
        try:
            person = self._room.persons.person(request.match_info["user"]).id
        except RefusedError as refusal:
            return refused(refusal)
        response = web.WebSocketResponse(heartbeat=30, max_msg_size=LARGEST_FRAME)
        await response.prepare(request)
        out = Out(self._room)
        face, pump = Face(self._room, CHAT, out, together=True), asyncio.create_task(out.pump(response))
        out.told = lambda key: face.has_read(person, key.partition("/")[0], key)
        try:
            await self._hear(face, person, out, response)
        finally:
            face.close()
            pump.cancel()
        return response

    async def _hear(self, face: Face, person: str, out: "Out", response: web.WebSocketResponse) -> None:
        await self._apps_are_there()
        out.put({"ready": True})
        face.seat(person)
        face.catch_up(person)  # at once: what comes from here on is heard
        async for frame in response:
            if frame.type is WSMsgType.TEXT:
                await self._take(face, person, out, frame.data)
                out.put({"done": True})

    async def _take(self, face: Face, person: str, out: "Out", typed: str) -> None:
        try:
            said = json.loads(typed)
            channel = str(said.get("channel") or face.ground.direct(person))
            if "file" in said:
                contents = base64.b64decode(said["contents"], validate=True)
                await face.brings(person, channel, str(said["file"]), contents)
            else:
                await face.hears(person, channel, str(said["text"]))
            await self._room.settle()
        except (ValueError, KeyError, TypeError, AttributeError, binascii.Error):
            out.put({"said": "読めない内容でした。もう一度お試しください。"})

    async def _apps_are_there(self) -> None:
        """Wait a little for an app that is only just starting."""
        app = next(iter(self._room.world.apps.values()), None)
        if app and not self._room.delivery.reaches(app):
            try:
                async with asyncio.timeout(TO_COME):
                    await self._room.connected(app.id)
            except TimeoutError:
                return


class Out:
    """The way out: frames, in their order."""

    def __init__(self, room: "Talkroom") -> None:
        self._room = room
        self._waiting: asyncio.Queue[tuple[Json, str]] = asyncio.Queue()
        self.told: Callable[[str], None] = lambda _: None  # by its key, once it has gone out

    def put(self, frame: Json, key: str = "") -> None:
        self._waiting.put_nowait((frame, key))

    async def pump(self, response: web.WebSocketResponse) -> None:
        while True:
            frame, key = await self._waiting.get()
            try:
                await response.send_json(frame)
            except ConnectionError:
                return
            if "/" in key:
                self.told(key)

    def say(self, said: Said) -> None:
        at = self._room.clock().astimezone(JST).strftime("%H:%M")
        self.put({"said": said.text, "by": said.by, "room": said.room, "at": at}, said.key)

    def file(self, _: str, name: str, contents: bytes) -> str:
        self.put({"file": name, "contents": base64.b64encode(contents).decode()})
        return f"「{name}」をお渡ししました。"

    def change(self, _: Said) -> None:
        raise NotImplementedError  # CHAT says that nothing can be changed here

    def note(self, *_: object) -> None:
        raise NotImplementedError  # likewise

    def forms(self, _: str, __: Sequence[View]) -> None:
        raise NotImplementedError  # likewise
