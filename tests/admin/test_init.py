"""python bot.py init: asks, looks while asking, and leaves a file that only its owner reads."""

import asyncio

import pytest
from console import ROOT, typed
from talk import ROOM, SECRETARY, settings_for

import bot
import settings
from admin import env_file
from admin.setup import set_up
from settings import Transport

EXAMPLE = ROOT / ".env.example"


@pytest.fixture
async def room(loaded_sqlite, tmp_path):
    there = bot.furnished(settings_for(f"sqlite:///{loaded_sqlite}"))
    await there.start()
    (tmp_path / ".env").write_text(f"SLACK_API_URL={bot.line_to(there).api_url}\nMY_OWN=kept as it is\n")
    yield there
    await there.stop()


class Person:
    """Whoever sits there: what they answer in turn, and all they read."""

    def __init__(self, *answers):
        self.answers, self.read, self.unseen = list(answers), [], []

    def ask(self, asked, usual, *, secret=False):
        self.read.append(asked)
        self.unseen += [asked.split("（")[0]] if secret else []
        answer = self.answers.pop(0)
        return usual if answer is None else answer

    def says(self, line):
        self.read.append(line)

    @property
    def saw(self):
        return "\n".join(self.read)


async def sets_up(folder, *answers):
    person = Person(*answers)
    await asyncio.to_thread(set_up, folder / ".env", EXAMPLE, person.ask, person.says)
    assert [] == person.answers
    return person


async def test_what_is_asked_is_looked_at_and_written(room, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    line = bot.line_to(room)
    person = await sets_up(
        tmp_path, line.bot_token, "1", line.app_token, None, ROOM, f"{SECRETARY}, U0352039", None, str(tmp_path), None
    )
    kept = settings.read(str(tmp_path / ".env"))

    assert ["ボットのトークン", "Socket Mode のトークン"] == person.unseen
    assert "✔ Socket Mode" in person.saw
    assert "✔ トークルーム" in person.saw
    assert "SECRETARIAT の2人は" in person.saw
    assert (Transport.SOCKET_MODE, "dx-", ROOM) == (kept.transport, kept.command_prefix, kept.room)
    assert (SECRETARY, "U0352039") == kept.secretariat
    assert 0o600 == (tmp_path / ".env").stat().st_mode & 0o777
    assert "MY_OWN='kept as it is'" in (tmp_path / ".env").read_text()
    assert "# ボットのトークン" in (tmp_path / ".env").read_text()


async def test_the_file_that_was_there_is_kept_beside_it(room, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    before, line = (tmp_path / ".env").read_text(), bot.line_to(room)
    await sets_up(tmp_path, line.bot_token, "2", "0123456789abcdef", "18081", None, "", SECRETARY, None, "-", "none")
    (copy,) = tmp_path.glob(".env.before-*")

    assert before == copy.read_text()
    assert 0o600 == copy.stat().st_mode & 0o777
    assert "BACKUP_DIR=\n" in (tmp_path / ".env").read_text()


async def test_a_wrong_answer_is_asked_again_with_what_is_expected(room, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    line = bot.line_to(room)
    person = await sets_up(
        tmp_path,
        *("xapp-of-another-kind", "xoxb-unknown", "y", line.bot_token),
        *("3", "1", "xapp-unknown", "n"),
        *("DX-", "dx-", "general", "C0NOWHERE", "y", ROOM),
        *("sato", "U0NOBODY", "", SECRETARY, "mysql://x/y", None, str(tmp_path), None),
    )

    marked = [f"✖ {name}" for name in ("トークン", "Socket Mode", "トークルーム", "事務局")]
    for said in ("xoxb- で始まる値を書いて", "1か2 を書いて", *marked):
        assert said in person.saw
    assert "xapp-unknown" not in person.saw
    assert "SLACK_APP_TOKEN=xapp-unknown" in (tmp_path / ".env").read_text()


async def test_a_second_time_what_stands_there_is_the_usual_answer(room, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    line = bot.line_to(room)
    await sets_up(tmp_path, line.bot_token, "1", line.app_token, "my-", ROOM, SECRETARY, None, str(tmp_path), None)
    first = (tmp_path / ".env").read_text()
    person = await sets_up(tmp_path, "", None, "", None, None, None, None, None, None)

    assert first == (tmp_path / ".env").read_text()
    assert line.bot_token not in person.saw


async def test_a_secret_that_is_read_from_a_file_stays_there(room, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    line, env = bot.line_to(room), tmp_path / ".env"
    (tmp_path / "token").write_text(f"{line.bot_token}\n")
    env.write_text(f"{env.read_text()}SLACK_BOT_TOKEN_FILE={tmp_path / 'token'}\n")
    person = await sets_up(tmp_path, "1", line.app_token, None, ROOM, SECRETARY, None, str(tmp_path), None)

    assert "SLACK_BOT_TOKEN は、SLACK_BOT_TOKEN_FILE のファイルから" in person.saw
    assert line.bot_token == settings.read(str(env)).slack_bot_token.get_secret_value()
    assert "SLACK_BOT_TOKEN=\n" in env.read_text()


def test_at_the_terminal_it_can_be_left_and_nothing_has_changed(tmp_path):
    told = typed(tmp_path, "init", answers="")

    assert 1 == told.returncode
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize("value", ["", "plain", "two words", "a#b", "it's", 'say "x"', "back\\slash", "a=b;c"])
def test_whatever_is_written_is_read_again(tmp_path, value):
    env_file.write(tmp_path / ".env", EXAMPLE, {"ROOM": value, "ZZZ": value})

    assert (value, value) == tuple(env_file.values(tmp_path / ".env")[name] for name in ("ROOM", "ZZZ"))
    assert "TALKROOM_PORT=3000" in (tmp_path / ".env").read_text()
