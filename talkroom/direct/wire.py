"""What the protocol calls things: kinds of talks and messages, its limits, and the values that come over the line."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

VERSION = "1.122"  # of the protocol, as its public client 2.1.0 names it
TEXT, FILE, FILES = 1, 4, 5
YES_NO, YES_NO_ANSWER, SELECT, SELECT_ANSWER, TASK, TASK_ANSWER = range(500, 506)
PAIR, GROUP = 1, 2
OLDEST_FIRST, NEWEST_FIRST = 1, 2
EVERYBODY = 1  # `closing_type` of a task: it is done when all have done it
NOTE_TEXT = 1  # `content_type` of a note without files
FOR_A_MESSAGE = 1  # what an upload is for

LONGEST = 1024  # UTF-16 units of a text, a question or a task
OPTIONS, LONGEST_OPTION = 9, 64  # of a select stamp
SPAN = 0.55  # seconds between two messages
NOTE_SPAN = 5.0  # seconds between two calls about notes: 24 in two minutes
PAGE = 20  # messages that are asked for at once
LATER = {429, 503}  # codes of a refusal that passes; `retry_after` in its detail is seconds
NO_SUCH, CONFLICT, NO_TOKEN, FAILED = 404, 409, 401, 500  # FAILED and above: the chat's own trouble


class Strange(ValueError):
    """Something that came over the line has not the shape that is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """A talk room of the chat: of two (PAIR) or of several (GROUP)."""

    id: int
    domain: int
    kind: int
    name: str
    users: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """A message of a talk; what `content` is depends on its kind."""

    id: int
    talk: int
    by: int
    kind: int
    content: Any
    by_bot: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    id: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A note of a talk, as its newest revision has it."""

    id: int
    by: int
    revision: int
    title: str
    text: str


@contextmanager
def shaped(what: str) -> Iterator[None]:
    """Say of what has not the shape that is read of it, that it is strange."""
    try:
        yield
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        raise Strange(what) from error


def talk(said: Any) -> Talk:
    """A talk as it came. Raises Strange."""
    with shaped("talk"):
        users = tuple(int(each) for each in said["user_ids"])
        ids = {"id": int(said["talk_id"]), "domain": int(said["domain_id"])}
        return Talk(**ids, kind=int(said["type"]), name=str(said.get("talk_name") or ""), users=users)


def spoken(said: Any) -> Spoken:
    """A message as it came. Raises Strange."""
    with shaped("message"):
        ids = {"id": int(said["message_id"]), "talk": int(said["talk_id"]), "by": int(said["user_id"] or 0)}
        by_bot = bool(said.get("bot_message"))
        return Spoken(**ids, kind=int(said["type"]), content=said.get("content"), by_bot=by_bot)


def perhaps(said: Any) -> tuple[int, Spoken | None]:
    """A message as it came, by its id; None where it cannot be read. Raises Strange where it has not even an id."""
    with shaped("message"):
        number = int(said["message_id"])
    try:
        return number, spoken(said)
    except Strange:
        return number, None


def user(said: Any) -> User:
    """Somebody as they came. Raises Strange."""
    with shaped("user"):
        number = int(said["user_id"])
        return User(id=number, name=str(said["display_name"] or "").strip() or f"（名前のない参加者 {number}）")


def note_in_short(said: Any) -> Note:
    """A note as it stands in a list. Raises Strange."""
    with shaped("note"):
        revision = said["note_revision_summary"]
        ids = {"id": int(said["note_id"]), "by": int(said["created_by"]), "revision": int(revision["revision"])}
        return Note(**ids, title=str(revision["title"]), text=str(revision.get("content_summary") or ""))


def note(said: Any) -> Note:
    """A note as it came. Raises Strange."""
    with shaped("note"):
        revision = said["note_revision"]
        ids = {"id": int(said["note_id"]), "by": int(said["created_by"]), "revision": int(revision["revision"])}
        return Note(**ids, title=str(revision["title"]), text=str(revision["content"]))
