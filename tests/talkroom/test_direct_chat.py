"""The room in a business chat over the direct protocol: people talk there, and the app hears and answers."""

import asyncio

import pytest
from direct_room import CHOICES, ROOM, opened
from direct_server import ALL, BOT_USER, NAMES, SECRETARY, UBE, YAMAGUCHI, Fault
from small_room import BOT, actions, button, section, until
from test_room_modals import field, modal

from talkroom.direct import Unwanted, wire
from talkroom.direct.attachments import Attachments


async def test_the_people_of_the_chat_are_the_people_of_the_room(there):
    world = there.room.world

    assert sorted(NAMES[each] for each in (SECRETARY, YAMAGUCHI, UBE)) == sorted(each.name for each in world.persons())
    assert ("連携会議", True) == (world.channels[ROOM].name, BOT.bot_user in world.channels[ROOM].members)


async def test_a_command_in_the_room_is_run_and_chatter_is_not_kept(there):
    await there.server.says(YAMAGUCHI, "明日はよろしくお願いします")
    await there.server.says(YAMAGUCHI, "／status 山口市")
    body = await there.heard()

    assert ("/status", "山口市", f"U{YAMAGUCHI}") == (body["command"], body["text"], body["user_id"])
    assert [] == there.room.world.said(ROOM)


async def test_a_mention_of_the_bot_reaches_the_app(there):
    await there.server.says(YAMAGUCHI, f"{{@:{BOT_USER},4}}@ボット 状況 山口市")
    await there.app.until(lambda: there.app.events("app_mention"))

    assert f"<@{BOT.bot_user}> 状況 山口市" == there.app.events("app_mention")[0]["text"]


async def test_a_question_below_a_message_reaches_the_app(there):
    await there.posts(section("照会です。ご質問はスレッドに。"), CHOICES)
    said = await there.server.told("「1へ 」に続けて書くと")
    there.server.read[said["message_id"]] = {UBE}
    await there.server.says(UBE, "1へ いつまでですか")
    await there.app.until(lambda: "いつまでですか" in [each.get("text") for each in there.app.events("message")])

    assert wire.SELECT == said["type"]
    assert there.ts in [each.get("thread_ts") for each in there.app.events("message")]


async def test_a_choice_is_a_stamp_and_its_touch_a_press(there):
    await there.posts(section("回答をお願いします"), CHOICES)
    said = await there.server.told("回答をお願いします")
    await there.server.answers(UBE, said, 1)
    body = await there.heard()

    assert (wire.SELECT, ["済", "まだ"]) == (said["type"], said["content"]["options"])
    assert ("not_yet", f"U{UBE}") == (body["actions"][0]["action_id"], body["user"]["id"])


async def test_one_thing_to_do_is_a_task_and_undoing_it_is_nothing(there):
    await there.posts(section("様式の提出"), actions(button("済", action_id="done"), block_id="choice"))
    said = await there.server.told("様式の提出")
    await there.server.answers(UBE, said, answer=False)
    await there.server.answers(UBE, said, answer=True)
    await there.heard()

    assert wire.TASK == said["type"]
    assert ["done"] == [body["actions"][0]["action_id"] for body in there.acts]


async def test_a_number_counts_once_it_was_read(there):
    await there.posts(section("回答をお願いします"), CHOICES)
    await there.server.told("回答をお願いします")
    early = await there.server.says(UBE, "1")
    await there.server.until(lambda each: BOT_USER in each.read.get(early["message_id"], ()))
    await there.server.reads(UBE, ALL)
    await there.server.says(UBE, "2")
    await there.heard()

    assert ["not_yet"] == [body["actions"][0]["action_id"] for body in there.acts]


async def test_of_a_reader_that_the_chat_did_not_tell_of_is_asked(there):
    await there.posts(section("回答をお願いします"), CHOICES)
    said = await there.server.told("回答をお願いします")
    there.server.read[said["message_id"]] = {UBE}
    await there.server.says(UBE, "2")
    body = await there.heard()

    assert "not_yet" == body["actions"][0]["action_id"]


async def test_long_words_come_in_parts_and_many_options_as_numbers_only(there):
    many = [button(f"選択肢{nth}", action_id=f"a{nth}") for nth in range(12)]
    await there.posts(section("あ" * 2_500), actions(*many, block_id="many"))
    last = await there.server.told("12 選択肢11")

    assert wire.TEXT == last["type"]
    assert 3 == len(there.server.said())
    assert "あ" * 2_500 == "".join(there.server.texts()).split("\n")[0].split("　")[0]


