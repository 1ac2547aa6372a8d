"""Several processes of the bot on one PostgreSQL: Slack deals each event to one, they die in turn, nothing is lost."""

import asyncio
import os
import signal
import sys
from collections import Counter
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError
from talk import ROOM, SECRETARY, YAMAGUCHI, settings_for

import bot
from domain.deadline import Deadline
from domain.model import AsOf
from domain.question import Question, Seen
from domain.round import Round
from storage import audit, catalogue, deadlines, questions, reports, rounds
from storage.database import open_database
from talkroom import Waits

ROOT, APP, HERE = Path(bot.__file__).parent, "A0BOT", bot.CONFERENCE
PATIENCE = 30  # seconds for a start, an answer, a lease


@pytest.fixture
async def room(postgresql):
    there = bot.furnished(settings_for(postgresql), waits=Waits(again=(0.2, 0.5, 1)))
    await there.start()
    yield there
    await there.stop()


@asynccontextmanager
async def processes(room, url, count):
    """So many bots; whoever is still alive at the end is told to stop."""
    found = [await started(room, url, nth + 1) for nth in range(count)]
    try:
        yield found
    finally:
        for each in found:
            if each.returncode is None:
                each.send_signal(signal.SIGTERM)
        await asyncio.gather(*(each.wait() for each in found))


async def started(room, url, count):
    """One more bot, once so many are connected."""
    line = bot.line_to(room)
    own = {"SLACK_BOT_TOKEN": line.bot_token, "SLACK_API_URL": line.api_url, "SLACK_APP_TOKEN": line.app_token}
    more = {"SECRETARIAT": SECRETARY, "DATABASE_URL": url, "CLOCK": room.clock.iso(), "ROOM": ROOM}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "bot.py", cwd=ROOT, env={**os.environ, **own, **more}, stderr=asyncio.subprocess.DEVNULL
    )
    await until(lambda: room.delivery.sockets.connections(APP) == count)
    return process


async def until(what):
    """Wait for something that other processes do."""
    async with asyncio.timeout(PATIENCE):
        while not what():  # noqa: ASYNC110 – others do it
            await asyncio.sleep(0.05)


def opened(database, now):
    """A round for all, with its deadline."""
    asked = Round("", "online", "９月末の照会", AsOf(now.date(), now.date(), "day"), opened_by=SECRETARY, opened_at=now)
    with database.begin() as db:
        kept = rounds.open_(db, HERE, asked)
        deadlines.add(db, HERE, Deadline("", kept.title, now + timedelta(days=14), "", round=kept.id), now)
    return kept


async def test_killed_in_turn_they_lose_nothing_and_say_nothing_twice(room, postgresql):
    database = open_database(postgresql)
    asked, everyone = opened(database, room.clock()), catalogue.load(database.read(), HERE).municipalities
    direct = room.persons.open_im(SECRETARY, APP)
    async with processes(room, postgresql, 3) as bots:
        for nth, body in enumerate(everyone):
            await room.persons.type(SECRETARY, direct, f"報告 オンライン化 {body.name} 変更なし")
            if nth % 5 == 4:  # one dies while what was written is on its way, another takes its place
                bots[nth // 5 % 3].kill()
                await until(lambda: room.delivery.sockets.connections(APP) == 2)
                bots[nth // 5 % 3] = await started(room, postgresql, 3)
        await until(lambda: len(reports.last(database.read(), HERE, asked.id)) == len(everyone))

    told = Counter(len(reports.history(database.read(), HERE, asked.id, body.code)) for body in everyone)
    assert {1: len(everyone)} == told
    assert audit.broken(database.read(), HERE) is None
    database.close()


async def test_an_event_that_two_of_them_hear_counts_once(room, postgresql):
    database = open_database(postgresql)
    asked_at = room.clock()
    with database.begin() as db:
        asked = Question(
            municipality="352039",
            kind="rpa",
            text="様式はありますか",
            seen=Seen.ALL,
            asked_by=YAMAGUCHI,
            asked_at=asked_at,
            since=asked_at,
        )
        number = questions.ask(db, HERE, asked).id
    room.faults.switch("event_twice", on=True)
    direct = room.persons.open_im(YAMAGUCHI, APP)
    async with processes(room, postgresql, 2):
        for nth in range(5):
            await room.persons.type(YAMAGUCHI, direct, f"相談 {number} 補足 {nth}つ目の補足です")
            await until(lambda n=nth: len(questions.events(database.read(), HERE, number)) >= n + 2)

    words = [each.words for each in questions.events(database.read(), HERE, number)]
    assert ["", *(f"{nth}つ目の補足です" for nth in range(5))] == words
    database.close()


@pytest.fixture
def two(postgresql):
    """Two processes' databases."""
    both = open_database(postgresql), open_database(postgresql)
    yield both
    for each in both:
        each.close()


def test_others_report_beside_but_for_the_same_municipality_and_with_a_change_of_the_round_one_waits(two):
    asked = opened(two[0], datetime(2022, 10, 17, tzinfo=UTC))
    first, other = (each.code for each in catalogue.load(two[0].read(), HERE).municipalities[:2])
    with two[0].begin() as mine, two[1].begin() as theirs:
        rounds.held_for(mine, HERE, asked.id, first)
        assert asked == rounds.held_for(theirs, HERE, asked.id, other)

        theirs.exec_driver_sql("SET LOCAL lock_timeout = '20ms'")
        for hold in (partial(rounds.held_for, body=first), rounds.held):
            with pytest.raises(OperationalError, match="lock timeout"), theirs.begin_nested():
                hold(theirs, HERE, asked.id)
