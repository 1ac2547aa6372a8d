"""Leave: the deputy stands in, and everything comes back afterwards."""

import pytest
from talk import HOFU, ROOM, SECRETARY, YAMAGUCHI, labels
from test_deadline import SUBSIDY, register
from test_roster import listed

DEPUTY = "U0DEPUTY"


@pytest.fixture
def room(talk):
    talk.appoints(DEPUTY, "352039", rung=1)
    register(talk, SUBSIDY)
    return talk


def leaves(talk, by=YAMAGUCHI, first="2022-10-10", last="2022-10-20", **values):
    listed(talk, by)
    talk.press("不在を登録する", by=by)
    return talk.submits(by=by, first=first, last=last, **values)


def says(talk, by=YAMAGUCHI):
    return talk.modals(by)[-1].blocks[0]["text"]["text"]


def told(talk, moment, *users):
    before = [len(talk.said_to(user)) for user in users]
    talk.clock(f"2022-{moment}T09:01+09:00")
    return [len(talk.said_to(user)) - was for user, was in zip(users, before, strict=True)]


def test_while_somebody_is_away_the_deputy_is_told_and_reads_why(room):
    assert {} == leaves(room)
    assert (
        "<@U0352039> さん（山口市 情報政策担当）の不在を登録しました："
        "令和4年10月10日(月)から令和4年10月20日(木)まで。\n"
        "山口市：<@U0DEPUTY> さんにお知らせします。"
    ) == says(room)

    assert [1, 0] == told(room, "09-30", YAMAGUCHI, DEPUTY)
    assert [0, 1] == told(room, "10-17", YAMAGUCHI, DEPUTY)
    assert "山口市：担当の方が不在のため、代理としてお知らせしています。" in room.said_to(DEPUTY)[-1].text
    kept = room.posting(f"reminder/2022-10-17T09:00/{YAMAGUCHI}")
    assert ("skipped", "不在のため、代理の方にお知らせしています") == (kept.state, kept.reason)
    assert [1, 0] == told(room, "10-26", YAMAGUCHI, DEPUTY)
    assert (YAMAGUCHI, "leave") in room.audited()


def test_without_a_deputy_the_person_is_told_all_the_same(room):
    assert {} == leaves(room, by=HOFU)

    assert "防府市：代わりの方がいないため、ご本人にお知らせします。" in says(room, HOFU)
    assert [1] == told(room, "10-17", HOFU)


def test_the_roster_shows_it_and_it_can_be_called_off(room):
    leaves(room)
    shown = listed(room, YAMAGUCHI)
    assert f"<@{YAMAGUCHI}>（担当）　不在 令和4年10月10日(月)〜令和4年10月20日(木)" in shown.text
    label = "不在を取り消す（山口市 情報政策担当 10/10〜）"
    assert label in labels(listed(room))

    listed(room, YAMAGUCHI)
    room.press(label)
    assert "不在を取り消しました。" in room.private(YAMAGUCHI).text
    room.press(label, by=SECRETARY)
    assert "この不在は、すでに取り消されています。" in room.private(SECRETARY).text
    assert [(YAMAGUCHI, "leave.end")] == [each for each in room.audited() if each[1] == "leave.end"]
    assert [1, 0] == told(room, "10-17", YAMAGUCHI, DEPUTY)


def test_the_secretariat_sets_it_down_for_anybody(room):
    assert {} == leaves(room, by=SECRETARY, who=YAMAGUCHI)

    assert [0, 1] == told(room, "10-17", YAMAGUCHI, DEPUTY)


@pytest.mark.parametrize(("first", "last"), [("2022-10-10", "2022-10-09"), ("2022-09-01", "2022-09-07")])
def test_what_cannot_be_is_said_at_the_field(room, first, last):
    assert {"last"} == leaves(room, first=first, last=last).keys()


def test_anothers_leave_is_not_ones_own_to_call_off(room):
    leaves(room)
    room.type("@進捗ボット 名簿", by=YAMAGUCHI)
    thread = room.newest(YAMAGUCHI).thread_ts
    room.press("不在を取り消す（山口市 情報政策担当 10/10〜）", by=HOFU, thread=thread)

    assert room.private(HOFU, ROOM).text.startswith("この操作は事務局だけができます。")
    assert (HOFU, "leave.end") not in room.audited()
