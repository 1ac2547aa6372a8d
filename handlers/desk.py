"""What an answer is made from: the database, the clock, the catalogue – chosen once, in bot.py."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from domain.calendar import TOKYO
from domain.catalogue import Catalogue
from handlers.answers import Answers
from handlers.commands import Command
from storage.database import Begin, Read

Clock = Callable[[], datetime]
"""The time it is for the bot: real with Slack, the room's in the talk room. Always aware."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Bolt hands it to every listener that names a parameter `desk`."""

    read: Read
    begin: Begin
    now: Clock
    catalogue: Catalogue
    answers: Answers
    commands: tuple[Command, ...]
    prefix: str = ""
    secretariat: tuple[str, ...] = ()

    def today(self) -> date:
        return self.now().astimezone(TOKYO).date()
