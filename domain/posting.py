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
    seconds of the conference's clock, `room` where it went; `send_at`, in real seconds, keeps the pace.
    """

    posting: Posting
    epoch: int
    attempts: int
    in_doubt: bool
    first_send_at: float
    room: str | None = None
    send_at: float = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a claim: its new state and the reason.

    `next_try_at`, in real seconds: when it may be tried again, of one that was sent until when its room is left alone.
    A posting that was put off has a new `due_at`; one that was said has its `room`, `ts` and `text`.
    """

    claim: Claim
    state: State
    reason: str = ""
    next_try_at: float = 0
    due_at: datetime | None = None
    room: str | None = None
    ts: str | None = None
    text: str | None = None
    audit_at: float | None = None


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
    first_send_at: float = 0
