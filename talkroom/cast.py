"""Who and what a talk room is made of: a team, its people, channels and apps."""

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    id: str
    name: str
    domain: str = "talkroom"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody in the room; the bot user of an app is one too."""

    id: str
    name: str
    title: str = ""
    team_id: str = ""
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_stranger: bool = False
    deleted: bool = False
    is_bot: bool = False
    colour: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A room or, with `is_im`, the direct messages of a person and an app."""

    id: str
    name: str
    members: tuple[str, ...]
    topic: str = ""
    is_private: bool = True
    is_ext_shared: bool = False
    is_pending_ext_shared: bool = False
    is_im: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A slash command; the name opens with its slash."""

    name: str
    description: str = ""
    usage_hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortcut:
    """A shortcut of an app: in the ⚡ menu (`global`) or in the menu of every message (`message`)."""

    callback_id: str
    name: str
    type: Literal["global", "message"]
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """An installed app: its names, its secrets, what it may do and hears (no `scopes` or `events`: all)."""

    id: str
    name: str
    bot_user: str
    bot_id: str
    bot_token: str = field(repr=False)
    app_token: str = field(repr=False)
    signing_secret: str = field(repr=False)
    commands: tuple[Command, ...] = ()
    shortcuts: tuple[Shortcut, ...] = ()
    has_home: bool = True
    request_url: str | None = None
    scopes: tuple[str, ...] = ()
    events: tuple[str, ...] = ()


SLACKBOT = Person(id="USLACKBOT", name="トークルーム", is_bot=False)
"""Who says what the room itself has to say."""
