"""python bot.py talk: one person at a terminal, or a script in their place."""

import asyncio
import os
import pty
import re
import select
import signal
import subprocess
import sys
from pathlib import Path
from shutil import copy

import aiohttp
import pytest
from talk import ROOM, SECRETARY, YAMAGUCHI, settings_for, talking

import bot
from talkroom.plain.terminal import NoRoom, Terminal, is_open

ROOT = Path(bot.__file__).parent


@pytest.fixture
def talk(loaded_sqlite, tmp_path):
    with talking(settings_for(f"sqlite:///{copy(loaded_sqlite, tmp_path / 'bot.db')}")) as there:
        yield there


@pytest.fixture
def types(talk, tmp_path):
    """Type these lines, and then end the input; all that was written."""

    def typed(*lines, called="山口市"):
        return talk._runner.run(_typed(talk, tmp_path, called, list(lines)))

    return typed


async def _typed(talk, folder, called, lines):
    written, loop = [], asyncio.get_running_loop()

    def behind(prompt):
        asyncio.run_coroutine_threadsafe(talk._settled(), loop).result(30)
        if not lines:
            raise EOFError
        written.append(f"{prompt}{lines[0]}")
        return lines.pop(0)

    async with aiohttp.ClientSession() as session:
        url = talk.room.url
        await Terminal(
            url=url, session=session, typed=behind, write=written.append, plain=True, quiet=0.05, folder=folder
        ).run(called)
    return "\n".join(written)


def test_a_person_asks_chooses_and_reads(types):
    said = types("/status 山口市", "2", "99")

    assert said.startswith("山口市 情報政策担当として話します。")
    assert "山口市 情報政策担当＞ /status 山口市\n■ 山口市の現況\n" in said
    assert "行政手続のオンライン化：市町の現況" in said
    assert "99という番号の選択肢はありません" in said


def test_another_person_speaks_and_in_the_room(talk, types):
    said = types("/人 事務局", "/部屋 連携会議", "お疲れさまです", "/部屋", "/人")

    assert "事務局 行政DX推進班 連携会議トークルーム＞ お疲れさまです" in said
    assert [("お疲れさまです", SECRETARY)] == [(m.text, m.user) for m in talk.sees(YAMAGUCHI, ROOM)]
    assert "■ 話せる人\n事務局 行政DX推進班\n下関市 情報政策担当" in said


def test_what_was_said_meanwhile_is_told_once_to_whoever_comes_back(talk, types):
    said = types("状況 山口市", "1", "/人 事務局", "1", called="名簿にない職員")
    assert "■ 参加の申し込み" in said.partition("事務局 行政DX推進班として話します。")[2]
    assert "〔名簿に加える　1／6〕" in said
    assert "参加の申し込み" not in types("ホーム", called="事務局")


def test_of_much_that_was_said_meanwhile_the_newest_is_told(talk, types):
    for nth in range(7):
        talk.type(f"{nth}件目です", by=SECRETARY)

    said = types(called="山口市")
    assert "（まだ読んでいないものが7件あります。新しい5件です）" in said
    assert ["2", "3", "4", "5", "6"] == re.findall(r"(\d)件目です", said)


def test_who_is_not_there_or_not_clear_is_asked_for_in_words(types):
    assert "「だれか」はいません。" in types("/人 だれか")
    assert "「情報政策担当」はいくつかあります。" in types("/人 情報政策担当")


def test_a_form_a_file_and_the_clock(talk, types, tmp_path):
    (tmp_path / "窓口.txt").write_text("予約制にしました。")
    said = types("/note", "書く", "窓口の工夫", "次", "予約制です", "確認", "送信", "/送る nothing", "/時計")

    assert "〔ノート" in said
    assert "「nothing」を読めません。" in said
    assert "部屋の時計：2022年9月8日（木）09:0" in said
    assert "窓口の工夫" in str(talk.type("/note 山口市").blocks)


def test_a_file_is_fetched_beside_one_of_the_same_name_and_sent(types, tmp_path):
    said = types("/export 進捗 CSV", "1-1", "1-1", f"/送る {tmp_path / 'no.txt'}")

    names = sorted(each.name for each in tmp_path.iterdir() if each.suffix == ".csv")
    assert ["参考：市町の進捗状況_20220908-1.csv", "参考：市町の進捗状況_20220908.csv"] == names
    assert f"を {tmp_path.resolve()} に置きました。" in said


