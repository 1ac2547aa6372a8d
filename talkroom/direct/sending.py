"""Says in the chat what waits in the outbox: one after the other, at the chat's pace, nothing lost or doubled."""

import asyncio
import base64
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from talkroom.direct import wire
from talkroom.direct.attachments import Attachments
from talkroom.direct.calls import Calls
from talkroom.direct.guests import Guests, NoTalk
from talkroom.direct.link import TRIES, Cut, Refused
from talkroom.direct.marks import Marks
from talkroom.direct.noting import Noting
from talkroom.direct.outbox import Outbox, Outgoing
from talkroom.direct.wire import Spoken, Strange, Talk
from talkroom.plain import Said

UNSENT = "「{}」をお送りできませんでした。お手数ですが、もう一度お試しください。"
log = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class Sending:
    """Works off the outbox whenever there is a line."""

    outbox: Outbox
    guests: Guests
    calls: Calls
    attachments: Attachments
    marks: Marks
    noting: Noting
    line: asyncio.Event  # set while a session is open
    span: float = wire.SPAN
    note_span: float = wire.NOTE_SPAN
    pause: float = 1.0  # seconds before what has failed is tried again, doubled each time
    _failed: dict[int, int] = field(default_factory=dict)

    async def run(self) -> None:
        """Notes have a pace of their own, and hold up nobody's answer."""
        async with asyncio.TaskGroup() as lanes:
            lanes.create_task(self._lane(notes=False))
            lanes.create_task(self._lane(notes=True))

    async def _lane(self, *, notes: bool) -> None:
        while True:
            await self.line.wait()
            if outgoing := self.outbox.due(notes=notes):
                await self._try(outgoing)
            else:
                self.outbox.more.clear()
                await self.outbox.more.wait()

    async def _try(self, outgoing: Outgoing) -> None:
        """Do one thing, and wait as long as the chat wants it."""
        ways = {"message": self._message, "note": self.noting.write, "file": self._file}
        way: Callable[[Outgoing, Talk], Awaitable[None]] = ways[outgoing.what]
        try:
            await way(outgoing, await self.guests.talk_for(outgoing.place))
            self._failed.pop(outgoing.nth, None)
            await asyncio.sleep(self.note_span if outgoing.what == "note" else self.span)
        except Cut:
            self.line.clear()  # until the next session has begun
        except Refused as refusal:
            await self._refused(outgoing, refusal)
        except Strange as error:
            await self._again(outgoing, Refused({"code": 0, "message": f"another shape: {error}"}))  # it may be done
        except NoTalk as error:
            self._give_up(outgoing, f"no talk: {error}")
        except Exception as error:
            log.exception("what is to be said cannot be: %s", outgoing.what)
            self._give_up(outgoing, type(error).__name__)

    async def _refused(self, outgoing: Outgoing, refusal: Refused) -> None:
        """Wait where it passes; what does not is set aside, so that it holds up nothing."""
        if refusal.code == wire.NO_TOKEN:
            self.line.clear()
            await self.calls.hang_up()  # the session is over: the next one begins on the next line
            await self._again(outgoing, refusal)
        elif refusal.passes or (refusal.code == wire.CONFLICT and outgoing.what == "note"):
            await self._again(outgoing, refusal)
        else:
            self._give_up(outgoing, f"{refusal.code} {refusal}")

    async def _again(self, outgoing: Outgoing, refusal: Refused) -> None:
        """A busy chat is waited for however often; what it fails at only so many times."""
        times = self._failed.get(outgoing.nth, 0) + (refusal.code not in wire.LATER)
        self._failed[outgoing.nth] = times
        if times > TRIES:
            self._give_up(outgoing, f"{refusal.code} {refusal}")
        else:
            await asyncio.sleep(refusal.wait(times, self.pause))

    def _give_up(self, outgoing: Outgoing, why: str) -> None:
        log.error("the chat does not take what is to be said: %s %s", outgoing.what, why)
        self._failed.pop(outgoing.nth, None)
        self.outbox.give_up(outgoing, why)
        if outgoing.what == "file":
            text = UNSENT.format(outgoing.body[0])
            self.outbox.say(Said(place=outgoing.place, key=self.guests.face.ground.key("face"), text=text))

    # Messages and files

    async def _message(self, outgoing: Outgoing, talk: Talk) -> None:
        kind, content = outgoing.body
        said = await self._said_already(outgoing, talk, kind, content)
        if said is None:
            self._tries(outgoing, talk)
            said = await self.calls.say(talk.id, kind, content)
        self.outbox.done(outgoing, talk.id, said)

    async def _file(self, outgoing: Outgoing, talk: Talk) -> None:
        name, contents = outgoing.body[0], base64.b64decode(outgoing.body[1])
        content = {"name": name, "content_size": len(contents)}
        said = await self._said_already(outgoing, talk, wire.FILE, content)
        if said is None:
            self._tries(outgoing, talk)
            content |= await self.attachments.put(name, contents, talk.domain)
            said = await self.calls.say(talk.id, wire.FILE, content)
        self.outbox.done(outgoing, talk.id, said)

    def _tries(self, outgoing: Outgoing, talk: Talk) -> None:
        self.outbox.try_(outgoing, max(self.outbox.newest(talk.id), self.marks.last(talk.id)))

    async def _said_already(self, outgoing: Outgoing, talk: Talk, kind: int, content: Any) -> int | None:
        """The id under which a message stands there that may have been said when the line was cut."""
        last = outgoing.after
        while outgoing.tried and (came := await self.calls.since(talk.id, last)):
            for number, said in came:
                if said and said.by == self.guests.me and _alike(said, kind, content):
                    return number
                last = number
        return None


def _alike(said: Spoken, kind: int, content: Any) -> bool:
    """Whether it is this that was said; the chat may have added to it."""
    if said.kind != kind:
        return False
    if not isinstance(content, dict) or not isinstance(said.content, dict):
        return bool(said.content == content)
    return all(said.content.get(name) == value for name, value in content.items())
