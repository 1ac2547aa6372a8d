"""The room in a chat that speaks the direct protocol: brings the parts together, and lives with them."""

import asyncio
import logging
from typing import TYPE_CHECKING, Any

import aiohttp

from talkroom.direct.acts import Acts
from talkroom.direct.attachments import Attachments
from talkroom.direct.calls import Calls
from talkroom.direct.guests import Guests
from talkroom.direct.hearing import Hearing
from talkroom.direct.link import Link
from talkroom.direct.marks import Marks
from talkroom.direct.noting import Noting
from talkroom.direct.outbox import Outbox
from talkroom.direct.receipts import Receipts
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
        self._token, self._line, self._marks = token, asyncio.Event(), Marks(store)
        self.outbox = Outbox(store)
        self.face = Face(room, LOGO, self.outbox)
        self.link = Link(endpoint=endpoint, session=session, begins=self._begin, ends=self._ends, hears=self._hears)
        self._calls = Calls(self.link)
        self.guests = Guests(world=room.world, face=self.face, calls=self._calls, marks=self._marks)
        self.attachments = Attachments(calls=self._calls, session=session, endpoint=endpoint, token=token)
        self.sending, self.hearing = self._sending(), self._hearing(room)
        self.outbox.open()
        self.guests.remember()
        self._recall()

    async def run(self) -> None:
        """Live until this is cancelled. Raises Unwanted, in a group, where the chat does not want us."""
        async with asyncio.TaskGroup() as parts:
            for part in (self.link, self.sending, self.hearing):
                parts.create_task(part.run())

    @property
    def is_open(self) -> bool:
        """Whether there is a line with a session."""
        return self._line.is_set()

    def _sending(self) -> Sending:
        shared: dict[str, Any] = {"outbox": self.outbox, "guests": self.guests, "calls": self._calls}
        own: dict[str, Any] = {"attachments": self.attachments, "marks": self._marks, "line": self._line}
        return Sending(**shared, **own, noting=Noting(**shared))

    def _hearing(self, room: "Talkroom") -> Hearing:
        told: dict[str, Any] = {"face": self.face, "guests": self.guests, "outbox": self.outbox}
        bot = next(iter(room.world.apps.values())).name
        acts = Acts(**told, attachments=self.attachments, marks=self._marks, bot=bot, settle=room.settle)
        receipts = Receipts(**told, calls=self._calls)
        own: dict[str, Any] = {"guests": self.guests, "calls": self._calls, "marks": self._marks, "line": self._line}
        return Hearing(**own, acts=acts, receipts=receipts)

    async def _begin(self) -> None:
        """Open a session: learn who is where, and let the chat tell what happens from now on."""
        self.guests.me = await self._calls.session(self._token)
        await self._calls.reset()
        await self.guests.all(await self._calls.talks())
        await self.hearing.begins()
        await self._calls.listen()
        self._line.set()
        log.info("connected to the chat: %d talks", len(self.guests.talks))

    def _ends(self) -> None:
        self._line.clear()

    def _hears(self, name: str, body: Any) -> None:
        self.hearing.hears(name, body)

    def _recall(self) -> None:
        """What was told by an earlier run can be answered still, but a form that was under way then is gone."""
        for each in self.outbox.menus():
            self.face.recall(each.place, each.key, each.menu, each.labels)
        for place, key in self.outbox.newest_keys().items():
            if key.startswith("form#"):
                self.outbox.withdraw(key)
                self.outbox.say(Said(place=place, key=self.face.ground.key("lost"), text=LOST))
