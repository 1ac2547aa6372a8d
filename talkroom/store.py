"""Keeps a room over a restart, in a SQLite file of its own: what is said is written at once, ephemerals never."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from datetime import datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from talkroom.cast import Channel, Person
from talkroom.files import File
from talkroom.message import Json, Message
from talkroom.scheduled import Waiting
from talkroom.view import View
from talkroom.world import Change

if TYPE_CHECKING:
    from talkroom.room import Talkroom

AHEAD = timedelta(seconds=10)  # the clock is kept this far ahead, so that it never jumps back, whatever ends the room
_TABLES = """
CREATE TABLE IF NOT EXISTS kept (kind TEXT, key TEXT, body TEXT NOT NULL, PRIMARY KEY (kind, key)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS contents (file TEXT PRIMARY KEY, bytes BLOB NOT NULL);
"""


class StoreTaken(Exception):
    """Another room keeps itself in this file."""


class Store:
    """The file of one room. `open` it before the room starts; from then on it follows what happens."""

    def __init__(self, path: Path, *, sure: bool = False) -> None:
        """`sure`: what is kept is kept over a power cut, too."""
        self._path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(path, isolation_level=None, timeout=0)
            for pragma in ("locking_mode=EXCLUSIVE", "journal_mode=WAL", f"synchronous={'FULL' if sure else 'NORMAL'}"):
                self._db.execute(f"PRAGMA {pragma}")
            self._db.executescript(_TABLES)
        except (OSError, sqlite3.Error) as error:
            if hasattr(self, "_db"):
                self._db.close()
            why = "ほかのプログラムが使っています" if "locked" in str(error) else "読み書きできません"
            raise StoreTaken(f"トークルームの記録（{path}）は、{why}。") from error

    def serves(self, what: str) -> bool:
        """Whether the file is for this: what a new one is for is decided here, an older one was to play in."""
        older = "chat" if self.get("begun", "") else "play" if self.get("clock", "") else what
        known = self.get("for", "") or older
        if known == what:
            self.put("for", "", what)
        return bool(known == what)

    def open(self, room: "Talkroom") -> None:
        """Put back into the room what was kept of it, and follow it."""
        self._room = room
        if kept := self.get("clock", ""):
            room.clock.goes_on_from(datetime.fromisoformat(kept))
        for put_back, kind in self._everything():
            for body in self.all(kind):
                put_back(body)
        room.world.at_once = self.at_once
        room.world.watchers.insert(0, self._changed)  # first: what cannot be kept is told to nobody
        room.clock.watch(self.keep_time)
        self.keep_time()

    def keep_time(self) -> None:
        """Keep the time, a little ahead of itself; call it more often than that little."""
        self.put("clock", "", (self._room.clock() + AHEAD).isoformat())

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Keep all that happens within, or nothing of it."""
        if self._db.in_transaction:
            yield
            return
        self._db.execute("BEGIN")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def forget(self) -> None:
        with self.at_once():
            self._db.execute("DELETE FROM kept WHERE kind <> 'for'")
            self._db.execute("DELETE FROM contents")
            self.keep_time()

    def close(self) -> None:
        self.put("clock", "", self._room.clock().isoformat())
        self._db.close()

    # What was kept

    def _everything(self) -> Iterator[tuple[Callable[[Any], None], str]]:
        """Go through what is put back, in an order in which each finds what it stands in."""
        yield self._person, "person"
        yield self._channel, "channel"
        yield self._file, "file"
        yield self._message, "message"
        yield self._read, "read"
        yield self._chosen, "chosen"
        yield self._home, "home"
        yield self._scheduled, "scheduled"

    def _person(self, body: Json) -> None:
        self._room.world.put_back_person(Person(**body))

    def _channel(self, body: Json) -> None:
        members = body.pop("members")
        known = tuple(user for user in members if user in self._room.world.people)
        if not body["is_im"] or known == tuple(members):
            self._room.world.put_back_channel(Channel(**body, members=known))

    def _file(self, body: Json) -> None:
        row = self._db.execute("SELECT bytes FROM contents WHERE file = ?", (body["id"],)).fetchone()
        if row:
            shared, here = body.pop("shares"), self._room.world.channels
            shares = {channel: tuple(said) for channel, said in shared.items() if channel in here}
            self._room.world.files.put_back(File(**body, shares=shares), row[0])

    def _message(self, body: Json) -> None:
        """What somebody said who is here no more stays; a channel that is gone takes its messages along."""
        world = self._room.world
        if body["channel"] in world.channels:
            self._introduce(body)
            world.put_back(_message(body))

    def _introduce(self, body: Json) -> None:
        """Let whoever said it be known, though they have left; an app that is gone says no more."""
        world, is_app = self._room.world, bool(body["app"])
        name = "（退出したアプリ）" if is_app else "（退出した参加者）"
        world.people.setdefault(body["user"], Person(id=body["user"], name=name, is_bot=is_app, deleted=True))
        if body["app"] not in world.apps:
            body["app"] = None

    def _read(self, body: Json) -> None:
        self._room.world.put_back_read(body["person"], body["channel"], body["ts"])

    def _chosen(self, body: Json) -> None:
        chosen = {(block, action): each for block, action, each in body["chosen"]}
        self._room.world.put_back_chosen((body["person"], body["channel"], body["ts"]), chosen)

    def _home(self, body: Json) -> None:
        if body["person"] in self._room.world.people and body["app"] in self._room.world.apps:
            self._room.screens.put_back(View(**body))

    def _scheduled(self, body: Json) -> None:
        said, world = body["message"], self._room.world
        if said["app"] in world.apps and said["channel"] in world.channels:
            self._room.scheduled.put_back(Waiting(**{**body, "message": _message(said)}))

    # What happens

    def _changed(self, change: Change) -> None:
        said, world = change.message, self._room.world
        match change.kind:
            case "person":
                self.put("person", change.person, _json(world.people[change.person]))
            case "joined" | "im" | "channel":
                self.put("channel", change.channel, _json(world.channels[change.channel]))
            case "read":
                where = {"person": change.person, "channel": change.channel}
                up_to = world.read_up_to(change.person, change.channel)
                self.put("read", f"{change.person} {change.channel}", {**where, "ts": up_to})
            case "home":
                self.put("home", f"{change.app} {change.person}", self._home_of(change))
            case "file":
                self._keep_file(change.name)
            case "scheduled":
                self._keep_scheduled(change.name)
            case "modal":
                pass  # a modal's time is its trigger's: nobody comes back to one
            case _ if said and not said.is_ephemeral:
                self._keep_said(change, said)

    def _keep_said(self, change: Change, said: Message) -> None:
        key = f"{said.channel} {said.ts}"
        if change.kind == "deleted":
            self.drop("message", key)
        elif change.kind == "chosen":
            chosen = [[*key, each] for key, each in self._room.world.chosen(change.person, said).items()]
            where = {"person": change.person, "channel": said.channel, "ts": said.ts}
            self.put("chosen", f"{change.person} {key}", {**where, "chosen": chosen})
        else:
            self.put("message", key, _json(said))

    def _home_of(self, change: Change) -> Json:
        view = self._room.screens.home(change.app, change.person)
        return {**_json(view), "chosen": {}}

    def _keep_file(self, file_id: str) -> None:
        files = self._room.world.files
        if file := files.get(file_id):
            self.put("file", file_id, _json(file))
            self._db.execute("INSERT OR IGNORE INTO contents VALUES (?, ?)", (file_id, files.contents(file)))
        else:
            self.drop("file", file_id)
            self._db.execute("DELETE FROM contents WHERE file = ?", (file_id,))

    def _keep_scheduled(self, waiting_id: str) -> None:
        if waiting := self._room.scheduled.get(waiting_id):
            self.put("scheduled", waiting_id, {**_json(waiting), "message": _json(waiting.message)})
        else:
            self.drop("scheduled", waiting_id)

    # The file

    def put(self, kind: str, key: str, body: Any) -> None:
        self._db.execute("REPLACE INTO kept VALUES (?, ?, ?)", (kind, key, json.dumps(body, default=_plain)))

    def drop(self, kind: str, key: str) -> None:
        self._db.execute("DELETE FROM kept WHERE kind = ? AND key = ?", (kind, key))

    def get(self, kind: str, key: str) -> Any:
        row = self._db.execute("SELECT body FROM kept WHERE kind = ? AND key = ?", (kind, key)).fetchone()
        return json.loads(row[0]) if row else None

    def all(self, kind: str) -> list[Any]:
        rows = self._db.execute("SELECT body FROM kept WHERE kind = ? ORDER BY key", (kind,))
        return [json.loads(body) for (body,) in rows]


def _json(value: Any) -> Json:
    return {field.name: getattr(value, field.name) for field in fields(value)}


def _plain(value: Any) -> Any:
    if isinstance(value, MappingProxyType):
        return dict(value)
    raise TypeError(type(value).__name__)


def _message(body: Json) -> Message:
    reactions = {name: tuple(users) for name, users in body["reactions"].items()}
    return Message(**{**body, "blocks": tuple(body["blocks"]), "files": tuple(body["files"]), "reactions": reactions})
