"""Whoever owes an answer is reminded of it, in office hours, until it is there."""

from datetime import date

import pytest
from talk import HOFU, SECRETARY, YAMAGUCHI, labels

import bot
from storage import leaves

QUESTION = "標準化の補助の対象は？"


def asks(talk, text=QUESTION, by=YAMAGUCHI, **values):
    talk.begins(f"/ask {text}", by=by)
    assert {} == talk.submits(by=by, **values)


def says_to(talk, nth, words, by=SECRETARY):
    """Said to that question in a sentence."""
    return talk.type(f"相談 {nth} {words}", by=by, channel=talk.direct(by))


def reminders(talk, user=SECRETARY):
    return [m for m in talk.said_to(user) if m.text.startswith("お返事をお待ちしている相談")]


def days(talk, *days):
    for day in days:
        talk.clock(f"2022-{day}T09:01+09:00")


def test_the_secretariat_is_reminded_after_three_open_days_and_then_every_five(talk):
    asks(talk)
    days(talk, "09-09", "09-12", "09-13", "09-14", "09-20", "09-21", "09-29")

    assert 3 == len(reminders(talk))
    assert "まだ回答していない相談が1件あります。" in reminders(talk)[0].text
    assert "*相談1*　標準化　山口市\n回答待ち　5日前（開庁日で3日）" in reminders(talk)[0].text
    assert "sent" == talk.posting(f"owed/2022-09-21T09:00/{SECRETARY}").state
    assert [] == reminders(talk, YAMAGUCHI)


def test_answered_meanwhile_nobody_is_reminded_and_the_reason_is_kept(talk):
    asks(talk)
    says_to(talk, 1, "回答 対象です")
    days(talk, "09-13")

    kept = talk.posting(f"owed/2022-09-13T09:00/{SECRETARY}")
    assert ("skipped", "回答が済みました") == (kept.state, kept.reason)
    assert [] == reminders(talk)


def test_several_that_are_open_are_one_message(talk):
    asks(talk)
    asks(talk, "RPAのこと", by=HOFU)
    days(talk, "09-13")

    (said,) = reminders(talk)
    assert "まだ回答していない相談が2件あります。" in said.text
    assert ["見る", "見る", "相談の一覧"] == labels(said)


def test_asked_back_it_is_whoever_asked_who_is_reminded(talk):
    asks(talk)
    says_to(talk, 1, "確認 どの業務ですか")
    days(talk, "09-13")

    assert [] == reminders(talk)
    (said,) = reminders(talk, YAMAGUCHI)
    assert "事務局からの確認に、まだお返事のない相談が1件あります。" in said.text
    says_to(talk, 1, "返事 戸籍です", by=YAMAGUCHI)
    days(talk, "09-16")
    assert 1 == len(reminders(talk))


def test_with_the_state_nobody_is(talk):
    asks(talk)
    talk.press("国へ照会する", by=SECRETARY, channel=talk.direct(SECRETARY))
    assert {} == talk.submits(by=SECRETARY, number="第1号")
    days(talk, "09-13", "09-21")

    assert [] == reminders(talk) + reminders(talk, YAMAGUCHI)


def test_asked_again_the_days_are_counted_anew(talk):
    asks(talk)
    says_to(talk, 1, "回答 対象です")
    days(talk, "09-12")
    says_to(talk, 1, "もう一度 旅費もですか", by=YAMAGUCHI)
    days(talk, "09-13")
    assert [] == reminders(talk)
    assert "この時刻のお知らせは、今の予定にはありません" == talk.posting(f"owed/2022-09-13T09:00/{SECRETARY}").reason

    days(talk, "09-15")
    assert 1 == len(reminders(talk))


def test_a_paused_municipality_is_left_alone(talk):
    asks(talk)
    says_to(talk, 1, "確認 どの業務ですか")
    with talk.database.begin() as db:
        row = {"conference": "yamaguchi", "body": "352039", "nth": 1, "since": 0, "reason": "議会", "by": "U", "at": 0}
        names = ", ".join(f'"{name}"' for name in row)
        values = ", ".join(repr(value) for value in row.values())
        db.exec_driver_sql(f"INSERT INTO pause ({names}) VALUES ({values})")  # noqa: S608 – a test's own words
    days(talk, "09-13")

    assert [] == reminders(talk, YAMAGUCHI)


