"""python bot.py doctor: looks at everything against a real Web API, and says what mends it."""

import asyncio
import json
import os
import sys
from dataclasses import replace

import pytest
from console import ROOT, typed
from proxied import proxy
from sqlalchemy import text
from talk import ROOM, SECRETARY

import bot
from admin import check_chat, check_database, check_machine, doctor
from admin.check import State, is_well
from admin.installation import Installation
from handlers.manifest import SCOPES, TO_LOOK
from storage.database import open_database
from storage.lock import hold


@pytest.fixture
def there(room, loaded_url, tmp_path):
    line = bot.line_to(room)
    return Installation(
        database_url=loaded_url,
        api_url=line.api_url,
        bot_token=line.bot_token,
        app_token=line.app_token,
        rooms=(ROOM,),
        secretariat=(SECRETARY,),
        backup_dir=str(tmp_path),
    )


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch):
    for name in check_chat.PROXIES:
        monkeypatch.delenv(name, raising=False)


def one(checks, name):
    return next(check for check in checks if check.name == name)


async def test_where_all_is_well_every_line_says_so(there):
    checks = await doctor.of(there)

    assert [] == [str(check) for check in checks if check.state is not State.GOOD]
    assert {"トークン", "権限", "Socket Mode", "トークルーム", "事務局", "時計", "時間帯"} < {
        each.name for each in checks
    }
    assert {"SQLite", "祝日", "文のひな形"} < {each.name for each in checks}
    assert {"データベース", "移行", "書き込み"} < {check.name for check in checks}


async def test_the_command_ends_well_and_prints_no_secret(there, tmp_path):
    own = {
        "SLACK_API_URL": there.api_url,
        "SLACK_BOT_TOKEN": there.bot_token,
        "SLACK_APP_TOKEN": there.app_token,
        "DATABASE_URL": there.database_url,
        "SECRETARIAT": SECRETARY,
        "ROOM": ROOM,
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, str(ROOT / "bot.py"), "doctor", "--json"),
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], **own},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    said, wrong = map(bytes.decode, await process.communicate())
    lines = json.loads(said)

    assert (0, "") == (process.returncode, wrong)
    assert "good" == next(line["state"] for line in lines if line["name"] == "Socket Mode")
    assert there.bot_token not in said
    assert there.app_token not in said


def test_wrong_settings_are_the_first_line_and_the_rest_is_looked_at(tmp_path):
    told = typed(tmp_path, "doctor", SLACK_BOT_TOKEN="xoxb-hush", PORT="0")

    assert 1 == told.returncode
    assert told.stdout.startswith("✖ 設定：SLACK_BOT_TOKEN: ")
    assert "PORT: " in told.stdout
    assert "✔ 文のひな形" in told.stdout
    assert "直すところが1件あります" in told.stdout
    assert "hush" not in told.stdout


def test_without_tokens_it_is_the_talk_room_and_nothing_is_made(tmp_path):
    told = typed(tmp_path, "doctor")

    assert 0 == told.returncode
    assert "内蔵のトークルーム" in told.stdout
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("changed", "name", "mend"),
    [
        ({"bot_token": "xoxb-other"}, "トークン", "SLACK_BOT_TOKEN"),
        ({"bot_token": "xapp-talkroom"}, "トークン", "SLACK_APP_TOKEN に xapp-"),
        ({"app_token": "xapp-other"}, "Socket Mode", "SLACK_APP_TOKEN"),
        ({"rooms": (ROOM, "C0NOWHERE")}, "トークルーム", "/invite"),
        ({"secretariat": ("U0NOBODY",)}, "事務局", "U…"),
        ({"is_slack": True, "app_token": "hush"}, "SLACK_APP_TOKEN", "xapp-…"),
        ({"is_slack": True, "prefix": ""}, "コマンド", "COMMAND_PREFIX=dx-"),
    ],
)
async def test_what_is_wrong_has_a_cross_and_what_mends_it(there, changed, name, mend):
    checks = await check_chat.checks(replace(there, **changed))
    (found,) = [check for check in checks if check.name == name and check.state is State.WRONG]

    assert mend in found.mend
    assert not is_well(checks)
    assert "hush" not in "".join(map(str, checks))


async def test_of_a_chat_over_the_direct_line_it_says_how_to_look(tmp_path):
    there = Installation(database_url=f"sqlite:///{tmp_path / 'bot.db'}", is_direct=True)

    assert "python bot.py direct" in str(one(await check_chat.checks(there), "接続"))


