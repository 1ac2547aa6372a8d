"""A view: a modal or an App Home, as one person has it before them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal

from talkroom.message import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What an app shows to `person`: `body` is what the app said, `chosen` what the person did in it so far."""

    id: str
    app: str
    person: str
    kind: Literal["modal", "home"]
    body: Json
    hash: str
    root: str = ""
    previous: str | None = None
    channel: str | None = None  # where the person was when it opened
    chosen: Mapping[tuple[str, str], Any] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def blocks(self) -> list[Json]:
        blocks: list[Json] = self.body["blocks"]
        return blocks

    @property
    def external_id(self) -> str:
        return str(self.body.get("external_id") or "")

    @property
    def wants_to_know_of_its_end(self) -> bool:
        return bool(self.body.get("notify_on_close"))
