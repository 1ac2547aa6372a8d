"""A posting (投稿): one thing the bot says unasked, and what became of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class State(StrEnum):
    """Where a posting stands.

    It waits (pending), is being sent under a lease (sending), may or may not be in the room (uncertain); it was sent,
    had nothing left to say (skipped), or cannot be sent without a person's help (dead).
    """

    PENDING = "pending"
    SENDING = "sending"
    UNCERTAIN = "uncertain"
    SENT = "sent"
    SKIPPED = "skipped"
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class Posting:
    """What is to be said: `key` is unique and reads aloud, `to` is a room or an account, `subject` what it is about."""

    key: str
    kind: str
    to: str
    subject: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Claim:
    """A posting that this process may send now. Whoever lost the lease has an old `epoch`, and records nothing.

    `in_doubt` means that it may be in the room already: the room is asked first. `first_send_at` is in Unix
    seconds of the conference's clock, `room` where it went.
    """

    posting: Posting
    epoch: int
    attempts: int
    in_doubt: bool
    first_send_at: float | None = None
    room: str | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """A posting with what became of it, for people."""

    posting: Posting
    state: State
    reason: str
    attempts: int
    room: str | None
    ts: str | None
    text: str | None
