"""Choosing by number, and what changes meanwhile, in a chat that has only words."""

import pytest
from plain_chat import Plain
from small_blocks import confirm, context_actions, feedback, options, select
from small_blocks import plain as words
from small_room import ROOM, SECRETARIAT, YAMAGUCHI, actions, button, section
from test_room_modals import option

from talkroom import Answer
from talkroom.plain import Chat

BUTTONS = actions(
    button("報告する", action_id="report", value="12"), button("一覧", action_id="list", value="0"), block_id="x"
)


@pytest.fixture
def plain(room):
    return Plain(room)


async def test_buttons_are_a_numbered_list_and_a_number_presses(plain):
    said = await plain.posts(section("照会です"), BUTTONS)

    assert "照会です\n　1 報告する　2 一覧\n［1］番号でお答えください。" == said
    assert "" == await plain.types("２")
    assert ("list", "0") == (plain.pressed["action_id"], plain.pressed["value"])


async def test_numbers_belong_to_the_newest_message_and_older_ones_are_named(plain):
    await plain.posts(BUTTONS)
    await plain.posts(actions(button("別の", action_id="other", value="9")))
    await plain.posts(section("選択肢はありません"))

    await plain.types("1")
    assert "other" == plain.pressed["action_id"]
    await plain.types("1-2")
    assert "list" == plain.pressed["action_id"]
    await plain.types("1の1番")
    assert "report" == plain.pressed["action_id"]


@pytest.mark.parametrize("typed", ["0", "3", "7-1", "1-3"])
async def test_a_number_that_is_no_choice_is_answered_and_nothing_happens(plain, typed):
    await plain.posts(BUTTONS)
    heard = len(plain.app.heard)

    assert "何も行っていません。" in await plain.types(typed)
    assert heard == len(plain.app.heard)


async def test_where_nothing_can_be_chosen_a_number_is_a_word_in_a_room_and_refused_alone(plain):
    await plain.types("3")
    assert "3" == plain.room.persons.sees(YAMAGUCHI, ROOM)[-1].text
    assert "今、番号で選べるものはありません。何も行っていません。" == await plain.writes("3")


async def test_everybody_chooses_for_themselves_in_a_room(room):
    plain = Plain(room, YAMAGUCHI, SECRETARIAT)
    await plain.posts(BUTTONS)

    await plain.types("1", by=SECRETARIAT)
    assert SECRETARIAT == plain.app.payload["user"]["id"]
    assert 1 == len(plain.paper.said)


async def test_what_is_no_longer_offered_is_not_pressed(plain):
    await plain.posts(BUTTONS)
    other = actions(button("報告する", action_id="report", value="13"), block_id="x")
    await plain.web.chat_update(channel=ROOM, ts=plain.ts, text="…", blocks=[other])
    heard = len(plain.app.heard)

    assert "その選択肢は、その後変わりました。" in await plain.types("1-1")
    assert heard == len(plain.app.heard)


async def test_a_button_that_moved_is_still_the_same(plain):
    await plain.posts(BUTTONS)
    moved = {**BUTTONS, "block_id": "y"}
    await plain.web.chat_update(channel=ROOM, ts=plain.ts, text="お知らせ", blocks=[moved])

    assert 1 == len(plain.paper.said)
    await plain.types("1")
    assert ("y", "report") == (plain.pressed["block_id"], plain.pressed["action_id"])


async def test_a_message_that_is_gone_offers_nothing(plain):
    await plain.posts(section("照会です"), BUTTONS)
    await plain.web.chat_delete(channel=ROOM, ts=plain.ts)

    assert "（「照会です」は取り消されました）" == plain.paper.said[-1].text
    assert "1" == (await plain.types("1"), plain.room.persons.sees(YAMAGUCHI, ROOM)[-1].text)[1]


async def test_a_dangerous_button_asks_first(plain):
    await plain.posts(actions(button("消す", action_id="delete", value="1", confirm=confirm())))
    heard = len(plain.app.heard)
    await plain.types("1")

    assert (
        "【確認】送りますか\n（はい：送る　いいえ：やめる）\nはい／いいえ　でお答えください。"
        == plain.paper.said[-1].text
    )
    assert "「はい」か「いいえ」" in await plain.writes("たぶん")
    assert "取りやめました。" in await plain.writes("いいえ")
    assert heard == len(plain.app.heard)
    await plain.types("1")
    await plain.writes("はい")
    assert "delete" == plain.pressed["action_id"]


