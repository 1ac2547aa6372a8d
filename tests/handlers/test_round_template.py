"""Rounds that open themselves every month: once, on their working day, told to the secretariat."""

from datetime import date

import pytest
from talk import HOFU, SECRETARY, YAMAGUCHI, labels
from test_round_open import HERE, SECRETARIAT_ONLY, board, says, the_round

from domain.dates.opendays import OFFICIAL
from domain.template import Template
from storage import rounds


def make(talk, **filled):
    talk.type("/round", by=SECRETARY)
    talk.press("毎月の照会", by=SECRETARY)
    talk.press("毎月の照会を作る", by=SECRETARY)
    wrong = talk.submits(by=SECRETARY, **filled)
    return wrong or says(talk.modals()[-1])


def listed(talk):
    talk.type("/round", by=SECRETARY)
    return talk.press("毎月の照会", by=SECRETARY)


def count(talk):
    return len(rounds.asked(talk.database.read(), HERE))


@pytest.mark.parametrize(
    ("template", "month", "day"),
    [
        ({"nth": 1}, (2022, 10), date(2022, 10, 3)),
        ({"nth": 3}, (2023, 1), date(2023, 1, 6)),
        ({"on_day": 10}, (2022, 10), date(2022, 10, 11)),  # スポーツの日
        ({"on_day": 31}, (2022, 11), date(2022, 11, 30)),
        ({"nth": 30}, (2022, 11), None),
    ],
)
def test_the_day_on_which_it_opens(template, month, day):
    made = Template("", "online", "", **{"nth": 0, "on_day": 0, "days": 10, **template})

    assert day == made.opens_on(*month, OFFICIAL)


def test_it_opens_itself_once_on_its_day_and_the_secretariat_hears_of_it(talk):
    said = make(talk, when="nth 3", days="10")
    assert "*{年月} 標準化の進捗照会* を、毎月第3開庁日の9時に開きます。\n次に開く日：*令和4年10月5日(水)*" == said
    talk.clock("2022-10-04T10:00+09:00")
    talk.clock("2022-10-05T08:59+09:00")
    assert 0 == count(talk)

    for moment in ("2022-10-05T09:00+09:00", "2022-10-05T09:05+09:00", "2022-10-06T10:00+09:00"):
        talk.clock(moment)

    assert 1 == count(talk)
    assert board(talk).text.startswith("照会：令和4年10月 標準化の進捗照会\n")
    assert "基準日：令和4年9月末時点" in board(talk).text
    assert "令和4年10月20日(木) 17:15 まで" in board(talk).text
    assert "毎月の照会を開きました\n*令和4年10月 標準化の進捗照会* を開きました。" in talk.said_to(SECRETARY)[0].text
    assert 1 == len(talk.said_to(YAMAGUCHI))
    talk.clock("2022-11-02T09:01+09:00")
    assert 1 == count(talk)
    talk.clock("2022-11-04T09:01+09:00")
    assert 2 == count(talk)
    assert "令和4年11月 標準化の進捗照会" == the_round(talk).title


def test_where_the_bot_was_down_on_the_day_it_opens_a_little_later_and_not_much_later(talk):
    make(talk, when="nth 3")
    talk.clock("2022-10-13T10:00+09:00")
    assert 1 == count(talk)

    talk.clock("2022-11-25T10:00+09:00")
    assert 1 == count(talk)


def test_this_months_day_that_has_passed_opens_nothing(talk):
    make(talk, when="nth 3")
    talk.clock("2022-09-09T10:00+09:00")

    assert 0 == count(talk)


def test_it_is_for_the_municipalities_that_were_chosen(talk):
    make(talk, when="nth 1", bodies=["352063"], closes=["closes"])
    talk.clock("2022-10-03T09:01+09:00")

    assert (("352063",), True) == (the_round(talk).bodies, the_round(talk).closes)
    assert [1, 0] == [len(talk.said_to(user)) for user in (HOFU, YAMAGUCHI)]


def test_the_list_says_what_opens_when_and_it_can_be_changed_and_stopped(talk):
    assert "毎月の照会はありません。" in listed(talk).text
    make(talk, when="nth 3")
    said = listed(talk)
    assert (
        "毎月第3開庁日の9時に開き、10開庁日後 17:15 を締切とします。\n対象：全市町\n次に開く日：*令和4年10月5日(水)*"
        in said.text
    )
    assert labels(said)[:2] == ["変える", "毎月開くのをやめる"]

    talk.press("変える", by=SECRETARY)
    assert {} == talk.submits(by=SECRETARY, when="day 10", title="{年月} の報告")
    assert "*{年月} の報告*" in listed(talk).text
    assert "次に開く日：*令和4年9月12日(月)*" in talk.private(SECRETARY).text

    talk.press("毎月開くのをやめる", by=SECRETARY)
    assert "を毎月開くのをやめました。" in talk.private(SECRETARY).text
    talk.clock("2022-09-12T09:01+09:00")
    assert 0 == count(talk)
    assert [(SECRETARY, "round.template")] * 2 + [(SECRETARY, "round.template_stop")] == talk.audited()


def test_what_is_wrong_is_said_at_the_field_and_only_the_secretariat_makes_one(talk):
    assert {"title": "照会の件名を書いてください。"} == make(talk, title=" ")
    talk.is_no_longer_the_secretariat(SECRETARY)
    talk.submits(by=SECRETARY, title="報告")

    assert SECRETARIAT_ONLY in says(talk.modals()[-1])
