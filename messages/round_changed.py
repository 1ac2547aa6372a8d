"""What became of a round as a whole: changed, moved, closed, opened again."""

from datetime import datetime
from typing import Any

from domain.round import Round
from messages.blocks import Message, button, section
from messages.forms import sentence
from messages.moments import until
from messages.onward import onward
from messages.pieces import message
from messages.round_opened import every
from messages.words import render, title


def changed(name: str) -> Message:
    return _said("changed", name)


def moved(name: str, after: datetime) -> Message:
    return _said("moved", name, until=until(after))


def closed(about: Round, *, was: bool) -> Message:
    """It is closed, or was so already."""
    return _said("closed" if was else "was_closed", about.title, about.id)


def reopened(about: Round, *, over: bool) -> Message:
    """It takes reports again; where its time is over, it needs another one."""
    return _said("reopened", about.title, about.id, over=over)


def accepted(about: Round, count: int) -> Message:
    return _said("accepted", about.title, about.id, count=count)


def laid(said: Message) -> dict[str, Any]:
    """In the place of the form that was sent."""
    return sentence(said, "照会", "閉じる")


def _said(what: str, name: str, round: str = "", **more: object) -> Message:
    values = {"until": "", "over": False, "count": 0, **more}
    shown = [button("この照会を見る", "round:show", round)] if round else []
    later = [button("日時を変える", "round:due", round)] if values["over"] else []
    said = render("round_changed.j2", what=what, title=title(name), **values)
    return message([section("changed", said), onward(*shown, *later, every())])
