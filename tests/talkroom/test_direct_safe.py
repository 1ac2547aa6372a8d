"""The direct line where things go wrong: nothing lost, nothing doubled, nothing done that was not meant."""

import asyncio

import pytest
from direct_room import CHOICES, ROOM, App, opened
from direct_server import ALL, BOT_USER, SECRETARY, SOON, UBE, YAMAGUCHI, Fault, No
from slack_sdk.errors import SlackApiError
from small_room import BOT, actions, button, section, until
from test_room_modals import field, modal

from talkroom.direct import wire
from talkroom.plain import Said

OTHER = ALL + 50


async def cut(there):
    """The line is cut, and another one is open."""
    times = [name for name, _ in there.server.calls].count("start_notification")
    await there.server.cuts()
    await there.server.listening(times + 1)


async def asked(there, name="萩市"):
    """What the app was asked up to this question, whoever asks it."""
    await there.server.says(SECRETARY, f"/status {name}", await there.server.pair(SECRETARY))
    await there.app.until(lambda: name in texts(there))
    return texts(there)


def texts(there):
    return [body.get("text") or body.get("type") for body in there.acts]


def named(*names):
    return actions(*(button(each, action_id=each) for each in names), block_id="b")


# What the bot says


async def test_what_is_posted_before_there_is_a_session_is_told(tmp_path, server):
    async with opened(tmp_path, server) as there:
        await server.listening()
        await there.posts(section("古い"), named("o1", "o2"))
        await server.told("古い")
    server.faults["create_session"] = Fault("before", times=3)
    async with opened(tmp_path, server) as there:
        await there.posts(section("つながる前"), named("n1", "n2"))
        said = await server.told("つながる前")

    assert "［2］番号で" in said["content"]["question"]


async def test_a_note_that_changes_while_it_is_written_gets_the_newest_words(there):
    await there.posts(section("回答 0／19"))
    await there.web.chat_update(channel=ROOM, ts=there.ts, text="回答", blocks=[section("回答 1／19")])
    await there.server.until(lambda each: each.notes)
    reading, go_on, read = asyncio.Event(), asyncio.Event(), there.server._get_note

    async def slowly(user, note):
        reading.set()
        await go_on.wait()
        return await read(user, note)

    there.server._get_note = slowly
    await there.web.chat_update(channel=ROOM, ts=there.ts, text="回答", blocks=[section("回答 2／19")])
    await asyncio.wait_for(reading.wait(), SOON)
    await there.web.chat_update(channel=ROOM, ts=there.ts, text="回答", blocks=[section("回答 3／19")])
    go_on.set()

    assert await there.server.until(lambda each: "回答 3／19" in str(each.notes))


async def test_a_note_deleted_and_written_anew_over_a_cut_is_one(there):
    await there.posts(section("回答 0／19"))
    await there.web.chat_update(channel=ROOM, ts=there.ts, text="回答", blocks=[section("回答 1／19")])
    (number,) = await there.server.until(lambda each: each.notes)
    await asked(there)
    assert {number} == there.direct.outbox.notes()
    del there.server.notes[number]
    there.server.faults["create_note"] = Fault("after")
    await there.web.chat_update(channel=ROOM, ts=there.ts, text="回答", blocks=[section("回答 2／19")])
    await there.server.until(lambda each: [name for name, _ in each.calls].count("get_note") > 2)
    await there.web.chat_update(channel=ROOM, ts=there.ts, text="回答", blocks=[section("回答 3／19")])
    await there.server.until(lambda each: "回答 3／19" in str(each.notes))

    assert 1 == len(there.server.notes)


