"""What people do in the chat is done in the room: words, touches of a stamp, files."""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import aiohttp

from talkroom.direct import wire
from talkroom.direct.attachments import Attachments
from talkroom.direct.guests import Guests, person
from talkroom.direct.link import Cut, Refused
from talkroom.direct.marks import Marks
from talkroom.direct.outbox import Outbox
from talkroom.direct.wire import PAIR, Spoken, Strange, Talk
from talkroom.files import LARGEST
from talkroom.message import Json
from talkroom.plain import Face

HEARD = 3.0  # seconds in which the app hears what was said
MOST = LARGEST // 1024 // 1024
BROKEN = "うまくいきませんでした。お手数ですが、もう一度お試しください。続くときは、事務局にお知らせください。"
BROKEN_OFF = (
    "ボットが止まったため、直前の操作が済んだかどうか分かりません。今の様子を確かめて、必要ならもう一度お試しください。"
)
_MENTION = re.compile(r"\{@:(\w+),(\d+)\}")
log = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class Acts:
    """`bot` is what people call the app that they speak with; `settle` waits until it has heard what was said."""

    face: Face
    guests: Guests
    outbox: Outbox
    attachments: Attachments
    marks: Marks
    bot: str
    settle: Callable[[], Awaitable[None]]

    async def do(self, said: Spoken, talk: Talk) -> None:
        """Do what a message says. What breaks is ours, and is not tried again: that could do it twice. Raises Cut."""
        kinds: dict[int, Callable[[Spoken, Talk], Awaitable[None]]] = {
            wire.TEXT: self._words,
            **dict.fromkeys((wire.FILE, wire.FILES), self._files),
            **dict.fromkeys((wire.YES_NO_ANSWER, wire.SELECT_ANSWER, wire.TASK_ANSWER), self._touched),
        }
        self.outbox.spoken(self.face.ground.direct(person(said.by)))
        try:
            if act := kinds.get(said.kind):
                await act(said, talk)
                with suppress(TimeoutError):
                    async with asyncio.timeout(HEARD):  # the room forgets what the app has not heard when it ends
                        await self.settle()
        except Cut:
            raise
        except Refused as refusal:
            if refusal.passes:
                raise
            self.face.ground.tell(person(said.by), BROKEN)
        except Exception:
            log.exception("a message of kind %d could not be answered", said.kind)
            self.face.ground.tell(person(said.by), BROKEN)

    def tell_what_broke_off(self) -> None:
        """What was under way when the bot ended is not done again: whoever said it is asked to look."""
        user = self.marks.broke_off()
        if user and self.guests.knows(user):
            self.face.ground.tell(person(user), BROKEN_OFF)

    # Words

    def plain(self, said: Spoken) -> str:
        """The words of a message without the chat's marks for people; empty where it has none."""
        if said.kind == wire.TEXT:
            return self._unmarked(str(said.content))
        text = said.content.get("text") if isinstance(said.content, dict) else ""
        return self._unmarked(str(text or ""))

    def _unmarked(self, text: str) -> str:
        """A mark says whom it names, and how long the name behind it is; the bot is called as in the room."""
        found = _MENTION.search(text)
        if not found:
            return text
        end = found.end() + int(found[2])
        named, rest = self._named(found[1], text[found.end() : end]), self._unmarked(text[end:])
        return f"{text[: found.start()]}{named}{rest}"

    def _named(self, user: str, name: str) -> str:
        if user == str(self.guests.me):
            return f"@{self.bot}"
        return f"<@{person(int(user))}>" if user.isdecimal() and self.guests.knows(int(user)) else name

    async def _words(self, said: Spoken, talk: Talk) -> None:
        text, place = self.plain(said), self.guests.heard_in(talk, said.by)
        if talk.kind == PAIR or self._is_for_us(said, place, text):
            self.marks.takes_in_hand(talk.id, said.id, said.by)
            await self.face.hears(person(said.by), place, text, seen=self._seen_by(said))

    def _seen_by(self, said: Spoken) -> Callable[[str], bool]:
        """Whether what bears a key can have been before whoever said it."""
        return lambda key: self.outbox.was_told(key, said.id)

    def _is_for_us(self, said: Spoken, place: str, text: str) -> bool:
        """In a talk of several only what is said to the bot is taken, and kept: the rest is not its business."""
        addressed = text.lstrip().startswith(("/", "／")) or f"@{self.bot}" in text
        return addressed or self.face.names_a_choice(person(said.by), place, text, self._seen_by(said))

    # Touches

    async def _touched(self, said: Spoken, talk: Talk) -> None:
        """A stamp was answered: with one of several, with yes or no, or as done; undone is no answer."""
        with wire.shaped("answer"):
            told = self.outbox.told.get(int(said.content["in_reply_to"]))
            nth = _nth(said.kind, said.content)
        if nth is None or (not told and talk.kind != PAIR):
            return  # in a talk of several people ask one another, too
        self.marks.takes_in_hand(talk.id, said.id, said.by)
        await self.face.touched(person(said.by), told.key if told else "", nth)

    # Files

    async def _files(self, said: Spoken, talk: Talk) -> None:
        """All are fetched before the first is brought."""
        text, place = self.plain(said), self.guests.heard_in(talk, said.by)
        with wire.shaped("file"):
            several = said.content["files"] if said.kind == wire.FILES else [said.content]
        if talk.kind != PAIR and not self._is_for_us(said, place, text):
            return
        fetched = [(str(each["name"]), await self._fetched(said.by, talk, each)) for each in several]
        self.marks.takes_in_hand(talk.id, said.id, said.by)
        for name, contents in fetched:
            if contents is not None:
                await self.face.brings(person(said.by), place, name, contents, text)

    async def _fetched(self, by: int, talk: Talk, file: Json) -> bytes | None:
        """What is in a file; None where whoever sent it was told why not."""
        with wire.shaped("file"):
            name, url, size = str(file["name"]), str(file["url"]), int(file["content_size"])
        if size > LARGEST:
            self.face.ground.tell(person(by), f"「{name}」は大きすぎます。{MOST}MB までのファイルをお送りください。")
            return None
        try:
            return await self.attachments.get(url, talk.domain)
        except (Refused, Strange, aiohttp.ClientError, TimeoutError, ValueError) as error:
            if isinstance(error, Refused) and error.passes:
                raise
            log.warning("a file could not be fetched: %s", type(error).__name__)
            self.face.ground.tell(person(by), f"「{name}」を受け取れませんでした。もう一度お送りください。")
            return None


def _nth(kind: int, content: Any) -> int | None:
    """The place of what was touched, from 0; None for what is no answer."""
    if kind == wire.TASK_ANSWER:
        return 0 if content["done"] else None
    if kind == wire.YES_NO_ANSWER:
        return 0 if content["response"] else 1
    return int(content["response"])
