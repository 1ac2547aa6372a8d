"""The whole bot in a business chat over the direct protocol: from the first word to a round's last report."""

import asyncio
import os
import signal
import sys
from contextlib import asynccontextmanager
from datetime import datetime

import pytest
from direct_server import ALL, BOT_USER, SECRETARY, UBE, YAMAGUCHI, DirectServer
from process import APP, ROOT
from pydantic import SecretStr
from talk import HASTY, Straight, settings_for

import bot
from talkroom import Clock
from talkroom.direct import wire

TOKEN = f"token-{BOT_USER}"


@pytest.fixture
async def server():
    async with DirectServer() as there:
        yield there


@asynccontextmanager
async def in_the_chat(server, url, folder):
    """The bot in the chat, at the time of the conference's papers and without the chat's pauses."""
    settings = settings_for(
        url,
        direct_endpoint=server.endpoint,
        direct_token=SecretStr(TOKEN),
        secretariat=(f"U{SECRETARY}",),
        room=f"C{ALL}",
        talkroom_file=str(folder / "room.db"),
    )
    now = Clock(datetime.fromisoformat("2022-09-08T09:00+09:00"))
    with bot.opened(settings) as database:
        async with (
            bot.business_chat(settings, now) as (room, chat),
            bot.assembled(settings, bot.line_to(room, chat), database, HASTY) as (app, _),
        ):
            room.attach(APP, Straight(app, []))
            chat.sending.span = chat.sending.note_span = 0
            running = asyncio.create_task(chat.run())
            await server.listening()
            yield
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)


class Speaker:
    """Somebody in their own talk with the bot: they read what it says, write, and touch its stamps."""

    def __init__(self, server, user, talk):
        self.server, self.user, self.talk = server, user, talk

    async def writes(self, text, then):
        """Write a line; what the bot says then that has these words in it."""
        await self.server.reads(self.user, self.talk)
        before = len(self.server.said(self.talk))
        await self.server.says(self.user, text, self.talk)
        return await self._answer(then, before)

    async def touches(self, label, then):
        """Touch the newest stamp that offers this."""
        said, nth = next(
            (said, nth)
            for said in reversed(self.server.said(self.talk))
            for nth, option in enumerate(_options(said))
            if option.endswith(label)
        )
        before = len(self.server.said(self.talk))
        await self.server.answers(self.user, said, answer=nth if said["type"] == wire.SELECT else True)
        return await self._answer(then, before)

    async def fills(self, then, **answers):
        """Answer these fields of the form that is asked, by their labels, and send it."""
        for label, answer in answers.items():
            review = await self.writes("確認", "確認〕")
            number = next(line.split()[0] for line in review.split("\n") if line[:1].isdigit() and label in line)
            await self.writes(number, label)
            await self.writes(answer, label)
        return await self.writes("送信", then)

    async def _answer(self, words, before):
        texts = await self.server.until(lambda each: [t for t in each.texts(self.talk)[before:] if words in t])
        return texts[-1]


def _options(said):
    content = said["content"]
    if said["type"] == wire.TASK:
        return [next(line.split(" ", 1)[1] for line in content["title"].split("\n") if line.startswith("　1 "))]
    return content["options"] if said["type"] == wire.SELECT else []


async def test_a_newcomer_is_admitted_and_a_round_goes_its_way(server, empty_url, tmp_path):
    secretary = Speaker(server, SECRETARY, await server.pair(SECRETARY))
    yamaguchi = Speaker(server, YAMAGUCHI, await server.pair(YAMAGUCHI))
    async with in_the_chat(server, empty_url, tmp_path):
        assert "事務局" in await yamaguchi.writes("状況 山口市", "名簿にある担当者だけが使えます")
        await yamaguchi.touches("参加を申し込む", "お申し込みを事務局に送りました")
        await server.told("名簿に載せてほしい", secretary.talk)
        await secretary.touches("名簿に載せる", "名簿に加える")
        await secretary.fills("名簿に加えました", 役割="情報政策担当", 担当として="3")
        await server.told("名簿に載りました", yamaguchi.talk)

        assert "22手続" in await yamaguchi.writes("状況 山口市", "山口市の現況")
        await secretary.writes("照会 オンライン化 9月末", "宛先")
        await secretary.touches("この内容で開く", "を開きました")
        await server.told("報告0／未報告19", ALL)
        await server.told("へのご回答をお願いします", yamaguchi.talk)

        await yamaguchi.touches("報告する", "マイナポータル")
        assert "22手続 → 23手続" in await yamaguchi.fills("22手続 → 23手続", マイナポータル="２３")
        (note,) = (await server.until(lambda each: each.notes)).values()
        assert "報告1／未報告18" in note["note_revision"]["content"]
        assert "未報告 18" in await secretary.writes("未報告", "未報告 18")


