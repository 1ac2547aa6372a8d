"""A small Slack-compatible talk room: Web API, Socket Mode, signed HTTP, and a page for people. It knows no app."""

from talkroom.cast import App, Channel, Command, Person, Shortcut, Team
from talkroom.clock import Clock, RealClock
from talkroom.errors import RefusedError
from talkroom.manifest import Secrets, UnreadableManifest, app, numbered
from talkroom.message import Message
from talkroom.persons import Typed
from talkroom.room import Hooks, Talkroom
from talkroom.store import Store, StoreTaken
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
    "RealClock",
    "RefusedError",
    "Secrets",
    "Shortcut",
    "Store",
    "StoreTaken",
    "Talkroom",
    "Team",
    "Transport",
    "Typed",
    "UnreadableManifest",
    "Waits",
    "app",
    "numbered",
]
