"""Editions (版) of what can be loaded anew – the steps, the systems, the form of a theme: which one counts on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

STEPS, SYSTEMS, FORM = "steps", "systems", "form/"


@dataclass(frozen=True, slots=True)
class Edition:
    """版: the `nth` of its kind – steps, systems, form/online – in effect from its day (施行日) on, known since `at`.

    `contents` is in the shape of `data/`.
    """

    kind: str
    nth: int
    since: date
    contents: Any
    at: datetime
    file: str = ""
    by: str = ""


def counting(editions: Iterable[Edition], day: date, before: datetime | None = None) -> dict[str, Edition]:
    """Of each kind the edition that counts on that day; with `before` only of those that were known before then.

    The later day of effect wins; of one and the same day the later edition.
    """
    known = (each for each in editions if each.since <= day and (before is None or each.at < before))
    return {each.kind: each for each in sorted(known, key=lambda each: (each.since, each.nth))}