def test_what_would_steer_a_terminal_is_left_out(types):
    assert "「[1mだれか」はいません。" in types("/人 \x1b[1mだれか")


def test_where_no_room_is_open_it_is_said(talk):
    async def asked():
        assert await is_open(talk.room.url)
        assert not await is_open("http://127.0.0.1:9/")
        with pytest.raises(NoRoom, match="部屋が開いていません"):
            async with aiohttp.ClientSession() as session:
                await Terminal(url="http://127.0.0.1:9/", session=session, typed=input, write=print).run("")

    talk._runner.run(asked())


def test_a_line_of_nobody_or_nonsense_is_refused(talk):
    async def asked():
        async with aiohttp.ClientSession() as session:
            with pytest.raises(aiohttp.WSServerHandshakeError):
                await session.ws_connect(f"{talk.room.url}room/people/U0NOBODY/line")
            line = await session.ws_connect(f"{talk.room.url}room/people/{YAMAGUCHI}/line")
            await line.receive_json()
            for nonsense in ("[]", "{", '{"text"', '{"file": "a", "contents": "*"}'):
                await line.send_str(nonsense)
                assert {"said": "読めない内容でした。もう一度お試しください。"} == await line.receive_json()
                assert {"done": True} == await line.receive_json()
            await line.close()

    talk._runner.run(asked())


# In processes of their own


def environment(folder, **more):
    return {"PATH": os.environ["PATH"], "HOME": str(folder), "TALKROOM_PORT": "0", "LANG": "C.UTF-8", **more}


def command(*words):
    return [sys.executable, str(ROOT / "bot.py"), *words]


def test_it_opens_a_room_where_none_is_open_and_ends_with_its_input(tmp_path):
    ran = subprocess.run(  # noqa: S603 – our own bot
        command("talk", "--as", "萩"),
        cwd=tmp_path,
        env=environment(tmp_path),
        input="/status 萩\n",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert (0, "") == (ran.returncode, ran.stderr)
    assert "■ 萩市の現況" in ran.stdout


def test_it_joins_a_room_that_is_open_and_refuses_whom_nobody_knows(tmp_path):
    with subprocess.Popen(  # noqa: S603 – likewise
        command(), cwd=tmp_path, env=environment(tmp_path), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as there:
        port = there.stdout.readline().partition("127.0.0.1:")[2].partition("/")[0]
        joined = [
            subprocess.run(  # noqa: S603 – likewise
                command("talk", "--as", who),
                cwd=tmp_path,
                env=environment(tmp_path, TALKROOM_PORT=port),
                input="/status 萩\n",
                capture_output=True,
                text=True,
                timeout=60,
                check=False,
            )
            for who in ("山口市", "だれか")
        ]
        there.send_signal(signal.SIGTERM)
        assert 0 == there.wait(15)

    assert ([0, 2], "■ 萩市の現況" in joined[0].stdout) == ([each.returncode for each in joined], True)
    assert "「だれか」はいません。" in joined[1].stderr


def test_on_a_terminal_it_asks_and_ends_on_ctrl_d(tmp_path):
    ours, theirs = pty.openpty()
    with subprocess.Popen(  # noqa: S603 – likewise
        command("talk", "--as", "山口市"),
        cwd=tmp_path,
        env=environment(tmp_path, TERM="xterm"),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    ) as there:
        os.close(theirs)
        said = _until(ours, "担当＞ ")
        os.write(ours, "/時計\n".encode())
        said += _until(ours, "09:0", "＞ ")
        os.write(ours, b"\x04")
        assert 0 == there.wait(15)
    os.close(ours)

    assert "部屋の時計：2022年9月8日（木）" in said


def _until(terminal, *words):
    """What is written there until these words have come, one after the other."""
    said, pattern = b"", re.compile(".*".join(words).encode(), re.DOTALL)
    while not pattern.search(said):
        assert select.select([terminal], [], [], 60)[0], said
        said += os.read(terminal, 4096)
    return said.decode(errors="replace")