async def test_a_note_that_can_never_be_written_holds_up_no_other(there):
    await there.posts(section("回答 0／19"))
    await there.web.chat_update(channel=ROOM, ts=there.ts, text="回答", blocks=[section("回答 1／19")])
    await there.server.until(lambda each: each.notes)
    there.server.faults["update_note"] = Fault(error={"code": 409, "message": "locked by another user"}, times=99)
    await there.web.chat_update(channel=ROOM, ts=there.ts, text="回答", blocks=[section("回答 2／19")])
    await there.posts(section("別の照会 0／19"))
    await there.web.chat_update(channel=ROOM, ts=there.ts, text="別", blocks=[section("別の照会 1／19")])

    assert await there.server.until(lambda each: "別の照会 1／19" in str(each.notes))


@pytest.mark.parametrize("put_url", ["http://127.0.0.1:1/put/1", "/put/1"])
async def test_a_file_that_cannot_be_put_anywhere_is_said_and_holds_up_nothing(there, put_url):
    place = there.server._create_upload_auth

    async def nowhere(*asked):
        return {**await place(*asked), "put_url": put_url}

    await there.web.files_upload_v2(channel=ROOM, content="市町\n", filename="回答.csv", title="回答.csv")
    await there.server.told("回答.csv")
    await there.server.reads(YAMAGUCHI, ALL)
    there.server._create_upload_auth = nowhere
    await there.server.says(YAMAGUCHI, "1")
    await there.server.told("「回答.csv」をお送りできませんでした。")
    await there.posts(text="次のお知らせ")

    assert await there.server.told("次のお知らせ")


async def test_words_that_nobody_can_write_are_said_as_far_as_they_can_be(there):
    there.direct.outbox.say(Said(place=ROOM, key="x#1", text="絵文字の半分：\ud83d"))

    assert await there.server.told("絵文字の半分：?")


@pytest.mark.parametrize("code", [401, 500])
async def test_what_passes_throws_nothing_away(there, code):
    there.server.faults["create_message"] = Fault(error={"code": code, "message": "?"}, times=3)
    for nth in range(3):
        await there.posts(text=f"お知らせ{nth}")
    await there.server.told("お知らせ2")

    assert ["お知らせ0", "お知らせ1", "お知らせ2"] == there.server.texts()


async def test_what_was_set_aside_stays_beside_what_is_set_aside_later(tmp_path, server):
    for nth in range(2):
        async with opened(tmp_path, server) as there:
            await server.listening(nth + 1)
            server.faults["create_message"] = Fault(error={"code": 403, "message": "frozen"})
            await there.posts(text=f"受け取られない{nth}")
            await there.posts(text=f"次{nth}")
            await server.told(f"次{nth}")
            aside = there.direct.outbox.store.all("undelivered")

    assert ["受け取られない0", "受け取られない1"] == [each["body"][1] for each in aside]


async def test_in_a_busy_talk_what_was_said_when_the_line_was_cut_is_found(there):
    said = there.server._create_message

    async def amid_chatter(user, talk, kind, content):
        answer = await said(user, talk, kind, content)
        if user == BOT_USER and not there.server.messages[talk][:-1]:
            there.server.messages[talk] += [
                {**answer, "message_id": answer["message_id"] + nth, "user_id": UBE} for nth in range(1, 45)
            ]
            there.server._last += 50
        return answer

    there.server._create_message = amid_chatter
    there.server.faults["create_message"] = Fault("after")
    await there.posts(text="大事なお知らせ")
    await there.posts(text="次")
    await there.server.told("次")

    assert ["大事なお知らせ", "次"] == there.server.texts()


async def test_a_request_that_is_never_answered_ends_the_line_and_is_made_again(there):
    there.direct.link.answer, answers = 0.5, there.server._asked

    async def mute_once(line, number, method, params):
        if method == "create_message":
            there.server._asked, there.direct.link.answer = answers, SOON
        else:
            await answers(line, number, method, params)

    there.server._asked = mute_once
    await there.posts(text="お知らせ")

    assert await there.server.told("お知らせ")


# What people say


