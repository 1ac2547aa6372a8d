"""What the room hears: news in office hours, and counts on a deadline's day."""

import pytest
from talk import SECRETARY, YAMAGUCHI

TITLE = "補助金の申請締切"


def register(talk, text=f"/deadline 令和4年10月末 {TITLE}"):
    talk.type(text, by=SECRETARY)
    talk.press("この内容で登録する", by=SECRETARY)


def answer(talk, *labels, by=SECRETARY):
    talk.type("/deadline", by=by)
    for label in labels:
        talk.press(label, by=by)


@pytest.fixture
def subsidy(talk):
    register(talk)
    return talk


def counts(talk):
    return [text for text in talk.told() if text.startswith("締切の状況")]


def test_on_the_day_and_the_working_day_after_the_room_hears_counts_and_no_names(subsidy):
    answer(subsidy, "済", by=YAMAGUCHI)
    for day in ("10-28", "10-31", "11-01", "11-02", "11-04"):
        subsidy.clock(f"2022-{day}T09:01+09:00")

    on_the_day, after = counts(subsidy)
    assert (
        f"締切の状況\n*{TITLE}*\n令和4年10月31日(月) 17:15 まで　今日まで\n済 1／対象外 0／まだ 18\n"
        "まだの市町は、終わりましたら「済」とお答えください。"
    ) == on_the_day
    assert "1日超過\n済 1／対象外 0／まだ 18" in after


def test_names_are_told_where_the_secretariat_has_chosen_so(subsidy):
    subsidy.type("/settings", by=SECRETARY)
    subsidy.press("変える", by=SECRETARY)
    assert {} == subsidy.submits(by=SECRETARY, names="names")
    subsidy.clock("2022-10-31T09:01+09:00")

    assert "まだの市町：下関市、宇部市、山口市、" in counts(subsidy)[0]


def test_where_everybody_has_answered_the_room_is_thanked_once(talk):
    talk.type("/deadline 10月31日 様式", by=SECRETARY)
    talk.press("この内容で登録する", by=SECRETARY)
    with talk.database.begin() as db:
        db.exec_driver_sql("UPDATE deadline SET bodies = ',352039,'")
    answer(talk, "済", by=YAMAGUCHI)
    talk.clock("2022-10-31T09:01+09:00")
    talk.clock("2022-11-01T09:01+09:00")

    (said,) = counts(talk)
    assert "1市町のすべてから回答をいただきました。ありがとうございました。" in said


def test_several_due_on_one_day_are_one_message(subsidy):
    register(subsidy, "/deadline 10月31日 12時 様式１")
    subsidy.clock("2022-10-31T09:01+09:00")

    (said,) = counts(subsidy)
    assert said.index("様式１") < said.index(TITLE)


def test_a_cancelled_or_moved_one_is_not_counted(subsidy):
    subsidy.type("/deadline", by=SECRETARY)
    subsidy.press("日時を変える", by=SECRETARY)
    subsidy.submits(by=SECRETARY, day="2022-11-10", time="17:15", reason="")
    subsidy.clock("2022-10-31T09:01+09:00")

    assert [] == counts(subsidy)


@pytest.mark.parametrize("moment", ["2022-09-08T19:00", "2022-09-09T05:00"])
def test_news_at_night_waits_for_the_morning(talk, moment):
    talk.clock(f"{moment}+09:00")
    register(talk)
    assert [] == talk.told()

    talk.clock("2022-09-09T08:31+09:00")
    assert ["新しい締切です："] == [text[:8] for text in talk.told()]


def test_what_was_registered_and_moved_in_one_night_is_told_as_it_is_in_the_morning(talk):
    talk.clock("2022-09-08T19:00+09:00")
    register(talk)
    talk.type("/deadline", by=SECRETARY)
    talk.press("日時を変える", by=SECRETARY)
    talk.submits(by=SECRETARY, day="2022-11-10", time="17:15", reason="")
    talk.clock("2022-09-09T08:31+09:00")
    talk.ticks()

    (said,) = talk.told()
    assert said.startswith(f"新しい締切です：*{TITLE}*\n*令和4年11月10日(木) 17:15 まで*")


def test_what_was_registered_and_called_off_in_one_night_is_told_as_called_off_alone(talk):
    talk.clock("2022-09-08T19:00+09:00")
    register(talk)
    talk.type("/deadline", by=SECRETARY)
    talk.press("取り消す", by=SECRETARY)
    talk.clock("2022-09-09T08:31+09:00")
    talk.ticks()

    (said,) = talk.told()
    assert "取り消されました" in said
