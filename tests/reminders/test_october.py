"""The subsidy of October 2022: from the command to the last reminder."""

import pytest
from talk import HOFU, SECRETARY, SHIMONOSEKI, YAMAGUCHI, labels

SUBSIDY = "/deadline 令和4年10月末 デジタル基盤改革支援補助金の申請締切"
WORKING_DAYS = [  # 開庁日 between the start and the end of November
    *(f"2022-09-{day:02}" for day in (9, 12, 13, 14, 15, 16, 20, 21, 22, 26, 27, 28, 29, 30)),
    *(f"2022-10-{day:02}" for day in (3, 4, 5, 6, 7, 11, 12, 13, 14, 17, 18, 19, 20, 21, 24, 25, 26, 27, 28, 31)),
]


def registered(talk, text=SUBSIDY):
    talk.type(text, by=SECRETARY)
    talk.press("この内容で登録する", by=SECRETARY)


def days_with_news(talk, user, days):
    """On which of these days something arrives for the person; the clock is moved to 09:01 of each."""
    told = []
    for day in days:
        before = len(talk.said_to(user))
        talk.clock(f"{day}T09:01+09:00")
        told += [day] * (len(talk.said_to(user)) - before)
    return told


def test_the_secretariat_registers_the_subsidy_and_the_room_hears_of_it(talk):
    proposal = talk.type(SUBSIDY, by=SECRETARY)
    assert "令和4年10月31日(月) 17:15 まで" in proposal.text
    assert ["この内容で登録する", "対象の市町を選ぶ", "やめる"] == labels(proposal)

    talk.press("この内容で登録する", by=SECRETARY)

    answer = talk.private(SECRETARY)
    assert "*デジタル基盤改革支援補助金の申請締切* を登録しました。" in answer.text
    (news,) = talk.told()
    assert news.startswith("新しい締切です：*デジタル基盤改革支援補助金の申請締切*\n*令和4年10月31日(月) 17:15 まで*")


def test_reminders_come_20_10_3_and_1_working_days_before_and_on_the_day_and_on_no_other(talk):
    registered(talk)

    told = days_with_news(talk, YAMAGUCHI, WORKING_DAYS)

    assert ["2022-09-30", "2022-10-17", "2022-10-26", "2022-10-28", "2022-10-31"] == told


def test_everybody_responsible_is_reminded_and_the_secretariat_is_not(talk):
    registered(talk)
    talk.clock("2022-10-17T09:01+09:00")

    heads = [[m.text.partition("\n")[0] for m in talk.said_to(u)] for u in (YAMAGUCHI, SHIMONOSEKI, HOFU, SECRETARY)]
    assert [["締切のお知らせ"]] * 3 + [["朝のまとめ　令和4年10月17日(月)"]] == heads


@pytest.mark.parametrize("answer", ["済", "対象外"])
def test_who_has_answered_hears_nothing_more_and_the_others_do(talk, answer):
    registered(talk)
    talk.clock("2022-10-17T09:01+09:00")
    talk.press(answer, by=YAMAGUCHI, channel=talk.direct())

    talk.clock("2022-10-26T09:01+09:00")

    assert (2, 2) == (len(talk.said_to(YAMAGUCHI)), len(talk.said_to(SHIMONOSEKI)))
    assert f"「{answer}」と記録しました" in talk.said_to(YAMAGUCHI)[-1].text


def test_not_yet_goes_on_and_so_does_an_answer_taken_back(talk):
    registered(talk)
    talk.clock("2022-10-17T09:01+09:00")
    there = talk.direct()
    talk.press("済", by=YAMAGUCHI, channel=there)
    talk.press("まだ", by=YAMAGUCHI, channel=there)

    talk.clock("2022-10-26T09:01+09:00")

    assert "まだ回答をいただいていない締切が1件あります" in talk.said_to(YAMAGUCHI)[-1].text


def test_after_the_deadline_those_missing_are_asked_every_third_working_day(talk):
    registered(talk)
    talk.clock("2022-10-31T09:01+09:00")
    talk.press("済", by=SHIMONOSEKI, channel=talk.direct(SHIMONOSEKI))
    november = [f"2022-11-{day:02}" for day in range(1, 17)]

    before = len(talk.said_to(SHIMONOSEKI))
    told = days_with_news(talk, YAMAGUCHI, november)

    assert ["2022-11-04", "2022-11-09", "2022-11-14"] == told
    assert before == len(talk.said_to(SHIMONOSEKI))
    assert "14日超過" in talk.said_to(YAMAGUCHI)[-1].text