async def test_where_the_chat_is_busy_what_was_said_meanwhile_is_heard_all_the_same(there):
    await asked(there, "山口市")
    busy = {"code": 429, "message": "too many", "detail": {"retry_after": 0.01}}
    there.server.faults |= {"get_messages": Fault(error=busy), "get_talks": Fault("before")}
    await there.server.cuts()
    await there.server.says(YAMAGUCHI, "/status 宇部市")

    assert ["山口市", "宇部市", "萩市"] == await asked(there)


async def test_a_message_that_cannot_be_read_hides_no_other(there):
    await asked(there, "山口市")
    there.server.faults["get_talks"] = Fault("before")
    await there.server.cuts()
    there.server._last += 1
    there.server.messages[ALL].append({"message_id": there.server._last, "talk_id": ALL, "type": 0})
    await there.server.says(YAMAGUCHI, "/status 宇部市")

    assert ["山口市", "宇部市", "萩市"] == await asked(there)


@pytest.mark.parametrize(
    ("name", "body"),
    [("notify_delete_talk", None), ("notify_update_user", [0]), ("notify_update_talk_status", {"talk_id": ALL})],
)
async def test_what_the_chat_tells_in_another_shape_is_left_alone(there, name, body):
    await there.server.push(name, body)

    assert ["萩市"] == await asked(there)


async def test_a_newcomer_of_whom_the_chat_is_too_busy_to_tell_is_heard(there):
    busy = {"code": 429, "message": "too many", "detail": {"retry_after": 0.01}}
    there.server.faults["get_users"] = Fault(error=busy)
    await there.server.invites(UBE + 1, "阿武町")
    await there.server.says(UBE + 1, "/status 阿武町")
    await there.app.until(lambda: there.acts)

    assert f"U{UBE + 1}" == there.acts[0]["user_id"]


async def test_what_is_said_in_a_talk_that_is_not_known_yet_is_heard(there):
    talk = there.server._new_talk(OTHER, wire.PAIR, None, [YAMAGUCHI, BOT_USER])
    there.server.talks[OTHER], there.server.messages[OTHER] = talk, []
    await there.server.says(YAMAGUCHI, "/status 山口市", OTHER)

    assert ["山口市"] == await asked(there, "山口市")


async def test_what_was_said_in_a_talk_before_the_bot_came_is_not_done(there):
    talk = there.server._new_talk(OTHER, wire.GROUP, "別の会議", [SECRETARY, UBE, BOT_USER])
    said = {"message_id": there.server._last + 1, "talk_id": OTHER, "user_id": UBE, "type": 1, "content": "/status 昔"}
    there.server.talks[OTHER], there.server.messages[OTHER], there.server._last = talk, [said], said["message_id"]
    await there.server.push("notify_create_group_talk", talk)
    await until(there.room, lambda: f"C{OTHER}" in there.room.world.channels)
    await cut(there)

    assert ["萩市"] == await asked(there)


async def test_what_people_ask_one_another_is_none_of_the_bots_business(there):
    lunch = await there.server.says(SECRETARY, {"question": "お昼は", "options": ["和", "洋"]}, kind=wire.SELECT)
    await there.server.answers(UBE, lunch, 1)
    for chatter in ("1", "3へ 行きます", "よろしく"):
        await there.server.says(UBE, chatter)
    await asked(there)

    assert [] == [text for talk in there.server.talks for text in there.server.texts(talk)]
    assert [] == there.room.world.said(ROOM)


async def test_what_is_under_way_when_the_bot_is_stopped_is_not_done_again(tmp_path, server):
    began, may_end = asyncio.Event(), asyncio.Event()

    class Slow(App):
        async def deliver(self, kind, payload):
            answer = await super().deliver(kind, payload)
            began.set()
            await may_end.wait()
            return answer

    async with opened(tmp_path, server) as there:
        await server.listening()
        there.room.attach(BOT.id, slow := Slow())
        await server.says(UBE, "/status 宇部市")
        await asyncio.wait_for(began.wait(), SOON)
        there.running.cancel()
        may_end.set()
        await asyncio.gather(there.running, return_exceptions=True)
    async with opened(tmp_path, server) as there:
        assert ["萩市"] == await asked(there)

    assert 1 == len(slow.heard)


