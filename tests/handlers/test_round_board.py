"""The board of a round: one message in the room, changed in place as reports come in."""

import pytest
from talk import HOFU, ROOM, SECRETARY, SHIMONOSEKI, YAMAGUCHI, block, cells, labels
from test_round_open import HERE, TITLE, board, the_round, with_round

from domain.model import Member, Role
from domain.round import How, Report
from handlers import reporting
from reminders.boards import HELD, Boards
from storage import deadlines, rounds

OF = {"352039": YAMAGUCHI, "352063": HOFU, "352012": SHIMONOSEKI}


@pytest.fixture
def opened(talk):
    return with_round(talk)


def reports(talk, code="352039", key="", reason="", by=None):
    """A municipality reports, however it does."""
    user = by or OF[code]
    member = Member(user, "", Role.SECRETARIAT if user == SECRETARY else Role.MEMBER, (code,))
    said = Report(the_round(talk).id, code, user, talk.room.clock(), How.SAME, {}, key=key or code, reason=reason)
    with talk.database.begin() as db:
        reporting.keep(db, said, member, talk._desk)
    talk.ticks()


def in_the_room(talk):
    return [m for m in talk.sees(SECRETARY, ROOM) if m.app and not m.is_ephemeral]


def test_a_report_changes_the_counts_in_place(opened):
    before = board(opened)
    reports(opened)

    (after,) = in_the_room(opened)
    assert after.ts == before.ts
    assert "*報告1／未報告18*" in after.text
    assert ["報告する", "詳しく"] == labels(after)
    assert {b["block_id"] for b in before.blocks}.isdisjoint(b["block_id"] for b in after.blocks)


def test_the_room_hears_counts_and_names_only_where_that_is_chosen(opened):
    reports(opened)
    assert "下関市" not in board(opened).text

    opened.type("/settings", by=SECRETARY)
    opened.press("変える", by=SECRETARY)
    opened.submits(by=SECRETARY, names="names")
    opened.ticks()

    assert "未報告：下関市、宇部市、萩市、" in board(opened).text


def test_what_says_the_same_is_not_said_again(opened):
    opened.ticks()

    assert [0, 0] == [opened._runner.run(opened._desk.boards.look()) for _ in range(2)]


@pytest.mark.parametrize("fault", ["rate_limited", "drop_before", "drop_after", "error_before", "error_after"])
def test_a_change_that_fails_is_tried_again_and_never_said_twice(opened, fault):
    opened.trouble(fault, methods="chat.update", times=100)
    reports(opened)
    opened.heals()
    assert 0 == rounds.shown(opened.database.read(), HERE, the_round(opened).id).count("changing")

    opened.ticks()

    assert "*報告1／未報告18*" in board(opened).text
    assert 1 == len(in_the_room(opened))


def test_of_two_processes_one_changes_it(opened):
    mine = opened._desk.boards
    other = Boards(mine.client, mine.database, mine.facts)
    about = the_round(opened)
    with opened.database.begin() as db:
        claim = f"changing {opened.database.time()} x"
        assert rounds.show(db, HERE, about.id, claim, rounds.shown(db, HERE, about.id))
    reports(opened)
    assert [0, 0] == [opened._runner.run(each.look()) for each in (mine, other)]

    with opened.database.begin() as db:  # whoever claimed it is gone
        assert rounds.show(db, HERE, about.id, f"changing {opened.database.time() - HELD - 1} x", claim)
    assert [1, 0] == [opened._runner.run(each.look()) for each in (mine, other)]
    assert "*報告1／未報告18*" in board(opened).text


def test_a_board_that_was_deleted_is_not_posted_again(opened):
    opened.room.world.delete(board(opened))
    reports(opened)
    reports(opened, "352063")

    assert [] == in_the_room(opened)


def test_the_days_left_are_kept_true(opened):
    opened.clock("2022-09-16T10:00+09:00")

    assert "あと10日（開庁日であと4日）" in board(opened).text


def close(talk, by=SECRETARY):
    talk.type("/round", by=by)
    talk.press("締め切る", by=by)


