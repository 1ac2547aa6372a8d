"""What the secretariat decides in the chat (設定): the reminder plan, who is told when, and its own digest."""

from dataclasses import dataclass
from datetime import datetime, time

from domain.plan import STANDARD, Plan

IN_CHARGE, DEPUTY, HEAD = 0, 1, 2
"""The rungs (段): 担当, 副担当, 係長."""

LEADS = (20, 10, 5, 3, 2, 1, 0, -1, -3, -6, -9, -12)
"""From which working day on a rung may be included: before the deadline, on its day (0), after it (negative)."""


@dataclass(frozen=True, slots=True)
class Choices:
    """設定: as the conference starts with them, and as the secretariat changes them.

    `plan_since` is since when the plan is this one. Without `deputy_from` (or `head_from`) that rung hears nothing.
    `notes_on` is the weekday of the notes' digest, 0 for Monday; without it there is none.
    `keeps` is for how many years records stay (保存年限).
    """

    plan: Plan = STANDARD
    plan_since: datetime | None = None
    names_in_room: bool = False
    deputy_from: int | None = 0
    head_from: int | None = -3
    digest: bool = True
    digest_at: time = time(8, 45)
    notes_on: int | None = 0
    keeps: int = 5

    def reaches(self, rung: int, lead: int) -> bool:
        """Whether somebody on this rung is told `lead` working days before the deadline (negative: after it)."""
        first = {DEPUTY: self.deputy_from, HEAD: self.head_from}.get(rung, lead)
        return first is not None and lead <= first


USUAL = Choices()
