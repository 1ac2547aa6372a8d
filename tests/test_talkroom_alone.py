"""`python bot.py talkroom`: the room alone, which any app joins; and how room and bot begin anew together."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import aiohttp
import pytest
from pydantic import SecretStr
from slack_sdk import WebClient
from talk import SECRETARY, YAMAGUCHI, settings_for

import bot
from domain.model import Role
from settings import WrongSettings
from storage import members
from talkroom import Person

HERE = Path(__file__).parent
MANIFEST = HERE / "visiting_app.yaml"


def environment(folder, **more):
    return {"PATH": os.environ["PATH"], "HOME": str(folder), "TALKROOM_PORT": "0", **more}


@pytest.fixture
def alone(tmp_path):
    """The room in a process of its own: what it tells at its start."""
    command = [sys.executable, str(HERE.parent / "bot.py"), "talkroom"]
    env = environment(tmp_path, TALKROOM_APPS=str(MANIFEST))
    with subprocess.Popen(  # noqa: S603 – our own room
        command, cwd=tmp_path, env=env, stdout=subprocess.PIPE, encoding="utf-8"
    ) as process:
        lines = [process.stdout.readline() for _ in range(12)]
        yield "".join(lines)
        process.send_signal(signal.SIGTERM)
        assert 0 == process.wait(15)


def told(lines, name, app):
    """The value of that name among those told for that app."""
    return lines.split(f"「{app}」")[1].split(f"{name}=")[1].split("\n")[0]


def test_the_room_alone_tells_how_each_app_joins(alone):
    for app, number in (("進捗ボット", ""), ("会議室予約", "-2")):
        assert f"xoxb-talkroom{number}" == told(alone, "SLACK_BOT_TOKEN", app)
        client = WebClient(token=told(alone, "SLACK_BOT_TOKEN", app), base_url=told(alone, "SLACK_API_URL", app))
        assert app == client.auth_test()["user"]


async def test_an_app_in_a_process_of_its_own_reads_the_rooms_clock(alone):
    room = told(alone, "SLACK_API_URL", "会議室予約").removesuffix("api/")
    async with aiohttp.ClientSession() as http, http.get(f"{room}room/state") as answer:
        clock = (await answer.json())["clock"]

    assert clock["now"].startswith("2022-09-08T09:00:")
    assert clock["next_due"] is None


def test_documented_tokens_are_not_used_where_others_can_reach_the_room(tmp_path):
    open_to_others = {"talkroom_host": "0.0.0.0", "talkroom_password": "open sesame"}
    settings = settings_for(f"sqlite:///{tmp_path / 'bot.db'}", **open_to_others)
    with_mine = settings.model_copy(update={"talkroom_bot_token": SecretStr("xoxb-mine")})

    assert "xoxb-talkroom" != bot.our_app(settings).bot_token
    assert "xoxb-mine" == bot.our_app(with_mine).bot_token


def test_a_manifest_that_cannot_be_read_is_named(tmp_path):
    settings = settings_for(f"sqlite:///{tmp_path / 'bot.db'}", talkroom_apps=(str(tmp_path / "none.yaml"),))

    with pytest.raises(WrongSettings, match=r"none\.yaml"):
        bot.visiting_apps(settings)


def test_room_and_bot_begin_anew_together(talk):
    before = talk.type("/status 山口市").text
    talk.enters(Person(id="U0NEW", name="新しい人"), on_the_roster=True)
    talk.clock("2022-12-01T09:00+09:00")
    talk.begins_anew()

    assert [] == talk.sees()
    assert before == talk.type("/status 山口市", by=YAMAGUCHI).text
    assert Role.SECRETARIAT == members.of(talk.database.read(), bot.CONFERENCE, SECRETARY).role
    assert members.of(talk.database.read(), bot.CONFERENCE, "U0NEW") is None
