"""The plain face: the whole room for people whose chat has words, and little else."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

from talkroom.errors import RefusedError
from talkroom.message import Message
from talkroom.plain.asking import Asking
from talkroom.plain.chat import Chat, Outlet
from talkroom.plain.form import BACK, CLOSE, GO_ON, SEND, SKIP, STOP, literal
from talkroom.plain.ground import Ground
from talkroom.plain.menus import Choice, Menu, labelled
from talkroom.plain.numbers import Reference, below, flat, reference
from talkroom.plain.pressing import Pressing
from talkroom.plain.seat import Seat
from talkroom.plain.telling import Telling
from talkroom.plain.words import shortened

if TYPE_CHECKING:
    from talkroom.room import Talkroom

Seen = Callable[[str], bool]
HOME, SHORTCUTS, HELP = {"ホーム", "home"}, {"操作"}, {"?"}
ASKS_AN_APP = {"ヘルプ", "help", "使い方"}  # which answers for itself; how this chat is used it does not know
NOT_SEEN = "「{}」は、質問より先に書かれたため、お答えとして扱っていません。質問をご覧になってからお答えください。"
OF_A_FORM = {GO_ON, BACK, SKIP, SEND, STOP, CLOSE}
NO_FORM = "入力の途中のものはありません。何も行っていません。（ボットにそのまま言うときは「＝{}」）"
HOW = """番号（1 など）：いちばん新しい選択肢から選びます。前のものは「3-2」のように書きます（［3］の2）。
「ヘルプ」：ボットにできること　「ホーム」：今の様子とボタン　「操作」：発言に使えること　「？」：この説明
ファイルは、そのまま送れば届きます。入力の途中でやめるには「中止」。"""

HOW_BELOW = "\n「3へ 質問です」のように書くと、［3］のスレッドに返信できます。"


def _all(_: str) -> bool:
    """Whoever reads along has seen everything."""
    return True


class Face:
    """Carries what people of a chat type into the room, and what happens there to them."""

    def __init__(self, room: "Talkroom", chat: Chat, outlet: Outlet, *, together: bool = False) -> None:
        self._room, self._chat = room, chat
        self.ground = Ground(room=room, chat=chat, outlet=outlet, together=together)
        self._asking = Asking(self.ground)
        self._pressing = Pressing(self.ground, self._asking)
        self._telling = Telling(self.ground, self._asking, self._pressing)
        self._locks: dict[str, asyncio.Lock] = {}

    # Who takes part

    def seat(self, person: str) -> None:
        """Let a person take part. Raises RefusedError where the room does not know them."""
        self.ground.seats.setdefault(self._room.persons.person(person).id, Seat(person=person))

    def recall(self, place: str, key: str, number: int, labels: Sequence[str]) -> None:
        """Go on from what was told under this key before a restart: it can be answered if it offers the same still."""
        self._telling.recall(place, key, number, labels)

    def catch_up(self, person: str, most: int = 5) -> None:
        """Tell the one person of this face what they have not read of what was said while they were not there."""
        self._telling.catch_up(person, most)

    def close(self) -> None:
        """Take no part in the room any more."""
        self._telling.close()
        self.ground.seats.clear()

    def unseat(self, person: str) -> None:
        self.ground.seats.pop(person, None)

    # What they do

    async def hears(self, person: str, channel: str, text: str, under: str = "", *, seen: Seen = _all) -> None:
        """Take a line that a person typed in a channel: an answer, a number, a command, or words for all.

        `under` is the key of what it was typed below, in a chat that has a `thread`; `seen` says whether what was told
        under a key can have been before them when they typed it.
        """
        await self._act(person, lambda seat: self._heard(seat, channel, text, under, seen))

    async def touched(self, person: str, key: str, nth: int = 0) -> None:
        """Take a touch on the stamp of a message: on the option of that place in it, from 0."""
        await self._act(person, lambda seat: self._touched(seat, key, nth))

    async def brings(self, person: str, channel: str, name: str, contents: bytes, text: str = "") -> None:
        """Take a file: into the form that waits for one, else into the channel."""
        await self._act(person, lambda seat: self._brought(seat, channel, name, contents, text))

    def has_read(self, person: str, channel: str, key: str) -> None:
        """The chat tells that a person has read a message."""
        self.ground.menus.read(person, key)
        ts = ts_of(key)
        if person in self.ground.seats and ts:
            self._room.world.read(person, channel, ts)

    def names_a_choice(self, person: str, channel: str, text: str, seen: Seen = _all) -> bool:
        """Whether a line names, by its number, something there that this person had seen."""
        menus = self._before_them(person, channel, seen)
        ref, reply = reference(text), below(text)
        number = ref.menu if ref else reply[0] if reply else None
        return bool(ref or reply) and any(number in {None, each.number} for each in menus)

    def _before_them(self, person: str, channel: str, seen: Seen) -> list[Menu]:
        """What a person could choose from when they typed, the newest first."""
        there = self.ground.menus.seen(self.ground.place(channel, person), person)
        return [each for each in there if each.recalled or seen(each.key)]

    def unread(self, person: str, place: str) -> list[str]:
        """The keys of what could be chosen there, if the chat told that this person has read it."""
        return self.ground.menus.unread(place, person)

    async def _act(self, person: str, act: Callable[[Seat], Awaitable[None]]) -> None:
        """One act of a person after the other; what it led to is asked at its end."""
        seat = self.ground.seats[person]
        async with self._locks.setdefault(person, asyncio.Lock()):
            seat.acting += 1
            try:
                await act(seat)
            except RefusedError as refusal:
                self.ground.tell(person, refusal.say.replace("画面を読み直してください。", "もう一度お試しください。"))
            finally:
                seat.acting -= 1
            if seat.pending:
                self._asking.show(seat)

    async def _heard(self, seat: Seat, channel: str, text: str, under: str, seen: Seen) -> None:
        place = self.ground.place(channel, seat.person)
        private = place == self.ground.private(seat.person)
        if private and self._asking.asks(seat):
            if not seen(seat.key):
                raise RefusedError("not_seen", NOT_SEEN.format(shortened(text, 20)))
            await self._asking.hear(seat, text)
            return
        menus = self._before_them(seat.person, channel, seen)
        channel, text, under = self._below(menus, text) or (channel, text, under)
        choice = self._chosen(menus, text, under, private=private)
        if choice:
            await choice.act(seat.person)
            return
        seat.home = None
        await self._said(seat, channel, text, under)

    def _below(self, menus: list[Menu], text: str) -> tuple[str, str, str] | None:
        """Where and below what a line is said that names a message by its number; a chat with threads shows it."""
        named = None if self._chat.thread else below(text)
        for each in menus if named else ():
            if named and each.number == named[0] and ts_of(each.key) and not each.only_for:
                return each.key.partition("/")[0], named[1], each.key
        return None

    def _chosen(self, menus: list[Menu], text: str, under: str, *, private: bool) -> Choice | None:
        """What a line chooses of these; None where it is no choice. Raises RefusedError for a number that is none."""
        ref = reference(text)
        menus = [each for each in menus if each.key == under] or menus  # below a message its own choices are meant
        if ref and (menus or private):
            wanted = [each for each in menus if (each.number == ref.menu if ref.menu else not each.recalled)]
            if not wanted or not 0 < ref.nth <= len(wanted[0].choices):
                raise RefusedError("no_such_choice", self._no_such(ref, wanted[0].choices if wanted else ()))
            return wanted[0].choices[ref.nth - 1]
        return labelled(menus, text) if private else None

    def _no_such(self, ref: Reference, choices: tuple[Choice, ...]) -> str:
        if not choices:
            named = "今、番号で選べるものは" if ref.menu is None else f"［{ref.menu}］の選択肢は"
            return f"{named}ありません。何も行っていません。"
        last = f"1から{len(choices)}まで" if len(choices) > 1 else "1だけ"
        return f"{ref.nth}という番号の選択肢はありません（選べるのは{last}です）。何も行っていません。"

    async def _said(self, seat: Seat, channel: str, text: str, under: str) -> None:
        """Words: the face's own, a command, or something to be said."""
        line = re.sub(r"^／", "/", text.strip())
        word = flat(line).removeprefix("/")
        private = self.ground.place(channel, seat.person) == self.ground.private(seat.person)
        if private and word in HELP | ASKS_AN_APP:
            self.ground.tell(seat.person, HOW if self._chat.thread else HOW + HOW_BELOW)
        if word in HOME | SHORTCUTS and (private or line.startswith("/")):
            self._open_home(seat) if word in HOME else self._offer_shortcuts(seat, channel)
        elif word in OF_A_FORM and channel == self.ground.direct(seat.person):
            self.ground.tell(seat.person, NO_FORM.format(word))
        elif not private or word not in HELP:
            seat.typed[channel] = line
            await self._typed(seat, channel, line if line.startswith("/") else _meant(text), under)

    async def _typed(self, seat: Seat, channel: str, line: str, under: str) -> None:
        """Type it as on the page; a command that only the app itself knows by its words is said to it alone."""
        thread = None if line.startswith("/") else ts_of(under) or None
        typed = await self._room.persons.type(seat.person, channel, line.replace("\u3000", " ", 1), thread)
        if typed.error == "unknown_command" and not self._chat.slash:
            there = self.ground.direct(seat.person)
            typed = await self._room.persons.type(seat.person, there, line.removeprefix("/"))
        if not typed.ok:
            raise RefusedError(typed.error, typed.say)

    def _open_home(self, seat: Seat) -> None:
        app = next(iter(self._room.world.apps))
        seat.home = None
        self._telling.home(seat, self._room.persons.open_home(seat.person, app))

    def _offer_shortcuts(self, seat: Seat, channel: str) -> None:
        """The shortcuts of all apps; those of a message for the newest one that a person has written here."""
        written = [each for each in self._room.persons.sees(seat.person, channel) if not each.app]
        newest = written[-1] if written else None
        choices = [
            self._shortcut(app.id, each.callback_id, each.name, newest if each.type == "message" else None)
            for app in self._room.world.apps.values()
            for each in app.shortcuts
            if each.type == "global" or newest
        ]
        if not choices:
            raise RefusedError("no_shortcuts", "ここで使える操作はありません。")
        self.offer(seat.person, "操作", choices)

    def _shortcut(self, app: str, callback_id: str, name: str, on: Message | None) -> Choice:
        async def act(person: str) -> None:
            await self._room.persons.run_shortcut(person, app, callback_id, on)

        about = f"（「{shortened(on.text, 20)}」を）" if on else ""
        return Choice(label=f"{name}{about}", act=act)

    def offer(self, person: str, title: str, choices: list[Choice]) -> None:
        """Let a person choose from what is no message of an app."""
        place, key = self.ground.private(person), self.ground.key("offer")
        menu = self.ground.menus.add(place, key, choices, person)
        listed = [f"　{nth} {each.label}" for nth, each in enumerate(choices, start=1)]
        self.ground.tell(person, "\n".join([f"■ {title}", *listed, *self.ground.footer(menu)]), place, menu)

    async def _touched(self, seat: Seat, key: str, nth: int) -> None:
        if key.startswith("form#"):
            if key != seat.key:
                raise RefusedError("over", "その質問は、すでに終わっています。何も行っていません。")
            await self._asking.touched(seat, nth)
            return
        places = {self.ground.place(each.id, seat.person) for each in self._room.world.channels_of(seat.person)}
        menu = next(filter(None, (self.ground.menus.of(place, key) for place in places)), None)
        if not menu or not 0 <= nth < len(menu.choices) or menu.only_for not in {"", seat.person}:
            raise RefusedError("no_such_choice", "その選択肢は、もうありません。何も行っていません。")
        await menu.choices[nth].act(seat.person)

    async def _brought(self, seat: Seat, channel: str, name: str, contents: bytes, text: str) -> None:
        file = self._room.persons.upload(seat.person, name, contents)
        if await self._asking.brought(seat, file.id):
            return
        typed = await self._room.persons.type(seat.person, channel, text, files=[file.id])
        if not typed.ok:
            raise RefusedError(typed.error, typed.say)


def _meant(text: str) -> str:
    """What is to be said: a word of control without the sign that lets it be said."""
    return literal(text) if flat(literal(text)) in OF_A_FORM else text


def ts_of(key: str) -> str:
    """The timestamp of the message that was told under this key; empty where it was none."""
    return key.partition("/")[2].partition("#")[0]
