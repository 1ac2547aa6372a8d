"""The poster against the talk room's faults: nothing is lost, nothing is said twice."""

import asyncio
import time
from dataclasses import replace
from datetime import timedelta

import pytest
from slack_sdk.web.async_client import AsyncWebClient
from small_room import BOT, ROOM, SECRETARIAT, YAMAGUCHI, new_room

from domain.posting import Posting, State
from reminders.auditor import Auditor
from reminders.poster import Later, Poster, Skip, Terms
from storage import doubles, postings
from storage.database import open_database

HERE = "yamaguchi"
HASTY = Terms(lease=60, settle=0, timeout=0.3, between=0, apart=0, audit=0, backoff=(0,))


@pytest.fixture
async def room():
    there = new_room()
    await there.start()
    yield there
    await there.stop()


@pytest.fixture
def database(empty_url):
    opened = open_database(empty_url)
    yield opened
    opened.close()


@pytest.fixture
def due(room, database):
    """Something is due: for a person, or for the room."""

    def caused(to=YAMAGUCHI, key="reminder/1"):
        with database.begin() as db:
            postings.add(db, HERE, [Posting(key, "reminder", to, "deadline/1", room.clock())])

    return caused


@pytest.fixture
def poster(room, database):
    def made(compose=lambda _: said("締切が近づいています"), terms=HASTY, **changed):
        client = AsyncWebClient(token=BOT.bot_token, base_url=room.api_url, retry_handlers=[])
        return Poster(client, database, HERE, room.clock, compose, replace(terms, **changed))

    return made


@pytest.fixture
def auditor(room, database):
    client = AsyncWebClient(token=BOT.bot_token, base_url=room.api_url, retry_handlers=[])
    return Auditor(client, database, HERE, steps=(0, 0))


def said(text):
    return {
        "text": text,
        "blocks": [{"type": "section", "block_id": "b", "text": {"type": "plain_text", "text": text}}],
    }


def seen(room, person=YAMAGUCHI):
    """What the bot has said, to this person and in the room."""
    everything = [m for c in room.world.channels_of(person) for m in room.world.stream(c.id, person)]
    return [m.text for m in everything if m.app]


def states(database):
    return [kept.state for kept in postings.of(database.read(), HERE)]


async def test_what_is_due_is_said_once_and_marked(room, database, due, poster):
    due()
    due(to=ROOM, key="news/1")
    assert 2 == await poster().post_due()
    assert 0 == await poster().post_due()

    assert ["締切が近づいています"] * 2 == seen(room)
    assert [State.SENT, State.SENT] == states(database)


async def test_the_key_stands_in_the_metadata_and_the_words_on_the_row(room, database, due, poster):
    due(to=ROOM)
    await poster().post_due()

    (message,) = room.world.stream(ROOM)
    (kept,) = postings.of(database.read(), HERE)
    assert "reminder/1" == message.metadata["event_payload"]["key"]
    assert (ROOM, message.ts, "締切が近づいています") == (kept.room, kept.ts, kept.text)


async def test_what_has_nothing_left_to_say_is_skipped_with_the_reason(room, database, due, poster):
    due()
    await poster(lambda _: Skip("報告済み")).post_due()

    (kept,) = postings.of(database.read(), HERE)
    assert (State.SKIPPED, "報告済み", []) == (kept.state, kept.reason, seen(room))


async def test_at_night_it_waits_for_the_morning(room, database, due, poster):
    due()
    morning = room.clock() + timedelta(hours=14)
    await poster(lambda _: Later(morning)).post_due()

    (kept,) = postings.of(database.read(), HERE)
    assert (State.PENDING, int(morning.timestamp())) == (kept.state, int(kept.posting.due_at.timestamp()))
    assert 0 == await poster().post_due()
    room.move_clock(morning + timedelta(seconds=1))
    await poster().post_due()
    assert 1 == len(seen(room))


@pytest.mark.parametrize("fault", ["drop_before", "drop_after", "error_before", "error_after", "slow"])
async def test_a_post_whose_answer_is_lost_is_looked_for_and_said_once(room, database, due, poster, fault):
    due()
    room.faults.switch(fault, on=True, values={"methods": "chat.postMessage", "seconds": 0.6, "times": 1})
    await drained(poster(), database)

    assert ["締切が近づいています"] == seen(room)
    assert [State.SENT] == states(database)


