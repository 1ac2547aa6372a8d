"""A name in a report that could mean something else: it is asked, with each meaning as a button."""

from collections.abc import Sequence

from domain.errors import AmbiguousName, Choice, UnknownName, UserError
from messages.blocks import Message, actions, button, cut, section
from messages.pieces import message
from messages.words import render

LONGEST_ECHO = 40


def meanings(error: UserError) -> Sequence[Choice]:
    """What may have been meant: each name, with the whole text put that way."""
    found: Sequence[Choice] = error.near if isinstance(error, UnknownName) else getattr(error, "choices", ())
    return found


def asked_back(error: UserError, choices: Sequence[Choice]) -> Message:
    kinds = {UnknownName: "unknown", AmbiguousName: "ambiguous"}
    text = cut(getattr(error, "text", ""), LONGEST_ECHO)
    words = render("report_asked_back.j2", kind=kinds.get(type(error), "too_many"), text=text, choices=choices)
    buttons = [button(name, f"report:read:{nth}", whole) for nth, (name, whole) in enumerate(choices)]
    return message([section("asked-back", words), *([actions("choices", buttons)] if buttons else [])])
