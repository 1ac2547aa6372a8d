"""The files of a room: who uploaded them, where they are shared, and what is in them."""

import mimetypes
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from types import MappingProxyType
from typing import Any

from talkroom.message import Message

LARGEST = 20 * 1024 * 1024
SHOWN_AS_IMAGE = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file; `shares` says in which messages of which channels it stands (none: not sent yet)."""

    id: str
    name: str
    title: str
    user: str
    size: int
    created: str
    app: str | None = None
    alt_text: str = ""
    shares: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def mimetype(self) -> str:
        return mimetypes.guess_type(self.name)[0] or "application/octet-stream"

    @property
    def filetype(self) -> str:
        """Return Slack's word for its kind: the name's ending."""
        return PurePath(self.name).suffix.removeprefix(".").lower() or "binary"

    @property
    def is_image(self) -> bool:
        return self.mimetype in SHOWN_AS_IMAGE


class Files:
    """Keeps files and their contents."""

    def __init__(self, told: Callable[[str], None]) -> None:
        self.base_url: Callable[[], str] = lambda: "http://127.0.0.1/"
        self._told = told
        self._files: dict[str, File] = {}
        self._contents: dict[str, bytes] = {}

    def get(self, file_id: str) -> File | None:
        return self._files.get(file_id)

    def all(self) -> list[File]:
        return list(self._files.values())

    def of(self, said: Message) -> list[File]:
        return [self._files[each] for each in said.files if each in self._files]

    def contents(self, file: File) -> bytes:
        return self._contents[file.id]

    def add(self, file: File, contents: bytes) -> File:
        self._files[file.id], self._contents[file.id] = file, contents
        self._told(file.id)
        return file

    def change(self, file: File, **fields: Any) -> File:
        changed = self._files[file.id] = replace(file, **fields)
        self._told(file.id)
        return changed

    def share(self, file_id: str, said: Message) -> File:
        """Note that it stands in this message."""
        file = self._files[file_id]
        there = (*file.shares.get(said.channel, ()), said.ts)
        return self.change(file, shares={**file.shares, said.channel: there})

    def put_back(self, file: File, contents: bytes) -> None:
        """Put back a file that was kept; nobody is told."""
        self._files[file.id], self._contents[file.id] = file, contents

    def forget(self) -> None:
        self._files, self._contents = {}, {}

    def delete(self, file: File) -> None:
        del self._files[file.id], self._contents[file.id]
        self._told(file.id)