async def test_what_is_said_in_the_talk_of_all_is_answered_to_the_one_who_asked(server, empty_url, tmp_path):
    async with in_the_chat(server, empty_url, tmp_path):
        await server.says(SECRETARY, "／状況 山口市")
        await server.told("山口市の現況", await server.pair(SECRETARY))

        assert [] == server.texts(ALL)


@asynccontextmanager
async def process(server, folder, *arguments, **more):
    """The bot as a process of its own, whose settings name the chat."""
    named = {"DIRECT_ENDPOINT": server.endpoint, "DIRECT_TOKEN": TOKEN, "SECRETARIAT": f"U{SECRETARY}"}
    kept = {"DATABASE_URL": f"sqlite:///{folder / 'bot.db'}", "TALKROOM_FILE": str(folder / "room.db")}
    environment = {**os.environ, **named, **kept, "ROOM": f"C{ALL}", **more}
    running = await asyncio.create_subprocess_exec(
        *(sys.executable, "bot.py", *arguments),
        cwd=ROOT,
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield running
    finally:
        if running.returncode is None:
            running.send_signal(signal.SIGTERM)
        await asyncio.wait_for(running.communicate(), 20)


async def test_the_process_is_in_the_chat_and_ends_cleanly(server, tmp_path):
    async with process(server, tmp_path) as running:
        await server.listening()
        await server.says(SECRETARY, "/status 山口市")
        await server.until(lambda each: any("山口市の現況" in text for talk in each.talks for text in each.texts(talk)))

    assert 0 == running.returncode


async def test_a_process_killed_in_the_middle_answers_everything_once_or_says_that_it_is_unsure(server, tmp_path):
    pair, towns = await server.pair(SECRETARY), ("山口市", "防府市", "萩市")
    async with process(server, tmp_path) as running:
        await server.listening()
        for town in towns:
            await server.says(SECRETARY, f"状況 {town}", pair)
        await server.told("山口市の現況", pair)
        running.kill()
        await running.wait()
    async with process(server, tmp_path):
        await server.says(SECRETARY, "状況 下関市", pair)
        await server.told("下関市の現況", pair)

    said = [sum(f"■ {town}の現況" in text for text in server.texts(pair)) for town in towns]
    unsure = sum("済んだかどうか分かりません" in text for text in server.texts(pair))
    assert set(said) <= {0, 1}
    assert said.count(0) <= unsure <= 1


async def test_a_wrong_token_ends_the_process_with_a_sentence(server, tmp_path):
    async with process(server, tmp_path, DIRECT_TOKEN="wrong") as running:
        _, said = await asyncio.wait_for(running.communicate(), 20)

    assert bot.UNWANTED == running.returncode
    assert f"RestartPreventExitStatus={bot.UNWANTED}" in (ROOT / "docs/systemd/renkei-bot.service").read_text()
    assert "チャットにつなげません：トークンが受け付けられません。" in said.decode()
    assert "wrong" not in said.decode()


@pytest.mark.parametrize("first", ["chat", "play"])
async def test_a_room_to_play_in_and_one_of_real_people_are_kept_apart(server, tmp_path, first):
    play = {"DIRECT_ENDPOINT": "", "DIRECT_TOKEN": "", "TALKROOM_PORT": "0"}
    for turn in (first, "play" if first == "chat" else "chat"):
        async with process(server, tmp_path, **(play if turn == "play" else {})) as running:
            if turn == first:
                await asyncio.wait_for(running.stderr.readuntil(b"connected"), 20)
            else:
                _, said = await asyncio.wait_for(running.communicate(), 20)

    assert 2 == running.returncode
    assert "TALKROOM_FILE に別のファイルを書いてください。" in said.decode()


async def test_a_look_tells_the_talks_and_people_by_the_ids_that_the_settings_want(server, tmp_path):
    async with process(server, tmp_path, "direct") as running:
        told, _ = await asyncio.wait_for(running.communicate(), 20)

    lines = told.decode().split("\n")
    assert f"トーク C{ALL}　連携会議（ボットのほかに3人）" in lines
    assert f"  U{UBE}　宇部市 デジタル推進担当" in lines
    assert [] == server.said()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"DIRECT_TOKEN": "wrong"}, "トークンが受け付けられません。DIRECT_TOKEN を確かめてください。"),
        ({"DIRECT_ENDPOINT": "ws://127.0.0.1:1/"}, "チャットに届きません"),
        ({"DIRECT_ENDPOINT": "", "DIRECT_TOKEN": ""}, "DIRECT_ENDPOINT と DIRECT_TOKEN を書いてください"),
    ],
)
async def test_a_look_that_fails_says_why(server, tmp_path, more, said):
    async with process(server, tmp_path, "direct", **more) as running:
        _, told = await asyncio.wait_for(running.communicate(), 20)

    assert 2 == running.returncode
    assert said in told.decode()