async def test_buttons_of_the_same_name_stand_with_what_they_are_of(plain):
    row = section("防府市"), section("萩市")
    rows = [{**each, "accessory": button("開く", action_id="open", value=str(n))} for n, each in enumerate(row)]

    assert "防府市\n　1 開く\n萩市\n　2 開く\n［1］番号でお答えください。" == await plain.posts(*rows)
    await plain.types("2")
    assert "1" == plain.pressed["value"]


async def test_a_short_select_is_a_list_at_once_and_a_long_one_when_it_is_chosen(plain):
    short = {"type": "static_select", "action_id": "s", "options": [option("萩市"), option("光市")]}
    long = select(action_id="l", options=options(12), placeholder={"type": "plain_text", "text": "市町を選ぶ"})

    assert "　1 萩市です　2 光市です　3 市町を選ぶ" in await plain.posts(actions(short, long))
    await plain.types("2")
    assert "光市" == plain.pressed["selected_option"]["value"]
    await plain.types("3")
    assert "\n10\n11\n" in plain.paper.said[-1].text
    await plain.writes("11")
    assert "11" == plain.pressed["selected_option"]["value"]


async def test_a_day_and_several_choices_are_asked_for(plain):
    day = {"type": "datepicker", "action_id": "d"}
    boxes = {"type": "checkboxes", "action_id": "c", "options": [option("1"), option("2"), option("3")]}
    await plain.posts(actions(day, boxes))

    await plain.types("1")
    assert "日付を「10/31」や" in plain.paper.said[-1].text
    assert "という日はありません" in await plain.writes("2/30")
    await plain.writes("10/31")
    assert "2022-10-31" == plain.pressed["selected_date"]
    await plain.types("2")
    await plain.writes("1、3")
    assert ["1", "3"] == [each["value"] for each in plain.pressed["selected_options"]]


async def test_good_and_bad_are_two_choices(plain):
    await plain.posts(context_actions(feedback(action_id="f")))
    await plain.types("2")

    assert "bad" == plain.pressed["value"]


# What changes


LINES = ("照会です", "締切は10月です", "お早めに")


def three(*lines):
    return [section(line) for line in lines]


async def changed(plain, *blocks):
    before = len(plain.paper.said)
    await plain.web.chat_update(channel=ROOM, ts=plain.ts, text="…", blocks=list(blocks))
    return plain.read(before)


async def test_of_a_change_only_the_difference_is_told(plain):
    await plain.posts(*three(*LINES))

    said = await changed(plain, *three("照会です", "締切は11月です", "お早めに"))
    assert "（「照会です」が変わりました）\n締切は11月です" == said
    assert "（「照会です」が変わりました）\n（なくなりました）お早めに" == await changed(
        plain, *three("照会です", "締切は11月です")
    )
    assert "すべて\n違います" == await changed(plain, *three("すべて", "違います"))


async def test_a_change_is_told_of_by_the_words_of_its_head(plain):
    head = {"type": "header", "text": words("照会")}
    await plain.posts(head, *three(*LINES))

    assert "（「照会」が変わりました）\n締切は11月です" == await changed(
        plain, head, *three("照会です", "締切は11月です", "お早めに")
    )


async def test_what_can_be_chosen_anew_is_listed_anew(plain):
    await plain.posts(*three(*LINES), BUTTONS)
    said = await changed(plain, *three(*LINES), actions(button("済", action_id="done", value="1")))

    assert "（「照会です」が変わりました）\n　1 済\n［2］番号でお答えください。" == said
    await plain.types("1")
    assert "done" == plain.pressed["action_id"]


async def test_a_chat_that_can_change_messages_does_and_the_number_stays(room):
    plain = Plain(room, chat=Chat(edit=True))
    await plain.posts(*three(*LINES), BUTTONS)
    await changed(plain, *three("変わりました"), actions(button("済", action_id="done", value="1")))

    (now,) = plain.paper.changed
    assert "変わりました\n　1 済\n［1］番号でお答えください。" == now.text
    await plain.types("1")
    assert "done" == plain.pressed["action_id"]


