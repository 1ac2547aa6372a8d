"""The small room in the small business chat, its app, and how a test speaks of them."""

import asyncio
from contextlib import asynccontextmanager

import aiohttp
from direct_server import ALL, BOT_USER, SOON
from small_room import BOT, Listener, actions, button, client, new_room

from talkroom import Store
from talkroom.clock import RealClock
from talkroom.direct import Direct

ROOM = f"C{ALL}"
CHOICES = actions(button("済", action_id="done"), button("まだ", action_id="not_yet"), block_id="choice")


class App(Listener):
    """An app that can be waited for."""

    def __init__(self):
        super().__init__()
        self.came = asyncio.Condition()

    async def deliver(self, kind, payload):
        answer = await super().deliver(kind, payload)
        async with self.came:
            self.came.notify_all()
        return answer

    async def until(self, holds):
        async with asyncio.timeout(SOON), self.came:
            await self.came.wait_for(holds)


class There:
    """A server, the room that is in it, and the app of the room."""

    def __init__(self, server, room, direct, running):
        self.server, self.room, self.direct, self.running = server, room, direct, running
        self.app, self.web = App(), client(room)
        room.attach(BOT.id, self.app)

    async def posts(self, *blocks, text="お知らせ", channel=ROOM, **more):
        said = await self.web.chat_postMessage(channel=channel, text=text, blocks=list(blocks), **more)
        self.ts = said["ts"]

    async def heard(self, count=1):
        """What the app is told, once it is told so much."""
        await self.app.until(lambda: len(self.acts) >= count)
        return self.acts[-1]

    @property
    def acts(self):
        """What people did that the app is told of, besides what happens of itself."""
        return [body for kind, body in self.app.heard if kind != "events_api"]


@asynccontextmanager
async def opened(path, server, token=f"token-{BOT_USER}"):
    """The room in the chat, from its start to its end."""
    store = Store(path / "room.db")
    room = new_room(people=(), channels=(), apps=(BOT,), clock=RealClock(), kept_in=store)
    await room.start()
    async with aiohttp.ClientSession() as session:
        direct = Direct(room, store, session, server.endpoint, token)
        direct.link.again, direct.sending.span, direct.sending.note_span = 0.01, 0, 0
        direct.sending.pause = direct.hearing.pause = 0
        running = asyncio.create_task(direct.run())
        try:
            yield There(server, room, direct, running)
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
            direct.face.close()
            await room.stop()