def test_a_second_press_changes_nothing(talk):
    registered(talk)
    talk.again(kinds={"interactive"})

    assert "は、すでに登録されています" in talk.private(SECRETARY).text
    assert 1 == len(talk.told())
    talk.clock("2022-10-17T09:01+09:00")
    assert 1 == len(talk.said_to(YAMAGUCHI))


def test_several_open_things_are_one_message(talk):
    registered(talk)
    registered(talk, "/deadline 10月31日 12時 様式１の提出")
    registered(talk, "/deadline 11月4日 意見の照会")

    talk.clock("2022-10-31T09:01+09:00")

    message = talk.said_to(YAMAGUCHI)[-1]
    assert 1 == len(talk.said_to(YAMAGUCHI))
    assert "締切が3件あります" in message.text
    assert message.text.index("様式１") < message.text.index("補助金") < message.text.index("意見の照会")


def test_an_outage_over_several_occasions_is_made_good_by_one_message(talk):
    registered(talk)
    talk.trouble("outage", minutes=60 * 24 * 60)
    for day in ("2022-09-30", "2022-10-17", "2022-10-26"):
        talk.clock(f"{day}T09:01+09:00")
    assert [] == talk.said_to(YAMAGUCHI)

    talk.heals()
    talk.clock("2022-10-27T14:00+09:00")
    talk.drains()

    (message,) = talk.said_to(YAMAGUCHI)
    assert message.text.startswith("締切のお知らせ\nお知らせが遅くなりました。")


def test_nobody_is_disturbed_in_the_quiet_hours_or_on_a_closed_day(talk):
    registered(talk)

    assert [] == days_with_news(talk, YAMAGUCHI, ["2022-09-09", "2022-09-10"])
    talk.clock("2022-09-30T19:00+09:00")
    assert [] == talk.said_to(YAMAGUCHI)
    talk.clock("2022-10-01T10:00+09:00")
    assert [] == talk.said_to(YAMAGUCHI)

    talk.clock("2022-10-03T09:01+09:00")
    assert ["締切のお知らせ\nお知らせが遅くなりました。"] == [m.text[:21] for m in talk.said_to(YAMAGUCHI)]


def test_a_person_can_put_it_off_until_the_next_working_morning(talk):
    registered(talk)
    talk.clock("2022-10-17T09:01+09:00")
    there = talk.direct()
    assert "令和4年10月18日(火)の朝に、もう一度お知らせします。" in talk.press("明日の朝にもう一度", channel=there).text

    before = len(talk.said_to())
    talk.clock("2022-10-18T08:31+09:00")

    assert before + 1 == len(talk.said_to())
    assert talk.said_to()[-1].text.startswith("締切のお知らせ")


def test_what_was_put_off_to_the_day_of_a_reminder_is_said_once(talk):
    registered(talk)
    talk.clock("2022-10-27T10:00+09:00")
    talk.press("明日の朝にもう一度", channel=talk.direct())

    before = len(talk.said_to())
    talk.clock("2022-10-28T08:40+09:00")
    talk.clock("2022-10-28T09:01+09:00")

    assert before + 1 == len(talk.said_to())


def test_what_was_put_off_and_answered_meanwhile_is_not_said(talk):
    registered(talk)
    talk.clock("2022-10-17T09:01+09:00")
    there = talk.direct()
    talk.press("明日の朝にもう一度", channel=there)
    talk.press("済", channel=there)

    before = len(talk.said_to())
    talk.clock("2022-10-18T08:31+09:00")

    assert before == len(talk.said_to())


def test_a_reminder_says_why_it_came(talk):
    registered(talk)
    talk.clock("2022-10-17T09:01+09:00")

    said = talk.press("なぜ届いたか", channel=talk.direct()).text

    assert "*デジタル基盤改革支援補助金の申請締切*：10開庁日前のお知らせ（山口市 情報政策担当）" in said


def test_the_page_knows_when_the_next_reminder_is_due(talk):
    registered(talk)

    assert "2022-09-30T09:00:00+09:00" == talk.room.next_due().astimezone(talk.room.clock().tzinfo).isoformat()