async def test_what_broke_off_in_the_middle_is_asked_to_be_looked_at(tmp_path, server):
    async with opened(tmp_path, server) as there:
        await server.listening()
        there.running.cancel()
        await asyncio.gather(there.running, return_exceptions=True)
        said = await server.says(UBE, "/status 宇部市")
        there.direct.hearing.marks.takes_in_hand(ALL, said["message_id"], UBE)  # and then the power went off
    async with opened(tmp_path, server) as there:
        await server.told("直前の操作が済んだかどうか分かりません", await server.pair(UBE))
        assert ["萩市"] == await asked(there)


@pytest.mark.parametrize("method", ["get_messages", "get_talks", "get_users"])
async def test_what_the_chat_fails_at_while_something_is_heard_is_asked_again(there, method):
    await asked(there, "山口市")
    there.server.faults |= {method: Fault(error={"code": 500, "message": "internal"}, times=3)}
    talk = there.server._new_talk(OTHER, wire.GROUP, "別の会議", [UBE + 1, BOT_USER])
    there.server.users[UBE + 1] = "阿武町"
    there.server.talks[OTHER], there.server.messages[OTHER] = talk, []
    await there.server.says(UBE + 1, "/status 阿武町", OTHER)
    await there.app.until(lambda: "阿武町" in texts(there))
    there.server.faults["get_messages"] = Fault(error={"code": 500, "message": "internal"}, times=3)
    await cut(there)
    await there.server.says(YAMAGUCHI, "/status 宇部市")

    assert ["山口市", "阿武町", "宇部市", "萩市"] == await asked(there)


async def test_who_has_read_what_told_in_another_shape_hides_nothing(there):
    await there.posts(section("回答をお願いします"), CHOICES)
    await there.server.told("回答をお願いします")
    there.server._get_read_status = lambda *_: asyncio.sleep(0, {"something": "else"})
    await there.server.says(UBE, "1")

    assert ["萩市"] == await asked(there)


async def test_a_talk_of_two_that_comes_back_goes_on_where_it_was(there):
    pair = await there.server.pair(YAMAGUCHI)
    await there.server.says(YAMAGUCHI, "/status 山口市", pair)
    await there.heard()
    talk = there.server.talks.pop(pair)
    await there.server.push("notify_delete_talk", pair)
    there.server.talks[pair] = talk
    await there.server.push("notify_create_pair_talk", talk)
    await cut(there)

    assert ["山口市", "萩市"] == await asked(there)


async def test_who_makes_a_group_with_the_bot_and_writes_at_once_is_heard(there):
    talk = there.server._new_talk(OTHER, wire.GROUP, "別の会議", [YAMAGUCHI, BOT_USER])
    there.server.talks[OTHER], there.server.messages[OTHER] = talk, []
    await there.server.push("notify_create_group_talk", talk)
    await there.server.says(YAMAGUCHI, "/status 宇部市", OTHER)

    assert ["宇部市", "萩市"] == await asked(there)


async def test_one_talk_that_is_not_told_of_keeps_nobody_out(tmp_path, server):
    server.talks[OTHER] = {"talk_id": OTHER, "type": wire.GROUP}
    server.talks[OTHER + 1] = server._new_talk(OTHER + 1, wire.GROUP, "見えないトーク", [UBE, BOT_USER])
    newest, mine = server._get_messages, server._get_talks

    async def refused(user, talk, *asked):
        if talk != OTHER + 1:
            return await newest(user, talk, *asked)
        raise No({"code": 403, "message": "forbidden"})

    async def talks(user):
        odd = server.talks.pop(OTHER)
        found = [*await mine(user), odd]
        server.talks[OTHER] = odd
        return found

    server._get_messages, server._get_talks = refused, talks
    async with opened(tmp_path, server) as there:
        await server.listening()
        await server.says(YAMAGUCHI, "/status 宇部市")
        await there.app.until(lambda: "宇部市" in texts(there))


