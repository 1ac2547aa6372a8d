"""Which of several conferences is meant: the question, and what is said once it is answered."""

from messages.blocks import Block, Message, actions, button, section
from messages.onward import onward
from messages.pieces import message
from messages.words import escape, render

NOTHING = "-"
"""What the button of a question carries that nothing was asked before; one without a value is refused by the chat."""


def question() -> Block:
    return section("which", render("which_conference.j2"))


def choice(nth: int, name: str, asked: str) -> Block:
    return actions(f"conference-{nth}", [button(name, f"conference:choose:{nth}", asked or NOTHING)])


def chosen(name: str) -> Message:
    return message([section("chosen", render("conference_chosen.j2", name=escape(name))), onward()])


def here(name: str) -> list[Block]:
    """Above an App Home: of which conference it is, and the way to another."""
    said = section("conference", render("conference_at_home.j2", name=escape(name)))
    return [said, actions("conference-steps", [button("会議を選ぶ", "conference:ask", "ask")])]
