"""What a room keeps over a restart, what it forgets, and how it begins anew."""

import asyncio
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
from slack_sdk.errors import SlackApiError
from small_room import (
    BOT,
    OPEN,
    OTHER,
    PEOPLE,
    ROOM,
    SECRETARIAT,
    UBE,
    YAMAGUCHI,
    actions,
    attached,
    button,
    client,
    new_room,
    section,
)

from talkroom import Answer, Hooks, Store, StoreTaken

MENU = {
    "type": "static_select",
    "action_id": "menu",
    "options": [{"text": {"type": "plain_text", "text": "済"}, "value": "done"}],
}


@pytest.fixture
async def reopened(tmp_path: Path):
    """Open a room on the same file again and again; the one before is stopped, or `killed` before it could."""
    opened = []

    async def again(*, killed=False, **changed):
        if opened and killed:
            opened[-1]._store._db.close()
            opened[-1]._store = None
        if opened:
            await opened[-1].stop()
        opened.append(new_room(kept_in=Store(tmp_path / "room.db"), **changed))
        await opened[-1].start()
        return opened[-1]

    yield again
    await opened[-1].stop()


def texts(room, person=YAMAGUCHI, channel=ROOM):
    return [message.text for message in room.persons.sees(person, channel)]


@pytest.mark.parametrize("killed", [False, True])
async def test_what_was_said_is_there_again(reopened, killed):
    room = await reopened()
    head = await room.persons.type(SECRETARIAT, ROOM, "照会です")
    await room.persons.type(YAMAGUCHI, ROOM, "承知しました", thread_ts=head.ts)
    await client(room).chat_postMessage(channel=ROOM, text="?", blocks=[section("*太字*"), actions(button())])
    await client(room).chat_postMessage(channel=YAMAGUCHI, text="1対1で")
    before = await client(room).conversations_history(channel=ROOM)

    room = await reopened(killed=killed)
    after = await client(room).conversations_history(channel=ROOM)
    assert before["messages"] == after["messages"]
    assert ["照会です", "承知しました"] == [m.text for m in room.persons.sees(YAMAGUCHI, ROOM, head.ts)]
    assert ["1対1で"] == texts(room, channel=room.persons.open_im(YAMAGUCHI, BOT.id))


async def test_marks_changes_and_what_was_chosen_are_there_again(reopened):
    room = await reopened()
    posted = await client(room).chat_postMessage(channel=ROOM, text="?", blocks=[actions(MENU)])
    said = room.persons.seen(YAMAGUCHI, ROOM, posted["ts"])
    room.world.react(said, "ok", YAMAGUCHI, on=True)
    room.world.pin(room.persons.seen(YAMAGUCHI, ROOM, said.ts), YAMAGUCHI, on=True)
    attached(room)
    await room.persons.press(YAMAGUCHI, ROOM, said.ts, "menu", selected="done")
    room.world.read(YAMAGUCHI, ROOM, said.ts)

    room = await reopened()
    again = room.persons.seen(YAMAGUCHI, ROOM, said.ts)
    assert ({"ok": (YAMAGUCHI,)}, YAMAGUCHI) == (dict(again.reactions), again.pinned_by)
    assert ["done"] == [chosen["value"] for chosen in room.world.chosen(YAMAGUCHI, again).values()]
    assert said.ts == room.world.read_up_to(YAMAGUCHI, ROOM)


async def test_what_was_taken_back_stays_away(reopened):
    room = await reopened()
    typed = await room.persons.type(YAMAGUCHI, ROOM, "まちがい")
    room.persons.delete(YAMAGUCHI, room.persons.seen(YAMAGUCHI, ROOM, typed.ts))

    assert [] == texts(await reopened())


async def test_files_homes_and_messages_for_later_are_there_again(reopened):
    room = await reopened()
    file = room.persons.upload(YAMAGUCHI, "報告.txt", b"text")
    await room.persons.type(YAMAGUCHI, ROOM, "", files=[file.id])
    home = {"type": "home", "blocks": [section("ようこそ")]}
    published = await client(room).views_publish(user_id=YAMAGUCHI, view=home)
    at = int(room.clock().timestamp()) + 3600
    await client(room).chat_scheduleMessage(channel=ROOM, text="締切です", post_at=at)

    room = await reopened()
    assert b"text" == room.world.files.contents(room.persons.file(YAMAGUCHI, file.id))
    assert published["view"]["id"] == room.screens.home(BOT.id, YAMAGUCHI).id
    room.move_clock(room.clock() + timedelta(hours=2))
    assert "締切です" == texts(room)[-1]


async def test_what_only_one_person_saw_is_gone_as_in_slack(reopened):
    room = await reopened()
    attached(room, Answer(200, {"text": "あなたへ"}))
    await room.persons.type(YAMAGUCHI, ROOM, "/status")
    assert ["あなたへ"] == texts(room)

    assert [] == texts(await reopened())


