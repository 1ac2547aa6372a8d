"""The way of a file into the room: an upload is expected, its bytes arrive, and it is shared in a message."""

import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus

from talkroom import ids
from talkroom.cast import App
from talkroom.errors import RefusedError, SlackError
from talkroom.files import LARGEST, File
from talkroom.message import Json, Message
from talkroom.wire import file as wired
from talkroom.world import World

VALID = 60 * 60  # seconds an upload address waits for its bytes
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """An upload an app has announced."""

    file: File
    until: float


class Uploads:
    """Takes files from apps and from people."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._expected: dict[str, Expected] = {}

    def expect(self, app: App, name: str, length: int, alt_text: str) -> tuple[str, str]:
        """Await the bytes of an app's file; return the file's id and the secret of the address they are sent to."""
        if length > LARGEST:
            raise SlackError("file_upload_size_restricted")
        now = time.monotonic()
        self._expected = {each: kept for each, kept in self._expected.items() if kept.until > now}
        file = self._new(name, app.bot_user, length, app=app.id, alt_text=alt_text)
        secret = secrets.token_urlsafe(24)
        self._expected[secret] = Expected(file=file, until=now + VALID)
        return file.id, secret

    def receive(self, secret: str, contents: bytes) -> File:
        """Take the bytes that were sent to an upload address."""
        expected = self._expected.get(secret)
        if not expected or expected.until <= time.monotonic():
            raise SlackError("invalid_upload_url", status=HTTPStatus.NOT_FOUND)
        if len(contents) != expected.file.size:
            raise SlackError("invalid_upload_length")
        del self._expected[secret]
        return self._world.files.add(expected.file, contents)

    def take(self, person: str, name: str, contents: bytes) -> File:
        """Take a person's file; it waits to be sent."""
        if not contents:
            raise RefusedError("empty_file", f"「{name}」は空のファイルです。中身のあるファイルを選んでください。")
        return self._world.files.add(self._new(name, person, len(contents)), contents)

    def waiting(self, person: str) -> dict[str, Json]:
        """Return what this person uploaded, by id: what they may send or hand in."""
        mine = [file for file in self._world.files.all() if file.user == person]
        return {file.id: wired(self._world, file, self._world.files.base_url()) for file in mine}

    def share(self, file_ids: Sequence[str], said: Message) -> Message:
        """Say it with these files."""
        once = tuple(dict.fromkeys(file_ids))
        with self._world.at_once():
            shared = self._world.post(replace(said, files=once, subtype="file_share"))
            for file_id in once:
                self._world.files.share(file_id, shared)
        return shared

    def delete(self, file: File) -> None:
        """Take a file away from every message it stands in."""
        with self._world.at_once():
            for said in self._world.messages_with(file):
                left = tuple(each for each in said.files if each != file.id)
                self._world.change(said, files=left, text=said.text or "ファイルは削除されました。")
            self._world.files.delete(file)

    def forget(self) -> None:
        self._expected = {}

    def _new(self, name: str, user: str, size: int, *, app: str | None = None, alt_text: str = "") -> File:
        name = name.encode(errors="replace").decode()  # half a character has no place in an address
        plain = name.replace("\\", "/").rsplit("/", 1)[-1].strip()[-LONGEST_NAME:] or "ファイル"
        return File(
            id=ids.fresh("F"),
            name=plain,
            title=plain,
            user=user,
            size=size,
            created=self._world.now_ts(),
            app=app,
            alt_text=alt_text,
        )