async def test_what_one_person_sees_goes_to_their_own_talk(there):
    await there.web.chat_postEphemeral(channel=ROOM, user=f"U{YAMAGUCHI}", text="あなただけに")
    pair = await there.server.pair(YAMAGUCHI)
    await there.server.told("あなただけに", pair)

    assert [] == there.server.said()
    assert {BOT_USER, YAMAGUCHI} == set(there.server.talks[pair]["user_ids"])


async def test_a_form_is_asked_field_by_field_and_sent(there):
    pair = await there.server.pair(YAMAGUCHI)
    await there.server.says(YAMAGUCHI, "/status", pair)
    body = await there.heard()
    await there.web.views_open(trigger_id=body["trigger_id"], view=modal(field()))
    await there.server.told("報告", pair)
    await there.server.says(YAMAGUCHI, "23手続", pair)
    await there.server.told("送信", pair)
    await there.server.says(YAMAGUCHI, "送信", pair)
    await there.server.told("送信しました。", pair)

    sent = there.acts[-1]
    assert "view_submission" == sent["type"]
    assert "23手続" in str(sent["view"]["state"]["values"])


async def test_what_is_changed_in_the_room_becomes_a_note_and_its_next_revision(there):
    await there.posts(section("回答 0／19"))
    await there.web.chat_update(channel=ROOM, ts=there.ts, text="回答", blocks=[section("回答 1／19")])
    await there.server.until(lambda each: each.notes)
    await there.web.chat_update(channel=ROOM, ts=there.ts, text="回答", blocks=[section("回答 2／19")])
    (note,) = (await there.server.until(lambda each: _at_revision(each, 2))).values()

    assert "回答 2／19" in note["note_revision"]["title"] + note["note_revision"]["content"]


def _at_revision(server, wanted):
    return server.notes if any(each["note_revision"]["revision"] == wanted for each in server.notes.values()) else None


async def test_a_note_that_somebody_changed_or_deleted_is_written_all_the_same(there):
    await there.posts(section("回答 0／19"))
    await there.web.chat_update(channel=ROOM, ts=there.ts, text="回答", blocks=[section("回答 1／19")])
    (number,) = await there.server.until(lambda each: each.notes)
    there.server.faults["update_note"] = Fault(error={"code": 409, "message": "conflict"})
    await there.web.chat_update(channel=ROOM, ts=there.ts, text="回答", blocks=[section("回答 2／19")])
    await there.server.until(lambda each: _at_revision(each, 2))
    del there.server.notes[number]
    await there.web.chat_update(channel=ROOM, ts=there.ts, text="回答", blocks=[section("回答 3／19")])
    (note,) = (await there.server.until(lambda each: each.notes)).values()

    assert "回答 3／19" in note["note_revision"]["title"] + note["note_revision"]["content"]


async def test_a_file_goes_out_and_comes_in(there):
    sent = await there.web.files_upload_v2(channel=ROOM, content="市町,回答\n", filename="回答.csv", title="回答.csv")
    await there.server.told("回答.csv")
    await there.server.reads(YAMAGUCHI, ALL)
    await there.server.says(YAMAGUCHI, "1")
    given = await there.server.until(lambda each: [m for m in each.said() if m["type"] == wire.FILE])

    assert sent["ok"]
    assert b"\xef\xbb\xbf" not in there.server.files[given[0]["content"]["file_id"]]["contents"]
    assert "市町,回答\n".encode() == there.server.files[given[0]["content"]["file_id"]]["contents"]

    pair = await there.server.pair(YAMAGUCHI)
    await there.server.sends(YAMAGUCHI, "様式.xlsx", b"PK\x03\x04", pair)
    await there.app.until(lambda: any(said.get("user") == f"U{YAMAGUCHI}" for said in there.app.events("message")))

    (file,) = [each for each in there.room.world.files.all() if each.name == "様式.xlsx"]
    assert b"PK\x03\x04" == there.room.world.files.contents(file)


async def test_a_file_that_cannot_be_fetched_is_asked_for_again(there):
    pair = await there.server.pair(YAMAGUCHI)
    sent = await there.server._create_upload_auth(YAMAGUCHI, "様式.xlsx", "x", 4, 0, 1)
    content = {"file_id": sent["file_id"], "url": sent["get_url"], "name": "様式.xlsx", "content_size": 4}
    await there.server.says(YAMAGUCHI, content, pair, wire.FILE)
    await there.server.told("「様式.xlsx」を受け取れませんでした。", pair)
    await there.server.says(YAMAGUCHI, {**content, "content_size": 10**9}, pair, wire.FILE)

    assert await there.server.told("大きすぎます", pair)


@pytest.mark.parametrize("how", ["before", "after"])
async def test_a_cut_while_something_is_said_neither_loses_nor_doubles_it(there, how):
    there.server.faults["create_message"] = Fault(how, times=2)
    for nth in range(3):
        await there.posts(text=f"お知らせ{nth}")
    await there.server.told("お知らせ2")

    assert ["お知らせ0", "お知らせ1", "お知らせ2"] == there.server.texts()


