"""A chat as the plain face meets it: what it can do, what is said in it, and the way out to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from talkroom.plain.menus import Menu
from talkroom.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """What a chat can do; where it cannot, the face says it in words. With none of these it has words alone."""

    modal: bool = False  # forms of its own
    ephemeral: bool = False  # a message in a room that one person sees
    edit: bool = False  # a message can be changed
    thread: bool = False  # answers below a message
    slash: bool = False  # commands of its own
    select_stamp: bool = False  # a choice that is answered with one touch
    task_stamp: bool = False  # one thing to be done, ticked off with one touch
    read_receipt: bool = False  # it tells who has read what
    note: bool = False  # a page that stays at hand in a room and can be rewritten
    announce: bool = False  # a message that the whole room is called to


LOGO = Chat(select_stamp=True, task_stamp=True, read_receipt=True, note=True)
"""LoGoチャット, as far as docs/logo.md knows it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """A choice to touch: one of several, yes or no, or one thing to be done."""

    kind: Literal["select", "yes_no", "task"]
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What is said at a place; `key` names it afterwards. `only_for`, `under` and the rest only where the chat can.

    `room` names where it was said, for whoever hears everything at one place; `menu` is what can be chosen.
    """

    place: str
    key: str
    text: str
    by: str = ""
    room: str = ""
    only_for: str = ""
    under: str = ""
    stamp: Stamp | None = None
    menu: Menu | None = None
    announced: bool = False


class Outlet(Protocol):
    """The way out to a chat. Nothing here waits: what takes time is the outlet's own business."""

    def say(self, said: Said) -> None: ...

    def change(self, said: Said) -> None:
        """Put it in place of what has the same key; only where the chat can `edit`."""

    def note(self, place: str, key: str, title: str, text: str, menu: Menu | None = None) -> None:
        """Write or rewrite the room's page of that key, with what can be chosen there; only where it has a `note`."""

    def forms(self, person: str, stack: Sequence[View]) -> None:
        """Show these forms, the last on top, and none besides; only where the chat has a `modal`."""

    def file(self, place: str, name: str, contents: bytes) -> str:
        """Hand over a file; return the sentence that says where it is, if it needs one."""
