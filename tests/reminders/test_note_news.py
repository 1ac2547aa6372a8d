"""What is said of notes unasked: each week what is new, each year whether one still holds, the newest at home."""

import pytest
from noted import TITLE, kept, reads, shown, writes
from talk import HOFU, ROOM, SECRETARY, YAMAGUCHI, labels

import bot
from storage import postings


@pytest.fixture
def week(talk):
    """A note is written on Thursday."""
    talk.ticks()
    writes(talk)
    return talk


def told(talk, moment, by=HOFU):
    """What the person hears at that moment."""
    before = len(talk.said_to(by))
    talk.clock(f"{moment}+09:00")
    return talk.said_to(by)[before:]


def change(talk, **values):
    talk.type("/settings", by=SECRETARY)
    talk.press("変える", by=SECRETARY)
    return talk.submits(by=SECRETARY, **values)


def test_on_monday_everybody_else_hears_what_is_new_and_the_notification_tells_nothing(week):
    (news,) = told(week, "2022-09-12T09:01")

    assert "新しいノートが1件あります。" == news.text
    assert "外部への公開厳禁" in news.blocks[0]["elements"][0]["text"]
    assert f"【新しい】*{TITLE}*" in shown(news)
    assert "令和4年9月5日(月)からの" in shown(news)
    assert ["読む", "ノートの一覧", "使い方"] == labels(news)
    assert "発券機" in shown(week.press("読む", by=HOFU, channel=week.direct(HOFU)))
    assert week.newest(HOFU, week.direct(HOFU)).is_ephemeral
    assert 1 == len(week.said_to(SECRETARY))
    assert "skipped" == week.posting(f"notes/2022-09-12/{YAMAGUCHI}").state
    assert all(TITLE not in text for text in week.told())


def test_what_was_told_is_told_once_and_what_changed_is_told_as_such(week):
    told(week, "2022-09-12T09:01")
    reads(week)
    week.press("直す")
    assert {} == week.submits(by=YAMAGUCHI, title=f"{TITLE}（続報）")
    (news,) = told(week, "2022-09-20T09:01")  # Monday the 19th is a holiday

    assert "直されたノートが1件あります。" == news.text
    assert [] == told(week, "2022-09-26T09:01")


def test_a_week_in_which_the_bot_was_down_is_told_with_the_next(week):
    reads(week)
    (news,) = told(week, "2022-09-28T10:00")

    assert "新しいノートが1件あります。" == news.text


@pytest.mark.parametrize(("chosen", "moment"), [("2", "2022-09-14T09:01"), ("4", "2022-09-09T09:01")])
def test_the_secretariat_chooses_another_day(week, chosen, moment):
    assert {} == change(week, notes=chosen)
    assert [] == told(week, "2022-09-09T08:59")
    if chosen == "2":
        assert [] == told(week, "2022-09-13T09:01")
    assert 1 == len(told(week, moment))


def test_the_secretariat_wants_none(week):
    assert "毎週月曜日の 09:00" in week.type("/settings", by=SECRETARY).text
    assert {} == change(week, notes="never")
    assert "*ノートのまとめ*　送らない" in week.type("/settings", by=SECRETARY).text
    assert [] == told(week, "2022-09-20T09:01")


def test_whoever_is_a_guest_by_then_hears_nothing(week):
    week.changes(HOFU, is_restricted=True)
    assert [] == [each for each in told(week, "2022-09-12T09:01") if "ノート" in each.text]


def test_a_year_later_the_owner_is_asked_and_says_that_it_holds(week):
    (asked,) = [each for each in told(week, "2023-09-08T09:02", YAMAGUCHI) if "見直し" in each.text]
    assert "見直しの日を迎えたノートが1件あります。" == asked.text
    assert TITLE in shown(asked)
    assert [] == [each for each in week.said_to(HOFU) if "見直し" in each.text]

    answer = week.press("このままでよい", channel=week.direct())
    assert "次の見直しの日は令和6年9月7日(土)です。" in shown(answer)
    (note,) = kept(week)
    assert ("2024-09-07", 2) == (note.writing.review.isoformat(), note.version.number)
    week.press("このままでよい", channel=week.direct())
    assert "すでに済んでいます" in shown(week.newest(YAMAGUCHI, week.direct()))
    assert [] == [each for each in told(week, "2023-09-19T09:01") if "ノート" in each.text]


def test_a_note_that_was_deleted_is_not_asked_about(week):
    reads(week)
    week.press("消す")
    assert [] == [each for each in told(week, "2023-09-08T09:02", YAMAGUCHI) if "見直し" in each.text]


def test_a_review_moved_in_the_form_is_asked_on_its_day(week):
    reads(week)
    week.press("直す")
    assert {} == week.submits(by=YAMAGUCHI, review="2022-10-03")
    assert 1 == len([each for each in told(week, "2022-10-03T09:02", YAMAGUCHI) if "見直し" in each.text])
    assert 0 == len([each for each in told(week, "2023-09-08T09:02", YAMAGUCHI) if "見直し" in each.text])


@pytest.mark.parametrize("user", [HOFU, SECRETARY])
def test_the_newest_stand_at_home_and_are_read_beside_it(talk, user):
    assert "新しいノート" not in talk.opens_home(user)
    writes(talk)
    home = talk.home(user)
    assert "*新しいノート*　🔒 外部への公開厳禁" in home
    assert f"*{TITLE}*" in home

    talk.press_at_home("読む", by=user)
    assert "発券機" in shown(talk.said_to(user)[-1])
    assert TITLE not in talk.said_to(user)[-1].text


def test_no_posting_of_notes_goes_to_a_room(week):
    told(week, "2022-09-12T09:01")
    every = postings.of(week.database.read(), bot.CONFERENCE)

    assert [] == [each for each in every if each.posting.kind.startswith("note") and each.posting.to == ROOM]
