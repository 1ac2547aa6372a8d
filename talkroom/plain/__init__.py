"""A second face of the room: for a chat that has only words, and for a terminal."""

from talkroom.plain.chat import LOGO, Chat, Outlet, Said, Stamp
from talkroom.plain.face import Face

__all__ = ["LOGO", "Chat", "Face", "Outlet", "Said", "Stamp"]
