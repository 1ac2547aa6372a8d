"""What is asked of the chat, one function a method."""

import logging
from collections.abc import Callable, Iterable
from operator import itemgetter
from typing import Any, TypeVar

from talkroom.direct import wire
from talkroom.direct.link import Link
from talkroom.direct.wire import Note, Spoken, Strange, Talk, User
from talkroom.message import Json

MOST_USERS, MOST_NOTES = 100, 60  # asked for at once
Value = TypeVar("Value")
log = logging.getLogger(__name__)


class Calls:
    """Each raises Refused with the chat's answer, Cut where none came, and Strange for one that cannot be read."""

    def __init__(self, link: Link) -> None:
        self._link = link

    async def session(self, token: str) -> int:
        """Begin a session; return who we are."""
        session = await self._link.call("create_session", token, wire.VERSION, "bot")
        with wire.shaped("session"):
            return wire.user(session["user"]).id

    async def reset(self) -> None:
        """What has come before now is not told again: it is asked for."""
        await self._link.call("reset_notification")

    async def listen(self) -> None:
        """Let the chat tell us what happens."""
        if not await self._link.call("start_notification"):
            raise Strange("start_notification")

    async def talks(self) -> list[Talk]:
        return await self._several(wire.talk, "get_talks")

    async def users(self, domain: int, ids: Iterable[int]) -> list[User]:
        """Those of the people that the chat knows by these ids."""
        wanted, found = list(ids), list[User]()
        for first in range(0, len(wanted), MOST_USERS):
            found += await self._several(wire.user, "get_users", domain, wanted[first : first + MOST_USERS])
        return found

    async def pair_talk(self, domain: int, user: int) -> Talk:
        return wire.talk(await self._link.call("create_pair_talk", domain, user))

    async def hang_up(self) -> None:
        """End the line that is open: another one begins anew."""
        await self._link.hang_up()

    # Messages

    async def say(self, talk: int, kind: int, content: Any) -> int:
        """Say it; return the id that the message got."""
        return wire.spoken(await self._link.call("create_message", talk, kind, content)).id

    async def since(self, talk: int, last: int) -> list[tuple[int, Spoken | None]]:
        """The next messages after one, the oldest first, by their ids; None for one that cannot be read."""
        asked = talk, wire.PAGE, last, None, wire.OLDEST_FIRST
        found = await self._several(wire.perhaps, "get_messages", *asked)
        return sorted((each for each in found if each[0] > last), key=itemgetter(0))

    async def newest(self, talk: int) -> list[Spoken]:
        """The last messages, the newest first."""
        asked = talk, wire.PAGE, None, None, wire.NEWEST_FIRST
        return [said for _, said in await self._several(wire.perhaps, "get_messages", *asked) if said]

    async def readers(self, talk: int, message: int) -> list[int]:
        """Who has read it."""
        status = await self._link.call("get_read_status", talk, message)
        with wire.shaped("read status"):
            return [int(each) for each in status["read_user_ids"]]

    async def has_read(self, talk: int, message: int) -> None:
        """Tell the chat that we have read a talk up to there."""
        await self._link.call("update_read_statuses", talk, message)

    async def upload_place(self, name: str, kind: str, size: int, domain: int) -> Json:
        """Where a file can be put: `put_url`, the headers `post_form`, and the `file_id` and `get_url` it will have."""
        place: Json = await self._link.call("create_upload_auth", name, kind, size, domain, wire.FOR_A_MESSAGE)
        return place

    # Notes

    async def note(self, note: int) -> Note:
        return wire.note(await self._link.call("get_note", note))

    async def notes(self, domain: int, talk: int) -> list[Note]:
        """The newest notes of a talk, with a summary in place of their text."""
        found = await self._link.call("get_note_statuses", domain, talk, MOST_NOTES, None)
        with wire.shaped("notes"):
            return [wire.note_in_short(each["note_summary"]) for each in found["contents"]]

    async def write_note(self, talk: int, title: str, text: str) -> Note:
        asked = talk, title, wire.NOTE_TEXT, text, True
        return wire.note(await self._link.call("create_note", *asked))

    async def rewrite_note(self, note: Note, title: str, text: str) -> Note:
        """Write its next revision; refused with CONFLICT where somebody has written one meanwhile."""
        asked = note.id, note.revision, title, wire.NOTE_TEXT, text, True
        return wire.note(await self._link.call("update_note", *asked))

    async def _several(self, read: Callable[[Any], Value], method: str, *params: Any) -> list[Value]:
        """Of several those that can be read."""
        found, known = await self._link.call(method, *params), list[Value]()
        if not isinstance(found, list):
            raise Strange(method)
        for each in found:
            try:
                known.append(read(each))
            except Strange:
                log.warning("of %s one has another shape", method)
        return known
