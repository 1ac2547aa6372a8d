"""Writes the notes of a talk: a new one, or the next revision of the one that bears the same key."""

from dataclasses import dataclass

from talkroom.direct import wire
from talkroom.direct.calls import Calls
from talkroom.direct.guests import Guests
from talkroom.direct.link import Refused
from talkroom.direct.outbox import Outbox, Outgoing
from talkroom.direct.wire import Note, Talk


@dataclass(slots=True, kw_only=True)
class Noting:
    """A note that somebody has changed gets our words as its next revision; one that is deleted is written anew."""

    outbox: Outbox
    guests: Guests
    calls: Calls

    async def write(self, outgoing: Outgoing, talk: Talk) -> None:
        """Raises Refused with CONFLICT where somebody was quicker: the next try begins with their words."""
        title, text = outgoing.body
        self.outbox.try_(outgoing)  # newer words wait behind it from here on
        there = await self._there(outgoing, talk)
        if not there:
            there = await self.calls.write_note(talk.id, title, text)
        elif (there.title, there.text) != (title, text):
            await self.calls.rewrite_note(there, title, text)
        self.outbox.noted(outgoing, there.id)

    async def _there(self, outgoing: Outgoing, talk: Talk) -> Note | None:
        """The note of this key; or the one that may have been written when the line was cut."""
        known = self.outbox.note_at(outgoing.key)
        there = await self._read(known) if known else None
        return there or (await self._written_already(outgoing, talk) if outgoing.tried else None)

    async def _written_already(self, outgoing: Outgoing, talk: Talk) -> Note | None:
        """It would be newer than every note that we know, and ours."""
        newest, (title, text) = max(self.outbox.notes(), default=0), outgoing.body
        there = await self.calls.notes(talk.domain, talk.id)
        ours = [each.id for each in there if each.id > newest and (each.by, each.title) == (self.guests.me, title)]
        for each in sorted(ours, reverse=True):
            note = await self._read(each)
            if note and note.text == text:
                return note
        return None

    async def _read(self, note: int) -> Note | None:
        try:
            return await self.calls.note(note)
        except Refused as refusal:
            if refusal.code == wire.NO_SUCH:
                return None
            raise
