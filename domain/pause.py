"""A pause (休止): for a while a municipality is not reminded, because its assembly sits or a disaster keeps it busy."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Pause:
    """休止: from `since` until `until`, open where nobody knows the end; `by` is the account that asked for it."""

    body: str
    since: datetime
    until: datetime | None
    reason: str
    by: str

    def holds(self, now: datetime) -> bool:
        return self.since <= now and (self.until is None or now < self.until)
