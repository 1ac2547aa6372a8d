"""Tells the people of a chat what happens in the room: what is said, what is changed, what is gone."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from talkroom.blockkit import parts
from talkroom.message import Message
from talkroom.plain.asking import Asking
from talkroom.plain.changes import difference
from talkroom.plain.chat import Said
from talkroom.plain.ground import Ground
from talkroom.plain.menus import Choice, Menu
from talkroom.plain.pressing import Pressing
from talkroom.plain.seat import Seat
from talkroom.plain.told import Offer, Told
from talkroom.plain.words import mrkdwn, shortened
from talkroom.view import View
from talkroom.world import Change

_TO_ALL = re.compile(r"<!(channel|here|everyone)")

BELOW = "（スレッドには、「{}へ 」に続けて書くと返信できます）"


@dataclass(frozen=True, slots=True)
class Page:
    """A message in words, and what can be chosen in it."""

    lines: list[str]
    offers: list[Offer]


class Telling:
    """Follows the room. A person's own words are not told to them again: they stand in their chat already."""

    def __init__(self, ground: Ground, asking: Asking, pressing: Pressing) -> None:
        self._ground, self._asking, self._pressing = ground, asking, pressing
        self._noted: dict[tuple[str, str], Menu] = {}  # what is offered in a note, and not in its message
        ground.room.world.watchers.append(self._happened)

    def close(self) -> None:
        self._ground.room.world.watchers.remove(self._happened)

    def _happened(self, change: Change) -> None:
        said = change.message
        if change.kind == "modal":
            self._asking.changed(change.person)
        elif change.kind == "home":
            self._home_changed(change)
        elif said and said.app is None and said.user in self._ground.seats:
            return
        elif said and change.kind == "message":
            self._said(said)
        elif said and change.kind == "changed":
            self._changed(change.before or said, said)
        elif said and change.kind == "deleted":
            self._deleted(change.before or said)

    # What is said

    def _said(self, said: Message) -> None:
        for place, persons in self._ground.places(said).items():
            page = self._page(said)
            only_for = said.only_for or ""
            choices = self._choices(said, page, place)
            menu = self._ground.menus.add(place, _key(said), choices, only_for) if choices else None
            lines = [*self._heads(said, persons), *page.lines, *self._files(page, choices), *self._footer(page, menu)]
            self._ground.outlet.say(self._put(said, place, _key(said), lines, menu))
            for person in persons:
                self._ask_again(self._ground.seats[person], place)

    def catch_up(self, person: str, most: int) -> None:
        """Tell the newest of what was said to a person who was not there, and that there was more."""
        world = self._ground.room.world
        said = [each for there in world.channels_of(person) for each in world.said(there.id)]
        theirs = [each for each in said if each.is_for(person) and each.user != person]
        unread = [each for each in theirs if each.ts > world.read_up_to(person, each.channel)]
        if len(unread) > most:
            self._ground.tell(person, f"（まだ読んでいないものが{len(unread)}件あります。新しい{most}件です）")
        for each in sorted(unread, key=lambda each: each.ts)[-most:]:
            self._said(each)

    def recall(self, place: str, key: str, number: int, labels: Sequence[str]) -> None:
        """Let a message of an earlier run be answered again that offers the same; else only its number is taken."""
        channel, _, ts = key.partition("#")[0].partition("/")
        said = self._ground.room.world.message(channel, ts)
        choices = self._choices(said, self._page(said), place) if said else []
        same = [each.label for each in choices] == list(labels)
        self._ground.menus.recall(place, key, number, choices if same else (), (said.only_for or "") if said else "")

    def _put(self, said: Message, place: str, key: str, lines: list[str], menu: Menu | None) -> Said:
        chat, stays = self._ground.chat, said.is_ephemeral and self._ground.chat.ephemeral
        return Said(
            place=place,
            key=key,
            text="\n".join(lines),
            by=self._ground.names(said.user),
            room=self._room(said),
            only_for=(said.only_for or "") if stays else "",
            under=f"{said.channel}/{said.thread_ts}" if said.is_reply and chat.thread else "",
            stamp=self._ground.stamp(menu.choices) if menu else None,
            menu=menu,
            announced=chat.announce and _calls_all(said),
        )

    def _room(self, said: Message) -> str:
        """The room where it is said, for whoever hears everything at one place."""
        there = self._ground.room.world.channels[said.channel]
        return there.name if self._ground.together and not there.is_im else ""

    def _page(self, said: Message, *, silent: bool = False) -> Page:
        told = Told(self._ground.names, silent=silent, aligned=self._ground.together).tell(said.blocks)
        words = told.lines or mrkdwn(said.text, self._ground.names).split("\n")
        return Page([line for line in words if line or said.text], told.offers)

    def _choices(self, said: Message, page: Page, place: str) -> list[Choice]:
        files = self._ground.room.world.files.of(said)
        fetching = [self._pressing.fetching(each, place) for each in files]
        return [*self._pressing.in_message(said, page.offers), *fetching]

    def _files(self, page: Page, choices: list[Choice]) -> list[str]:
        """The files of a message, numbered behind what else can be chosen."""
        first = len(page.offers) + 1
        return [f"　{nth} {each.label}" for nth, each in enumerate(choices[first - 1 :], start=first)]

    def _heads(self, said: Message, persons: list[str]) -> list[str]:
        """What this answers, where the chat itself does not show it."""
        if said.is_reply and not self._ground.chat.thread:
            return [self._quote_of_head(said)]
        if said.command:
            return [f"＞ {said.command}"]
        if said.is_ephemeral and not self._ground.chat.ephemeral and said.channel != self._ground.direct(persons[0]):
            typed = self._ground.seats[persons[0]].typed.get(said.channel, "")
            return [f"＞ {shortened(typed)}"] if typed else [f"＞ {self._ground.names(said.channel)}"]
        return []

    def _footer(self, page: Page, menu: Menu | None) -> list[str]:
        """How it is answered; where it speaks of its thread and the chat has none, how that is written to."""
        below = not self._ground.chat.thread and any("スレッド" in line for line in page.lines)
        hint = [BELOW.format(menu.number)] if menu and below else []
        return [*hint, *self._ground.footer(menu)]

    def _quote_of_head(self, said: Message) -> str:
        head = self._ground.room.world.message(said.channel, said.thread_ts or "")
        first = next(filter(None, self._page(head, silent=True).lines), "") if head else ""
        return f"＞ {shortened(first.removeprefix('■ '))}"

    def _ask_again(self, seat: Seat, place: str) -> None:
        """What comes between a question and its answer: the question once more, so that it is the newest."""
        if self._asking.asks(seat) and not seat.acting and place == self._ground.private(seat.person):
            self._ground.tell(seat.person, "（入力の途中です）", place)
            self._asking.show(seat)

    # What is changed

    def _changed(self, before: Message, now: Message) -> None:
        for place, persons in self._ground.places(now).items():
            was, page = self._page(before, silent=True), self._page(now, silent=True)
            if was.lines != page.lines or _signs(was) != _signs(page) or before.files != now.files:
                self._tell_change(place, persons, (before, was), (now, page))

    def _tell_change(
        self, place: str, persons: list[str], before: tuple[Message, Page], now: tuple[Message, Page]
    ) -> None:
        chat, said = self._ground.chat, now[0]
        in_a_room = not said.is_ephemeral and not self._ground.room.world.channels[said.channel].is_im
        if chat.edit:
            self._ground.outlet.change(self._whole(place, said, persons, self._menu_in_place(place, now)))
        elif chat.note and in_a_room:
            whole = self._whole(place, said, persons, self._menu_beside(place, now))
            title, _, text = whole.text.partition("\n")
            self._ground.outlet.note(place, _key(said), title.removeprefix("■ "), text, whole.menu)
        else:
            self._say_difference(place, before, now)

    def _whole(self, place: str, said: Message, persons: list[str], menu: Menu | None) -> Said:
        """The whole message anew, with what can be chosen in it."""
        page = self._page(said)
        files = self._files(page, self._choices(said, page, place))
        lines = [*self._heads(said, persons), *page.lines, *files, *self._footer(page, menu)]
        return self._put(said, place, _key(said), lines, menu)

    def _menu_in_place(self, place: str, now: tuple[Message, Page]) -> Menu | None:
        """What is changed where it stands keeps its number, and offers what it says now."""
        (said, page), menus = now, self._ground.menus
        key, choices = _key(said), self._choices(said, page, place)
        if menus.of(place, key):
            menus.put(place, key, choices)
        elif choices:
            menus.add(place, key, choices, said.only_for or "")
        return menus.of(place, key)

    def _menu_beside(self, place: str, now: tuple[Message, Page]) -> Menu | None:
        """What was said stays as it was, with its choices; other ones in its note have a number of their own.

        A note is always at hand, so its choices are named with that number (3-2): a bare one is about what was said.
        """
        (said, page), menus, key = now, self._ground.menus, _key(now[0])
        choices = self._choices(said, page, place)
        labels = [each.label for each in choices]
        for known in (menus.of(place, key), self._noted.get((place, key))):
            if known and [each.label for each in known.choices] == labels:
                return known
        if not choices:
            return None
        self._noted[place, key] = menu = menus.add(place, self._ground.key(key), choices, recalled=True)
        return menu

    def _say_difference(self, place: str, before: tuple[Message, Page], now: tuple[Message, Page]) -> None:
        """Only what is new; what can be chosen only where that is new too."""
        (_, was), (said, page) = before, now
        lines, key = difference(was.lines, page.lines), self._ground.key(_key(said))
        choices = self._choices(said, page, place)
        renewed = _signs(was) != _signs(page) or lines == page.lines or before[0].files != said.files
        if not renewed:
            choices = []
        menu = self._ground.menus.add(place, key, choices, said.only_for or "") if choices else None
        if menu and lines == page.lines:
            lines = [*self._page(said).lines, *self._files(page, choices)]
        elif menu:
            lines += [f"　{nth} {each.label}" for nth, each in enumerate(choices, start=1)]
        told = self._put(said, place, key, [*lines, *self._ground.footer(menu)], menu)
        self._ground.outlet.say(replace(told, announced=False))  # everybody was called to it once

    def _deleted(self, said: Message) -> None:
        """What all had read is taken back in words; what one person saw goes quietly."""
        self._ground.menus.drop(_key(said))
        if said.is_ephemeral:
            return
        first = shortened(next(iter(self._page(said, silent=True).lines), ""))
        for place in self._ground.places(said):
            line = f"（「{first}」は取り消されました）"
            self._ground.outlet.say(Said(place=place, key=self._ground.key(_key(said)), text=line))

    # Homes

    def home(self, seat: Seat, home: View | None) -> None:
        """Tell what stands in a person's Home; or that it is being made."""
        seat.home = [], []
        if home:
            self._tell_home(seat, home)
        else:
            self._ground.tell(seat.person, "ホームを用意しています。")

    def _home_changed(self, change: Change) -> None:
        seat = self._ground.seats.get(change.person)
        home = self._ground.room.screens.home(change.app, change.person)
        if seat and home and seat.home is not None:
            told = Told(self._ground.names).tell(home.blocks)
            if told.lines != seat.home[1]:
                self._tell_home(seat, home)

    def _tell_home(self, seat: Seat, home: View) -> None:
        told, bare = (Told(self._ground.names, silent=each).tell(home.blocks) for each in (False, True))
        before, seat.home = seat.home or ([], []), (bare.lines, told.lines)
        new = difference(before[0], bare.lines)
        place, key = self._ground.private(seat.person, home.app), self._ground.key("home")
        choices = self._pressing.in_view(home, told.offers)
        menu = self._ground.menus.add(place, key, choices)
        listed = [f"　{nth} {each.label}" for nth, each in enumerate(choices, start=1)]
        lines = told.lines if new == bare.lines else [*new, *listed]
        text = "\n".join([*lines, *self._ground.footer(menu)])
        stamp = self._ground.stamp(tuple(choices))
        self._ground.outlet.say(Said(place=place, key=key, text=text, stamp=stamp, menu=menu))


def _key(said: Message) -> str:
    return f"{said.channel}/{said.ts}"


def _signs(page: Page) -> list[tuple[str, object, object]]:
    """What can be chosen, as one would tell it from something else."""
    return [(each.label, each.value, each.option and each.option["value"]) for each in page.offers]


def _calls_all(said: Message) -> bool:
    """Whether it calls everybody: in its markup, never in what somebody merely wrote."""
    if _TO_ALL.search(said.text):
        return True
    marked = (part for _, part in parts(list(said.blocks)))
    return any(
        part.get("type") == "broadcast" or (part.get("type") == "mrkdwn" and _TO_ALL.search(str(part.get("text"))))
        for part in marked
    )
