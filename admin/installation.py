"""What an administrator's commands have to know of the settings: plain values, chosen once, in bot.py."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """One installed bot: without a token the embedded talk room's, with an app token on Socket Mode."""

    database_url: str = field(repr=False)
    api_url: str = ""
    bot_token: str = field(default="", repr=False)
    app_token: str = field(default="", repr=False)
    signing_secret: str = field(default="", repr=False)
    is_slack: bool = False
    is_direct: bool = False  # the talk room is in a chat over the direct line
    port: int = 8080
    prefix: str = ""
    rooms: tuple[str, ...] = ()
    secretariat: tuple[str, ...] = ()
    backup_dir: str = ""
    folders: Mapping[str, Path] = field(default_factory=dict)  # of each conference, the first one first
    clock: datetime | None = None

    def now(self) -> datetime:
        """The time it is; of a test's own server the one it is told."""
        return self.clock or datetime.now(UTC)

    def named(self, conference: str) -> str:
        """The conference that is meant: the only one, or the one that is named. Raises Refused."""
        if not conference and len(self.folders) == 1:
            return next(iter(self.folders))
        if conference not in self.folders:
            raise Refused(f"--conference に、会議を1つ書いてください（{'・'.join(self.folders)}）。")
        return conference

    @property
    def in_a_chat(self) -> bool:
        return bool(self.bot_token)


Read = Callable[[], Installation]
"""Reads the settings; what is wrong with them is raised as one of the refusals."""


class Refused(Exception):
    """What was asked for is not done: the sentence says why, and what to do."""
