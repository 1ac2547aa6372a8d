"""Hears what people do in the chat: each once and in its order, first of all what came while there was no line."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from talkroom.direct import wire
from talkroom.direct.acts import Acts
from talkroom.direct.calls import Calls
from talkroom.direct.guests import Guests
from talkroom.direct.link import Cut, Refused, seconds
from talkroom.direct.marks import Marks
from talkroom.direct.receipts import Receipts
from talkroom.direct.wire import GROUP, Spoken, Talk

ENDS = 3.0  # seconds in which what is under way may still end when the bot is stopped
log = logging.getLogger(__name__)
Push = tuple[str, Any]


@dataclass(slots=True, kw_only=True)
class Hearing:
    """Works off what the chat tells."""

    guests: Guests
    calls: Calls
    acts: Acts
    receipts: Receipts
    marks: Marks
    line: asyncio.Event  # set while a session is open
    _told: "asyncio.Queue[Push | None]" = field(default_factory=asyncio.Queue)

    def hears(self, name: str, body: Any) -> None:
        self._told.put_nowait((name, body))

    async def begins(self) -> None:
        """A new line is coming: what came while there was none is asked for first."""
        first = not self.marks.has_begun
        for talk in self.guests.talks.values():
            if self.marks.is_new(talk.id) and (first or talk.kind == GROUP):
                await self._begin_at_its_end(talk.id)
        self.marks.has_begun = True
        self._told.put_nowait(None)

    async def run(self) -> None:
        while True:
            await self._until_taken(await self._told.get())

    async def _until_taken(self, push: Push | None) -> None:
        """Take it; where the chat is busy again, and where the line is cut all that came since on the next one."""
        taken = False
        while not taken:
            try:
                await (self._take(*push) if push else self._catch_up())
                taken = True
            except Cut:
                log.warning("the line was cut while something was heard; it is asked for on the next one")
                while push := await self._told.get():
                    continue  # what came after it on this line would be taken before it
            except Refused as refusal:
                if refusal.code not in wire.LATER:
                    log.exception("the chat refuses what is to be heard: %s", push[0] if push else "all")
                    taken = True
                else:
                    await asyncio.sleep(seconds(refusal.detail))
            except Exception:
                log.exception("what the chat tells cannot be taken: %s", push[0] if push else "all")
                taken = True

    async def _take(self, name: str, body: Any) -> None:
        ways: dict[str, Callable[[Any], Awaitable[None]]] = {
            "notify_create_message": self._message,
            "notify_update_read_statuses": self.receipts.of_several,
            "notify_update_talk_status": self.receipts.of_all,
            "notify_delete_talk": self._talk_is_gone,
            "notify_update_user": self._called,
            **dict.fromkeys(("notify_create_group_talk", "notify_create_pair_talk"), self._talk),
            **dict.fromkeys(("notify_add_talkers", "notify_delete_talker", "notify_update_group_talk"), self._talk),
        }
        if way := ways.get(name):
            await way(body)

    # Talks and people

    async def _talk(self, body: Any) -> None:
        talk = wire.talk(body)
        await self.guests.take(talk)
        if talk.id in self.guests.talks and talk.kind == GROUP and self.marks.is_new(talk.id):
            await self._begin_at_its_end(talk.id)

    async def _talk_is_gone(self, body: Any) -> None:
        with wire.shaped("talk"):
            self.guests.leave(int(body))

    async def _called(self, body: Any) -> None:
        """Somebody changed their name: a pair of their domain and themselves, or ourselves alone."""
        user = wire.user(body[1]) if isinstance(body, list) and len(body) > 1 else None
        if user and self.guests.knows(user.id):
            self.guests.called(user)

    async def _begin_at_its_end(self, talk: int) -> None:
        """What was said in a talk before we came is none of our business."""
        self.marks.heard(talk, max((each.id for each in await self.calls.newest(talk)), default=0))

    # Messages

    async def _catch_up(self) -> None:
        await self.line.wait()
        self.acts.tell_what_broke_off()
        for talk in list(self.guests.talks.values()):
            try:
                await self._catch_up_in(talk)
            except Refused as refusal:
                if refusal.code in wire.LATER:
                    raise
                log.exception("what was said in a talk meanwhile is not told")

    async def _catch_up_in(self, talk: Talk) -> None:
        while came := await self.calls.since(talk.id, self.marks.last(talk.id)):
            for number, said in came:
                if said:
                    await self._once(said)
                self.marks.heard(talk.id, number)

    async def _message(self, body: Any) -> None:
        await self._once(wire.spoken(body))

    async def _once(self, said: Spoken) -> None:
        """Take a message, unless it was taken already."""
        if said.id <= self.marks.last(said.talk):
            return
        talk = await self._where(said)
        if talk:
            await self.receipts.ask(said, talk, self.acts.plain(said))
            await self._act(said, talk)
            await self._tell_that_it_was_read(said)
        self.marks.heard(said.talk, said.id)

    async def _where(self, said: Spoken) -> Talk | None:
        """The talk in which one of the people says it; a talk or a person that is not known is asked for."""
        if said.by in {0, self.guests.me} or said.by_bot:
            return None
        if said.talk not in self.guests.talks or not self.guests.knows(said.by):
            await self.guests.all(await self.calls.talks())
        return self.guests.talks.get(said.talk) if self.guests.knows(said.by) else None

    async def _act(self, said: Spoken, talk: Talk) -> None:
        """Do what it says, and count it as heard; one that is under way when the bot is stopped may end."""
        acting = asyncio.create_task(self.acts.do(said, talk))
        try:
            await asyncio.shield(acting)
        except asyncio.CancelledError:
            await asyncio.wait({acting}, timeout=ENDS)
            raise
        finally:
            if acting.done() and not acting.cancelled() and not acting.exception():
                self.marks.heard(said.talk, said.id)

    async def _tell_that_it_was_read(self, said: Spoken) -> None:
        try:
            await self.calls.has_read(said.talk, said.id)
        except Refused as refusal:
            log.warning("that a message was read is not taken: %s", refusal.code)
