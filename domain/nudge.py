"""A nudge (ご確認のお願い): the secretariat asks those who have not answered a matter to look at it once more."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.pause import Pause
from domain.unreported import Missing


@dataclass(frozen=True, slots=True)
class Nudge:
    """ご確認のお願い of one matter; by `once` it counts once. `words` are the secretariat's own."""

    matter: str
    once: str
    by: str
    at: datetime
    words: str = ""


@dataclass(frozen=True, slots=True)
class Recipients:
    """Who is asked of what, by account; who is left out as paused; for whom nobody can be asked.

    `before` are those who were asked on the same day already.
    """

    told: Mapping[str, Sequence[tuple[Missing, int]]]  # with the rung on which they stand there
    paused: Sequence[tuple[Missing, Pause]]
    nobody: Sequence[Missing]
    before: Collection[str] = ()
