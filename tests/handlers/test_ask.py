"""A question is asked, found, counted, and read by those who may."""

import pytest
from talk import HOFU, ROOM, SECRETARY, YAMAGUCHI, block, cells, labels

REFUSED = "その相談は、相談した市町と事務局だけが見られるか、見つかりませんでした。"
PAPERS = "資料の相談件数：令和４年８月末時点、１８市町・６１件〔資料５ 25頁〕"
SUBSIDY = "標準化システムへの移行に係る補助の対象経費を教えてください。"


def says(talk, by=YAMAGUCHI):
    return talk.modals(by)[-1].blocks[0]["text"]["text"]


def asks(talk, text=SUBSIDY, by=YAMAGUCHI, **values):
    """Ask in the form; what is wrong with it."""
    talk.begins(f"/ask {text}", by=by)
    return talk.submits(by=by, **values)


def answers(talk, words="対象は資料２のとおりです。", by=SECRETARY):
    talk.press("回答する", by=by, channel=talk.direct(by))
    return talk.submits(by=by, words=words)


def test_a_question_reaches_the_secretariat_and_the_answer_whoever_asked(talk):
    assert {} == asks(talk)
    assert (
        "*相談1* を受け付けました（山口市、見られる人：相談した市町と事務局だけ）。\n事務局の1名に届きます。"
        in says(talk)
    )
    news = talk.said_to(SECRETARY)[-1]
    assert news.text.startswith(
        "新しい相談（相談1）\n*山口市*　標準化　*回答待ち*\n令和4年9月8日(木) 山口市 情報政策担当"
    )
    assert SUBSIDY in news.text
    assert ["回答する", "市町に確認する", "国へ照会する", "経過を見る"] == labels(news)

    assert {} == answers(talk)
    assert "相談1に回答しました。1名の担当者に届きます。" in says(talk, SECRETARY)
    told = talk.said_to(YAMAGUCHI)[-1]
    assert told.text.startswith("相談への回答（相談1）\n*山口市*　標準化　*回答済み*")
    assert "*回答*　9月8日 09:00　事務局 行政DX推進班\n対象は資料２のとおりです。" in told.text
    assert ["解決した", "もう一度尋ねる", "経過を見る"] == labels(told)


def test_solved_it_is_closed(talk):
    asks(talk)
    answers(talk)
    there = talk.direct(YAMAGUCHI)
    assert "相談1を「解決」にしました。" in talk.press("解決した", channel=there).text
    assert "相談1を「解決」にしました。" in talk.press("解決した", channel=there).text
    assert "*解決*" in talk.type("/ask 1").text
    assert 1 == [what for _, what in talk.audited()].count("question.closed")


def test_it_is_asked_once_more_and_the_secretariat_hears(talk):
    asks(talk)
    answers(talk)
    talk.press("もう一度尋ねる", channel=talk.direct(YAMAGUCHI))
    assert {} == talk.submits(by=YAMAGUCHI, words="職員の旅費は対象ですか。")

    told = talk.said_to(SECRETARY)[-1]
    assert told.text.startswith("再度の相談（相談1）")
    assert "職員の旅費は対象ですか。" in told.text
    assert "回答待ち" in talk.type("/ask 1").text


def test_asked_back_the_municipality_answers_and_it_is_the_secretariats_turn(talk):
    asks(talk)
    talk.press("市町に確認する", by=SECRETARY, channel=talk.direct(SECRETARY))
    assert {} == talk.submits(by=SECRETARY, words="どの業務ですか。")
    told = talk.said_to(YAMAGUCHI)[-1]
    assert told.text.startswith("相談についての確認（相談1）")
    assert ["確認に答える", "取り下げる", "経過を見る"] == labels(told)

    talk.press("確認に答える", channel=talk.direct(YAMAGUCHI))
    assert {} == talk.submits(by=YAMAGUCHI, words="住民基本台帳です。")
    assert "住民基本台帳です。" in talk.said_to(SECRETARY)[-1].text
    assert "*回答待ち*" in talk.said_to(SECRETARY)[-1].text


