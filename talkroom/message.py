"""One message of a room, as the room keeps it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Said by `user` in `channel`; with `only_for` it is ephemeral. The room gives it its `ts`."""

    channel: str
    user: str
    text: str
    ts: str = ""
    blocks: tuple[Json, ...] = ()
    thread_ts: str | None = None
    app: str | None = None
    only_for: str | None = None
    command: str | None = None
    edited: str | None = None
    metadata: Json | None = None
    subtype: str | None = None
    files: tuple[str, ...] = ()
    pinned_by: str | None = None
    reactions: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def is_ephemeral(self) -> bool:
        return self.only_for is not None

    @property
    def is_reply(self) -> bool:
        return self.thread_ts is not None and self.thread_ts != self.ts

    def is_for(self, person: str) -> bool:
        return self.only_for in {None, person}
