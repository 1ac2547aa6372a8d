"""An application to be put on the roster: what the asker and the secretariat are told at their press."""

from messages.blocks import Message, button, section
from messages.onward import onward
from messages.pieces import message
from messages.words import mention, render


def asked(*, again: bool) -> Message:
    """It is with the secretariat, or was there already."""
    return message([section("asked", render("application_asked.j2", again=again))])


def listed() -> Message:
    """Whoever asks is on the roster already."""
    return message([section("listed", render("application_listed.j2")), onward()])


def refused(user: str) -> Message:
    words = render("application_turned_down.j2", user=mention(user))
    return message([section("refused", words), onward(button("名簿を見る", "roster:show", "1"))])


def decided() -> Message:
    """Somebody else of the secretariat was quicker."""
    words = render("application_decided.j2")
    return message([section("decided", words), onward(button("名簿を見る", "roster:show", "1"))])