def test_the_same_form_sent_twice_is_one_question(talk):
    asks(talk)
    talk.delivers(talk.delivered()[-1])

    assert "まだ回答のない相談：1件" in talk.type("/ask").text
    assert 1 == len(talk.said_to(SECRETARY))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("　\n", "相談の内容を書いてください。"),
        ("\u200b\u200b", "相談の内容を書いてください。"),
        ("あ" * 3_001, "相談は3,000字までです（今は3,001字）。分けるか、短くしてください。"),
    ],
)
def test_what_is_wrong_with_it_is_said_at_the_field(talk, text, why):
    talk.begins("/ask 標準化のこと")
    sent = talk.room.screens.stack(YAMAGUCHI)[-1]
    view = {"state": {"values": {"ask-text": {"ask-text": {"value": text}}}}, "private_metadata": '{"once":"1"}'}

    assert {"response_action": "errors", "errors": {"ask-text": why}} == _submitted(talk, sent, view)


def _submitted(talk, sent, view):
    """What a client that checks nothing would be answered."""
    talk.submits(by=YAMAGUCHI, **{"ask-text": "…"})
    payload = talk.delivered()[-1]
    values = {**payload["view"]["state"]["values"], **view["state"]["values"]}
    payload["view"] |= {"id": sent.id, "private_metadata": '{"once":"1"}', "state": {"values": values}}
    return talk.delivers(payload)


def test_a_text_too_long_for_the_form_is_given_back(talk):
    said = talk.type(f"/ask {'あ' * 3_001}")

    assert "相談は3,000字までです（今は3,001字）。" in said.text
    given = [b["elements"][0]["elements"][0]["text"] for b in said.blocks if b["type"] == "rich_text"]
    assert ["あ" * 3_000, "あ"] == given


# Who may read it


def test_a_question_of_ones_own_is_for_nobody_else(talk):
    asks(talk)

    assert SUBSIDY in talk.type("/ask 1", by=YAMAGUCHI).text
    assert SUBSIDY in talk.type("/ask 1", by=SECRETARY).text
    for typed in ("/ask 1", "/ask 2", "/ask 1 補足 見せてください", "/ask 99999999"):
        assert talk.type(typed, by=HOFU).text.startswith(REFUSED)
    assert "相談1" not in talk.type("/ask", by=HOFU).text
    assert "見つかりませんでした" in talk.type("/ask 検索 補助", by=HOFU).text


def test_one_for_all_is_read_by_all_and_answered_by_the_secretariat_alone(talk):
    asks(talk, seen="all")
    said = talk.type("/ask 1", by=HOFU)

    assert SUBSIDY in said.text
    assert ["相談の一覧", "使い方"] == labels(said)
    refused = talk.type("/ask 1 回答 こうです", by=HOFU)
    assert refused.text.startswith("この操作は、相談した市町か事務局だけができます。")


def test_the_right_is_looked_at_again_at_every_press(talk):
    asks(talk)
    talk.type("/ask")
    talk.dismisses(YAMAGUCHI)

    assert talk.press("見る").text.startswith(REFUSED)
    assert talk.type("/ask 標準化").text.startswith("受け持ちの市町が名簿にないため、相談を送れません。")


def test_a_form_of_somebody_who_answers_for_it_no_more_is_refused(talk):
    talk.begins("/ask 標準化のこと")
    talk.dismisses(YAMAGUCHI)
    talk.submits(by=YAMAGUCHI)

    assert says(talk).startswith("受け持ちの市町が名簿にない")


def test_in_the_room_only_who_asks_sees_the_answer(talk):
    asks(talk)
    mention = "<@U0BOT> 相談 1"
    talk.type(mention, by=SECRETARY)

    assert [] == talk.told()
    assert SUBSIDY in talk.private(SECRETARY).text


# For whom


def test_the_secretariat_writes_one_down_for_a_municipality(talk):
    asks(talk, by=SECRETARY, body="352063")
    said = talk.type("/ask 1", by=HOFU)
    assert "*防府市*" in said.text
    assert "事務局 行政DX推進班（代理入力）" in said.text

    answers(talk)
    assert talk.said_to(HOFU)[-1].text.startswith("相談への回答（相談1）")


def test_who_answers_for_several_says_for_which(talk):
    talk.also_answers(YAMAGUCHI, "352063")
    assert {"body"} == asks(talk).keys()
    assert {} == talk.submits(by=YAMAGUCHI, body="352063")

    assert "*防府市*" in talk.type("/ask 1").text


