"""The same questions as sentences: by mention in the room, in a thread, in a direct message."""

import pytest
from talk import ROOM, SECRETARY, YAMAGUCHI, block, cells


@pytest.mark.parametrize(
    "sentence", ["状況 山口市", "status 山口市", "Ｓｔａｔｕｓ　山口市", "状況\n山口市", "山口市", "/status 山口市"]
)
def test_a_mention_is_answered_in_its_thread_for_all_to_see(talk, sentence):
    answer = talk.type(f"@進捗ボット {sentence}")

    assert answer.text.startswith("山口市の現況")
    assert answer == talk.sees(SECRETARY, ROOM, answer.thread_ts)[-1]


def test_a_mention_in_a_thread_is_answered_there(talk):
    start = talk.type("今月の進み具合はどうですか")

    answer = talk.type("@進捗ボット 状況 標準化", thread=start.ts)

    assert answer.thread_ts == start.ts
    assert 20 == len(cells(block(answer, "table")))


@pytest.mark.parametrize("sentence", ["状況 山口市", "山口市の標準化"])
def test_a_direct_message_needs_no_mention(talk, sentence):
    answer = talk.type(sentence, channel=talk.direct())

    assert answer.text.startswith("山口市の現況")


@pytest.mark.parametrize("sentence", ["", "使い方", "help", "ヘルプ", "？"])
def test_help_and_a_bare_mention_are_told_the_usage(talk, sentence):
    assert talk.type(f"@進捗ボット {sentence}").text.startswith("使い方")


def test_a_mistake_in_a_sentence_is_explained_to_its_writer_alone(talk):
    talk.type("@進捗ボット 状況 ほげほげ")

    assert "見つかりませんでした" in talk.newest(YAMAGUCHI).text
    assert talk.newest(YAMAGUCHI).is_ephemeral


def test_full_width_blanks_separate_as_well(talk):
    assert "令和4年7月31日(日)時点" in talk.type("@進捗ボット 状況　山口市 7月末").text


def test_an_event_that_comes_twice_is_answered_once(talk):
    answer = talk.type("@進捗ボット 状況 山口市")

    talk.again()

    assert 2 == len(talk.sees(SECRETARY, ROOM, answer.thread_ts))


def test_a_button_of_an_open_answer_answers_the_presser_alone(talk):
    open_answer = talk.type("@進捗ボット 状況 山口市", by=SECRETARY)

    talk.press("カード：全市町", by=YAMAGUCHI, thread=open_answer.thread_ts)

    assert open_answer in talk.sees(SECRETARY, ROOM, open_answer.thread_ts)
    assert talk.newest(YAMAGUCHI).text.startswith("マイナンバーカード交付率：市町の現況")
    assert talk.newest(YAMAGUCHI).is_ephemeral


def test_what_people_say_to_one_another_is_not_for_the_bot(talk):
    talk.type("山口市さん、お疲れさまです")

    assert 1 == len(talk.sees())
