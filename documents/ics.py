"""A calendar file (.ics, RFC 5545): events that a calendar takes in, and takes in again when they have changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from icalendar import Event as Entry

PRODUCT = "-//digital-government-bot//deadlines//JA"
ZONE = ZoneInfo("Asia/Tokyo")
MIDNIGHT = time(0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One entry: `at` a moment, or a whole day.

    A calendar knows an entry again by its `uid`, and takes the one with the higher `sequence` for the newer.
    """

    uid: str
    summary: str
    description: str
    at: datetime | date
    sequence: int = 0
    cancelled: bool = False


def calendar(name: str, events: Iterable[Event], now: datetime) -> bytes:
    """The file, as it stands at `now`."""
    from icalendar import Calendar  # noqa: PLC0415 – slow to load, and most of the bot needs no calendar

    made = Calendar()
    for key, value in (("prodid", PRODUCT), ("version", "2.0"), ("method", "PUBLISH"), ("x-wr-calname", name)):
        made.add(key, value)
    for event in events:
        made.add_component(_entry(event, now))
    made.add_missing_timezones()
    return bytes(made.to_ical())


def _entry(event: Event, now: datetime) -> "Entry":
    from icalendar import Event as Entry  # noqa: PLC0415 – likewise

    entry = Entry()
    entry.add("uid", event.uid)
    entry.add("dtstamp", now.astimezone(UTC))
    entry.add("dtstart", _start(event.at))
    entry.add("summary", event.summary)
    entry.add("description", event.description)
    entry.add("sequence", event.sequence)
    entry.add("status", "CANCELLED" if event.cancelled else "CONFIRMED")
    entry.add("transp", "TRANSPARENT")  # a deadline keeps nobody busy
    return entry


def _start(at: datetime | date) -> datetime | date:
    """In Japan's time. Midnight ends a day (24時), so it must not stand under the next one."""
    if not isinstance(at, datetime):
        return at
    here = at.astimezone(ZONE)
    return here - timedelta(minutes=1) if here.time() == MIDNIGHT else here