# Lists, search and counts


def test_alone_it_says_the_papers_figure_and_what_is_open_the_oldest_first(talk):
    asks(talk, text="オンライン化の手順")
    talk.clock("2022-09-12T10:00+09:00")
    asks(talk)
    said = talk.type("/ask")

    assert said.text.startswith(f"相談\n{PAPERS}\n*まだ回答のない相談：2件*（古い順）")
    assert "*相談1*　オンライン化　山口市\n回答待ち　4日前（開庁日で2日）\nオンライン化の手順" in said.text
    assert "*相談2*　標準化　山口市\n回答待ち　本日" in said.text
    assert ["見る", "見る", "相談する", "相談の一覧", "件数", "使い方"] == labels(said)


def test_a_long_list_has_pages(talk):
    for nth in range(12):
        asks(talk, text=f"{nth}つ目の相談")
    first = talk.type("/ask 一覧", by=SECRETARY)
    assert "まだ回答のない相談：12件（回答待ち 12）。" in first.text
    assert 10 == labels(first).count("見る")

    second = talk.press("次の2件", by=SECRETARY)
    assert 2 == labels(second).count("見る")
    assert "11つ目の相談" in second.text


def test_what_was_asked_and_answered_is_found_in_its_context(talk):
    asks(talk, seen="all")
    answers(talk)
    for words in ("対象経費", "資料2", "ｼｽﾃﾑ"):
        said = talk.type(f"/ask 検索 {words}", by=HOFU)
        assert f"「{words}」を含む相談：1件" in said.text
        assert "*相談1*　標準化　山口市\n回答済み" in said.text

    place = block(talk.type("/ask 検索 対象経費", by=HOFU), "place-0")["elements"][0]["elements"]
    assert ("対象経費", True) == (place[1]["text"], place[1]["style"]["bold"])
    assert "探す言葉を続けてください" in talk.type("/ask 検索").text


def test_counts_give_the_papers_figure_first_and_never_add_the_two(talk):
    asks(talk)
    asks(talk, text="RPAのこと", by=HOFU)
    answers(talk)
    said = talk.type("/ask 件数", by=SECRETARY)

    assert said.text.startswith(f"相談の件数\n{PAPERS}\nこのボットで受けた相談：令和4年9月8日(木)現在、2市町・2件")
    assert ["種類", "計", "回答待ち", "回答済み"] == cells(block(said, "kinds"))[0]
    assert "63" not in said.text
    assert "RPA：1件（回答済み 1）" in said.text
    assert "防府市：1件（回答済み 1）" in said.text
    assert "このボットで相談を受けていない市町：17" in said.text
    own = talk.type("/ask 件数", by=YAMAGUCHI).text
    assert "山口市：1件（回答待ち 1）" in own
    assert "防府市" not in own


def test_it_can_be_asked_in_a_sentence(talk):
    there = talk.direct(YAMAGUCHI)
    said = talk.type(f"相談 {SUBSIDY}", channel=there)
    assert "次の内容を、事務局に相談しますか。\n山口市　種類：標準化　見られる人：相談した市町と事務局だけ" in said.text
    assert ["この内容で相談する", "フォームで直す", "使い方"] == labels(said)

    assert "*相談1* を受け付けました" in talk.press("この内容で相談する", channel=there).text
    assert "この相談は、すでに受け付けています。" in talk.press("この内容で相談する", channel=there).text
    assert SUBSIDY in talk.said_to(SECRETARY)[-1].text


def test_a_sentence_can_be_put_right_in_the_form(talk):
    talk.type(f"質問 {SUBSIDY}", channel=talk.direct(YAMAGUCHI))
    talk.press("フォームで直す", channel=talk.direct(YAMAGUCHI))

    assert {} == talk.submits(by=YAMAGUCHI)
    assert SUBSIDY in talk.type("/ask 1", channel=ROOM).text


def test_a_sentence_too_long_for_a_button_goes_into_the_form_by_hand(talk):
    said = talk.type(f"相談 {'あ' * 2_500}", channel=talk.direct(YAMAGUCHI))

    assert "長いため、ボタンでは送れません。" in said.text
    assert ["フォームを開く", "使い方"] == labels(said)
