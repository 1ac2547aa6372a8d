"""The bot as a process of its own, over real Socket Mode and signed HTTP, with a talk room as its Slack."""

import asyncio
import os
import sys

import pytest
from process import APP, ROOT, answered, running
from talk import ROOM, YAMAGUCHI

from talkroom import RefusedError


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
    assert "ボットは、すでに動いています" in said.decode()
