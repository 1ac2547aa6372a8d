"""The bot as a process of its own, over real Socket Mode and signed HTTP, with a talk room as its Slack."""

import asyncio
import os
import signal
import socket
import sys
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import ClientSession
from talk import ROOM, YAMAGUCHI, settings_for

import bot
from talkroom import RefusedError

ROOT = Path(bot.__file__).parent
APP = "A0BOT"


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


@pytest.fixture
async def room(loaded_url):
    there = bot.furnished(settings_for(loaded_url))
    await there.start()
    yield there
    await there.stop()


@asynccontextmanager
async def running(room, database_url, way, **more):
    """The bot's process, connected to the room; it must end cleanly when it is told to."""
    line, port = bot.line_to(room), free_port()
    tokens = {"SLACK_APP_TOKEN": line.app_token} if way == "socket" else {"SLACK_SIGNING_SECRET": line.signing_secret}
    own = {"SLACK_BOT_TOKEN": line.bot_token, "SLACK_API_URL": line.api_url, "SECRETARIAT": "U0SECRETARY", **tokens}
    environment = {
        **os.environ,
        **own,
        "DATABASE_URL": database_url,
        "PORT": str(port),
        "CLOCK": room.clock.iso(),
        **more,
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "bot.py", cwd=ROOT, env=environment, stderr=asyncio.subprocess.PIPE
    )
    try:
        await asyncio.wait_for(process.stderr.readuntil(b'"connected"'), 20)
        if way == "http":
            await room.use_request_url(APP, f"http://127.0.0.1:{port}/slack/events")
        else:
            await room.connected(APP)
        process.port = port
        yield process
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
        await asyncio.wait_for(process.communicate(), 20)


async def answered(room, channel, doing):
    """What the bot says there next, once `doing` is done."""
    said = asyncio.get_running_loop().create_future()

    def hear(change):
        spoken = change.kind in {"message", "changed"} and change.channel == channel and change.message.app
        if spoken and not said.done():
            said.set_result(change.message)

    room.world.watchers.append(hear)
    done = await doing
    answer = await asyncio.wait_for(said, 10)
    room.world.watchers.remove(hear)
    return done, answer


def title(message):
    return message.text.partition("\n")[0]


@pytest.mark.parametrize("way", ["socket", "http"])
async def test_the_same_questions_are_answered_on_every_way_and_the_end_is_clean(room, loaded_url, way):
    async with running(room, loaded_url, way) as process:
        typed, card = await answered(room, ROOM, room.persons.type(YAMAGUCHI, ROOM, "/status 山口市"))
        assert (True, "山口市の現況") == (typed.ok, title(card))

        _, pressed = await answered(room, ROOM, room.persons.press(YAMAGUCHI, ROOM, card.ts, "status:card"))
        assert "マイナンバーカード交付率：市町の現況" == title(pressed)

        direct = room.persons.open_im(YAMAGUCHI, APP)
        _, spoken = await answered(room, direct, room.persons.type(YAMAGUCHI, direct, "状況 標準化"))
        assert "data_table" in {block["type"] for block in spoken.blocks}

    assert 0 == process.returncode


async def test_a_command_that_contains_the_word_payload_arrives_over_http(room, loaded_url):
    async with running(room, loaded_url, "http"):
        typed, answer = await answered(room, ROOM, room.persons.type(YAMAGUCHI, ROOM, "/status payload=1"))

    assert typed.ok
    assert "「payload=1」という市町・テーマ・業務は見つかりませんでした。" == title(answer)


async def test_a_balancer_can_ask_whether_the_bot_is_up(room, loaded_url):
    async with running(room, loaded_url, "http") as process, ClientSession() as http:
        answer = await http.get(f"http://127.0.0.1:{process.port}/healthz")

        assert {"ok": True} == await answer.json()


async def test_who_cannot_sign_is_not_heard_over_http(room, loaded_url):
    with pytest.raises(RefusedError):
        async with running(room, loaded_url, "http", SLACK_SIGNING_SECRET="another"):
            pass


async def test_a_cut_connection_is_opened_anew(room, loaded_url):
    async with running(room, loaded_url, "socket"):
        room.delivery.sockets.cut(APP)
        await asyncio.wait_for(room.connected(APP), 10)
        _, card = await answered(room, ROOM, room.persons.type(YAMAGUCHI, ROOM, "/status 山口市"))

    assert "山口市の現況" == title(card)


async def test_a_second_process_on_the_same_sqlite_file_is_refused(room, tmp_path):
    url = f"sqlite:///{tmp_path / 'bot.db'}"
    async with running(room, url, "socket"):
        second = await asyncio.create_subprocess_exec(
            *(sys.executable, "bot.py"),
            cwd=ROOT,
            env={**os.environ, "DATABASE_URL": url, "TALKROOM_PORT": "0"},
            stderr=asyncio.subprocess.PIPE,
        )
        _, said = await asyncio.wait_for(second.communicate(), 20)

    assert 2 == second.returncode
    assert "ボットはもう動いています" in said.decode()
