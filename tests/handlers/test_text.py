"""The same questions as sentences: by mention in the room, in a thread, in a direct message."""

import pytest
from talk import ROOM, SECRETARY, YAMAGUCHI, block, cells


@pytest.mark.parametrize(
    "sentence", ["状況 山口市", "status 山口市", "Ｓｔａｔｕｓ　山口市", "山口市", "/status 山口市"]
)
def test_a_mention_is_answered_in_its_thread_for_all_to_see(talk, sentence):
    asked = talk.type(f"@進捗ボット {sentence}")

    answer = talk.sees(SECRETARY, ROOM, asked.ts)[-1]

    assert answer.text.startswith("山口市の現況")
    assert not answer.is_ephemeral


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
    asked = talk.type(f"@進捗ボット {sentence}")

    assert talk.sees(YAMAGUCHI, ROOM, asked.ts)[-1].text.startswith("使い方")


def test_a_mistake_in_a_sentence_is_explained_in_its_thread(talk):
    asked = talk.type("@進捗ボット 状況 ほげほげ")

    assert "見つかりませんでした" in talk.sees(YAMAGUCHI, ROOM, asked.ts)[-1].text


def test_a_button_of_an_open_answer_answers_the_presser_alone(talk):
    asked = talk.type("@進捗ボット 状況 山口市", by=SECRETARY)
    open_answer = talk.sees(SECRETARY, ROOM, asked.ts)[-1]

    talk.press("カード：全市町", by=YAMAGUCHI, thread=asked.ts)

    assert open_answer in talk.sees(SECRETARY, ROOM, asked.ts)
    assert talk.newest(YAMAGUCHI).text.startswith("マイナンバーカード交付率：市町の現況")
    assert talk.newest(YAMAGUCHI).is_ephemeral


def test_what_people_say_to_one_another_is_not_for_the_bot(talk):
    talk.type("山口市さん、お疲れさまです")

    assert 1 == len(talk.sees())
