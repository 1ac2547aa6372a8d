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
from talkroom.direct.link import TRIES, Cut, Refused
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
    pause: float = 1.0  # seconds before what has failed is tried again, doubled each time
    _in_vain: set[tuple[int, int]] = field(default_factory=set)  # talks and people that were asked for in this session
    _told: "asyncio.Queue[Push | None]" = field(default_factory=asyncio.Queue)

    def hears(self, name: str, body: Any) -> None:
        self._told.put_nowait((name, body))

    async def begins(self) -> None:
        """A new line is coming: what came while there was none is asked for first."""
        first = not self.marks.has_begun
        self._in_vain.clear()
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
        taken, failed = False, 0
        while not taken:
            try:
                await (self._take(*push) if push else self._catch_up())
                taken = True
            except Cut:
                log.warning("the line was cut while something was heard; it is asked for on the next one")
                await self._the_next_line()
                push = None
            except Refused as refusal:
                failed += refusal.has_failed
                if refusal.code == wire.NO_TOKEN:
                    await self.calls.hang_up()
                    await self._the_next_line()
                    push = None
                elif refusal.passes and failed <= TRIES:
                    await asyncio.sleep(refusal.wait(failed, self.pause))
                else:
                    log.exception("the chat refuses what is to be heard: %s", push[0] if push else "all")
                    taken = True
            except Exception:
                log.exception("what the chat tells cannot be taken: %s", push[0] if push else "all")
                taken = True

    async def _the_next_line(self) -> None:
        """Let go of what came after it on this line: it would be taken before it. All is asked for on the next one."""
        while await self._told.get():
            continue

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
        await self.guests.take(wire.talk(body))

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
        try:
            self.marks.heard(talk, max((each.id for each in await self.calls.newest(talk)), default=0))
        except Refused as refusal:
            if refusal.passes:
                raise
            log.warning("what was said in a talk is not told: %s", refusal.code)

    # Messages

    async def _catch_up(self) -> None:
        await self.line.wait()
        self.acts.tell_what_broke_off()
        for talk in list(self.guests.talks.values()):
            try:
                await self._catch_up_in(talk)
            except Refused as refusal:
                if refusal.passes or refusal.code == wire.NO_TOKEN:
                    raise
                log.exception("what was said in a talk meanwhile is not told")

    async def _catch_up_in(self, talk: Talk) -> None:
        while came := await self.calls.since(talk.id, self.marks.last(talk.id)):
            for number, said in came:
                if said:
                    await self._once(said)
                self._heard(talk.id, number)

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
        self._heard(said.talk, said.id)

    def _heard(self, talk: int, message: int) -> None:
        """Of a talk that we are in no more there is no mark."""
        if talk in self.guests.talks:
            self.marks.heard(talk, message)

    async def _where(self, said: Spoken) -> Talk | None:
        """The talk in which one of the people says it; a talk or a person that is not known is asked for."""
        if said.by in {0, self.guests.me} or said.by_bot:
            return None
        known = said.talk in self.guests.talks and self.guests.knows(said.by)
        if not known and (said.talk, said.by) not in self._in_vain:
            await self.guests.all(await self.calls.talks())
            self._in_vain.add((said.talk, said.by))
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
                self._heard(said.talk, said.id)

    async def _tell_that_it_was_read(self, said: Spoken) -> None:
        try:
            await self.calls.has_read(said.talk, said.id)
        except Refused as refusal:
            log.warning("that a message was read is not taken: %s", refusal.code)
