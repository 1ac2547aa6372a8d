"""Deadlines as papers write them: those of the conference, and those of local governments' notices."""

from datetime import datetime
from pathlib import Path

import pytest
import yaml

from domain.calendar import TOKYO
from domain.when import Kind, read
from storage.catalogue import facts, own

SEPTEMBER = datetime(2022, 9, 8, 9, tzinfo=TOKYO)
ITEMS = facts("papers/schedule", own("yamaguchi"))
NO_DAY = {"season", "around_month", "as_needed", "unknown", "unknown_within_chart", "monthly"}
TABLE = yaml.safe_load((Path(__file__).parent / "expressions.yaml").read_text())
SAID = [datetime.fromisoformat(f"{day}T10:00+09:00") for day in TABLE["said"]]


def in_a_line(verdict):
    parts = (verdict.kind.value, verdict.day, verdict.hour, verdict.rule)
    return " ".join(str(part) for part in parts if part)


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item["id"])
def test_no_time_of_the_papers_is_read_wrong(item):
    """What is sure is the last day that the papers' own table gives; everything else is asked.

    ４月 of an event that is over is the next April to one who names a deadline.
    """
    verdict = read(item["words"], SEPTEMBER, guess=None)

    if verdict.kind is not Kind.ASK:
        assert item["precision"] not in NO_DAY
        assert verdict.day in {item["end"], the_next(item)}


def the_next(item):
    is_over = item["kind"] == "event" and "年" not in item["words"]
    return item["end"].replace(year=2023) if is_over else None


def test_a_span_of_the_papers_begins_where_they_say():
    spans = [item for item in ITEMS if "～" in item["words"][1:-1]]
    sure = [item for item in spans if read(item["words"], SEPTEMBER, guess=None).kind is Kind.RANGE]

    assert 3 <= len(sure)
    assert [item["start"] for item in sure] == [read(item["words"], SEPTEMBER).start for item in sure]


def test_how_many_times_of_the_papers_are_sure():
    """The others name no day, only a beginning, or a day of what is reported."""
    kinds = [read(item["words"], SEPTEMBER, guess=None).kind for item in ITEMS]

    assert 98 == len(kinds)
    assert (48, 50) == (len(kinds) - kinds.count(Kind.ASK), kinds.count(Kind.ASK))


@pytest.mark.parametrize(("text", "expected"), TABLE["expressions"], ids=lambda value: str(value)[:30])
def test_expressions_of_local_governments(text, expected):
    expected = expected if isinstance(expected, list) else [expected] * len(SAID)

    assert expected == [in_a_line(read(text, now, guess=None)) for now in SAID]


def test_there_are_enough_of_them():
    assert 400 <= len(TABLE["expressions"])
