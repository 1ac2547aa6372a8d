"""A small Slack-compatible talk room: Web API, Socket Mode, signed HTTP, and a page for people. It knows no app."""

from talkroom.cast import App, Channel, Command, Person, Team
from talkroom.clock import Clock
from talkroom.errors import RefusedError
from talkroom.message import Message
from talkroom.persons import Typed
from talkroom.room import Hooks, Talkroom
from talkroom.transport import Answer, Transport
from talkroom.waits import Waits

__all__ = [
    "Answer",
    "App",
    "Channel",
    "Clock",
    "Command",
    "Hooks",
    "Message",
    "Person",
    "RefusedError",
    "Talkroom",
    "Team",
    "Transport",
    "Typed",
    "Waits",
]
