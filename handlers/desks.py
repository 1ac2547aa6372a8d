"""The desks of all conferences, and at which of them a request is dealt with."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from domain.errors import NotAdmitted
from handlers.desk import Desk
from handlers.seal import unsealed
from storage import conferences, members, postings

ANEW = frozenset({"会議", "会議を選ぶ"})
"""What whoever is in several conferences writes beside the bot to choose anew."""


@dataclass(frozen=True, slots=True)
class Desks:
    """One for each conference. Bolt hands them to every listener that names a parameter `desks`."""

    every: tuple[Desk, ...]

    @property
    def first(self) -> Desk:
        return self.every[0]

    def meant(self, body: Mapping[str, Any], user: str) -> Sequence[Desk]:
        """The one of the message or form it came from, else of its room, else those of the person; none for nobody's.

        Raises NotAdmitted for a press of which nobody knows any more where it came from.
        """
        if conference := unsealed(body):
            return [self._called(conference)]
        if len(self.every) == 1:
            return self.every
        if there := self.of_room(room_of(body)):
            return there
        if "actions" in body or "view" in body:
            raise NotAdmitted("gone")
        return self._theirs(body, user)

    def of_room(self, room: str) -> list[Desk]:
        return [desk for desk in self.every if room in desk.rooms]

    def of(self, user: str) -> list[Desk]:
        """The conferences on whose roster the person is, or of whose first secretariat."""
        listed = members.conferences(self.first.read(), [desk.id for desk in self.every], user)
        return [desk for desk in self.every if desk.id in listed or user in desk.secretariat]

    def leave_home(self, user: str, *, but: Desk) -> bool:
        """Another conference than this one is not shown in the person's App Home; whether one was."""
        left = [desk.homes.forget(user) for desk in self.every if desk is not but]
        return any(left)

    async def say(self) -> None:
        await asyncio.gather(*(desk.say() for desk in self.every))

    async def close(self) -> None:
        """Begin nothing more, and let what is under way end."""
        for desk in self.every:
            desk.poster.stop()
        for desk in self.every:
            await desk.answers.finish()

    def _called(self, conference: str) -> Desk:
        for desk in self.every:
            if desk.id == conference:
                return desk
        raise NotAdmitted("gone")

    def _theirs(self, body: Mapping[str, Any], user: str) -> Sequence[Desk]:
        """Of several the one of the thread it is written in, or the one that was chosen last."""
        theirs, event = self.of(user), body.get("event", {})
        if len(theirs) < 2 or str(event.get("text", "")).strip() in ANEW:
            return theirs
        thread, chosen = event.get("thread_ts") or "", conferences.chosen(self.first.read(), user)
        there = [desk for desk in theirs if thread and postings.stands(desk.read(), desk.id, user, thread)]
        known = there or [desk for desk in theirs if desk.id == chosen]
        return known or (theirs[:1] if event.get("type") == "app_home_opened" else theirs)


def room_of(body: Mapping[str, Any]) -> str:
    """Where it was asked, in whichever way."""
    room = body.get("channel_id") or body.get("event", {}).get("channel") or body.get("channel", {}).get("id")
    return room if isinstance(room, str) else ""
