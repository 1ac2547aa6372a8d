"""A line that answers every ping and brings nothing is noticed, and a new one is opened before it is closed."""

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest
from process import APP, answered
from talk import ROOM, YAMAGUCHI, settings_for

import bot
from handlers.pulse import Pulse
from handlers.socket_mode import Doubt
from talkroom import Talkroom, Waits

NEVER = 3_600.0


@pytest.fixture
def loaded_url(loaded_sqlite, tmp_path):
    (tmp_path / "bot.db").write_bytes(loaded_sqlite.read_bytes())
    return f"sqlite:///{tmp_path / 'bot.db'}"


@dataclass
class There:
    """A bot on Socket Mode, and its room."""

    room: Talkroom
    pulse: Pulse
    client: object

    async def asks(self):
        """Somebody asks in the room; whether they were answered, and what they were told otherwise."""
        typed = await self.room.persons.type(YAMAGUCHI, ROOM, "/status 山口市")
        return typed.ok, typed.error

    async def hears_again(self):
        await asyncio.wait_for(self.room.connected(APP), 20)


@asynccontextmanager
async def listening(url, *, silent=NEVER, echo=NEVER, patience=10):
    settings, pulse, stop = settings_for(url), Pulse(()), asyncio.Event()
    room = bot.furnished(settings, waits=Waits(ack=1))
    await room.start()
    line = bot.line_to(room)
    doubt = Doubt(silent=lambda: silent, echo=echo, look=0.05, patience=patience)
    with bot.opened(settings) as database:
        async with bot.assembled(settings, line, database, pulse=pulse) as (app, desks):
            hearing = asyncio.create_task(bot.on_socket(app, line.app_token, stop, pulse, doubt))
            await room.connected(APP)
            yield There(room, pulse, desks.first.client)
            stop.set()
            await hearing
    await room.stop()


async def test_a_line_on_which_nothing_comes_for_long_is_replaced(loaded_url):
    async with listening(loaded_url, silent=2) as there:
        there.room.faults.switch("deaf", on=True)
        deaf = await there.asks()
        await there.hears_again()

        assert (False, "operation_timeout") == deaf
        assert (True, "") == await there.asks()
        assert 1 == there.room.delivery.sockets.connections(APP)


async def test_a_bot_that_does_not_hear_what_it_says_itself_opens_a_new_line(loaded_url):
    async with listening(loaded_url, echo=0.5) as there:
        alone = there.room.persons.open_im(YAMAGUCHI, APP)
        await answered(there.room, alone, there.room.persons.type(YAMAGUCHI, alone, "状況 山口市"))
        await there.room.settle()
        there.room.faults.switch("deaf", on=True)
        await there.client.chat_postMessage(channel=YAMAGUCHI, text="締切のお知らせ", blocks=[])
        await there.hears_again()

        assert 1 == there.pulse.renewed
        assert (True, "") == await there.asks()


async def test_a_bot_that_hears_itself_stays_on_its_line(loaded_url):
    async with listening(loaded_url, echo=0.3) as there:
        alone = there.room.persons.open_im(YAMAGUCHI, APP)
        for _ in range(5):
            await answered(there.room, alone, there.room.persons.type(YAMAGUCHI, alone, "状況 山口市"))
            await there.room.settle()

        assert 0 == there.pulse.renewed


async def test_while_a_line_is_replaced_there_is_never_none(loaded_url):
    async with listening(loaded_url, silent=0) as there:
        sockets, open_ = there.room.delivery.sockets, []
        ten = asyncio.Event()

        def look():
            open_.append(sockets.connections(APP))
            if there.pulse.renewed >= 10:
                ten.set()

        sockets.watchers.append(look)
        await asyncio.wait_for(ten.wait(), 20)

        assert {1, 2} == set(open_)


async def test_where_no_new_line_comes_the_old_one_stays(loaded_url):
    async with listening(loaded_url, silent=0.2, patience=0.2) as there:
        values = {"methods": "apps.connections.open", "times": 1_000}
        there.room.faults.switch("error_before", on=True, values=values)
        told = [await there.asks() for _ in range(10)]

        assert [(True, "")] * 10 == told
        assert 1 == there.room.delivery.sockets.connections(APP)
