"""What all parts of the plain face stand on: the room, the chat, who takes part, and where each hears what."""

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from talkroom.message import Message
from talkroom.plain.chat import Chat, Outlet, Said, Stamp
from talkroom.plain.menus import Choice, Menu, Menus
from talkroom.plain.seat import Seat

if TYPE_CHECKING:
    from talkroom.room import Talkroom


@dataclass(slots=True, kw_only=True)
class Ground:
    """`together`: a person hears everything at one place of their own, as on a terminal."""

    room: "Talkroom"
    chat: Chat
    outlet: Outlet
    together: bool = False
    seats: dict[str, Seat] = field(default_factory=dict)
    menus: Menus = field(init=False)

    def __post_init__(self) -> None:
        self.menus = Menus(by_receipt=self.chat.read_receipt)

    def names(self, each: str) -> str:
        """What a person or a channel is called."""
        world = self.room.world
        if each in world.people:
            return world.people[each].name
        return world.channels[each].name if each in world.channels else each

    def place(self, channel: str, person: str) -> str:
        return person if self.together else channel

    def direct(self, person: str, app: str = "") -> str:
        """The person's talk with an app alone; with the first app where none is named."""
        world = self.room.world
        known = world.apps.get(app) or next(iter(world.apps.values()))
        return world.open_im(person, known.bot_user)

    def private(self, person: str, app: str = "") -> str:
        """The place where nobody else reads along."""
        return self.place(self.direct(person, app), person)

    def places(self, said: Message) -> dict[str, list[str]]:
        """Where a message is told, and whom it reaches there."""
        found: dict[str, list[str]] = {}
        members = self.room.world.channels[said.channel].members
        for person in self.seats:
            if person in members and said.is_for(person):
                moved = said.is_ephemeral and not self.chat.ephemeral
                place = self.private(person, said.app or "") if moved else self.place(said.channel, person)
                found.setdefault(place, []).append(person)
        return found

    def tell(self, person: str, text: str, place: str = "", menu: Menu | None = None) -> None:
        """Say a sentence of the face's own to one person."""
        key = menu.key if menu else self.key("face")
        stamp = self.stamp(menu.choices) if menu else None
        self.outlet.say(Said(place=place or self.private(person), key=key, text=text, stamp=stamp, menu=menu))

    def key(self, name: str) -> str:
        """A key that nothing has borne, in an earlier run neither."""
        return f"{name}#{secrets.token_hex(6)}"

    def stamp(self, choices: tuple[Choice, ...]) -> Stamp | None:
        """The same choices to touch, where the chat has that."""
        labels = tuple(each.label for each in choices)
        if len(labels) == 1 and self.chat.task_stamp:
            return Stamp(kind="task", options=labels)
        return Stamp(kind="select", options=labels) if labels and self.chat.select_stamp else None

    def footer(self, menu: Menu | None) -> list[str]:
        if not menu or not menu.choices:
            return []
        how = f"「{menu.number}-1」のように、番号で" if menu.recalled else "番号で"
        return [f"［{menu.number}］{how}お答えください。"]