# What is meant


async def test_a_note_that_offers_something_else_has_a_number_of_its_own(there):
    await there.posts(section("照会"), named("approve", "reject"))
    await there.server.told("照会")
    for offered in (("reopen", "approve"), ("reopen", "approve"), ("close",)):
        blocks = [section(f"照会（{len(there.server.calls)}）"), named(*offered)]
        await there.web.chat_update(channel=ROOM, ts=there.ts, text="照会", blocks=blocks)
        await there.server.until(lambda each, last=blocks[0]["text"]["text"]: last in str(each.notes))
    (note,) = there.server.notes.values()
    assert "［3］「3-1」のように、番号でお答えください。" in note["note_revision"]["content"]

    await there.server.says(UBE, "3-1")
    await there.heard()

    assert ["close"] == [body["actions"][0]["action_id"] for body in there.acts]


async def test_a_question_that_was_never_told_locks_nobody_in(there):
    pair = await there.server.pair(YAMAGUCHI)
    await there.server.says(YAMAGUCHI, "/status", pair)
    body = await there.heard()
    there.server.faults["create_message"] = Fault(error={"code": 403, "message": "frozen"})
    await there.web.views_open(trigger_id=body["trigger_id"], view=modal(field()))
    await there.server.until(lambda each: "create_message" not in each.faults)
    await asked(there)
    await there.server.says(YAMAGUCHI, "中止", pair)

    assert await there.server.told("取りやめました。", pair)


async def test_an_old_stamp_does_what_it_shows_or_nothing(there):
    await there.posts(section("照会"), named("approve", "reject"))
    said = await there.server.told("照会")
    blocks = [section("照会（更新）"), named("delete_all", "approve")]
    await there.web.chat_update(channel=ROOM, ts=there.ts, text="照会", blocks=blocks)
    await there.server.until(lambda each: each.notes)
    await there.server.answers(UBE, said, 0)
    await there.heard()
    await there.server.answers(UBE, said, 1)
    await there.server.told("その選択肢は、その後変わりました。", await there.server.pair(UBE))

    assert ["approve"] == [body["actions"][0]["action_id"] for body in there.acts]


async def test_after_a_restart_a_stamp_whose_message_has_changed_does_nothing(tmp_path, server):
    async with opened(tmp_path, server) as there:
        await server.listening()
        await there.posts(section("照会"), named("approve", "reject"))
        said = await server.told("照会")
        blocks = [section("照会（更新）"), named("delete_all", "approve")]
        await there.web.chat_update(channel=ROOM, ts=there.ts, text="照会", blocks=blocks)
        await server.until(lambda each: each.notes)
    async with opened(tmp_path, server) as there:
        await server.answers(UBE, said, 0)
        await server.told("その選択肢は、もうありません。", await server.pair(UBE))

        assert [] == there.acts


@pytest.mark.parametrize("answer", [-1, 2, "一"])
async def test_an_answer_that_is_none_presses_nothing(there, answer):
    await there.posts(section("回答をお願いします"), CHOICES)
    await there.server.answers(UBE, await there.server.told("回答をお願いします"), answer)

    assert ["萩市"] == await asked(there)


async def test_a_number_means_what_stood_there_when_it_was_written(there):
    await there.posts(section("一つ目"), named("first", "second"))
    early = await there.server.told("一つ目")
    await there.server.reads(UBE, ALL)
    there.server.faults["get_talks"] = Fault("before")
    await there.server.cuts()
    typed = await there.server.says(UBE, "1")
    await there.posts(section("二つ目"), named("other", "another"))
    late = await there.server.told("二つ目")
    await there.posts(text="三つ目")
    await there.server.told("三つ目")
    there.direct.face.has_read(f"U{UBE}", ROOM, there.direct.outbox.told[late["message_id"]].key)
    await there.app.until(lambda: there.acts)

    assert early["message_id"] < typed["message_id"] < late["message_id"]
    assert "first" == there.acts[0]["actions"][0]["action_id"]


