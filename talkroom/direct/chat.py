"""The room in a chat that speaks the direct protocol: brings the parts together, and lives with them."""

import asyncio
import logging
from typing import TYPE_CHECKING, Any

import aiohttp

from talkroom.direct.attachments import Attachments
from talkroom.direct.calls import Calls
from talkroom.direct.guests import Guests
from talkroom.direct.hearing import Hearing
from talkroom.direct.link import Link
from talkroom.direct.outbox import Outbox
from talkroom.direct.sending import Sending
from talkroom.plain import LOGO, Face, Said
from talkroom.store import Store

if TYPE_CHECKING:
    from talkroom.room import Talkroom

LOST = "ボットが動き直したため、入力の途中だったものは送られていません。お手数ですが、もう一度始めてください。"
log = logging.getLogger(__name__)


class Direct:
    """A room's face in the chat at `endpoint`. The room has to keep itself in this store, and to be open already."""

    def __init__(
        self, room: "Talkroom", store: Store, session: aiohttp.ClientSession, endpoint: str, token: str
    ) -> None:
        self._token, self._line = token, asyncio.Event()
        self.outbox = Outbox(store)
        self.face = Face(room, LOGO, self.outbox)
        ends, hears = self._ends, self._hears
        self.link = Link(endpoint=endpoint, session=session, begins=self._begin, ends=ends, hears=hears)
        self._calls = Calls(self.link)
        self.guests = Guests(world=room.world, face=self.face, calls=self._calls)
        shared: dict[str, Any] = {"outbox": self.outbox, "guests": self.guests, "calls": self._calls}
        attachments = Attachments(calls=self._calls, session=session, endpoint=endpoint, token=token)
        shared |= {"attachments": attachments, "line": self._line}
        self.sending = Sending(**shared)
        self.hearing = Hearing(
            **shared,
            face=self.face,
            bot=next(iter(room.world.apps.values())).name,
        )
        self.outbox.open()
        self._recalled = False

    async def run(self) -> None:
        """Live until this is cancelled. Raises Unwanted, in a group, where the chat does not want us."""
        async with asyncio.TaskGroup() as parts:
            for part in (self.link, self.sending, self.hearing):
                parts.create_task(part.run())

    @property
    def is_open(self) -> bool:
        """Whether there is a line with a session."""
        return self._line.is_set()

    async def _begin(self) -> None:
        """Open a session: learn who is where, and let the chat tell what happens from now on."""
        self.guests.me = await self._calls.session(self._token)
        await self._calls.reset()
        await self.guests.all(await self._calls.talks())
        self._recall()
        await self.hearing.begins()
        await self._calls.listen()
        self._line.set()
        log.info("connected to the chat: %d talks", len(self.guests.talks))

    def _ends(self) -> None:
        self._line.clear()

    def _hears(self, name: str, body: Any) -> None:
        self.hearing.hears(name, body)

    def _recall(self) -> None:
        """Once a run: what was told before it can be answered still, but a form that was under way is gone."""
        if self._recalled:
            return
        self._recalled, newest = True, dict[str, str]()
        for each in self.outbox.menus():
            self.face.recall(each.place, each.key, each.menu)
        for told in self.outbox.told.values():
            newest[told.place] = told.key
        for place in [place for place, key in newest.items() if key.startswith("form#")]:
            self.outbox.say(Said(place=place, key=self.face.ground.key("face"), text=LOST))