async def test_a_room_with_a_note_has_it_rewritten(room):
    plain = Plain(room, chat=Chat(note=True))
    await plain.posts(*three(*LINES))

    assert "" == await changed(plain, *three("照会です", "報告12／未報告7"))
    assert [(ROOM, "照会です", "報告12／未報告7")] == plain.paper.notes


# Answers, threads, files


async def test_an_answer_for_one_goes_to_the_talk_with_the_bot_alone(plain):
    plain.app.answers.append(Answer(200, {"text": "あなただけに"}))
    await plain.types("/status 山口市")

    said = plain.paper.said[-1]
    assert (plain.direct(), "＞ /status 山口市\nあなただけに") == (said.place, said.text)


async def test_a_chat_that_can_whisper_does(room):
    plain = Plain(room, chat=Chat(ephemeral=True))
    plain.app.answers.append(Answer(200, {"text": "あなただけに"}))
    await plain.types("/status 山口市")

    said = plain.paper.said[-1]
    assert (ROOM, YAMAGUCHI, "あなただけに") == (said.place, said.only_for, said.text)


async def test_an_answer_in_a_thread_quotes_its_head_or_stands_below_it(room):
    plain, threaded = Plain(room), Plain(room, chat=Chat(thread=True))
    await plain.posts(section("標準化の照会（照会番号 12）"))
    await plain.web.chat_postMessage(channel=ROOM, text="お答えします", thread_ts=plain.ts)

    assert "＞ 標準化の照会（照会番号 12）\nお答えします" == plain.paper.said[-1].text
    below = threaded.paper.said[-1]
    assert (f"{ROOM}/{plain.ts}", "お答えします") == (below.under, below.text)


async def test_without_threads_an_answer_below_a_message_names_its_number(plain):
    said = await plain.posts(section("照会です。ご質問はスレッドにどうぞ。"), BUTTONS)
    await plain.posts(section("別の照会です"), BUTTONS)
    await plain.types("［１］へ　いつまでですか。\n教えてください。")

    written = plain.room.world.said(ROOM)
    assert "（スレッドには、「1へ 」に続けて書くと返信できます）" in said
    assert (written[0].ts, "いつまでですか。\n教えてください。") == (written[-1].thread_ts, written[-1].text)
    assert "スレッド" not in plain.read(1)


@pytest.mark.parametrize("text", ["7へ 質問です", "1へ", "1丁目へ 向かいます"])
async def test_what_names_no_message_is_only_said(plain, text):
    await plain.posts(section("照会です"), BUTTONS)
    await plain.types(text)

    written = plain.room.world.said(ROOM)[-1]
    assert (None, text) == (written.thread_ts, written.text)


async def test_only_what_the_app_marked_calls_everybody(room):
    plain = Plain(room, chat=Chat(announce=True))
    await plain.posts(section("<!channel> お知らせです"))
    assert plain.paper.said[-1].announced
    await plain.posts({"type": "section", "text": {"type": "plain_text", "text": "<!channel> と書かれました"}})
    assert not plain.paper.said[-1].announced


async def test_a_file_is_named_and_handed_over(plain):
    await plain.web.files_upload_v2(channel=ROOM, filename="資料.csv", content="市町,数\n", initial_comment="どうぞ")

    assert "どうぞ\n　1 「資料.csv」（1KB）を受け取る\n［1］番号でお答えください。" == plain.paper.said[-1].text
    assert "「資料.csv」をお渡ししました。" == await plain.types("1")
    assert [("資料.csv", "市町,数\n".encode())] == plain.paper.files


async def test_what_others_say_is_told_with_their_name_and_ones_own_words_are_not(plain):
    await plain.types("おはようございます")
    await plain.room.persons.type(SECRETARIAT, ROOM, "お疲れさまです")

    assert [("県 事務局", "お疲れさまです")] == [(each.by, each.text) for each in plain.paper.said]


# Stamps and receipts


