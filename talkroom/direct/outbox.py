"""What is to be said in the chat, kept until it has been said; and what was said there, to know the answers to it."""

import asyncio
import base64
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from itertools import chain
from typing import Any, Literal

from talkroom.direct.pieces import pieces
from talkroom.plain import Said
from talkroom.plain.menus import Menu
from talkroom.store import Store
from talkroom.view import View

IN_TALK = 60.0  # seconds in which whoever has spoken is answered before others are told
REMEMBERED = 5_000  # messages of ours that can still be answered
_MENU = ("place", "key", "menu", "labels")
_ADDRESS_HERE = re.compile(r"（http://127\.0\.0\.1:\d+/[^（）\s]*）")
"""An address in the room itself, which nobody of the chat can open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """One thing to be done there: a message, a note's new words, or a file. `last`: of all that bears its key."""

    nth: int
    what: Literal["message", "note", "file"]
    place: str
    key: str
    body: Any  # [kind, content] of a message, [title, text] of a note, [name, contents in base64] of a file
    menu: int = 0
    labels: tuple[str, ...] = ()  # of what can be chosen under that number
    last: bool = True
    tried: bool = False  # whether it may have been done already
    after: int = 0  # if so: the newest message of its talk that was known before


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A message of ours in the chat: where, in which talk, under which key, and what can be chosen by which number."""

    message: int
    talk: int
    place: str
    key: str
    menu: int
    labels: tuple[str, ...] = ()


@dataclass(slots=True)
class Outbox:
    """The way out to the chat. What goes in is written in the same transaction as what happened in the room."""

    store: Store
    waiting: dict[int, Outgoing] = field(default_factory=dict)
    told: dict[int, Told] = field(default_factory=dict)
    more: asyncio.Event = field(default_factory=asyncio.Event)  # set when something was put in
    _next: int = 1
    _spoken: dict[str, float] = field(default_factory=dict)
    _by_key: dict[str, Told] = field(default_factory=dict)

    def open(self) -> None:
        """Take up what an earlier run has left."""
        self.waiting = {each["nth"]: Outgoing(**each) for each in self.store.all("outgoing")}
        told = sorted((Told(**each) for each in self.store.all("told")), key=lambda each: each.message)
        self.told = {each.message: each for each in told}
        self._by_key = {each.key: each for each in told}
        aside = [each["nth"] for each in self.store.all("undelivered")]
        self._next = max([*self.waiting, *aside], default=0) + 1
        self._forget_the_oldest()

    def due(self, *, notes: bool) -> Outgoing | None:
        """What is to be done next: for whoever has just spoken before all others, in each place in its order."""
        lane = [each for each in self.waiting.values() if (each.what == "note") == notes]
        since = time.monotonic() - IN_TALK
        spoken = (each for each in lane if self._spoken.get(each.place, 0) > since)
        return next(spoken, lane[0] if lane else None)

    def spoken(self, place: str) -> None:
        """Somebody speaks there, and waits for the answer."""
        self._spoken[place] = time.monotonic()

    # What the face says

    def say(self, said: Said) -> None:
        several = pieces(replace(said, text=_ADDRESS_HERE.sub("", said.text)))
        for nth, piece in enumerate(several, start=1):
            menu = said.menu if nth == len(several) else None
            self._put("message", said.place, said.key, [piece.kind, piece.content], menu, last=nth == len(several))

    def note(self, place: str, key: str, title: str, text: str, menu: Menu | None = None) -> None:
        """Of a note that waits to be written only the newest words are."""
        for each in [each for each in self.waiting.values() if (each.what, each.key) == ("note", key)]:
            if not each.tried:
                self._drop(each)
        self._put("note", place, key, [title, _ADDRESS_HERE.sub("", text)], menu)

    def file(self, place: str, name: str, contents: bytes) -> str:
        self._put("file", place, "", [name, base64.b64encode(contents).decode()])
        return ""  # it comes after what was said before it, and speaks for itself

    def change(self, _: Said) -> None:
        raise NotImplementedError  # this chat declares that nothing can be changed

    def forms(self, _: str, __: Sequence[View]) -> None:
        raise NotImplementedError  # nor has it forms of its own

    # What becomes of it

    def try_(self, outgoing: Outgoing, after: int = 0) -> None:
        """It is about to be done: whoever finds it later has to look first, behind the message that was known then."""
        if not outgoing.tried:
            self._keep(replace(outgoing, tried=True, after=after))

    def done(self, outgoing: Outgoing, talk: int, message: int) -> None:
        """It was said there, under this id."""
        with self.store.at_once():
            self._drop(outgoing)
            self.store.put("newest", str(talk), message)
            if outgoing.last and outgoing.what == "message":
                where = {each: getattr(outgoing, each) for each in _MENU}
                told = self.told[message] = self._by_key[outgoing.key] = Told(message=message, talk=talk, **where)
                self.store.put("told", str(message), asdict(told))
            self._forget_the_oldest()

    def give_up(self, outgoing: Outgoing, why: str) -> None:
        """The chat will not have it: it is kept aside, with the reason."""
        with self.store.at_once():
            self._drop(outgoing)
            self.store.put("undelivered", f"{outgoing.nth:012d}", {**asdict(outgoing), "why": why})

    def note_at(self, key: str) -> int | None:
        """Which of the chat's notes bears this key."""
        found: int | None = self.store.get("note", key)
        return found

    def notes(self) -> set[int]:
        """All notes that bear a key."""
        return set(self.store.all("note"))

    def noted(self, outgoing: Outgoing, note: int) -> None:
        with self.store.at_once():
            self._drop(outgoing)
            self.store.put("note", outgoing.key, note)
            if outgoing.menu:
                menu = {each: getattr(outgoing, each) for each in _MENU}
                self.store.put("note's menu", outgoing.key, {**menu, "key": f"{outgoing.key}#note"})

    def was_told(self, key: str, before: int) -> bool:
        """Whether what bears this key stood in the chat before that message."""
        told = self._by_key.get(key)
        if told:
            return told.message < before
        return all(each.key != key for each in self.waiting.values())  # what was set aside will never be told

    def of(self, talk: int) -> list[Told]:
        """What was told in a talk and can be answered still, the oldest first."""
        return [each for each in self.told.values() if each.talk == talk]

    def newest(self, talk: int) -> int:
        """The newest of our messages in a talk that we know of."""
        return self.store.get("newest", str(talk)) or 0

    def menus(self) -> Iterator[Told | Outgoing]:
        """What was told, or is to be told, under a number."""
        noted = [Told(message=0, talk=0, **each) for each in self.store.all("note's menu")]
        every = chain[Told | Outgoing](noted, self.told.values(), self.waiting.values())
        return filter(lambda each: each.menu, every)

    def newest_keys(self) -> dict[str, str]:
        """What was told last at each place, or is to be told."""
        every = chain[Told | Outgoing](self.told.values(), self.waiting.values())
        return {each.place: each.key for each in every if not isinstance(each, Outgoing) or each.what == "message"}

    def withdraw(self, key: str) -> None:
        """What waits under this key is not to be told any more."""
        for each in [each for each in self.waiting.values() if each.key == key]:
            self._drop(each)

    def _put(self, what: Any, place: str, key: str, body: Any, menu: Menu | None = None, *, last: bool = True) -> None:
        chosen: dict[str, Any] = {}
        if menu:
            chosen = {"menu": menu.number, "labels": tuple(each.label for each in menu.choices)}
        self._keep(Outgoing(nth=self._next, what=what, place=place, key=key, body=body, last=last, **chosen))
        self._next += 1
        self.more.set()

    def _keep(self, outgoing: Outgoing) -> None:
        self.waiting[outgoing.nth] = outgoing
        self.store.put("outgoing", f"{outgoing.nth:012d}", asdict(outgoing))

    def _drop(self, outgoing: Outgoing) -> None:
        self.waiting.pop(outgoing.nth, None)
        self.store.drop("outgoing", f"{outgoing.nth:012d}")

    def _forget_the_oldest(self) -> None:
        for message in list(self.told)[:-REMEMBERED]:
            self._by_key.pop(self.told.pop(message).key, None)
            self.store.drop("told", str(message))
