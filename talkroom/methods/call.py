"""One call of the Web API: which app asks, with which arguments, and what it may reach."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from talkroom.cast import App, Channel, Person
from talkroom.errors import SlackError
from talkroom.message import Json, Message
from talkroom.wire import kind
from talkroom.world import World

if TYPE_CHECKING:
    from talkroom.room import Talkroom

T = TypeVar("T")
MOST_PER_PAGE = 1000
_FAMILIES = {"channel": "channels", "group": "groups", "im": "im"}


@dataclass(frozen=True, slots=True)
class Call:
    """The arguments of a call, and the app that makes it."""

    room: "Talkroom"
    app: App
    args: Json

    @property
    def world(self) -> World:
        return self.room.world

    def text(self, name: str, default: str = "") -> str:
        value = self.args.get(name)
        if isinstance(value, (dict, list)):
            raise SlackError("invalid_arguments")
        return default if value is None else str(value)

    def channel(self, asked: str = "") -> Channel:
        """Return the channel asked for; a private one that the bot is not in does not exist for it."""
        found = self.world.channels.get(asked or self.text("channel"))
        if not found or (self.app.bot_user not in found.members and (found.is_private or found.is_im)):
            raise SlackError("channel_not_found")
        return found

    def joined_channel(self, asked: str = "") -> Channel:
        channel = self.channel(asked)
        if self.app.bot_user not in channel.members:
            raise SlackError("not_in_channel")
        return channel

    def permit(self, *scopes: str) -> None:
        """Refuse what the app's scopes do not cover (one of these is enough); an app that names none may do all."""
        if self.app.scopes and scopes and not set(scopes) & set(self.app.scopes):
            raise SlackError("missing_scope", needed=",".join(scopes), provided=",".join(self.app.scopes))

    def permit_in(self, channel: Channel, right: str) -> None:
        """Refuse it where the app may not do it in a channel of this kind: `groups:history` for a private one."""
        self.permit(f"{_FAMILIES[kind(channel)]}:{right}")

    def person(self, name: str = "user") -> Person:
        person = self.world.people.get(self.text(name))
        if not person:
            raise SlackError("user_not_found")
        return person

    def message(self, channel: Channel, name: str = "ts") -> Message:
        said = self.world.message(channel.id, self.text(name))
        if not said or said.is_ephemeral:
            raise SlackError("message_not_found")
        return said

    def thread(self, channel: Channel) -> str | None:
        """Return the ts of the thread asked for; what only one person sees is the head of none."""
        thread = self.text("thread_ts") or None
        head = self.world.message(channel.id, thread or "")
        if thread and (not head or head.is_ephemeral):
            raise SlackError("thread_not_found")
        return thread

    def number(self, name: str, default: int) -> int:
        try:
            return int(self.args.get(name) or default)
        except (TypeError, ValueError, OverflowError) as error:
            raise SlackError("invalid_arguments") from error

    def page(self, everything: Sequence[T], *, default: int = MOST_PER_PAGE) -> tuple[list[T], str]:
        """Cut one page out of a list; return it and the cursor of the next, empty at the end."""
        limit = self.number("limit", default)
        if not 1 <= limit <= MOST_PER_PAGE:
            raise SlackError("invalid_limit")
        start = self._start()
        following = start + limit
        return list(everything[start:following]), _cursor(following) if following < len(everything) else ""

    def _start(self) -> int:
        cursor = self.text("cursor")
        if not cursor:
            return 0
        try:
            return int(base64.b64decode(cursor, validate=True).removeprefix(b"next:"))
        except (binascii.Error, ValueError) as error:
            raise SlackError("invalid_cursor") from error


def _cursor(position: int) -> str:
    return base64.b64encode(f"next:{position}".encode()).decode()


def cursor(following: str) -> Any:
    return {"response_metadata": {"next_cursor": following}}
