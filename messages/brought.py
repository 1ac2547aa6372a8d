"""A file that cannot be read, or of which nobody can tell what it is: why, and what to do instead."""

from collections.abc import Sequence

from messages.blocks import Message, button, cut, plain, section
from messages.onward import onward
from messages.pieces import message
from messages.words import render


def unreadable(reason: str, about: str = "") -> Message:
    return message([section("unreadable", render("file_unreadable.j2", reason=reason, about=about)), _onward()])


def unknown(heads: Sequence[str], prefix: str) -> Message:
    """Its first row is none that is known."""
    row = cut("｜".join(cell for cell in heads if cell), 300)
    told = section("unknown", render("file_unknown.j2", prefix=prefix, kept=False))
    return message([told, plain("heads", f"1行目：{row}"), _onward()])


def _onward() -> dict[str, object]:
    return onward(button("受付中の照会", "report:list", "list"))