async def test_a_stamp_is_touched(room):
    plain = Plain(room, chat=Chat(select_stamp=True, task_stamp=True))
    await plain.posts(BUTTONS)
    several = plain.paper.said[-1]
    await plain.posts(actions(button("済", action_id="done", value="1")))
    one = plain.paper.said[-1]

    assert [("select", ("報告する", "一覧")), ("task", ("済",))] == [
        (each.stamp.kind, each.stamp.options) for each in (several, one)
    ]
    await plain.face.touched(YAMAGUCHI, several.key, 1)
    assert "list" == plain.pressed["action_id"]
    await plain.face.touched(YAMAGUCHI, one.key)
    assert "done" == plain.pressed["action_id"]
    await plain.face.touched(YAMAGUCHI, one.key, 1)
    assert "その選択肢は、もうありません。何も行っていません。" == plain.paper.said[-1].text


async def test_where_the_chat_tells_who_read_what_only_that_counts(room):
    plain = Plain(room, chat=Chat(read_receipt=True))
    await plain.posts(BUTTONS)
    await plain.posts(actions(button("別の", action_id="other", value="9")))
    plain.face.has_read(YAMAGUCHI, ROOM, plain.paper.said[0].key)

    await plain.types("1")
    assert "report" == plain.pressed["action_id"]
    assert plain.room.world.read_up_to(YAMAGUCHI, ROOM) == plain.paper.said[0].key.split("/")[1]


# Commands


async def test_a_command_opens_with_either_slash_and_an_unknown_one_is_said_to_the_app_alone(plain):
    await plain.types("／status　山口市")
    assert "山口市" == plain.app.payload["text"]
    await plain.types("／状況 山口市")
    await plain.room.settle()

    (event,) = plain.app.events("message")
    assert ("状況 山口市", "im") == (event["text"], event["channel_type"])


async def test_in_a_chat_with_commands_of_its_own_an_unknown_one_is_refused(room):
    plain = Plain(room, chat=Chat(slash=True))

    assert "というコマンドはありません" in await plain.types("/状況")


async def test_what_is_typed_below_a_message_is_said_in_its_thread_and_its_own_numbers_are_meant(room):
    plain = Plain(room, chat=Chat(thread=True))
    await plain.posts(section("照会です"), BUTTONS)
    key = plain.paper.said[-1].key
    await plain.posts(actions(button("別の", action_id="other", value="9")))
    await plain.face.hears(YAMAGUCHI, ROOM, "いつまでですか", key)
    await plain.face.hears(YAMAGUCHI, ROOM, "2", key)

    assert key.endswith(plain.room.persons.sees(YAMAGUCHI, ROOM, key.partition("/")[2])[-1].thread_ts)
    assert "list" == plain.pressed["action_id"]


async def test_home_is_told_and_so_is_what_changes_in_it(plain):
    def home(*blocks):
        return {"type": "home", "blocks": list(blocks)}

    assert "ホームを用意しています。" == await plain.writes("ホーム")
    await plain.web.views_publish(user_id=YAMAGUCHI, view=home(*three(*LINES), BUTTONS))
    assert (
        "照会です\n締切は10月です\nお早めに\n　1 報告する　2 一覧\n［1］番号でお答えください。"
        == plain.paper.said[-1].text
    )
    await plain.web.views_publish(user_id=YAMAGUCHI, view=home(*three(*LINES, "新着"), BUTTONS))
    assert "新着" in plain.paper.said[-1].text
    fewer = actions(button("報告する", action_id="report", value="12"))
    await plain.web.views_publish(user_id=YAMAGUCHI, view=home(*three(*LINES, "新着"), fewer))
    assert "（「照会です」が変わりました）\n　1 報告する\n［3］番号でお答えください。" == plain.paper.said[-1].text
    await plain.writes("1")
    assert ("view", "report") == (plain.app.payload["container"]["type"], plain.pressed["action_id"])


async def test_the_shortcuts_are_offered(room):
    plain = Plain(room)

    assert "ここで使える操作はありません。" == await plain.types("/操作")


async def test_a_question_mark_says_how(plain):
    assert "3-2" in await plain.writes("？")


@pytest.mark.parametrize("typed", ["ヘルプ", "/help", "使い方"])
async def test_what_asks_an_app_for_help_says_how_this_chat_is_used_too(plain, typed):
    assert "「ホーム」：今の様子とボタン" in await plain.writes(typed)
    assert "" == await plain.types("使い方を教えてください")