async def test_a_busy_room_is_left_alone_as_long_as_it_asked(room, database, due, poster):
    due()
    room.faults.switch("rate_limited", on=True, values={"methods": "chat.postMessage", "retry_after": 7, "times": 1})
    before = time.time()
    await poster().post_due()

    with database.begin() as db:
        assert [] == postings.claim(db, HERE, room.clock(), postings.Asked(before + 5, before + 5))
        (claimed,) = postings.claim(db, HERE, room.clock(), postings.Asked(before + 8, before + 8))
    assert not claimed.in_doubt
    assert [] == seen(room)


async def test_a_room_whose_history_cannot_be_read_is_not_posted_to_blindly(room, database, due, poster):
    due()
    room.faults.switch("drop_after", on=True, values={"methods": "chat.postMessage", "times": 1})
    room.faults.switch("history_fails", on=True, values={"times": 3})
    await poster(settle=0.01, backoff=(0.0,)).post_due()
    assert [State.UNCERTAIN] == states(database)

    room.faults.all_off()
    await drained(poster(), database)
    assert (["締切が近づいています"], [State.SENT]) == (seen(room), states(database))


async def drained(poster, database):
    while {State.PENDING, State.UNCERTAIN, State.SENDING} & set(states(database)):
        await poster.post_due()


@pytest.mark.parametrize("to", ["C0NOWHERE", "U0NOBODY"])
async def test_what_will_not_heal_is_kept_dead_for_a_person_to_see(room, database, due, poster, to):
    due(to=to)
    await poster().post_due()

    (kept,) = postings.of(database.read(), HERE)
    assert State.DEAD == kept.state
    assert kept.reason in {"channel_not_found", "user_not_found"}


async def test_a_room_that_is_down_is_tried_again_until_it_is_back(room, database, due, poster):
    due()
    room.faults.switch("outage", on=True, values={"minutes": 10})
    await poster(settle=0.01).post_due()
    assert [] == seen(room)

    room.faults.switch("outage", on=False)
    await drained(poster(), database)
    assert ["締切が近づいています"] == seen(room)


async def test_two_posters_say_it_once(room, database, due, poster):
    for number in range(12):
        due(to=(YAMAGUCHI, SECRETARIAT, ROOM)[number % 3], key=f"reminder/{number}")
    await asyncio.gather(*(poster().post_due() for _ in range(3)))

    assert {State.SENT} == set(states(database))
    said_to = [m for c in room.world.channels for m in room.world.stream(c, None) if m.app]
    assert 12 == len(said_to)


async def test_what_a_frozen_process_says_once_more_is_withdrawn(room, database, due, poster, auditor):
    due(to=ROOM)
    frozen = poster(lease=0)
    (claimed,) = frozen._claim(time.time())
    await drained(poster(), database)
    late = await frozen._post(claimed.posting, said("締切が近づいています"))
    frozen._record([frozen._sent(claimed, late["channel"], late["ts"], "締切が近づいています")])
    assert 2 == len(seen(room))

    assert 1 == await auditor.look()
    (kept,) = postings.of(database.read(), HERE)
    (left,) = room.world.stream(ROOM)
    assert (left.ts, State.SENT) == (kept.ts, kept.state)


async def test_a_room_that_cannot_be_read_is_looked_at_again_with_the_next_step(room, database, due, poster, auditor):
    due(to=ROOM)
    room.faults.switch("error_before", on=True, values={"methods": "chat.postMessage", "times": 1})
    await drained(poster(), database)
    room.faults.switch("history_fails", on=True, values={"times": 1})
    looked = [await auditor.look() for _ in range(2)]

    with database.begin() as db:
        assert [] == doubles.due(db, HERE, real=time.time(), lease=60, most=9)  # both steps are taken
    assert ([0, 0], 1) == (looked, len(seen(room)))


async def test_a_look_that_was_begun_and_not_ended_is_taken_again(room, database, due, poster, auditor):
    due(to=ROOM)
    room.faults.switch("error_before", on=True, values={"methods": "chat.postMessage", "times": 1})
    await drained(poster(), database)

    def looks(real):
        with database.begin() as db:
            return doubles.due(db, HERE, real=real, lease=60, most=9)

    (begun,) = looks(now := time.time())
    assert [] == looks(now + 59)
    (again,) = looks(now + 61)
    assert (0, 0) == (begun.looks, again.looks)
    with database.begin() as db:
        doubles.looked(db, HERE, begun, real=now + 62, steps=(1, 9))  # it was too late
        doubles.looked(db, HERE, again, real=now + 62, steps=(1, 9))
    assert (0, 1) == (len(looks(now + 70)), len(looks(now + 72)))
