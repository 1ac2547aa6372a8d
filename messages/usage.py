"""/help: what can be typed, for the person's own role."""

from collections.abc import Sequence
from typing import Protocol

from domain.forms import Theme
from domain.model import Member, Municipality
from messages.blocks import Message, actions, header, section
from messages.onward import everywhere, overall, standing_of
from messages.pieces import message
from messages.practice import START
from messages.words import render


class Usage(Protocol):
    """A command as its handler declares it."""

    @property
    def name(self) -> str: ...
    @property
    def description(self) -> str: ...
    @property
    def examples(self) -> tuple[str, ...]: ...


def usage(commands: Sequence[Usage], prefix: str, member: Member, own: Sequence[Municipality], theme: Theme) -> Message:
    """The commands with examples, how to ask without one, and buttons that show it at once."""
    said = render("usage.j2", commands=commands, prefix=prefix, member=member)
    standings = [standing_of(municipality) for municipality in own[:3]]
    buttons = [*standings, overall("県全体の現況"), everywhere(theme), START]
    text = render("by_text.j2")
    return message(
        [header("usage", "使い方"), section("commands", said), section("by-text", text), actions("try", buttons)]
    )