def test_closed_it_says_so_with_a_table_of_states(opened):
    reports(opened)
    close(opened)

    said = board(opened)
    assert "*この照会は締め切りました。* ご協力ありがとうございました。" in said.text
    assert ["詳しく"] == labels(said)
    (table,) = [b for b in said.blocks if b["type"] == "data_table"]
    assert [["状態", "市町"], ["未報告", "18"], ["報告済み", "1"]] == cells(table)


def test_closed_it_names_the_municipalities_where_names_are_chosen(opened):
    opened.type("/settings", by=SECRETARY)
    opened.press("変える", by=SECRETARY)
    opened.submits(by=SECRETARY, names="names")
    close(opened)

    (table,) = [b for b in board(opened).blocks if b["type"] == "data_table"]
    assert ["下関市", "未報告"] == cells(table)[1]
    assert "山口市：未報告" in board(opened).text


def test_a_chat_that_refuses_tables_gets_the_words(opened):
    opened.trouble("refused_block")
    close(opened)

    assert "data_table" not in {b["type"] for b in board(opened).blocks}
    assert "締め切りました" in board(opened).text


# Closing


def test_after_it_is_closed_nobody_is_reminded(opened):
    opened.clock("2022-09-20T10:00+09:00")
    close(opened)
    before = [len(opened.said_to(user)) for user in (YAMAGUCHI, HOFU, SECRETARY)]
    for day in ("09-21", "09-22", "09-26", "09-27", "09-29", "10-04"):
        opened.clock(f"2022-{day}T09:01+09:00")

    assert before == [len(opened.said_to(user)) for user in (YAMAGUCHI, HOFU, SECRETARY)]
    assert [f"照会：{TITLE}"] == [text.splitlines()[0] for text in opened.told()]
    assert TITLE not in opened.type("/deadline", by=SECRETARY).text


def test_opened_again_it_goes_on(opened):
    close(opened)
    said = opened.press("この照会を見る", by=SECRETARY)
    assert "もう一度受け付ける" in labels(said)

    opened.press("もう一度受け付ける", by=SECRETARY)

    assert "もう一度受け付けています。" in opened.private(SECRETARY).text
    assert "ご質問は、このメッセージのスレッドに" in board(opened).text
    opened.clock("2022-09-21T09:01+09:00")
    assert 2 == len(opened.said_to(YAMAGUCHI))


def test_closed_twice_the_second_hears_that_it_is(opened):
    talk = opened
    talk.type("@進捗ボット 照会", by=SECRETARY)
    thread = talk.newest(SECRETARY).thread_ts
    talk.press("締め切る", by=SECRETARY, thread=thread)
    talk.press("締め切る", by=SECRETARY, thread=thread)

    assert "すでに締め切られています" in talk.private(SECRETARY).text
    assert 1 == [what for _, what in talk.audited()].count("round.close")


def test_it_closes_itself_where_that_was_chosen(talk):
    with_round(talk, closes=["closes"])
    talk.clock("2022-09-26T17:14+09:00")
    assert the_round(talk).is_open

    talk.clock("2022-09-26T17:16+09:00")

    assert not the_round(talk).is_open
    assert "締め切りました" in board(talk).text
    assert ("bot", "round.close") in talk.audited()


def test_else_it_stays_open_and_is_late(opened):
    opened.clock("2022-09-27T10:00+09:00")

    assert the_round(opened).is_open
    assert "報告0／未報告19（うち遅延19）" in board(opened).text


def test_one_whose_time_is_over_does_not_close_itself_again(talk):
    with_round(talk, closes=["closes"])
    talk.clock("2022-09-27T10:00+09:00")
    talk.type("/round 標準化", by=SECRETARY)
    talk.press("もう一度受け付ける", by=SECRETARY)
    talk.ticks()

    assert the_round(talk).is_open
    assert "締切の日時を過ぎています。" in talk.private(SECRETARY).text
    assert "日時を変える" in labels(talk.private(SECRETARY))