async def test_the_same_words_again_are_said_again_after_a_cut(there):
    await there.posts(text="お知らせ")
    await there.server.told("お知らせ")
    there.server.faults["create_message"] = Fault("before")
    await there.posts(text="お知らせ")
    await there.server.until(lambda each: len(each.said()) > 1)

    assert ["お知らせ", "お知らせ"] == there.server.texts()


@pytest.mark.parametrize("how", ["before", "after"])
async def test_a_cut_while_a_note_is_written_makes_no_second_one(there, how):
    there.server.faults["create_note"] = Fault(how)
    await there.posts(section("回答 0／19"))
    await there.web.chat_update(channel=ROOM, ts=there.ts, text="回答", blocks=[section("回答 1／19")])
    await there.server.until(lambda each: each.notes)
    await there.web.chat_update(channel=ROOM, ts=there.ts, text="回答", blocks=[section("回答 2／19")])
    notes = await there.server.until(lambda each: _at_revision(each, 2))

    assert 1 == len(notes)


@pytest.mark.parametrize("how", ["before", "after"])
async def test_a_cut_while_a_file_is_sent_sends_it_once(there, how):
    await there.web.files_upload_v2(channel=ROOM, content="市町\n", filename="回答.csv", title="回答.csv")
    await there.server.told("回答.csv")
    await there.server.reads(YAMAGUCHI, ALL)
    there.server.faults["create_message"] = Fault(how)
    await there.server.says(YAMAGUCHI, "1")
    await there.server.until(lambda each: [m for m in each.said() if m["type"] == wire.FILE])
    await there.posts(text="次のお知らせ")
    await there.server.told("次のお知らせ")

    assert 1 == len([each for each in there.server.said() if each["type"] == wire.FILE])


async def test_whoever_has_just_spoken_is_answered_before_others_are_told(there):
    pair = await there.server.pair(YAMAGUCHI)
    there.direct.sending.line.clear()  # nothing is told for a while
    for nth in range(5):
        await there.posts(text=f"お知らせ{nth}")
    said = await there.server.says(YAMAGUCHI, "2", pair)
    await there.server.until(lambda each: BOT_USER in each.read.get(said["message_id"], ()))
    there.direct.sending.line.set()
    await there.server.told("お知らせ4")

    answered = next(m for m in there.server.said(pair) if "番号で選べるものはありません" in m["content"])
    assert answered["message_id"] < there.server.said()[0]["message_id"]


async def test_a_note_that_waits_its_time_holds_up_no_answer(there):
    there.direct.sending.note_span = 3_600
    await there.posts(section("回答 0／19"))
    await there.web.chat_update(channel=ROOM, ts=there.ts, text="回答", blocks=[section("回答 1／19")])
    await there.server.until(lambda each: each.notes)
    await there.posts(text="次のお知らせ")

    assert await there.server.told("次のお知らせ")


async def test_a_chat_that_is_busy_is_waited_for(there):
    there.server.faults["create_message"] = Fault(
        error={"code": 429, "message": "too many requests", "detail": {"retry_after": 0.01}}, times=3
    )
    await there.posts(text="お知らせ")

    assert await there.server.told("お知らせ")


async def test_what_the_chat_does_not_take_holds_up_nothing_and_is_kept_aside(there, caplog):
    there.server.faults["create_message"] = Fault(error={"code": 403, "message": "frozen"})
    await there.posts(text="受け取られないもの")
    await there.posts(text="次のもの")
    await there.server.told("次のもの")

    (aside,) = there.direct.outbox.store.all("undelivered")
    assert (["次のもの"], "403 frozen") == (there.server.texts(), aside["why"])
    assert "受け取られないもの" not in caplog.text


async def test_what_was_said_while_there_was_no_line_is_heard_once(there):
    await there.server.says(YAMAGUCHI, "/status 山口市")
    await there.heard()
    there.server.faults["get_talks"] = Fault("before")
    await there.server.cuts()
    await there.server.says(YAMAGUCHI, "/status 宇部市")
    await there.heard(2)
    await there.server.says(YAMAGUCHI, "/status 萩市")
    await there.heard(3)

    assert ["山口市", "宇部市", "萩市"] == [body["text"] for body in there.acts]


