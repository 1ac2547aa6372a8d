"""Somebody unknown asks to be put on the roster, and the secretariat decides."""

import pytest
from talk import NOT_ON_THE_ROSTER, ROOM, SECRETARY, YAMAGUCHI, labels
from test_roster import listed

ASK = "参加を申し込む"


def asks(talk, by=NOT_ON_THE_ROSTER):
    talk.type("/status 山口市", by=by)
    return talk.press(ASK, by=by)


def decides(talk, label):
    return talk.press(label, by=SECRETARY, channel=talk.direct(SECRETARY))


def test_one_press_asks_the_secretariat(talk):
    said = asks(talk)

    assert "お申し込みを事務局に送りました。結果は、ボットとの1対1の画面にお知らせします。" == said.text
    (told,) = talk.said_to(SECRETARY)
    assert (
        "参加の申し込み\n<@U0STRANGER>（名簿にない職員）さんから、名簿に載せてほしいとの申し込みがありました。"
        == told.text
    )
    assert ["名簿に載せる", "断る"] == labels(told)
    assert [(NOT_ON_THE_ROSTER, "application.ask")] == talk.audited()


def test_asked_twice_counts_once(talk):
    asks(talk)

    assert "お申し込みは、すでに事務局に届いています。" in asks(talk).text
    assert 1 == len(talk.said_to(SECRETARY))
    assert 1 == len(talk.audited())


def test_whoever_is_accepted_hears_so_and_can_begin(talk):
    asks(talk)
    decides(talk, "名簿に載せる")
    assert {} == talk.submits(post="山口市 DX推進担当", in_charge=["352039"])

    (told,) = talk.said_to(NOT_ON_THE_ROSTER)
    assert told.text.startswith("名簿に載りました。山口市 DX推進担当（山口市） としてお使いいただけます。")
    assert "山口市の現況" in talk.type("/status 山口市", by=NOT_ON_THE_ROSTER).text
    decides(talk, "名簿に載せる")
    assert "すでに処理されています。" in talk.said_to(SECRETARY)[-1].text


def test_whoever_is_refused_hears_so_and_may_ask_again(talk):
    asks(talk)
    said = decides(talk, "断る")
    assert f"<@{NOT_ON_THE_ROSTER}> さんのお申し込みを断りました。" in said.text
    decides(talk, "断る")

    (told,) = talk.said_to(NOT_ON_THE_ROSTER)
    assert told.text.startswith("お申し込みをいただきましたが、今回は名簿への掲載を見送りました。")
    assert (SECRETARY, "application.refuse") == talk.audited()[-1]
    assert "お申し込みを事務局に送りました。" in asks(talk).text


def test_a_roster_that_brings_them_in_answers_it_too(talk):
    asks(talk)
    talk.type("/roster CSV", by=SECRETARY)
    (file,) = talk.files(talk.said_to(SECRETARY)[-1])
    talk.brings("名簿.csv", file + "山口市,山口市 係,U0STRANGER,担当,市町\r\n".encode())
    decides(talk, "名簿に反映する")

    assert talk.said_to(NOT_ON_THE_ROSTER)[-1].text.startswith("名簿に載りました。山口市 係（山口市）")


def test_whoever_joins_the_secretariat_hears_of_what_waits(talk):
    asks(talk)
    listed(talk)
    talk.press("異動", by=SECRETARY)
    assert {} == talk.submits(old=SECRETARY, new=YAMAGUCHI)
    talk.ticks()

    assert "参加の申し込み" in [m.text.partition("\n")[0] for m in talk.said_to(YAMAGUCHI)]


@pytest.mark.parametrize("user", ["U0GUEST", "U0ELSEWHERE"])
def test_an_outsider_is_offered_no_way_in_and_cannot_take_it(talk, user):
    said = talk.type("/status 山口市", by=user)
    assert [] == labels(said)
    talk.type("@進捗ボット 使い方", by=NOT_ON_THE_ROSTER)
    asks(talk)
    talk.again(kinds={"interactive"}, user={"id": user, "team_id": "T0YAMAGUCHI"})

    assert [NOT_ON_THE_ROSTER] == [by for by, _ in talk.audited()]


def test_the_decision_is_the_secretariats(talk):
    asks(talk)
    talk.is_no_longer_the_secretariat(SECRETARY)
    for label in ("名簿に載せる", "断る"):
        assert decides(talk, label).text.startswith("この操作は事務局だけができます。")
    assert [] == talk.modals()
    assert 1 == len(talk.audited())


def test_a_member_who_presses_an_old_button_is_told(talk):
    talk.type("/status 山口市", by=NOT_ON_THE_ROSTER)
    talk.appoints(NOT_ON_THE_ROSTER, "352039")

    assert "すでに名簿に載っています。" in talk.press(ASK, by=NOT_ON_THE_ROSTER, channel=ROOM).text
