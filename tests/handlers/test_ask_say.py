"""What is said to a question: by two at once, to the state, in a thread, in a sentence; and shared with all."""

import pytest
from talk import HOFU, ROOM, SECRETARY, YAMAGUCHI, block, labels
from test_ask import REFUSED, SUBSIDY, answers, asks, says
from test_round_decide import OTHER, a_second_one

QUOTED = "rich_text_quote"


@pytest.fixture
def asked(talk):
    assert {} == asks(talk)
    return talk


def opens(talk, label, by=SECRETARY):
    """The form stands before them."""
    talk.press(label, by=by, channel=talk.direct(by))
    return talk.modals(by)[-1]


def quotes(view):
    return [b["elements"][0]["elements"][0]["text"] for b in view.blocks if b["type"] == "rich_text"]


def typed(view):
    return next(b["element"]["initial_value"] for b in view.blocks if b["type"] == "input")


def test_of_two_who_answer_at_once_the_second_sees_the_first_and_loses_nothing(talk):
    a_second_one(talk)
    asks(talk)
    opens(talk, "回答する", OTHER)
    answers(talk, "はじめの回答")
    talk.submits(by=OTHER, words="あとの回答")

    view = talk.modals(OTHER)[-1]
    said = [b["text"]["text"] for b in view.blocks if b["type"] == "section"]
    assert "*書いている間に、次のことがありました。* まだ何も送っていません。書かれた内容は下に残っています。" in said
    assert [SUBSIDY, "はじめの回答", "はじめの回答"] == quotes(view)
    assert "あとの回答" == typed(view)
    assert 1 == [what for _, what in talk.audited()].count("question.answered")
    assert "あとの回答" not in talk.type("/ask 1").text

    assert {} == talk.submits(by=OTHER)
    both = talk.type("/ask 1").text
    assert both.index("はじめの回答") < both.index("あとの回答")
    assert "あとの回答" in talk.said_to(YAMAGUCHI)[-1].text


def test_an_answer_to_what_was_withdrawn_meanwhile_is_given_back(asked):
    opens(asked, "回答する")
    asked.type("/ask 1")
    asked.press("取り下げる")
    asked.submits(by=SECRETARY, words="もう書いた回答")

    assert says(asked, SECRETARY).startswith("相談1は、今は「取り下げ」です。「回答する」はできません。")
    assert ["もう書いた回答"] == quotes(asked.modals(SECRETARY)[-1])


def test_the_same_answer_delivered_twice_is_one(asked):
    answers(asked)
    asked.delivers(asked.delivered()[-1])

    assert 1 == [what for _, what in asked.audited()].count("question.answered")
    assert says(asked, SECRETARY).startswith("相談1に回答しました。")


def test_an_answer_is_put_right(asked):
    answers(asked, "旅費は対象外です。")
    asked.type("/ask 1", by=SECRETARY)
    asked.press("回答を直す", by=SECRETARY)
    assert ["旅費は対象外です。"] == quotes(asked.modals(SECRETARY)[-1])[1:]
    asked.submits(by=SECRETARY, words="旅費も対象です。")

    assert "旅費も対象です。" in asked.said_to(YAMAGUCHI)[-1].text


@pytest.mark.parametrize("label", ["回答する", "市町に確認する"])
def test_nothing_is_no_answer(asked, label):
    opens(asked, label)

    assert {"words": "内容を書いてください。"} == asked.submits(by=SECRETARY, words="\u200b")


def test_the_right_is_looked_at_again_when_it_is_sent(asked):
    opens(asked, "回答する")
    asked.is_no_longer_the_secretariat(SECRETARY)
    asked.submits(by=SECRETARY, words="回答")

    assert says(asked, SECRETARY).startswith(REFUSED)
    assert "回答待ち" in asked.type("/ask 1").text


# To the state


def passes(talk, **values):
    opens(talk, "国へ照会する")
    return talk.submits(by=SECRETARY, **values)


