"""What is said where a question was spoken to in a sentence, and it is not sure what was meant."""

from collections.abc import Sequence

from domain.question import What
from messages.ask import doing
from messages.ask_words import STATES, Shown
from messages.blocks import Message, actions, button, plain, quote, section
from messages.pieces import message
from messages.words import escape, render

MOST_CARRIED = 1_900  # characters that a button carries
AS = {
    What.ANSWERED: "回答として送る",
    What.STATE_ANSWERED: "国の回答として記録する",
    What.ASKED_BACK: "市町への確認として送る",
    What.AMENDED: "補足する",
    What.REOPENED: "もう一度尋ねる",
}


def which(shown: Shown, possible: Sequence[What], text: str) -> Message:
    """The words, and as what they can be sent: each button opens its form with them."""
    fits = len(text) <= MOST_CARRIED
    wanted = [what for what in AS if what in possible]
    said = render("ask_which.j2", id=shown.question.id, state=STATES[shown.question.state], fits=fits, any=bool(wanted))
    send = [button(AS[what], f"ask:say:{what.value}", f"{shown.question.id} {what.value} {text}") for what in wanted]
    show = button("この相談を見る", "ask:show:which", f"{shown.question.id}")
    buttons = [*(send if fits else doing(shown, wanted)), show]
    return message([section("which", said), quote("text", text), actions("steps", buttons)], {"text": escape(text)})


def wrong(why: str, words: str) -> Message:
    """It cannot be sent so; what was written is given back."""
    back = [quote("words", words)] if words else []
    return message([plain("wrong", why), *back], {"words": escape(words)})
