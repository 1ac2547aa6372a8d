"""What can be chosen by its number at each place: the newest message with choices first, older ones by their name."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace

from talkroom.plain.numbers import flat

MOST = 99  # messages with choices that are remembered at a place; then their numbers begin anew


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One thing to choose, and what is done when a person (by id) has chosen it."""

    label: str
    act: Callable[[str], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Menu:
    """The choices of one message at one place; `only_for` one person, where nobody else sees it.

    A `recalled` one is of an earlier run, or of a note: it is chosen by its own number (3-2) or its stamp, never by a
    bare number.
    """

    number: int
    key: str
    choices: tuple[Choice, ...]
    only_for: str = ""
    recalled: bool = False


@dataclass(slots=True)
class Menus:
    """Every menu by its place, the newest last; with `by_receipt` only what a person has read counts as seen."""

    by_receipt: bool = False
    _kept: dict[str, list[Menu]] = field(default_factory=dict)
    _count: dict[str, int] = field(default_factory=dict)
    _read: dict[str, set[str]] = field(default_factory=dict)  # who has read what, by its key

    def coming(self, place: str) -> int:
        """The number that the next menu there will bear."""
        return self._count.get(place, 0) % MOST + 1

    def add(
        self, place: str, key: str, choices: Sequence[Choice], only_for: str = "", *, recalled: bool = False
    ) -> Menu:
        chosen = tuple(choices)
        menu = Menu(number=self.coming(place), key=key, choices=chosen, only_for=only_for, recalled=recalled)
        self._count[place] = menu.number
        earlier = [each for each in self._kept.get(place, []) if each.key != key]
        for each in earlier[: -MOST + 1]:
            self._read.pop(each.key, None)
        self._kept[place] = [*earlier[-MOST + 1 :], menu]
        return menu

    def recall(self, place: str, key: str, number: int, choices: Sequence[Choice], only_for: str = "") -> None:
        """Go on from a menu of an earlier run; without choices only its number is not given away again at once."""
        before = self._count.get(place, 0)
        self._count[place] = number if number > before or before - number > MOST // 2 else before
        menu = Menu(number=number, key=key, choices=tuple(choices), only_for=only_for, recalled=True)
        self._kept.setdefault(place, []).append(menu)

    def put(self, place: str, key: str, choices: Sequence[Choice]) -> None:
        """Let a message that stays where it is offer something else, under the number it has."""
        kept = self._kept.get(place, [])
        self._kept[place] = [replace(each, choices=tuple(choices)) if each.key == key else each for each in kept]

    def drop(self, key: str) -> None:
        self._read.pop(key, None)
        for place, kept in self._kept.items():
            self._kept[place] = [each for each in kept if each.key != key]

    def read(self, person: str, key: str) -> None:
        self._read.setdefault(key, set()).add(person)

    def of(self, place: str, key: str) -> Menu | None:
        return next((each for each in self._kept.get(place, ()) if each.key == key), None)

    def seen(self, place: str, person: str) -> list[Menu]:
        """The menus there that this person has seen, the newest first."""
        theirs = [each for each in self._kept.get(place, ()) if each.only_for in {"", person} and each.choices]
        return [each for each in reversed(theirs) if each.recalled or self._has_read(person, each)]

    def unread(self, place: str, person: str) -> list[str]:
        """The keys of the menus there that this person is not known to have read."""
        theirs = [each for each in self._kept.get(place, ()) if each.only_for in {"", person} and not each.recalled]
        return [each.key for each in theirs if not self._has_read(person, each)]

    def _has_read(self, person: str, menu: Menu) -> bool:
        return not self.by_receipt or person in self._read.get(menu.key, ())


def labelled(menus: Sequence[Menu], text: str) -> Choice | None:
    """The one choice of the newest of these that bears these words."""
    newest = next((each for each in menus if not each.recalled), None)
    found = [each for each in newest.choices if flat(each.label) == flat(text)] if newest else []
    return found[0] if len(found) == 1 else None