async def test_words_written_before_a_question_are_no_answer_to_it(there):
    pair = await there.server.pair(YAMAGUCHI)
    await there.server.says(YAMAGUCHI, "/status", pair)
    body = await there.heard()
    there.direct.sending.line.clear()  # nothing is told for a while
    await there.web.views_open(trigger_id=body["trigger_id"], view=modal(field()))
    for early in ("よろしく", "送信"):
        await there.server.says(YAMAGUCHI, early, pair)
    await there.server.until(lambda each: BOT_USER in each.read.get(each.messages[pair][-1]["message_id"], ()))
    there.direct.sending.line.set()
    await there.server.told("「送信」は、質問より先に書かれたため", pair)

    assert [""] == [body["text"] for body in there.acts]


async def test_a_number_in_a_talk_of_another_kind_presses_nothing(there):
    pair = await there.server.pair(UBE)
    await there.posts(section("一対一の問い"), CHOICES, channel=there.direct.face.ground.direct(f"U{UBE}"))
    await there.server.told("一対一の問い", pair)
    await there.server.reads(UBE, pair)
    odd = there.server.talks[OTHER] = there.server._new_talk(OTHER, 3, "変わったトーク", [UBE, BOT_USER])
    there.server.messages[OTHER] = []
    await there.server.push("notify_create_group_talk", odd)
    await there.server.says(UBE, "1", OTHER)

    assert ["萩市"] == await asked(there)


# Who is who


async def test_who_left_while_the_bot_was_away_is_there_no_more(tmp_path, server):
    server.talks[OTHER] = server._new_talk(OTHER, wire.GROUP, "別の会議", [SECRETARY, BOT_USER])
    server.messages[OTHER] = []
    async with opened(tmp_path, server):
        await server.listening()
    del server.talks[OTHER]
    server.talks[ALL]["user_ids"].remove(UBE)
    server.users[YAMAGUCHI] = "山口市 新しい担当"
    async with opened(tmp_path, server) as there:
        await asked(there)
        world = there.room.world

        assert "山口市 新しい担当" == world.people[f"U{YAMAGUCHI}"].name
        assert world.people[f"U{UBE}"].deleted
        assert () == world.channels[f"C{OTHER}"].members


async def test_a_talk_without_the_bot_is_over(there):
    await there.server.removes(BOT_USER)
    await until(there.room, lambda: () == there.room.world.channels[ROOM].members)

    with pytest.raises(SlackApiError, match="channel_not_found"):
        await there.posts(text="だれもいません")


async def test_somebody_without_a_name_hides_nobodys_words(there):
    there.server.users[UBE + 1] = ""
    await there.server.invites(UBE + 1, "")
    await until(there.room, lambda: f"U{UBE + 1}" in there.room.world.channels[ROOM].members)
    await there.server.says(YAMAGUCHI, "連絡先は a@b.jp です", await there.server.pair(YAMAGUCHI))
    await there.app.until(lambda: there.app.events("message"))

    assert "連絡先は a@b.jp です" == there.app.events("message")[-1]["text"]


async def test_a_mention_names_whom_its_mark_names_whatever_they_are_called(there):
    twin = there.server.users[UBE]
    await there.server.invites(UBE + 1, twin)
    await until(there.room, lambda: f"U{UBE + 1}" in there.room.world.channels[ROOM].members)
    marked = f"{{@:{BOT_USER},7}}@進捗 ボット 名簿 {{@:{UBE + 1},{len(twin) + 1}}}@{twin} さん {{@:ALL,4}}@ALL"
    await there.server.says(YAMAGUCHI, marked)
    await there.app.until(lambda: there.app.events("app_mention"))

    assert f"<@{BOT.bot_user}> 名簿 <@U{UBE + 1}> さん @ALL" == there.app.events("app_mention")[0]["text"]
