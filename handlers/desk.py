"""What a conference's answers are made from: the database, the clock, the catalogue – chosen once, in bot.py."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from slack_sdk.web.async_client import AsyncWebClient

from domain.calendar import TOKYO
from domain.catalogue import Catalogue
from domain.choices import Choices
from domain.dates.opendays import OpenDays
from handlers.accounts import Accounts
from handlers.answers import Answers
from handlers.commands import Command
from handlers.files import Files
from messages.reminder import Open
from reminders.ahead import Ahead
from reminders.auditor import Auditor
from reminders.boards import Boards
from reminders.compose import Compose
from reminders.homes import Homes
from reminders.poster import Poster
from storage.database import Begin, Read
from storage.shelf import Shelf

Clock = Callable[[], datetime]
"""The time it is for the bot: real with Slack, the room's in the talk room. Always aware."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Bolt hands the one of the request's conference to every listener that names a parameter `desk`."""

    client: AsyncWebClient
    read: Read
    begin: Begin
    now: Clock
    shelf: Shelf
    accounts: Accounts
    answers: Answers
    files: Files
    commands: tuple[Command, ...]
    ahead: Ahead
    compose: Compose
    poster: Poster
    auditor: Auditor
    boards: Boards
    homes: Homes
    prefix: str = ""
    secretariat: tuple[str, ...] = ()
    rooms: tuple[str, ...] = ()
    past: Catalogue | None = None  # of an earlier day, where what is asked is read as of it

    @property
    def catalogue(self) -> Catalogue:
        """What counts now: everybody asks anew, for it may be another one the next moment."""
        return self.past or self.shelf.catalogue

    def on(self, day: date) -> "Desk":
        """This desk with the catalogue of that day."""
        then = self.catalogue.on(day)
        return self if then is self.catalogue else replace(self, past=then)

    @property
    def id(self) -> str:
        """The conference's."""
        return self.catalogue.conference.id

    @property
    def room(self) -> str:
        """The one that is told what concerns all; empty for none."""
        return self.rooms[0] if self.rooms else ""

    @property
    def choices(self) -> Choices:
        """What the secretariat has decided, as it is now."""
        return self.compose.facts.choices()

    @property
    def days(self) -> OpenDays:
        return self.catalogue.days

    def today(self) -> date:
        return self.now().astimezone(TOKYO).date()

    def open_items(self, user: str) -> list[Open]:
        """What the person's municipalities have not answered."""
        return self.compose.open_items(user)

    def post_soon(self) -> None:
        """Say what is due now, after the ack: called once what caused it is committed."""
        self.answers.later(self.say())

    def boards_soon(self) -> None:
        """Keep the boards of rounds true, after the ack: of facts that changed where nothing new is to be said."""
        self.answers.later(self.boards.look())

    async def say(self) -> None:
        """Say what is due, by the catalogue that counts now, and keep the boards of rounds true."""
        self.shelf.look()
        await self.poster.post_due()
        await self.boards.look()
