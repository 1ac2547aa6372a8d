"""Which of several conferences is meant: the question, and what is said once it is answered."""

from messages.blocks import LONGEST_TEXT, Block, Message, actions, button, context, cut, section
from messages.onward import onward
from messages.pieces import message
from messages.words import render

MOST_BLOCKS = 50  # of a message
NOTHING = "-"
"""What the button of a question carries that nothing was asked before; one without a value is refused by the chat."""


def question() -> Block:
    return section("which", render("which_conference.j2"))


def choice(nth: int, name: str, asked: str) -> Block:
    return actions(f"conference-{nth}", [button(name, f"conference:choose:{nth}", asked or NOTHING)])


def chosen(name: str) -> Message:
    return message([section("chosen", render("conference_chosen.j2", name=name)), onward()])


def of_conference(said: Message, name: str) -> Message:
    """The same with the conference's name above it, where there is room for it."""
    head = render("of_conference.j2", name=name)
    above = [context("of-conference", head)] if len(said["blocks"]) < MOST_BLOCKS else []
    return Message(text=cut(f"{head}\n{said['text']}", LONGEST_TEXT), blocks=[*above, *said["blocks"]])


def here(name: str) -> list[Block]:
    """Above an App Home: of which conference it is, and the way to another."""
    said = section("conference", render("conference_at_home.j2", name=name))
    return [said, actions("conference-steps", [button("会議を選ぶ", "conference:ask", "ask")])]