def test_what_happens_at_night_is_told_in_the_morning_once(talk):
    talk.clock("2022-09-09T19:00+09:00")
    asks(talk)
    assert [] == talk.said_to(SECRETARY)
    says_to(talk, 1, "回答 はじめの回答")
    says_to(talk, 1, "回答 直した回答")
    before = len(talk.said_to(YAMAGUCHI))

    talk.clock("2022-09-12T08:31+09:00")
    told = talk.said_to(YAMAGUCHI)[before:]
    assert 1 == len(told)
    assert "直した回答" in told[0].text
    assert not [m for m in talk.said_to(SECRETARY) if m.text.startswith("新しい相談")]
    reason = talk.posting(f"question/1/1/{SECRETARY}").reason
    assert "その後の経過により、お知らせの必要がなくなりました" == reason


def test_who_left_the_roster_hears_nothing_and_who_is_in_charge_hears_instead(talk):
    asks(talk)
    talk.dismisses(YAMAGUCHI)
    talk.appoints("U0SUCCESSOR", "352039")
    says_to(talk, 1, "回答 対象です")

    assert not [m for m in talk.said_to(YAMAGUCHI) if m.text.startswith("相談への回答")]
    assert talk.said_to("U0SUCCESSOR")[-1].text.startswith("相談への回答（相談1）")


def test_what_a_person_may_no_longer_read_is_not_said_to_them(talk):
    asks(talk)
    talk.clock("2022-09-09T19:00+09:00")
    says_to(talk, 1, "回答 対象です")
    talk.dismisses(YAMAGUCHI)
    talk.clock("2022-09-12T08:31+09:00")

    assert "名簿に受け持ちがないため送りませんでした" == talk.posting(f"question/1/2/{YAMAGUCHI}").reason


def test_the_mornings_digest_has_the_count_and_the_oldest(talk):
    asks(talk)
    asks(talk, "RPAのこと", by=HOFU)
    says_to(talk, 2, "確認 どの業務ですか")
    talk.clock("2022-09-12T08:46+09:00")

    (said,) = [m for m in talk.said_to(SECRETARY) if m.text.startswith("朝のまとめ")]
    assert "まだ回答していない相談が1件あります（最も古いものは4日前（開庁日で2日））。" in said.text
    assert "市町の返事待ち 1件・国へ照会中 0件" in said.text
    assert "相談の一覧" in labels(said)


@pytest.mark.parametrize("user", [SECRETARY, YAMAGUCHI])
def test_the_home_shows_what_is_open_and_is_fresh_at_once(talk, user):
    assert "まだ回答のない相談は、今はありません。" in talk.opens_home(user)
    asks(talk)
    assert "*相談1*　標準化　山口市\n回答待ち　本日" in talk.home(user)
    says_to(talk, 1, "回答 対象です")
    assert "*相談1*" not in talk.home(user)


def test_the_home_of_another_municipality_shows_nothing_of_it(talk):
    talk.opens_home(HOFU)
    asks(talk, seen="all")

    assert "*相談1*" not in talk.home(HOFU)


def test_while_whoever_asked_is_away_those_in_charge_hear_too(talk):
    talk.appoints("U0DEPUTY", "352039", rung=1)
    asks(talk)
    with talk.database.begin() as db:
        leaves.keep(db, bot.CONFERENCE, YAMAGUCHI, (date(2022, 9, 8), date(2022, 9, 20)), YAMAGUCHI, talk.room.clock())
    says_to(talk, 1, "回答 対象です")

    assert talk.said_to(YAMAGUCHI)[-1].text.startswith("相談への回答（相談1）")
    assert talk.said_to("U0DEPUTY")[-1].text.startswith("相談への回答（相談1）")
