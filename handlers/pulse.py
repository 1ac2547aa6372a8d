"""What the process counts of its own life while it runs: answers and how long they took, failures, and its line."""

import asyncio
import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Any

BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)
"""Seconds: an answer belongs to the first of them that it was not longer than; Slack waits for three."""

KINDS = frozenset(
    {"block_actions", "block_suggestion", "message_action", "shortcut", "view_closed", "view_submission"}
    | {"app_home_opened", "app_mention", "file_shared", "message", "user_change"}
)
OTHER = "other"


@dataclass(slots=True)
class Answers:
    """How many answers took how long. The last of `within` took longer than every bound."""

    within: list[int] = field(default_factory=lambda: [0] * (len(BOUNDS) + 1))
    seconds: float = 0.0

    def add(self, seconds: float) -> None:
        self.within[bisect_left(BOUNDS, seconds)] += 1
        self.seconds += seconds


class Pulse:
    """Counts in memory, from the start of the process. No text, no name and no id of anybody comes in here."""

    def __init__(self, commands: Collection[str], prefix: str = "") -> None:
        self._names = {f"/{before}{name}": f"/{name}" for name in commands for before in ("", prefix)}
        self.began = time.monotonic()
        self.opened_at: float | None = None
        self.heard_at: float | None = None
        self.is_open: Callable[[], bool] = lambda: False
        self.answers: dict[str, Answers] = {}
        self.failures: Counter[str] = Counter()
        self.renewed = 0
        self.connected = asyncio.Event()  # for the first time

    def opened(self) -> None:
        """The chat has said hello on a new connection."""
        self.opened_at = time.monotonic()
        self.connected.set()

    def answered(self, body: Mapping[str, Any], began: float) -> None:
        """Something was heard at that moment, and is answered now."""
        self.heard_at = now = time.monotonic()
        self._of(body).add(now - began)

    def counted(self, _logger: object, _method: str, said: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        """Every error that is logged is counted by its name; those of libraries, whose texts tell more, together."""
        if said.get("level") in {"error", "critical"}:
            self.failures["library" if "_record" in said else str(said["event"])] += 1
        return said

    def _of(self, body: Mapping[str, Any]) -> Answers:
        """Those of the command or of the kind: never a name that somebody outside could make up."""
        if "command" in body:
            name = self._names.get(str(body["command"]), OTHER)
        else:
            event = body.get("event")
            kind = str((event if isinstance(event, Mapping) else body).get("type"))
            name = kind if kind in KINDS else OTHER
        return self.answers.setdefault(name, Answers())
