"""/help: what can be typed, for the person's own role."""

from collections.abc import Sequence
from typing import Protocol

from domain.forms import Theme
from domain.model import Member, Municipality, Role
from messages.blocks import Message, actions, button, header, section
from messages.pieces import message
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
    is_secretariat = member.role is Role.SECRETARIAT
    said = render("usage.j2", commands=commands, prefix=prefix, member=member, is_secretariat=is_secretariat)
    buttons = [button(f"{m.name}の現況", f"status:{m.code}", m.name) for m in own[:3]]
    buttons += [
        button("県全体の現況", "status:overall", "全体"),
        button(f"{theme.short}：全市町", "status:theme", theme.short),
    ]
    text = render("by_text.j2")
    return message(
        [header("usage", "使い方"), section("commands", said), section("by-text", text), actions("try", buttons)]
    )
