"""Several conferences in one workspace: one pace for all of them, and none waits until another has said everything."""

import asyncio
from dataclasses import replace

import pytest
from slack_sdk.web.async_client import AsyncWebClient
from small_room import BOT, ROOM, UBE, YAMAGUCHI, new_room

from domain.posting import Posting, State
from reminders.poster import Poster, Skip, Terms
from storage import pace, postings
from storage.database import open_database

MANY, FEW = "many", "few"
TERMS = Terms(lease=60, settle=0, timeout=2, between=0.02, apart=0, reach=0.2, turns=True, backoff=(0,))


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
def poster(room, database):
    def made(conference, terms=TERMS, compose=lambda posting: said(posting.key)):
        client = AsyncWebClient(token=BOT.bot_token, base_url=room.api_url, retry_handlers=[])
        return Poster(client, database, conference, room.clock, compose, terms)

    return made


def said(text):
    return {"text": text, "blocks": []}


def skipping(order):
    """Has nothing to say, in the order in which it was asked."""

    def compose(posting):
        order.append(posting.key)
        return Skip("nothing")

    return compose


def due(database, room, conference, *keys, to):
    with database.begin() as db:
        wanted = [Posting(key, "reminder", to.format(nth), "deadline/1", room.clock()) for nth, key in enumerate(keys)]
        postings.add(db, conference, wanted)


def texts(room):
    every = [m for channel in room.world.channels for m in room.world.said(channel) if m.app]
    return [m.text for m in sorted(every, key=lambda m: float(m.ts))]


async def test_a_conference_with_much_to_say_leaves_the_others_their_turn(room, database, poster):
    """Ten at a time take all moments of the next one and a half seconds; after them it is the other's turn."""
    order, terms = [], replace(TERMS, between=0.15, reach=1.5)
    due(database, room, MANY, *(f"many/{n:02}" for n in range(20)), to="U{}")
    due(database, room, FEW, "few/1", to=YAMAGUCHI)

    dealt = await asyncio.gather(*(poster(each, terms, skipping(order)).post_due() for each in (MANY, FEW)))

    assert [20, 1] == dealt
    assert 10 == order.index("few/1")


async def test_together_they_keep_the_pace_of_the_workspace(room, database, poster):
    terms, began = replace(TERMS, between=0.1), database.time()
    for nth, conference in enumerate((MANY, FEW)):
        due(database, room, conference, conference, to=(ROOM, YAMAGUCHI)[nth])

    await asyncio.gather(poster(MANY, terms).post_due(), poster(FEW, terms).post_due())

    assert 2 == len(texts(room))
    assert pace.seen(database.read()) > began + 0.19  # both moments were taken from the one row


async def test_nobody_is_written_to_by_two_conferences_at_once(room, database, poster):
    """The chat takes one message a second in a channel, whichever conference it comes from."""
    patient = replace(TERMS, apart=60)
    due(database, room, MANY, "many/1", to=UBE)
    due(database, room, FEW, "few/1", to=UBE)
    await poster(MANY, patient).post_due()

    assert 0 == await poster(FEW, patient).post_due()

    (waiting,) = postings.of(database.read(), FEW)
    assert State.PENDING is waiting.state
    assert ["many/1"] == texts(room)


async def test_a_pause_that_the_chat_asked_for_is_waited_for_by_no_tick(room, database, poster):
    due(database, room, FEW, "few/1", to=YAMAGUCHI)
    with database.begin() as db:
        pace.next_at(db)
        pace.move(db, database.time() + 30)

    async with asyncio.timeout(5):
        assert 0 == await poster(FEW).post_due()
