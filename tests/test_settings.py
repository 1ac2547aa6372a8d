"""The settings: all that is wrong is named at once, and everything is documented."""

import re
from datetime import datetime
from pathlib import Path

import pytest

import settings
from settings import Settings, Transport, WrongSettings

ROOT = Path(settings.__file__).parent
NAMES = {name.upper() for name in Settings.model_fields}


SHIMANE = ROOT / "tests" / "conferences" / "shimane"
SOCKET = {"SLACK_BOT_TOKEN": "b", "SLACK_APP_TOKEN": "a"}
DIRECT = {"DIRECT_ENDPOINT": "wss://chat.example.jp/api", "DIRECT_TOKEN": "t"}


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch):
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


def read(monkeypatch, **environment):
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return settings.read(None)


@pytest.mark.parametrize(
    ("environment", "transport"),
    [
        ({}, Transport.TALK_ROOM),
        ({"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", "SECRETARIAT": "U1"}, Transport.SOCKET_MODE),
        ({"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "s", "SECRETARIAT": "U1"}, Transport.HTTP),
        (
            {"SLACK_BOT_TOKEN": "b", "SLACK_APP_TOKEN": "a", "SLACK_SIGNING_SECRET": "s", "SECRETARIAT": "U1, U2"},
            Transport.SOCKET_MODE,
        ),
    ],
)
def test_the_tokens_choose_the_transport(monkeypatch, environment, transport):
    assert transport == read(monkeypatch, **environment).transport


def test_without_anything_it_is_the_conferences_time_in_a_talk_room(monkeypatch):
    assert datetime.fromisoformat("2022-09-08T09:00+09:00") == read(monkeypatch).starts_at


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({"SLACK_BOT_TOKEN": "x"}, ["SLACK_BOT_TOKEN"]),
        ({"SLACK_APP_TOKEN": "x"}, ["SLACK_BOT_TOKEN", "SECRETARIAT"]),
        ({"SLACK_API_URL": "http://127.0.0.1:1/api"}, ["SLACK_BOT_TOKEN"]),
        ({"SLACK_API_URL": "slack.com"}, ["SLACK_API_URL"]),
        ({"TALKROOM_HOST": "0.0.0.0"}, ["TALKROOM_PASSWORD"]),
        ({"DATABASE_URL": "foo"}, ["DATABASE_URL"]),
        ({"CLOCK": "2022-09-08T09:00"}, ["CLOCK"]),
        ({"CONFERENCES": "tottori"}, ["CONFERENCES"]),
        ({"CONFERENCES": "yamaguchi,yamaguchi"}, ["CONFERENCES"]),
        ({"CONFERENCES": "Yamaguchi"}, ["CONFERENCES"]),
        ({"ROOM": "tottori:C1"}, ["ROOM"]),
        ({"ROOM": "C1,yamaguchi:C1"}, ["ROOM"]),
        ({"SECRETARIAT": "tottori:U1"}, ["SECRETARIAT"]),
        ({"DIRECT_TOKEN": "t"}, ["DIRECT_TOKEN"]),
        ({"DIRECT_ENDPOINT": "https://chat.example.jp"}, ["DIRECT_ENDPOINT"]),
        ({**DIRECT, "DIRECT_ENDPOINT": "ws://chat.example.jp/api", "SECRETARIAT": "U1"}, ["DIRECT_ENDPOINT"]),
        ({"DIRECT_ENDPOINT": "wss://chat.example.jp/api"}, ["DIRECT_TOKEN", "SECRETARIAT"]),
        ({**DIRECT, **SOCKET, "SECRETARIAT": "U1"}, ["DIRECT_ENDPOINT"]),
        ({**DIRECT, "SECRETARIAT": "U1", "CLOCK": "2022-09-08T09:00+09:00"}, ["CLOCK"]),
        ({**SOCKET, "CONFERENCES": f"yamaguchi,{SHIMANE}", "SECRETARIAT": "U1"}, ["SECRETARIAT"]),
        (
            {"SLACK_BOT_TOKEN": "b", "SLACK_APP_TOKEN": "a", "SECRETARIAT": "U1", "CLOCK": "2022-09-08T09:00+09:00"},
            ["CLOCK"],
        ),
        (
            {"PORT": "0", "TALKROOM_PORT": "x", "COMMAND_PREFIX": "DX", "SEED": "all", "SLACK_APP_TOKEN": "x"},
            ["SLACK_BOT_TOKEN", "SECRETARIAT", "PORT", "TALKROOM_PORT", "COMMAND_PREFIX", "SEED"],
        ),
    ],
)
def test_all_that_is_wrong_is_named_in_one_japanese_message(monkeypatch, environment, named):
    with pytest.raises(WrongSettings) as wrong:
        read(monkeypatch, **environment)

    first, *lines = str(wrong.value).split("\n")
    assert first.startswith("設定を確認してください")
    assert named == [re.match(r"  ・([A-Z_]+): ", line)[1] for line in lines]


