"""Deadlines in one's own calendar: the file, where it goes, and what it says after a change."""

from datetime import date

import pytest
from icalendar import Calendar
from talk import HOFU, ROOM, SECRETARY, YAMAGUCHI, labels
from test_deadline import SUBSIDY, TITLE, cancel, listed, move, register

SENT = "ボットとの1対1の画面にお送りしました。"
ALL = "カレンダーに入れる（.ics）"
ONE = "カレンダーに入れる"


@pytest.fixture
def subsidy(talk):
    register(talk, SUBSIDY)
    return talk


def events(talk, user=YAMAGUCHI):
    """The entries of the last file that stands in the person's direct messages, by their summary."""
    files = [file for message in talk.said_to(user) for file in talk.files(message)]
    calendar = Calendar.from_ical(files[-1])
    return {str(event["SUMMARY"]): event for event in calendar.walk("VEVENT")}


@pytest.mark.parametrize("text", ["/deadline カレンダー", "/deadline ics", "/deadline ＩＣＳ"])
def test_a_command_sends_all_to_ones_direct_messages_and_says_so(subsidy, text):
    assert SENT in subsidy.type(text).text

    event = events(subsidy)[f"【締切】{TITLE}"]
    assert "2022-10-31T17:15:00+09:00" == event.decoded("DTSTART").isoformat()
    assert "令和4年10月31日(月) 17:15 まで\n対象：全市町\n書かれた日：令和4年10月末" in event["DESCRIPTION"]
    assert 0 == event["SEQUENCE"]
    assert event["UID"].endswith("@yamaguchi")
    assert [] == [said for said in subsidy.told() if "カレンダー" in said]


@pytest.mark.parametrize("label", [ALL, ONE])
def test_a_button_sends_all_or_one_and_the_list_stays(subsidy, label):
    shown = listed(subsidy, YAMAGUCHI)
    subsidy.press(label)

    assert SENT in subsidy.private(YAMAGUCHI).text
    assert (label == ONE) == (list(events(subsidy)) == [f"【締切】{TITLE}"])
    assert shown in subsidy.sees(YAMAGUCHI, ROOM)


def test_a_sentence_in_direct_messages_does_the_same(subsidy):
    there = subsidy.direct()

    assert SENT in subsidy.type("締切 カレンダー", channel=there).text
    assert f"【締切】{TITLE}" in events(subsidy)


def test_the_papers_exact_days_are_whole_days_with_their_source_and_vague_ones_are_left_out(subsidy):
    subsidy.type("/deadline カレンダー")

    found = events(subsidy)
    item = found["【資料の予定】マイナポータル申請管理の利用申請"]
    assert date(2022, 11, 30) == item.decoded("DTSTART")
    assert "～R4.11（令和4年11月30日(水)まで）\n担当：市町\n出典：令和4年9月時点・資料３ 5頁" == item["DESCRIPTION"]
    assert not any("手順書" in summary for summary in found)


def test_what_concerns_others_stands_in_the_secretariats_calendar_alone(subsidy):
    listed(subsidy)
    subsidy.press("フォームで登録", by=SECRETARY)
    subsidy.submits(by=SECRETARY, title="防府市の様式", day="2022-10-31", bodies=["352063"])
    subsidy.submits(by=SECRETARY)
    for user in (YAMAGUCHI, HOFU, SECRETARY):
        subsidy.type("/deadline カレンダー", by=user)

    assert [False, True, True] == ["【締切】防府市の様式" in events(subsidy, u) for u in (YAMAGUCHI, HOFU, SECRETARY)]
    assert "対象：防府市" in events(subsidy, HOFU)["【締切】防府市の様式"]["DESCRIPTION"]


def test_after_a_move_the_same_entry_comes_with_the_new_moment(subsidy):
    subsidy.type("/deadline カレンダー")
    before = events(subsidy)[f"【締切】{TITLE}"]
    move(subsidy, "2022-11-10")
    subsidy.type("/deadline カレンダー")
    after = events(subsidy)[f"【締切】{TITLE}"]

    assert before["UID"] == after["UID"]
    assert (0, 1) == (before["SEQUENCE"], after["SEQUENCE"])
    assert "2022-11-10T17:15:00+09:00" == after.decoded("DTSTART").isoformat()


def test_what_was_called_off_comes_as_called_off(subsidy):
    subsidy.type("/deadline カレンダー")
    uid = events(subsidy)[f"【締切】{TITLE}"]["UID"]
    cancel(subsidy)
    subsidy.type("/deadline カレンダー")

    gone = events(subsidy)[f"【取消】{TITLE}"]
    assert (uid, 1, "CANCELLED") == (gone["UID"], gone["SEQUENCE"], gone["STATUS"])


def test_midnight_stands_under_the_day_that_it_ends(talk):
    register(talk, "/deadline 10月31日 24時 電子申請")
    talk.type("/deadline カレンダー")

    event = events(talk)["【締切】電子申請"]
    assert "2022-10-31T23:59:00+09:00" == event.decoded("DTSTART").isoformat()
    assert "24:00 まで" in event["DESCRIPTION"]


@pytest.mark.parametrize("fault", ["error_before", "drop_after", "rate_limited"])
@pytest.mark.parametrize("method", ["conversations.open", "files."])
def test_a_file_that_cannot_be_sent_is_said_and_not_tried_again(subsidy, fault, method):
    subsidy.direct()
    subsidy.trouble(fault, methods=method, times=1)

    said = subsidy.type("/deadline カレンダー").text

    assert said.startswith("カレンダーのファイルを送れませんでした。")
    assert [] == [file for message in subsidy.said_to() for file in subsidy.files(message)]


def test_handing_it_over_is_in_the_audit_log(subsidy):
    subsidy.type("/deadline カレンダー")

    assert (YAMAGUCHI, "deadline.calendar") in subsidy.audited()


def test_without_anything_no_file_is_sent(talking_with):
    with talking_with(seed="none") as talk:
        talk.clock("2024-09-08T09:00+09:00")
        assert talk.type("/deadline カレンダー").text.startswith("カレンダーに入れられる締切は、今はありません。")
        assert [] == talk.said_to()
        assert ALL in labels(listed(talk, YAMAGUCHI))
