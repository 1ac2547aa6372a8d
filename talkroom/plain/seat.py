"""A person who takes part through the plain face: what they are in the middle of."""

from dataclasses import dataclass, field
from typing import Any

from talkroom.message import Message
from talkroom.plain.form import Form
from talkroom.view import View


@dataclass(slots=True, kw_only=True)
class Seat:
    """One person: the forms before them, one question beside these, and what they typed last where."""

    person: str
    forms: dict[str, Form] = field(default_factory=dict)  # by view, the one on top last
    view: View | None = None
    question: Form | None = None  # about an element of a message
    about: Message | View | None = None  # what the question stands in
    typed: dict[str, str] = field(default_factory=dict)  # the last line, by channel
    key: str = ""  # of what was asked last
    acting: int = 0  # acts under way, whose outcome is told at their end
    drafts: dict[str, dict[str, Any]] = field(default_factory=dict)  # what is filled in in a message, by its ts
    pending: bool = False  # something is to be asked once the act is over
    page: tuple[str, str] = ("", "")  # what was told last that is only to be read, by its view and hash
    home: tuple[list[str], list[str]] | None = None  # what their Home was told to say: without its choices, and with

    @property
    def form(self) -> Form | None:
        return self.question or (self.forms.get(self.view.id) if self.view else None)