def test_passed_to_the_state_with_its_number_and_day_and_the_states_answer(asked):
    assert {} == passes(asked, number="令4デ推第123号", day="2022-09-07")
    told = asked.said_to(YAMAGUCHI)[-1]
    assert told.text.startswith("国への照会のお知らせ（相談1）")
    assert "照会番号：令4デ推第123号　照会日：令和4年9月7日(水)" in told.text
    assert "*国へ照会中*" in asked.type("/ask 1").text

    asked.type("/ask 1", by=SECRETARY)
    asked.press("国の回答を記録する", by=SECRETARY)
    assert {} == asked.submits(by=SECRETARY, words="対象になります（総務省）。")
    told = asked.said_to(YAMAGUCHI)[-1]
    assert told.text.startswith("相談への回答（国）（相談1）")
    assert "*国の回答*" in told.text
    assert "*回答済み*" in told.text


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"number": "　", "day": "2022-09-08"}, {"number": "照会番号を書いてください。"}),
        ({"number": "1", "day": "2022-09-09"}, {"day": "照会日は、今日までの日を選んでください。"}),
    ],
)
def test_what_is_wrong_with_the_number_or_the_day_is_said_at_the_field(asked, values, wrong):
    assert wrong == passes(asked, **values)


def test_of_two_who_pass_it_on_the_second_sees_the_first_and_keeps_what_was_typed(talk):
    a_second_one(talk)
    asks(talk)
    opens(talk, "国へ照会する", OTHER)
    answers(talk)
    talk.submits(by=OTHER, number="第2号", day="2022-09-08", words="照会文")

    view = talk.modals(OTHER)[-1]
    assert "meanwhile" in [b["block_id"] for b in view.blocks]
    assert {} == talk.submits(by=OTHER)
    assert "照会番号：第2号" in talk.type("/ask 1").text


# Shared with all


def shares(talk, by=SECRETARY):
    talk.type("/ask 1", by=by)
    talk.press("全市町に共有する", by=by)
    return talk.modals(by)[-1]


def test_shared_the_room_hears_that_there_is_something_and_nothing_of_it(asked):
    answers(asked)
    view = shares(asked)
    assert "山口市は「自市町と事務局だけ」を選んでいます。了解を得てから共有してください。" in says(asked, SECRETARY)
    assert [SUBSIDY, "対象は資料２のとおりです。"] == quotes(view)
    assert {} == asked.submits(by=SECRETARY)

    assert ["相談の回答が1件共有されました。「読む」を押すと、ご自分だけに表示されます。"] == asked.told()
    read = asked.press("読む", by=HOFU)
    assert read.is_ephemeral
    assert SUBSIDY in read.text
    assert "対象は資料２のとおりです。" in read.text
    assert 1 == len(asked.told())
    assert asked.said_to(YAMAGUCHI)[-1].text.startswith("全市町への共有のお知らせ（相談1）")
    assert "1件" in asked.type("/ask 検索 対象", by=HOFU).text


def test_all_are_told_once(asked):
    answers(asked)
    shares(asked)
    asked.submits(by=SECRETARY)

    assert "全市町に共有する" not in labels(asked.type("/ask 1", by=SECRETARY))


def test_shared_as_it_was_shown_or_not_at_all(asked):
    answers(asked)
    shares(asked)
    asked.type("相談 1 もう一度 別の質問です", channel=asked.direct(YAMAGUCHI))
    asked.submits(by=SECRETARY)

    assert says(asked, SECRETARY).startswith("相談1は、今は「回答待ち」です。")
    assert [] == asked.told()
    assert asked.type("/ask 1", by=HOFU).text.startswith(REFUSED)


def test_what_is_not_answered_is_not_shared(asked):
    asked.presses_button("ask:share:shared", "1 shared", SECRETARY)

    assert asked.private(SECRETARY).text.startswith("相談1は、今は「回答待ち」です。「全市町に共有する」はできません。")


@pytest.mark.parametrize(
    "pressed", ["ask:share:shared", "ask:pass:passed", "ask:say:answered", "ask:end:closed", "ask:end:withdrawn"]
)
def test_nobody_does_that_to_a_question_that_is_not_theirs(asked, pressed):
    what = pressed.rpartition(":")[2]
    for user, refusal in ((HOFU, REFUSED), ("U0352012", REFUSED)):
        asked.presses_button(pressed, f"1 {what}", user)
        assert asked.private(user).text.startswith(refusal)
    assert "回答待ち" in asked.type("/ask 1").text


# In a sentence, and in a thread


def below(talk, text, by):
    """Write in the thread of the newest message the bot sent them; what it says there."""
    there = talk.direct(by)
    return talk.type(text, by=by, channel=there, thread=talk.said_to(by)[-1].ts)


