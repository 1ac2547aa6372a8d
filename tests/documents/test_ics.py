"""The calendar file: what any calendar takes in."""

from datetime import UTC, date, datetime

import pytest
from icalendar import Calendar

from documents.ics import Event, calendar
from domain.calendar import TOKYO

NOW = datetime(2022, 9, 8, 9, 0, tzinfo=TOKYO)
DUE = datetime(2022, 10, 31, 17, 15, tzinfo=TOKYO)


def written(**values):
    event = {
        "uid": "deadline-1@yamaguchi",
        "summary": "【締切】様式",
        "description": "対象：全市町",
        "at": DUE,
        **values,
    }
    return calendar("締切", [Event(**event)], NOW)


def read(**values):
    return next(iter(Calendar.from_ical(written(**values)).walk("VEVENT")))


@pytest.mark.parametrize("at", [DUE, DUE.astimezone(UTC)])
def test_a_moment_stands_in_japans_time_with_its_zone(at):
    file = written(at=at).decode()

    assert "DTSTART;TZID=Asia/Tokyo:20221031T171500\r\n" in file
    assert "BEGIN:VTIMEZONE\r\nTZID:Asia/Tokyo\r\n" in file
    assert "DTSTAMP:20220908T000000Z\r\n" in file


def test_a_day_is_a_whole_day():
    assert "DTSTART;VALUE=DATE:20221031\r\n" in written(at=date(2022, 10, 31)).decode()


def test_the_file_is_published_with_its_name():
    file = written().decode()

    assert all(line in file for line in ("METHOD:PUBLISH", "VERSION:2.0", "X-WR-CALNAME:締切", "STATUS:CONFIRMED"))
    assert "STATUS:CANCELLED\r\n" in written(cancelled=True).decode()


@pytest.mark.parametrize("words", ["a;b,c\\d", "一行目\n二行目", "BEGIN:VEVENT\r\nUID:other", "あ" * 3_001, "😀" * 50])
def test_what_a_person_wrote_stays_words_and_no_line_is_too_long(words):
    file = written(summary=words, description=words)

    assert words.replace("\r\n", "\n") == read(summary=words)["SUMMARY"].replace("\r\n", "\n")
    assert 1 == file.count(b"\r\nBEGIN:VEVENT\r\n")
    assert all(len(line) <= 75 for line in file.split(b"\r\n"))
