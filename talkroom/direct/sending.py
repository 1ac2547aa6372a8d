"""Says in the chat what waits in the outbox: one after the other, at the chat's pace, nothing lost or doubled."""

import asyncio
import base64
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import aiohttp

from talkroom.direct import wire
from talkroom.direct.attachments import Attachments
from talkroom.direct.calls import Calls
from talkroom.direct.guests import Guests, NoTalk
from talkroom.direct.link import Cut, Refused
from talkroom.direct.outbox import Outbox, Outgoing
from talkroom.direct.wire import Note, Spoken, Strange, Talk

LONGEST_WAIT = 600.0  # seconds that a refusal can make us wait
log = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class Sending:
    """Works off the outbox whenever there is a line."""

    outbox: Outbox
    guests: Guests
    calls: Calls
    attachments: Attachments
    line: asyncio.Event  # set while a session is open
    span: float = wire.SPAN
    note_span: float = wire.NOTE_SPAN

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
        ways = {"message": self._message, "note": self._note, "file": self._file}
        way: Callable[[Outgoing, Talk], Awaitable[None]] = ways[outgoing.what]
        try:
            await way(outgoing, await self.guests.talk_for(outgoing.place))
            await asyncio.sleep(self.note_span if outgoing.what == "note" else self.span)
        except (Cut, aiohttp.ClientConnectionError, TimeoutError):
            self.line.clear()  # until the next session has begun
        except Refused as refusal:
            await self._refused(outgoing, refusal)
        except (NoTalk, Strange) as error:
            self._give_up(outgoing, f"{type(error).__name__} {error}")

    async def _refused(self, outgoing: Outgoing, refusal: Refused) -> None:
        if refusal.code in wire.LATER:
            await asyncio.sleep(min(_seconds(refusal.detail), LONGEST_WAIT))
        elif refusal.code == wire.CONFLICT and outgoing.what == "note":
            await asyncio.sleep(self.note_span)  # somebody was quicker: the next try begins with their words
        else:
            self._give_up(outgoing, f"{refusal.code} {refusal}")

    def _give_up(self, outgoing: Outgoing, why: str) -> None:
        log.error("the chat does not take what is to be said: %s %s", outgoing.what, why)
        self.outbox.give_up(outgoing, why)

    # Messages

    async def _message(self, outgoing: Outgoing, talk: Talk) -> None:
        kind, content = outgoing.body
        said = await self._said_already(outgoing, talk, kind, content)
        if said is None:
            self.outbox.try_(outgoing)
            said = await self.calls.say(talk.id, kind, content)
        self.outbox.done(outgoing, talk.id, said)

    async def _said_already(self, outgoing: Outgoing, talk: Talk, kind: int, content: Any) -> int | None:
        """The id under which a message stands there that may have been said when the line was cut."""
        if not outgoing.tried:
            return None
        known = self.outbox.newest(talk.id)
        mine = [each for each in await self.calls.newest(talk.id) if each.by == self.guests.me and each.id > known]
        return next((each.id for each in reversed(mine) if _alike(each, kind, content)), None)

    # Files

    async def _file(self, outgoing: Outgoing, talk: Talk) -> None:
        name, contents = outgoing.body[0], base64.b64decode(outgoing.body[1])
        content = {"name": name, "content_size": len(contents)}
        said = await self._said_already(outgoing, talk, wire.FILE, content)
        if said is None:
            self.outbox.try_(outgoing)
            content |= await self.attachments.put(name, contents, talk.domain)
            said = await self.calls.say(talk.id, wire.FILE, content)
        self.outbox.done(outgoing, talk.id, said)

    # Notes

    async def _note(self, outgoing: Outgoing, talk: Talk) -> None:
        """Write the note of this key, or its next revision; one that somebody has deleted is written anew."""
        title, text = outgoing.body
        there = await self._note_there(outgoing, talk)
        if not there:
            self.outbox.try_(outgoing)
            there = await self.calls.write_note(talk.id, title, text)
        elif (there.title, there.text) != (title, text):
            await self.calls.rewrite_note(there, title, text)
        self.outbox.noted(outgoing, there.id)

    async def _note_there(self, outgoing: Outgoing, talk: Talk) -> Note | None:
        known = self.outbox.note_at(outgoing.key)
        if known:
            return await self._read(known)
        return await self._written_already(outgoing, talk) if outgoing.tried else None

    async def _written_already(self, outgoing: Outgoing, talk: Talk) -> Note | None:
        """The note that may have been written when the line was cut."""
        wanted = self.guests.me, *outgoing.body
        for each in set(await self.calls.notes(talk.domain, talk.id)) - self.outbox.notes():
            note = await self._read(each)
            if note and (note.by, note.title, note.text) == wanted:
                return note
        return None

    async def _read(self, note: int) -> Note | None:
        try:
            return await self.calls.note(note)
        except Refused as refusal:
            if refusal.code == wire.NO_SUCH:
                return None
            raise


def _alike(said: Spoken, kind: int, content: Any) -> bool:
    """Whether it is this that was said; the chat may have added to it."""
    if said.kind != kind:
        return False
    if not isinstance(content, dict) or not isinstance(said.content, dict):
        return bool(said.content == content)
    return all(said.content.get(name) == value for name, value in content.items())


def _seconds(detail: Any) -> float:
    """How long a refusal asks us to wait."""
    wanted = detail.get("retry_after") if isinstance(detail, dict) else None
    return float(wanted) if isinstance(wanted, (int, float)) and wanted > 0 else 1.0