def test_without_a_word_there_is_one_conference_and_everything_is_its_own(monkeypatch):
    chosen = read(monkeypatch, ROOM="C1", SECRETARIAT="U1, U2")

    assert {"yamaguchi": ROOT / "data" / "conferences" / "yamaguchi"} == chosen.folders
    assert (("C1",), ("U1", "U2")) == (chosen.rooms_of("yamaguchi"), chosen.secretariat_of("yamaguchi"))


def test_each_of_several_conferences_has_its_rooms_and_its_first_secretariat(monkeypatch):
    written = {"ROOM": "C1,shimane:C2,shimane:C3", "SECRETARIAT": "yamaguchi:U1,shimane:U2,U3"}
    chosen = read(monkeypatch, CONFERENCES=f"yamaguchi,{SHIMANE}", **written)

    assert {"yamaguchi": ("C1",), "shimane": ("C2", "C3")} == {each: chosen.rooms_of(each) for each in chosen.folders}
    assert {"yamaguchi": ("U1", "U3"), "shimane": ("U2",)} == {
        each: chosen.secretariat_of(each) for each in chosen.folders
    }


def test_a_secret_is_not_shown(monkeypatch):
    shown = repr(read(monkeypatch, SLACK_BOT_TOKEN="xoxb-secret", SLACK_APP_TOKEN="xapp-secret", SECRETARIAT="U1"))

    assert "secret'" not in shown
    assert "xoxb" not in shown


def test_every_secret_may_stand_in_a_file_with_its_end_of_line(monkeypatch, tmp_path):
    held = {"slack_bot_token": "xoxb-f", "slack_app_token": "xapp-f", "database_url": "postgresql://bot:word@db/bot"}
    for name in settings.SECRETS:
        (tmp_path / name).write_text(held.setdefault(name, f"{name}-f") + "\n")
    files = {f"{name.upper()}_FILE": str(tmp_path / name) for name in settings.SECRETS}
    line = {"DIRECT_TOKEN_FILE": files.pop("DIRECT_TOKEN_FILE"), "DIRECT_ENDPOINT": DIRECT["DIRECT_ENDPOINT"]}
    chosen, direct = read(monkeypatch, **files, SECRETARIAT="U1"), held.pop("direct_token")

    assert held == {name: settings._plain(getattr(chosen, name)) for name in held}
    assert Transport.SOCKET_MODE == chosen.transport

    for name in files:
        monkeypatch.delenv(name)
    assert direct == settings._plain(read(monkeypatch, **line).direct_token)


def test_a_chat_over_the_direct_line_has_real_people_and_is_spoken_of_as_a_talk_room(monkeypatch):
    chosen = read(monkeypatch, **DIRECT, SECRETARIAT="U1")

    assert (True, False, Transport.TALK_ROOM) == (chosen.has_real_people, chosen.slack_itself, chosen.transport)


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({"TALKROOM_PASSWORD_FILE": "/nowhere/secret"}, ["TALKROOM_PASSWORD_FILE"]),
        ({"TALKROOM_PASSWORD_FILE": __file__, "TALKROOM_PASSWORD": "another"}, ["TALKROOM_PASSWORD_FILE"]),
        ({"DATABASE_URL_FILE": __file__}, ["DATABASE_URL"]),
    ],
)
def test_a_secrets_file_that_cannot_be_read_or_is_one_too_many_is_named(monkeypatch, environment, named):
    with pytest.raises(WrongSettings) as wrong:
        read(monkeypatch, **environment)

    assert named == re.findall(r"^  ・([A-Z_]+): ", str(wrong.value), re.MULTILINE)
    assert "pytest" not in str(wrong.value)


def test_the_settings_are_frozen(monkeypatch):
    with pytest.raises(ValueError, match="frozen"):
        read(monkeypatch).port = 1


def test_every_setting_is_documented_in_the_example_and_nothing_else():
    written = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))

    assert NAMES == written


def test_the_example_as_it_stands_is_a_talk_room(monkeypatch):
    assert Transport.TALK_ROOM == settings.read(str(ROOT / ".env.example")).transport
