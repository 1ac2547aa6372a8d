"""Takes what people do in the chat – words, touches, files, reading – each once, also what came without a line."""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from talkroom.direct import wire
from talkroom.direct.attachments import Attachments
from talkroom.direct.calls import Calls
from talkroom.direct.guests import Guests, person
from talkroom.direct.link import Cut, Refused
from talkroom.direct.outbox import Outbox
from talkroom.direct.wire import Spoken, Strange, Talk
from talkroom.files import LARGEST
from talkroom.message import Json
from talkroom.plain import Face
from talkroom.plain.numbers import below, reference

MOST = LARGEST // 1024 // 1024
BROKEN = "うまくいきませんでした。お手数ですが、もう一度お試しください。続くときは、事務局にお知らせください。"
UNSURE = 3  # messages of which is asked who has read them, before a number is taken
_MENTION = re.compile(r"\{@:(\w+),\d+\}(@?)")
log = logging.getLogger(__name__)
Push = tuple[str, Any]


@dataclass(slots=True, kw_only=True)
class Hearing:
    """Works off what the chat tells."""

    face: Face
    guests: Guests
    calls: Calls
    outbox: Outbox
    attachments: Attachments
    bot: str  # what people call the app that they speak with
    line: asyncio.Event  # set while a session is open
    _told: "asyncio.Queue[Push | None]" = field(default_factory=asyncio.Queue)

    def hears(self, name: str, body: Any) -> None:
        self._told.put_nowait((name, body))

    async def begins(self) -> None:
        """A new line is coming: what came while there was none is asked for first. Before the very first is nothing."""
        store = self.outbox.store
        if not store.get("begun", ""):
            for talk in self.guests.talks.values():
                self._heard(talk.id, max((each.id for each in await self.calls.newest(talk.id)), default=0))
            store.put("begun", "", body=True)
        self._told.put_nowait(None)

    async def run(self) -> None:
        push = await self._told.get()
        while True:
            try:
                await (self._take(*push) if push else self._catch_up())
                push = await self._told.get()
            except (Cut, aiohttp.ClientError, TimeoutError):
                log.warning("the line was cut while something was heard; it is asked for on the next one")
                while push := await self._told.get():
                    continue  # what came after it on this line would be taken before it
            except (Refused, Strange) as error:
                log.exception("what the chat tells cannot be taken: %s", type(error).__name__)
                push = await self._told.get()

    async def _take(self, name: str, body: Any) -> None:
        ways: dict[str, Callable[[Any], Awaitable[None]]] = {
            "notify_create_message": self._message,
            "notify_update_read_statuses": self._read_by,
            "notify_update_talk_status": self._read_by_all,
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
        self.guests.leave(int(body))

    async def _called(self, body: Any) -> None:
        """Somebody changed their name: a pair of their domain and themselves, or ourselves alone."""
        if isinstance(body, list) and self.guests.knows((user := wire.user(body[1])).id):
            self.guests.called(user)

    # Messages

    async def _catch_up(self) -> None:
        await self.line.wait()
        for talk in list(self.guests.talks.values()):
            while came := await self.calls.since(talk.id, self._last_heard(talk.id)):
                for each in came:
                    await self._once(each)

    async def _message(self, body: Any) -> None:
        await self._once(wire.spoken(body))

    async def _once(self, said: Spoken) -> None:
        """Take a message, unless it was taken already."""
        if said.id <= self._last_heard(said.talk):
            return
        talk = self.guests.talks.get(said.talk)
        if talk and said.by != self.guests.me and not said.by_bot and self.guests.knows(said.by):
            if _names_a_number(self._plain(str(said.content))):
                await self._ask_what_they_have_read(said, talk)
            await self._act(said, talk)
            self._heard(said.talk, said.id)
            await self.calls.has_read(talk.id, said.id)
        self._heard(said.talk, said.id)

    def _last_heard(self, talk: int) -> int:
        return self.outbox.store.get("heard", str(talk)) or 0

    def _heard(self, talk: int, message: int) -> None:
        self.outbox.store.put("heard", str(talk), message)

    async def _act(self, said: Spoken, talk: Talk) -> None:
        """Do what a message says. What breaks is ours, and is not tried again: that could do it twice."""
        kinds: dict[int, Callable[[Spoken, Talk], Awaitable[None]]] = {
            wire.TEXT: self._words,
            **dict.fromkeys((wire.FILE, wire.FILES), self._files),
            **dict.fromkeys((wire.YES_NO_ANSWER, wire.SELECT_ANSWER, wire.TASK_ANSWER), self._touched),
        }
        self.outbox.spoken(self.face.ground.direct(person(said.by)))
        try:
            if act := kinds.get(said.kind):
                await act(said, talk)
        except Exception:
            log.exception("a message of kind %d could not be answered", said.kind)
            self.face.ground.tell(person(said.by), BROKEN)

    async def _words(self, said: Spoken, talk: Talk) -> None:
        text = self._plain(str(said.content))
        if talk.kind == wire.PAIR or self._is_for_us(text):
            await self.face.hears(person(said.by), self.guests.heard_in(talk, said.by), text)

    def _plain(self, text: str) -> str:
        """The words without the chat's marks for names; the bot is called as in the room."""
        ours = str(self.guests.me)
        named = _MENTION.sub(lambda found: f"@{self.bot} \0" if found[1] == ours else found[2], text)
        return re.sub(r"\0\S*\s?", "", named)

    def _is_for_us(self, text: str) -> bool:
        """In a talk of several only what is said to the bot is taken, and kept: the rest is not its business."""
        return text.lstrip().startswith(("/", "／")) or _names_a_number(text) or f"@{self.bot}" in text

    async def _touched(self, said: Spoken, _: Talk) -> None:
        """A stamp was answered: with one of several, with yes or no, or as done; undone is no answer."""
        with wire.shaped("answer"):
            answer = said.content.get("response", said.content.get("done"))
            told = self.outbox.told.get(int(said.content["in_reply_to"]))
        nth = {True: 0, False: 1}[answer] if isinstance(answer, bool) else int(answer)
        if said.kind == wire.TASK_ANSWER and not answer:
            return
        await self.face.touched(person(said.by), told.key if told else "", nth)

    # Files

    async def _files(self, said: Spoken, talk: Talk) -> None:
        with wire.shaped("file"):
            several = said.content["files"] if said.kind == wire.FILES else [said.content]
            text = self._plain(str(said.content.get("text") or ""))
        if talk.kind == wire.PAIR or self._is_for_us(text):
            for each in several:
                await self._file(said.by, talk, each, text)

    async def _file(self, by: int, talk: Talk, file: Json, text: str) -> None:
        with wire.shaped("file"):
            name, url, size = str(file["name"]), str(file["url"]), int(file["content_size"])
        if size > LARGEST:
            most = LARGEST // 1024 // 1024
            self.face.ground.tell(person(by), f"「{name}」は大きすぎます。{most}MB までのファイルをお送りください。")
            return
        try:
            contents = await self.attachments.get(url, talk.domain)
        except Refused:
            self.face.ground.tell(
                person(by), f"「{name}」を受け取れませんでした。お手数ですが、もう一度お送りください。"
            )
            return
        await self.face.brings(person(by), self.guests.heard_in(talk, by), name, contents, text)

    # Reading

    async def _read_by(self, body: Any) -> None:
        with wire.shaped("read statuses"):
            messages = [int(each) for each in body["message_ids"]]
            readers = [int(each) for each in body.get("read_user_ids") or ()]
        for message in messages:
            self._has_read(message, readers)

    async def _read_by_all(self, body: Any) -> None:
        """Everybody has read a talk up to a message."""
        with wire.shaped("talk status"):
            talk, last = self.guests.talks.get(int(body["talk_id"])), body.get("max_everyone_read_message_id")
        for told in list(self.outbox.told.values()):
            if talk and last and told.talk == talk.id and told.message <= int(last):
                self._has_read(told.message, talk.users)

    def _has_read(self, message: int, readers: "list[int] | tuple[int, ...]") -> None:
        told = self.outbox.told.get(message)
        for user in readers if told else ():
            if told and self.guests.knows(user):
                self.face.has_read(person(user), told.place, told.key)

    async def _ask_what_they_have_read(self, said: Spoken, talk: Talk) -> None:
        """The chat tells of sixteen readers at most: of what a number may mean is asked, the newest first."""
        unread = self.face.unread(person(said.by), self.guests.heard_in(talk, said.by))
        told = [each for each in self.outbox.told.values() if each.talk == talk.id and each.key in unread]
        for each in sorted(told, key=lambda each: -each.message)[:UNSURE]:
            readers = await self.calls.readers(talk.id, each.message)
            self._has_read(each.message, readers)
            if said.by in readers:
                return


def _names_a_number(text: str) -> bool:
    """Whether what it means depends on what whoever wrote it has read."""
    return bool(reference(text) or below(text))
