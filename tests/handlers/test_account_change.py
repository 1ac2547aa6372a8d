"""Accounts that are closed, and what the secretariat hears of it."""

from talk import NOT_ON_THE_ROSTER, SECRETARY, YAMAGUCHI, labels
from test_roster import listed


def test_the_secretariat_is_told_once_and_which_municipality_is_without_anybody(talk):
    talk.changes(YAMAGUCHI, deleted=True)
    talk.changes(YAMAGUCHI, deleted=True)
    talk.again()

    (said,) = talk.said_to(SECRETARY)
    assert (
        "名簿のアカウントの変更\n<@U0352039>（山口市 情報政策担当：山口市）のアカウントが「利用停止」になりました。"
        "この方にはお知らせが届かず、ボットも使えません。\n"
        "*担当者がいない市町*　山口市\n後任の方を名簿に載せてください。"
    ) == said.text
    assert ["異動の手続き", "名簿を見る", "使い方"] == labels(said)
    assert [("bot", "account")] == talk.audited()


def test_the_message_leads_to_the_succession(talk):
    talk.changes(YAMAGUCHI, deleted=True)
    talk.press("異動の手続き", by=SECRETARY, channel=talk.direct(SECRETARY))
    assert {} == talk.submits(new=NOT_ON_THE_ROSTER)

    assert "• 山口市 情報政策担当　<@U0STRANGER>（担当）\n*萩市*" in listed(talk).text


def test_where_somebody_else_is_in_charge_nothing_is_missing(talk):
    talk.appoints("U0SECOND", "352039")
    talk.changes(YAMAGUCHI, is_restricted=True)

    assert "「ゲスト」になりました。" in talk.said_to(SECRETARY)[-1].text
    assert "担当者がいない市町" not in talk.said_to(SECRETARY)[-1].text


def test_an_account_that_comes_back_and_goes_again_is_told_again(talk):
    for minute, gone in enumerate((True, False, True)):
        talk.clock(f"2022-09-08T10:0{minute}+09:00")
        talk.changes(YAMAGUCHI, deleted=gone)

    assert 2 == len(talk.said_to(SECRETARY))


def test_of_people_who_are_not_on_the_roster_nothing_is_told(talk):
    talk.changes(NOT_ON_THE_ROSTER, deleted=True)

    assert [] == talk.said_to(SECRETARY)
    assert [] == talk.audited()