async def test_after_a_restart_what_waited_is_said_and_old_stamps_answer(tmp_path, server):
    async with opened(tmp_path, server) as there:
        await server.listening()
        await there.posts(section("回答をお願いします"), CHOICES)
        said = await server.told("回答をお願いします")
        await server.reads(YAMAGUCHI, ALL)
        there.running.cancel()
        await asyncio.gather(there.running, return_exceptions=True)
        await there.posts(text="止まる直前のお知らせ")
    await server.says(UBE, "/status 宇部市")
    async with opened(tmp_path, server) as there:
        await server.told("止まる直前のお知らせ")
        assert "宇部市" == (await there.heard())["text"]
        await server.answers(UBE, said, 0)
        assert "done" == (await there.heard(2))["actions"][0]["action_id"]

        await server.reads(YAMAGUCHI, ALL)
        await server.says(YAMAGUCHI, "2")
        await server.told("今、番号で選べるものはありません", await server.pair(YAMAGUCHI))
        await server.says(YAMAGUCHI, "1-2")
        assert "not_yet" == (await there.heard(3))["actions"][0]["action_id"]


async def test_who_was_in_the_middle_of_a_form_is_told_that_it_is_gone(tmp_path, server):
    async with opened(tmp_path, server) as there:
        pair = await server.pair(YAMAGUCHI)
        await server.listening()
        await server.says(YAMAGUCHI, "/status", pair)
        body = await there.heard()
        await there.web.views_open(trigger_id=body["trigger_id"], view=modal(field()))
        await server.told("報告", pair)
    async with opened(tmp_path, server):
        assert await server.told("入力の途中だったものは送られていません。", pair)


async def test_people_come_are_called_otherwise_and_leave(there):
    newcomer, world = UBE + 1, there.room.world
    await there.server.invites(newcomer, "萩市 総務課")
    await until(there.room, lambda: f"U{newcomer}" in world.channels[ROOM].members)
    named = {"user_id": newcomer, "display_name": "萩市 デジタル推進課"}
    await there.server.push("notify_update_user", [0, named])
    await until(there.room, lambda: world.people[f"U{newcomer}"].name == "萩市 デジタル推進課")
    await there.server.removes(newcomer)
    await until(there.room, lambda: world.people[f"U{newcomer}"].deleted)

    assert f"U{newcomer}" not in world.channels[ROOM].members


async def test_another_bot_is_not_heard(there):
    other = {"message_id": wire.LONGEST << 40, "talk_id": ALL, "user_id": UBE, "type": 1, "content": "/status 山口市"}
    await there.server.push("notify_create_message", {**other, "bot_message": True})
    await there.server.says(YAMAGUCHI, "/status 萩市", await there.server.pair(YAMAGUCHI))

    assert "萩市" == (await there.heard())["text"]


async def test_what_has_another_shape_is_left_alone(there):
    await there.server.push("notify_create_message", {"text": "?"})
    await there.server.push("notify_update_read_statuses", None)
    await there.server.push("notify_of_something_new", 1)
    await there.server.says(YAMAGUCHI, "/status 萩市")

    assert "萩市" == (await there.heard())["text"]


async def test_a_wrong_token_ends_it_with_a_reason(tmp_path, server):
    async with opened(tmp_path, server, token="wrong") as there:
        with pytest.raises(ExceptionGroup) as ended:
            await there.running

    assert ended.group_contains(Unwanted, match="トークンが受け付けられません")


async def test_where_the_account_is_used_twice_it_does_not_fight_for_it(there):
    await there.server.cuts(b"concurrent access")
    with pytest.raises(ExceptionGroup) as ended:
        await there.running

    assert ended.group_contains(Unwanted, match="ほかでも使われています")


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/get/1", "file:///etc/passwd", "http:///", "nothing"])
async def test_a_file_is_fetched_from_nowhere_but_the_chat(there, url):
    pair = await there.server.pair(YAMAGUCHI)
    content = {"file_id": 1, "url": url, "name": "様式.xlsx", "content_size": 4}
    await there.server.says(YAMAGUCHI, content, pair, wire.FILE)
    await there.server.told("「様式.xlsx」を受け取れませんでした。", pair)

    assert [] == there.room.world.files.all()


async def test_a_file_is_followed_to_where_the_chat_keeps_it_and_no_further(there):
    pair = await there.server.pair(YAMAGUCHI)
    await there.server.sends(YAMAGUCHI, "様式.xlsx", b"PK", pair, moved="here")
    await there.app.until(lambda: any(said.get("user") == f"U{YAMAGUCHI}" for said in there.app.events("message")))
    await there.server.sends(YAMAGUCHI, "名簿.csv", b"id", pair, moved="away")
    await there.server.told("「名簿.csv」を受け取れませんでした。", pair)

    assert ["様式.xlsx"] == [each.name for each in there.room.world.files.all()]


def test_a_token_is_not_shown():
    assert "secret" not in repr(Attachments(calls=None, session=None, endpoint="wss://chat", token="secret"))