@pytest.mark.parametrize("label", ["締め切る", "日時を変える", "件名などを直す", "詳しく"])
def test_a_member_changes_nothing(opened, label):
    opened.type("@進捗ボット 照会", by=SECRETARY)
    thread = opened.newest(SECRETARY).thread_ts

    opened.press(label, by=YAMAGUCHI, thread=thread)

    assert [] == opened.modals(YAMAGUCHI)
    assert the_round(opened).is_open
    said = opened.private(YAMAGUCHI).text
    assert "この操作は事務局だけ" in said or "*山口市*　未報告" in said


def test_another_title_and_as_of_go_everywhere(opened):
    opened.type("/round", by=SECRETARY)
    opened.press("件名などを直す", by=SECRETARY)
    assert {} == opened.submits(by=SECRETARY, title="秋の照会", as_of="2022-09-01")

    assert "照会：秋の照会\n" in board(opened).text
    assert "基準日：令和4年9月1日時点" in board(opened).text
    assert "*秋の照会*" in opened.type("/deadline", by=SECRETARY).text


def test_the_details_of_the_board_are_ones_own_for_a_member(opened):
    opened.press("詳しく", by=YAMAGUCHI)

    said = opened.private(YAMAGUCHI)
    assert "*山口市*　未報告" in said.text
    assert "報告する" in labels(said)
    assert block(said, "asked")


def test_who_comes_onto_the_roster_later_is_asked_too(opened):
    reports(opened)
    for code, user in (("352039", "U0LATER"), ("352063", "U0ALSO")):
        opened.appoints(user, code)
    opened.ticks()

    assert [] == opened.said_to("U0LATER")
    (told,) = opened.said_to("U0ALSO")
    assert "*防府市*　未報告" in told.text


def test_a_deadline_of_a_round_is_not_answered_or_called_off_as_one_without(opened):
    about = deadlines.of_round(opened.database.read(), HERE, the_round(opened).id)[0]
    opened.type("/deadline 10月31日 様式の提出", by=SECRETARY)
    opened.press("この内容で登録する", by=SECRETARY)
    opened.type("/deadline", by=SECRETARY)
    opened.press("取り消す", by=SECRETARY)
    for action in ("deadline:cancel", "deadline:change"):
        press = {"action_id": action, "value": about.id, "type": "button", "block_id": "x"}
        opened.again(kinds=("interactive",), actions=[press])

    assert not deadlines.of_round(opened.database.read(), HERE, the_round(opened).id)[0].cancelled


def test_the_room_hears_on_the_day_how_to_report(opened):
    opened.clock("2022-09-26T09:01+09:00")

    said = opened.told()[-1]
    assert said.startswith(f"締切の状況\n*{TITLE}*")
    assert (
        "報告済み 0／対象外 0／未報告 19\nまだの市町は、照会のお知らせか `照会` の「報告する」から、ご報告ください。"
        in said
    )


def test_the_list_of_deadlines_leads_to_the_round(opened):
    said = opened.type("/deadline", by=SECRETARY)
    assert ["照会を見る", "日時を変える", "カレンダーに入れる"] == labels(said)[:3]
    mine = opened.type("/deadline", by=YAMAGUCHI)
    assert ["報告する", "変更なしで報告"] == labels(mine)[:2]
    assert "報告済み 0／対象外 0／未報告 19\n山口市：未報告" in mine.text


def test_a_form_for_this_once_leaves_the_standing_readable(talk):
    with_round(talk, theme="own", title="端末の調査", lines="台数｜数字｜台")
    said = Report(the_round(talk).id, "352039", YAMAGUCHI, talk.room.clock(), How.FORM, {("f1", 0): 5.0}, key="1")
    with talk.database.begin() as db:
        reporting.keep(db, said, Member(YAMAGUCHI, "", Role.MEMBER, ("352039",)), talk._desk)
    talk.ticks()

    assert "報告1／未報告18" in board(talk).text
    for text in ("山口市", "全体", "標準化"):
        assert "の現況" in talk.type(f"/status {text}", by=YAMAGUCHI).text
