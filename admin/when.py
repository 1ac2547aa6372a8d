"""python bot.py when: how a date that people write is read, as JSON."""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from admin.installation import Installation, Refused
from domain import when
from domain.calendar import TOKYO
from domain.dates.opendays import OpenDays, by_table
from storage import catalogue

Say = Callable[[str], None]


def show(there: Installation, text: str, now: str | None, conference: str, say: Say) -> None:
    """Say how the text is read. Raises Refused."""
    _each([{"text": text}], now, _days(there, conference), say)


def batch(there: Installation, lines: Iterable[str], now: str | None, conference: str, say: Say) -> None:
    """Say how each line {"text", "now"} is read. Raises Refused."""
    _each(map(json.loads, filter(str.strip, lines)), now, _days(there, conference), say)


def _each(asked: Iterable[Mapping[str, Any]], now: str | None, days: OpenDays, say: Say) -> None:
    try:
        for each in asked:
            verdict = when.read(each["text"], _moment(each.get("now") or now), days)
            say(json.dumps(verdict.facts(), ensure_ascii=False))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        shape = '{"text": "10月末", "now": "2022-09-08T09:00"}'
        raise Refused(f"読めません。{shape} の形で書いてください（{error}）。") from error


def _days(there: Installation, conference: str) -> OpenDays:
    """The open days of the conference that is meant."""
    return by_table(catalogue.optional("closed_days", there.folders[there.named(conference)]) or {})


def _moment(iso: str | None) -> datetime:
    """The moment; in Asia/Tokyo where it names no zone, now where there is none."""
    moment = datetime.fromisoformat(iso) if iso else datetime.now(TOKYO)
    return moment if moment.tzinfo else moment.replace(tzinfo=TOKYO)
