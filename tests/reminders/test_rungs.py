"""The deputy and the head are told when the one in charge has not answered; and people who are new on the roster."""

import pytest
from talk import HOFU, SECRETARY, YAMAGUCHI

SUBSIDY = "/deadline 令和4年10月末 補助金の申請締切"
DEPUTY, HEAD, NEW = "U0DEPUTY", "U0HEAD", "U0NEW"


@pytest.fixture
def subsidy(talk):
    """The subsidy's deadline is registered, and 山口市 has a deputy and a head."""
    talk.appoints(DEPUTY, "352039", rung=1)
    talk.appoints(HEAD, "352039", rung=2)
    register(talk)
    return talk


def register(talk):
    talk.type(SUBSIDY, by=SECRETARY)
    talk.press("この内容で登録する", by=SECRETARY)


def told_on(talk, user, days):
    told = []
    for day in days:
        before = len(talk.said_to(user))
        talk.clock(f"2022-{day}T09:01+09:00")
        told += [day] * (len(talk.said_to(user)) - before)
    return told


DAYS = ("10-17", "10-26", "10-28", "10-31", "11-04", "11-09")


@pytest.mark.parametrize(("user", "days"), [(DEPUTY, ("10-31", "11-04", "11-09")), (HEAD, ("11-04", "11-09"))])
def test_each_rung_is_told_from_its_day_on(subsidy, user, days):
    assert list(days) == told_on(subsidy, user, DAYS)


def test_the_message_says_why_it_came_to_them(subsidy):
    for day in DAYS[:5]:
        subsidy.clock(f"2022-{day}T09:01+09:00")

    assert (
        "山口市：担当の方からの回答がまだないため、副担当の方にもお知らせしています。"
        in subsidy.said_to(DEPUTY)[-1].text
    )
    assert "係長の方にも" in subsidy.said_to(HEAD)[-1].text
    assert "方にも" not in subsidy.said_to(YAMAGUCHI)[-1].text
    said = subsidy.press("なぜ届いたか", by=DEPUTY, channel=subsidy.direct(DEPUTY)).text
    assert "締切から3開庁日後のご確認のお願い（山口市の副担当として）" in said


def test_nobody_above_is_told_once_the_one_in_charge_has_answered(subsidy):
    subsidy.clock("2022-10-28T10:00+09:00")
    subsidy.press("済", by=YAMAGUCHI, channel=subsidy.direct())

    assert [] == told_on(subsidy, DEPUTY, DAYS[3:])


def test_the_deputy_may_answer(subsidy):
    subsidy.clock("2022-10-31T09:01+09:00")
    subsidy.press("済", by=DEPUTY, channel=subsidy.direct(DEPUTY))

    assert "山口市を「済」と記録しました" in subsidy.said_to(DEPUTY)[-1].text


def test_the_secretariat_decides_from_when_or_never(subsidy):
    subsidy.type("/settings", by=SECRETARY)
    subsidy.press("変える", by=SECRETARY)
    assert {} == subsidy.submits(by=SECRETARY, deputy="3", head="never")

    assert ["10-26", "10-28", "10-31", "11-04", "11-09"] == told_on(subsidy, DEPUTY, DAYS)
    assert [] == subsidy.said_to(HEAD)


def test_whoever_comes_onto_the_roster_is_reminded_of_what_is_registered_already(talk):
    register(talk)
    talk.clock("2022-10-17T09:01+09:00")
    talk.appoints(NEW, "352063")
    talk.ticks()

    assert ["10-26", "10-28"] == told_on(talk, NEW, ("10-18", "10-26", "10-28"))
    assert 1 + 2 == len(talk.said_to(HOFU))


def test_a_municipality_with_a_deputy_alone_is_named_as_without_anybody_in_charge(talk):
    with talk.database.begin() as db:
        db.exec_driver_sql("DELETE FROM member_municipality WHERE municipality = '352063'")
    talk.appoints(DEPUTY, "352063", rung=1)
    register(talk)

    assert "担当者が名簿にない市町には届きません：防府市" in talk.private(SECRETARY).text