async def test_scopes_that_are_missing_or_too_many_are_named(there, room):
    app = room.world.apps["A0BOT"]
    fewer = tuple(scope for scope in app.scopes if scope not in {"im:write", *TO_LOOK})
    room.world.apps["A0BOT"] = replace(app, scopes=(*fewer, "users:read.email"))
    checks = await check_chat.checks(there)

    assert "im:write" in one(checks, "権限").found
    assert State.WRONG is one(checks, "権限").state
    assert "users:read.email" in one(checks, "権限（余分）").found
    assert "groups:history" in one(checks, "権限（任意）").found


def test_exactly_the_scopes_of_the_manifest_are_good():
    assert [State.GOOD] == [check.state for check in check_chat.scopes(", ".join([*SCOPES, *TO_LOOK]))]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"is_ext_shared": True}, "庁内だけのトークルーム"),
        ({"members": (), "is_private": True}, "/invite"),
        ({"members": (), "is_private": False}, "/invite"),
    ],
)
async def test_a_room_that_is_shared_or_without_the_bot_is_told(there, room, change, said):
    room.world.channels[ROOM] = replace(room.world.channels[ROOM], **change)

    assert said in one(await check_chat.checks(there), "トークルーム").mend


async def test_without_a_room_it_is_only_told(there):
    checks = await check_chat.checks(replace(there, rooms=()))

    assert State.NOTICE is one(checks, "トークルーム").state
    assert is_well(checks)


async def test_the_web_api_and_the_socket_go_through_the_proxy(there, monkeypatch):
    async with proxy() as (address, seen):
        monkeypatch.setenv("HTTPS_PROXY", address)
        checks = await check_chat.checks(there)

    assert is_well(checks)
    assert "プロキシ経由" in one(checks, "Socket Mode").found
    assert any("/api/auth.test" in line for line in seen)
    assert any("/socket?" in line for line in seen)


async def test_a_proxy_that_does_not_answer_is_named_without_its_password(there, monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", "http://me:hush@127.0.0.1:1")
    checks = await check_chat.checks(there)

    assert "HTTPS_PROXY（127.0.0.1）" in one(checks, "接続").mend
    assert "hush" not in "".join(map(str, checks))


def test_a_database_that_does_not_answer_is_named_without_its_password():
    there = Installation(database_url="postgresql://bot:hush@127.0.0.1:1/none")
    check, *_ = check_database.checks(there)

    assert "postgresql://bot:***@127.0.0.1:1/none につながりません" in check.found


def test_beside_the_running_bot_nothing_is_written_into_its_file(tmp_path, loaded_sqlite):
    import shutil  # noqa: PLC0415

    url = f"sqlite:///{shutil.copy(loaded_sqlite, tmp_path / 'bot.db')}"
    with hold(url):
        checks = list(check_database.checks(Installation(database_url=url)))

    assert "ボットが動いています" in one(checks, "データベース").found
    assert State.GOOD is one(checks, "書き込み").state


def test_an_older_schema_is_told_and_a_newer_one_is_wrong(empty_url):
    database = open_database(empty_url)
    for revision, state in (("0003", State.NOTICE), ("9999", State.WRONG)):
        with database.begin() as db:
            db.execute(text("UPDATE alembic_version SET version_num = :found"), {"found": revision})

        assert state is one(check_database.checks(Installation(database_url=empty_url)), "移行").state
    database.close()


def test_a_file_with_secrets_that_others_can_read_is_wrong(tmp_path):
    file = tmp_path / ".env"
    file.write_text("SLACK_BOT_TOKEN=\n")
    file.chmod(0o644)
    (open_to_all,) = check_machine.env_file(file)
    file.chmod(0o600)
    (mine,) = check_machine.env_file(file)

    assert (State.WRONG, "chmod 600 .env") == (open_to_all.state, open_to_all.mend)
    assert State.GOOD is mine.state


@pytest.mark.parametrize(("name", "state"), [("nightly-20221001.db", State.WRONG), (None, State.GOOD)])
def test_backups_that_stopped_are_wrong(tmp_path, loaded_sqlite, name, state):
    if name:
        (tmp_path / name).touch()
    there = Installation(database_url=f"sqlite:///{loaded_sqlite}", backup_dir=str(tmp_path))

    assert state is one(check_database.checks(there), "バックアップ").state
