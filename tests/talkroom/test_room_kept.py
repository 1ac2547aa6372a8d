"""What a room keeps over a restart, what it forgets, and how it begins anew."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from small_room import BOT, ROOM, SECRETARIAT, YAMAGUCHI, actions, attached, button, client, new_room, section

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

    async def again(*, killed=False):
        if opened and killed:
            opened[-1]._store._db.close()
            opened[-1]._store = None
        if opened:
            await opened[-1].stop()
        opened.append(new_room(kept_in=Store(tmp_path / "room.db")))
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
