"""What a person is told when something cannot be done: what was not understood, and what to do next."""

from collections.abc import Sequence

from domain.errors import (
    AmbiguousName,
    Choice,
    ImpossibleDate,
    NotAdmitted,
    NotAllowed,
    TooManyNames,
    UnknownName,
    UserError,
)
from messages.blocks import Block, Message, actions, button, cut, plain, section
from messages.pieces import message
from messages.words import escape, mention, render

LONGEST_ECHO = 40


def explain(error: UserError, prefix: str) -> Message:
    """The error's sentence and next step. What was typed is echoed as plain text, cut to what can be recognised."""
    offered = error.near if isinstance(error, UnknownName) else getattr(error, "choices", ())
    return message(_blocks(error, prefix), {"choices": escape("・".join(name for name, _ in offered))})


def ours(number: str) -> Message:
    """Something broke on our side: the number finds it in the log."""
    return message([section("failed", render("failed.j2", number=number))])


def refused(error: NotAdmitted, secretariat: str, people: Sequence[str]) -> Message:
    """Whoever is not on the roster is told whom to ask, and no more; one of our own people can ask with a press."""
    ask = [mention(user) for user in people]
    said = section("refused", render("refused.j2", reason=error.reason, secretariat=secretariat, ask=ask))
    way_in = (
        [actions("join", [button("参加を申し込む", "application:ask", "ask")])] if error.reason == "unknown" else []
    )
    return message([said, *way_in])


def not_on_the_roster(secretariat: str, people: Sequence[str]) -> Message:
    """The same for somebody who was on it when they opened what they read."""
    return refused(NotAdmitted("unknown"), secretariat, people)


def _blocks(error: UserError, prefix: str) -> list[Block]:
    usage = section("usage", render("try.j2", prefix=prefix))
    match error:
        case UnknownName():
            said = render("unknown_name.j2", text=cut(error.text, LONGEST_ECHO), near=error.near)
            return [plain("unknown", said), *_choices(error.near), usage]
        case AmbiguousName():
            said = render("ambiguous_name.j2", text=cut(error.text, LONGEST_ECHO), count=len(error.choices))
            return [plain("ambiguous", said), *_choices(error.choices)]
        case TooManyNames():
            return [plain("too-many", render("too_many_names.j2")), *_choices(error.choices)]
        case ImpossibleDate():
            said = render("impossible_date.j2", text=cut(error.text, LONGEST_ECHO), reason=error.reason)
            return [plain("impossible-date", said), usage]
        case NotAllowed():
            return [section("not-allowed", render("not_allowed.j2", reason=error.reason))]
        case _:
            raise NotImplementedError(type(error).__name__)


def _choices(choices: Sequence[Choice]) -> list[Block]:
    buttons = [button(name, f"status:{nth}", asked) for nth, (name, asked) in enumerate(choices)]
    return [actions("choices", buttons)] if buttons else []