def test_it_is_answered_by_its_number_in_a_sentence(asked):
    said = asked.type("相談 １ 回答 対象です。", by=SECRETARY, channel=asked.direct(SECRETARY))

    assert said.text.startswith("相談1に回答しました。1名の担当者に届きます。")
    assert "対象です。" in asked.said_to(YAMAGUCHI)[-1].text


def test_a_reply_in_the_thread_is_said_to_that_question(asked):
    assert below(asked, "確認 どの業務ですか", SECRETARY).text.startswith("相談1について、市町に確認を送りました。")
    assert below(asked, "返事 戸籍です", YAMAGUCHI).text.startswith("相談1に補足しました。")
    assert "戸籍です" in asked.said_to(SECRETARY)[-1].text


def test_a_reply_without_a_verb_is_asked_about_and_sent_in_the_form(asked):
    said = below(asked, "対象になります。", SECRETARY)
    assert "相談1（回答待ち）に、次の内容を何として送りますか。" in said.text
    assert ["回答として送る", "市町への確認として送る", "この相談を見る"] == labels(said)

    there = asked.direct(SECRETARY)
    asked.press("回答として送る", by=SECRETARY, channel=there, thread=asked.said_to(SECRETARY)[0].ts)
    assert "対象になります。" == typed(asked.modals(SECRETARY)[-1])
    assert {} == asked.submits(by=SECRETARY)
    assert "対象になります。" in asked.said_to(YAMAGUCHI)[-1].text


def test_a_command_in_the_thread_stays_a_command(asked):
    assert "山口市" in below(asked, "状況 山口市", SECRETARY).text
    assert "件数" in below(asked, "相談 件数", SECRETARY).text


def test_a_reply_below_anything_else_is_a_question_about_a_standing(asked):
    said = asked.type("山口市", by=SECRETARY, channel=asked.direct(SECRETARY))
    below_that = asked.type("防府市", by=SECRETARY, channel=asked.direct(SECRETARY), thread=said.ts)

    assert below_that.text.startswith("防府市")


def test_what_cannot_be_said_now_is_given_back(asked):
    there = asked.direct(YAMAGUCHI)
    said = asked.type("相談 1 もう一度 急ぎです", channel=there)

    assert said.text.startswith("相談1は、今は「回答待ち」です。「もう一度尋ねる」はできません。")
    assert "急ぎです" in said.text
    assert QUOTED == block(said, "words")["elements"][0]["type"]


def test_a_long_reply_without_a_verb_is_not_cut(asked):
    said = below(asked, "あ" * 2_500, SECRETARY)

    assert "内容が長いため、先頭に「回答」や「補足」と付けてもう一度送るか" in said.text
    assert {} == answers(asked, "あ" * 3_000)
    assert {"words": "3,000字までです（今は3,001字）。短くしてください。"} == {
        "words": asked.type(f"相談 1 回答 {'あ' * 3_001}", by=SECRETARY, channel=asked.direct(SECRETARY)).text.split(
            "\n"
        )[0]
    }


def test_it_is_passed_to_the_state_in_a_sentence(asked):
    there = asked.direct(SECRETARY)
    assert "照会番号を書いてください。" in asked.type("相談 1 国へ照会", by=SECRETARY, channel=there).text
    said = asked.type("相談 1 国へ照会 令4デ推第9号 本文です", by=SECRETARY, channel=there)

    assert said.text.startswith("相談1を「国へ照会中」にしました。")
    assert "照会番号：令4デ推第9号　照会日：令和4年9月8日(木)\n本文です" in asked.said_to(YAMAGUCHI)[-1].text


def test_withdrawn_and_solved_in_a_sentence(asked):
    assert asked.type("/ask 1 取り下げ", channel=ROOM).text.startswith("相談1を取り下げました。")
    assert "取り下げ" in asked.type("/ask 1").text
    assert "まだ回答のない相談は、今はありません。" in asked.type("/ask", by=SECRETARY).text


def test_a_long_story_has_pages(asked):
    for nth in range(10):
        asked.type(f"/ask 1 補足 その{nth}です", channel=ROOM)
    newest = asked.type("/ask 1")
    assert "その1です" not in newest.text
    assert "その9です" in newest.text

    older = asked.press("前の経過（2件）")
    assert "その0です" in older.text
    assert "その2です" not in older.text
