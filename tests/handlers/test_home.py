"""App Home: each person's own, fresh after every change, never lost."""

from datetime import timedelta

import pytest
from opened import answers_for, drafts, opens, reports
from talk import HOFU, NOT_ON_THE_ROSTER, SECRETARY, YAMAGUCHI

SUBSIDY = "補助金の申請締切"


def register(talk):
    talk.type(f"/deadline 10月末 {SUBSIDY}", by=SECRETARY)
    talk.press("この内容で登録する", by=SECRETARY)


def test_a_member_finds_their_reports_deadlines_and_standing(talk):
    opens(talk)
    register(talk)
    said = talk.opens_home()

    assert said.startswith("山口市 情報政策担当\n*報告をお待ちしている照会*\n*１０月の照会*（山口市）")
    assert "*次の締切*\n*補助金の申請締切*（山口市）\n令和4年10月31日(月) 17:15 まで　あと53日" in said
    assert "*山口市の現況*\n*システム標準化・共通化*" in said
    assert "防府市" not in said


def test_nothing_open_is_said(talk):
    assert "*報告をお待ちしている照会*\nご回答をお待ちしているものは、今はありません。" in talk.opens_home()
    assert "受付中の照会も締切も、今はありません。" in talk.opens_home(SECRETARY)


def test_one_person_with_several_municipalities_has_one_list(talk):
    asked = opens(talk, bodies=("352039", "352063"))
    answers_for(talk, YAMAGUCHI, "352063")
    said = talk.opens_home()

    assert (1, 1) == (said.count("（山口市）"), said.count("（防府市）"))
    reports(talk, asked, "352063")
    talk.ticks()
    assert "（防府市）" not in talk.home()


def test_the_secretariat_has_the_board_of_all(talk):
    asked = opens(talk)
    register(talk)
    reports(talk, asked, "352039")
    said = talk.opens_home(SECRETARY)

    assert "① *１０月の照会*" in said
    assert "報告 1／未報告 18／対象外 0" in said
    assert "すべて答えた市町：0／19。" in said
    assert "*山口市*　②まだ\n*萩市*　①未報告　②まだ" in said


def test_a_tap_in_it_counts_and_shows_at_once_everywhere(talk):
    register(talk)
    talk.opens_home(SECRETARY)
    talk.opens_home(YAMAGUCHI)
    talk.opens_home(HOFU)
    before = talk.room.screens.home("A0BOT", HOFU).hash
    talk.press_at_home("済", by=YAMAGUCHI)

    assert SUBSIDY not in talk.home(YAMAGUCHI)
    assert "済 1／まだ 18／対象外 0" in talk.home(SECRETARY)
    assert "*山口市*" not in talk.home(SECRETARY)
    assert "「済」と記録しました" in talk.said_to(YAMAGUCHI)[-1].text
    assert before == talk.room.screens.home("A0BOT", HOFU).hash  # nothing changed there: it is not published


def test_buttons_of_the_board_answer_in_the_direct_messages(talk):
    opens(talk)
    talk.opens_home(SECRETARY)
    for label, start in (
        ("未報告", "未報告"),
        ("締切", "締切"),
        ("設定", "設定"),
        ("まだの市町を見る", "未報告"),
        ("使い方", "使い方"),
    ):
        talk.press_at_home(label, by=SECRETARY)
        assert talk.said_to(SECRETARY)[-1].text.startswith(start)
    talk.press_at_home("ご確認のお願いを送る", by=SECRETARY)
    assert "ご確認のお願いを送る" == talk.modals(SECRETARY)[-1].body["title"]["text"]


def test_a_mistake_in_it_is_answered_in_the_direct_messages(talk):
    register(talk)
    talk.opens_home(YAMAGUCHI)
    talk._desk.homes._running = True  # as if it were not fresh yet
    talk.type("/deadline", by=SECRETARY)
    talk.press("取り消す", by=SECRETARY)
    talk.press_at_home("済", by=YAMAGUCHI)

    assert "その締切はもうありません。" in talk.said_to(YAMAGUCHI)[-1].text


def test_what_changes_elsewhere_is_shown_with_the_next_tick(talk):
    asked = opens(talk)
    talk.opens_home()
    drafts(talk, asked, "352039")
    reports(talk, asked, "352039")
    assert "（山口市）" in talk.home()  # committed outside the loop, as in another process
    talk.ticks()

    assert "（山口市）" not in talk.home()


def test_what_becomes_late_is_shown_without_any_change(talk):
    opens(talk)
    talk.opens_home()
    talk.clock("2022-09-30T17:16+09:00")

    assert "本日の締切時刻を過ぎています\n状況：未報告・遅延" in talk.home()
    talk.clock("2022-10-01T09:00+09:00")
    assert "1日超過" in talk.home()


def test_what_the_chat_does_not_take_now_is_shown_once_it_may_be(talk):
    opens(talk)
    talk.opens_home()
    talk.trouble("rate_limited", methods="views.", retry_after=60, times=1)
    opens(talk, "別の照会")
    talk.ticks()
    talk.ticks()
    assert "別の照会" not in talk.home()
    talk._desk.homes._not_before = 0  # the minute has passed
    talk.ticks()

    assert "別の照会" in talk.home()


def test_another_processes_publication_is_not_overwritten_by_an_older_one(talk):
    opens(talk)
    talk.opens_home()
    talk._happens(lambda: talk.room.screens.publish("A0BOT", YAMAGUCHI, {"type": "home", "blocks": []}, ""))
    register(talk)  # published with the hash we know: it conflicts

    assert SUBSIDY in talk.home()


def test_who_is_not_on_the_roster_is_told_whom_to_ask(talk):
    said = talk.opens_home(NOT_ON_THE_ROSTER)

    assert "名簿にある担当者だけが使えます。" in said
    assert f"<@{SECRETARY}>" in said


def test_who_leaves_the_roster_sees_nothing_more(talk):
    opens(talk)
    talk.opens_home(HOFU)
    with talk.database.begin() as db:
        db.exec_driver_sql(f"DELETE FROM member WHERE \"user\" = '{HOFU}'")  # noqa: S608 – a constant
    talk.clock("2022-09-08T09:20+09:00")

    assert "名簿にある担当者だけが使えます。" in talk.home(HOFU)


def test_an_account_that_changes_is_shown_nothing_until_it_comes_again(talk):
    opens(talk)
    talk.opens_home(HOFU)
    talk.changes(HOFU, is_restricted=True)
    opens(talk, "別の照会")
    talk.ticks()

    assert "別の照会" not in talk.home(HOFU)
    assert "名簿にある担当者だけが使えます。" in talk.opens_home(HOFU)


@pytest.mark.parametrize("by", [YAMAGUCHI, SECRETARY])
def test_much_of_everything_stays_within_the_chats_limits(talk, by):
    for nth in range(14):
        opens(talk, f"照会{nth}<!channel>*" + "長" * 300, due_at=talk.room.clock() + timedelta(days=nth + 1))
    register(talk)
    said = talk.opens_home(by)

    assert "照会0&lt;!channel&gt;＊" in said
