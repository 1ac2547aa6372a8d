"""Who has read what: a number means what whoever wrote it had read."""

import logging
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from talkroom.direct import wire
from talkroom.direct.calls import Calls
from talkroom.direct.guests import Guests, person
from talkroom.direct.link import Refused
from talkroom.direct.outbox import Outbox, Told
from talkroom.direct.wire import Spoken, Strange, Talk
from talkroom.plain import Face
from talkroom.plain.numbers import names_a_number

UNSURE = 3  # messages of which is asked who has read them, before a number is taken
log = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class Receipts:
    """Carries the chat's receipts to the face, and asks where the chat has not told."""

    face: Face
    guests: Guests
    calls: Calls
    outbox: Outbox
    _by_all: dict[int, int] = field(default_factory=dict)  # up to where everybody has read a talk

    async def of_several(self, body: Any) -> None:
        """Some have read these messages."""
        with wire.shaped("read statuses"):
            messages = [int(each) for each in body["message_ids"]]
            readers = [int(each) for each in body.get("read_user_ids") or ()]
        for told in filter(None, map(self.outbox.told.get, messages)):
            self._has_read(told, readers)

    async def of_all(self, body: Any) -> None:
        """Everybody has read a talk up to a message."""
        with wire.shaped("talk status"):
            talk, last = self.guests.talks.get(int(body["talk_id"])), int(body.get("max_everyone_read_message_id") or 0)
        if not talk or last <= (since := self._by_all.get(talk.id, 0)):
            return
        self._by_all[talk.id] = last
        for told in [each for each in self.outbox.of(talk.id) if since < each.message <= last and each.menu]:
            self._has_read(told, talk.users)

    async def ask(self, said: Spoken, talk: Talk, text: str) -> None:
        """Before a number is taken: the chat tells of sixteen readers at most, so the newest menus are asked about."""
        if not names_a_number(text):
            return
        unread = self.face.unread(person(said.by), self.guests.heard_in(talk, said.by))
        earlier = [each for each in self.outbox.of(talk.id) if each.key in unread and each.message < said.id]
        for told in sorted(earlier, key=lambda each: -each.message)[:UNSURE]:
            readers = await self._readers(told)
            self._has_read(told, readers)
            if said.by in readers:
                return

    async def _readers(self, told: Told) -> list[int]:
        try:
            return await self.calls.readers(told.talk, told.message)
        except Refused as refusal:
            if refusal.passes:
                raise
            log.warning("who has read a message is not told: %s", refusal.code)
        except Strange:
            log.warning("who has read a message is told in another shape")
        return []

    def _has_read(self, told: Told, readers: Collection[int]) -> None:
        for user in readers:
            if self.guests.knows(user):
                self.face.has_read(person(user), told.place, told.key)