@pytest.mark.parametrize("killed", [False, True])
async def test_the_clock_goes_on_and_never_jumps_back(reopened, killed):
    room = await reopened()
    room.move_clock(room.clock() + timedelta(days=30))
    before = room.clock()

    room = await reopened(killed=killed)
    assert timedelta(0) <= room.clock() - before < timedelta(seconds=15)


async def test_new_messages_come_after_the_kept_ones(reopened):
    room = await reopened()
    old = await room.persons.type(YAMAGUCHI, ROOM, "前")
    room = await reopened()
    new = await room.persons.type(YAMAGUCHI, ROOM, "後")

    assert old.ts < new.ts
    assert ["前", "後"] == texts(room)


async def test_the_words_of_whoever_left_stay_and_so_do_the_answers(reopened):
    room = await reopened()
    head = await room.persons.type(UBE, OPEN, "教えてください")
    await room.persons.type(YAMAGUCHI, OPEN, "こうしています", thread_ts=head.ts)

    left = await reopened(people=[person for person in PEOPLE if person.id != UBE])
    assert ["教えてください", "こうしています"] == [m.text for m in left.persons.sees(YAMAGUCHI, OPEN, head.ts)]
    assert "（退出した参加者）" == left.world.people[UBE].name


async def test_what_an_app_that_left_had_scheduled_is_not_said(reopened):
    room = await reopened()
    at = int(room.clock().timestamp()) + 60
    await client(room).chat_scheduleMessage(channel=ROOM, text="予約", post_at=at)
    await client(room).chat_postMessage(channel=ROOM, text="もう言ったこと")

    left = await reopened(apps=(OTHER,))
    left.move_clock(left.clock() + timedelta(hours=1))
    assert ["もう言ったこと"] == texts(left)


async def test_what_cannot_be_kept_is_not_said(reopened):
    room = await reopened()
    room._store._db.execute(f"PRAGMA max_page_count = {pages(room)}")
    with pytest.raises(sqlite3.Error):
        await talk_on(room)
    said = len(texts(room))
    room._store._db.execute("PRAGMA max_page_count = 100000")

    assert said == len(texts(await reopened()))


async def talk_on(room):
    for _ in range(100):
        await room.persons.type(YAMAGUCHI, ROOM, "長い話" * 500)


def pages(room):
    return room._store._db.execute("PRAGMA page_count").fetchone()[0]


async def test_a_file_that_is_no_database_is_refused_in_words(tmp_path):
    (tmp_path / "room.db").write_text("これは記録ではありません。" * 100)

    with pytest.raises(StoreTaken, match="読み書きできません"):
        Store(tmp_path / "room.db")


async def test_nothing_that_was_under_way_reaches_the_fresh_room(reopened, http):
    room = await reopened()
    listener = attached(room)
    await room.persons.type(YAMAGUCHI, ROOM, "/status")
    old = listener.payload
    await room.reset()

    late = await http.post(old["response_url"], json={"text": "遅れた答え"})
    assert (404, []) == (late.status, texts(room))
    with pytest.raises(SlackApiError, match="invalid_trigger_id"):
        await client(room).views_open(trigger_id=old["trigger_id"], view={"type": "modal"} | TITLE)


TITLE = {"title": {"type": "plain_text", "text": "?"}, "blocks": [{"type": "divider"}]}


async def test_a_second_room_on_the_same_file_is_refused_in_words(reopened, tmp_path):
    await reopened()

    with pytest.raises(StoreTaken, match="ほかのプログラムが使っています"):
        Store(tmp_path / "room.db")


async def test_the_room_begins_anew_and_its_app_with_it(reopened):
    room, asked = await reopened(), []

    async def reset():
        asked.append(room.clock())

    room.hooks = Hooks(reset=reset)
    await room.persons.type(YAMAGUCHI, ROOM, "練習")
    room.persons.upload(YAMAGUCHI, "練習.txt", b"?")
    room.move_clock(room.clock() + timedelta(days=30))
    room.faults.switch("slow", on=True)
    await room.reset()

    assert (1, [], []) == (len(asked), texts(room), room.world.files.all())
    assert asked[0] - room.clock.start < timedelta(seconds=5)
    assert not any(fault["on"] for fault in room.faults.shown())
    room = await reopened()
    assert [] == texts(room)
    assert room.clock() - room.clock.start < timedelta(seconds=15)


async def test_the_page_asks_for_it_and_every_window_is_told(reopened, http):
    room = await reopened()
    async with http.get(f"{room.url}room/people/{YAMAGUCHI}/live") as stream:
        await stream.content.readline()
        await stream.content.readline()
        answer = await http.post(f"{room.url}room/reset", json={})
        async with asyncio.timeout(3):
            while b'data: {"type": "reset"}\n' != await stream.content.readline():
                pass

    assert (await answer.json())["ok"]
