"""While a question is typed, earlier answers that are alike are offered; hostile words stay words on every face."""

import pytest
from talk import HOFU, ROOM, SECRETARY, YAMAGUCHI, block, labels
from test_ask import SUBSIDY, answers, asks, says
from test_ask_say import quotes, shares

from domain.question import What
from messages.audit import ACTIONS
from talkroom import blockkit

HOSTILE = [
    "<!channel> <@U0352039> <https://evil.example|ここ> & <b>",
    "*太字* _斜体_ ~取消~ `コード` ```枠```",
    "ゼロ\u200b幅\u2060の\ufeff文字",
    "\u202e逆さまの文\u202c",
    "引用 ' \" と {{ 7 * 7 }} と {% raw %} と \\n",
    "１行目\n２行目\r\n\r\n４行目",
    ":smile: @channel @here #general",
    "=1+1,@SUM(A1)",
    "あ" * 3_000,
]
MARKUP = ("<!channel>", "<@U0352039> ", "<https", "*太字*", "<b>")


@pytest.fixture
def earlier(talk):
    """One that all may read has been answered, and one that is its own municipality's."""
    asks(talk, seen="all")
    answers(talk)
    asks(talk, text="RPAの対象業務の選び方について", by=HOFU)
    answers(talk)
    return talk


def offered(talk, by=YAMAGUCHI):
    """What is offered in the form: the first lines of those questions."""
    blocks = talk.modals(by)[-1].blocks
    return [b["text"]["text"].split("\n")[1] for b in blocks if b["block_id"].startswith("like-")]


def test_what_is_alike_is_offered_while_one_types_and_what_was_typed_stays(earlier):
    earlier.type("/ask")
    earlier.press("相談する")
    assert [] == offered(earlier)

    earlier.types_in_modal("システム移行の補助の対象", kind="rpa", seen="all")
    assert [SUBSIDY] == offered(earlier)
    earlier.types_in_modal("議会のタブレット")
    assert [] == offered(earlier)

    assert {} == earlier.submits(by=YAMAGUCHI)
    said = earlier.type("/ask 3").text
    assert "議会のタブレット" in said
    assert "*山口市*　RPA　" in said
    assert "見られる人：全市町" in said


def test_the_answer_is_read_over_the_form_which_stays_below(earlier):
    earlier.begins("/ask 補助の対象経費")
    assert [SUBSIDY] == offered(earlier)
    earlier.press_in_modal("回答を読む", by=YAMAGUCHI)

    form, answer = earlier.modals(YAMAGUCHI)
    assert [SUBSIDY, "対象は資料２のとおりです。"] == quotes(answer)
    assert "補助の対象経費" == next(b for b in form.blocks if b["block_id"] == "ask-text")["element"]["initial_value"]
    earlier.closes(by=YAMAGUCHI)
    assert {} == earlier.submits(by=YAMAGUCHI, kind="standardization")


def test_nobody_is_offered_what_is_not_theirs_to_read(earlier):
    earlier.begins("/ask RPAの業務の選び方")
    assert [] == offered(earlier)
    earlier.begins("/ask RPAの業務の選び方", by=HOFU)

    assert ["RPAの対象業務の選び方について"] == offered(earlier, HOFU)


def test_what_is_offered_is_checked_again_when_it_is_opened(earlier):
    earlier.presses_button("ask:like:0", "2", YAMAGUCHI)

    assert earlier.private(YAMAGUCHI).text.startswith("その相談は、相談した市町と事務局だけが")


def test_a_form_that_was_sent_meanwhile_is_let_be(earlier):
    earlier.type("/ask")
    earlier.press("相談する")
    earlier.types_in_modal("補助の対象")
    typing = earlier.delivered()[-1]
    earlier.types_in_modal("議会")
    earlier.delivers(typing)

    assert [] == offered(earlier)


def test_in_a_sentence_they_are_offered_before_it_is_sent(earlier):
    said = earlier.type("相談 補助の対象経費", channel=earlier.direct(YAMAGUCHI))

    assert ["回答を読む", "この内容で相談する", "フォームで直す", "使い方"] == labels(said)
    earlier.press("回答を読む", channel=earlier.direct(YAMAGUCHI))
    assert SUBSIDY in quotes(earlier.modals(YAMAGUCHI)[-1])


# Hostile words


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_stay_words_on_every_face(talk, words):
    talk.type("/ask")
    talk.press("相談する")
    assert {} == talk.submits(by=YAMAGUCHI, **{"ask-text": words}, kind="other", seen="all")
    assert {} == answers(talk, words)
    talk.type("/ask 1", by=SECRETARY)
    talk.press("国へ照会する", by=SECRETARY)
    assert {} == talk.submits(by=SECRETARY, number=words[:50].replace("\n", " "), words=words)
    talk.type("/ask 1 国の回答 ok", by=SECRETARY)
    shares(talk)
    assert {} == talk.submits(by=SECRETARY)
    talk.type("/ask", by=SECRETARY)
    talk.type("/ask 一覧", by=SECRETARY)
    talk.opens_home(SECRETARY)
    talk.type("/ask 検索 ok", by=HOFU)
    talk.type("/ask 1", by=HOFU)
    talk.clock("2022-09-13T09:01+09:00")

    texts = [m.text for m in talk.room.world.said(ROOM) if m.app] + [m.text for m in talk.said_to(YAMAGUCHI)]
    texts += [m.text for m in talk.said_to(SECRETARY)]
    mrkdwn = [t for m in talk.room.world.said(ROOM) if m.app for t in _mrkdwn(m.blocks)]
    assert not [
        (mark, text) for mark in ("<!channel>", "<@U0352039> ", "<https", "<b>") for text in texts if mark in text
    ]
    assert not [(mark, text) for mark in MARKUP for text in mrkdwn if mark in text]
    assert [] == [
        p for m in talk.said_to(YAMAGUCHI) for p in blockkit.strict({"text": m.text, "blocks": list(m.blocks)})
    ]


def _mrkdwn(blocks):
    """Every stretch of text in which markup would count."""
    for each in blocks:
        inside = [each.get("text"), *each.get("elements", ())] if each["type"] in {"section", "context"} else []
        yield from (t["text"] for t in inside if t and t.get("type") == "mrkdwn")


@pytest.mark.parametrize("words", ["NUL\x00の文", "半分\ud83dの字"])
def test_what_no_database_keeps_is_left_out_and_the_rest_is_kept(talk, words):
    assert {} == asks(talk, text=words)
    said = talk.type("/ask 1")

    clean = words.replace("\x00", "").replace("\ud83d", "")
    assert clean == block(said, "text")["elements"][0]["elements"][0]["text"]


def test_no_audit_entry_holds_what_was_written(talk):
    asks(talk, text="秘密の相談")
    answers(talk, "秘密の回答")
    rows = talk.database.read().exec_driver_sql("SELECT detail FROM audit WHERE subject = 'question/1'").scalars()

    assert not [row for row in rows if "秘密" in row]
    assert {"question.asked", "question.answered"} <= {what for _, what in talk.audited()}
    assert says(talk, SECRETARY)


def test_everything_that_can_happen_has_a_name_in_the_audit_log():
    assert {f"question.{what.value}" for what in What} <= ACTIONS.keys()
