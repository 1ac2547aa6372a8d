"""One person of the roster at a time, and who takes over from whom."""

import pytest
from talk import HOFU, ROOM, SECRETARY, YAMAGUCHI
from test_deadline import SUBSIDY, TITLE, register
from test_roster import listed

import bot
from storage import members
from talkroom import Person

NEW = "U0NEW"
DONE = "done"


@pytest.fixture
def room(talk):
    talk.room.world.people[NEW] = Person(id=NEW, name="新任")
    return talk


def opens(talk, label):
    listed(talk)
    talk.press(label, by=SECRETARY)


def adds(talk, **values):
    opens(talk, "人を加える")
    return talk.submits(**{"user": NEW, "post": "山口市 DX推進担当", "in_charge": ["352039"], **values})


def chooses(talk, user=YAMAGUCHI):
    opens(talk, "変える・外す")
    assert {} == talk.submits(who=user)


def says(talk):
    return talk.modals()[-1].blocks[0]["text"]["text"]


def succeeds(talk, old=YAMAGUCHI, new=NEW, **values):
    opens(talk, "異動")
    return talk.submits(old=old, new=new, **values)


def test_a_person_is_added_with_a_rung_for_each_municipality(room):
    assert {} == adds(room, deputy=["352063"], head=["352012", "352021"])

    bodies = "下関市（係長）、宇部市（係長）、山口市、防府市（副担当）"
    assert f"<@U0NEW> さんを名簿に加えました：山口市 DX推進担当（{bodies}）。" in says(room)
    shown = listed(room).text
    assert "• 山口市 DX推進担当　<@U0NEW>（副担当）" in shown
    assert (SECRETARY, "roster.add") in room.audited()
    assert "山口市 DX推進担当 としてお使いいただけます。" in room.type("/help", by=NEW, channel=room.direct(NEW)).text


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"post": "　"}, "post"),
        ({"in_charge": []}, "in_charge"),
        ({"deputy": ["352039"]}, "deputy"),
        ({"user": YAMAGUCHI}, "user"),
        ({"user": "U0GUEST"}, "user"),
        ({"user": "U0ELSEWHERE"}, "user"),
        ({"user": "U0BOT"}, "user"),
        ({"user": "U0NOBODY"}, "user"),
    ],
)
def test_what_cannot_be_is_said_at_the_field(room, values, field):
    assert {field} == adds(room, **values).keys()
    assert [] == room.audited()


def test_a_person_is_changed(room):
    chooses(room)
    assert {} == room.submits(post="山口市 課長", in_charge=[], head=["352039"])

    assert "<@U0352039> さんを変えました：山口市 課長（山口市（係長））。" in says(room)
    assert "• 山口市 課長　<@U0352039>（係長）\n【担当者がいません】" in listed(room).text


def test_a_person_is_removed_and_the_post_stays_vacant_until_somebody_has_it(room):
    chooses(room, HOFU)
    room.press_in_modal("名簿から外す")

    assert "<@U0352063> さん（防府市 情報政策担当）を名簿から外しました。" in says(room)
    assert "*担当者がいない市町*　防府市" in says(room)
    assert "• 【空席】防府市 情報政策担当（担当）\n【担当者がいません】" in listed(room).text
    assert (SECRETARY, "roster.remove") in room.audited()

    adds(room, in_charge=["352063"])
    assert "【空席】" not in listed(room).text


def test_the_last_of_the_secretariat_stays(room):
    chooses(room, SECRETARY)
    assert {"role"} == room.submits(role="member", in_charge=["352039"]).keys()
    room.press_in_modal("名簿から外す")

    assert "事務局の人が1人もいなくなるため、変えられません。" in says(room)
    assert [] == room.audited()


def test_whoever_was_removed_meanwhile_is_not_changed(room):
    chooses(room, HOFU)
    with room.database.begin() as db:
        members.remove(db, bot.CONFERENCE, HOFU)

    assert {"post"} == room.submits(post="課長").keys()


def test_the_forms_are_the_secretariats_and_asked_again_when_they_are_sent(room):
    room.type("@進捗ボット 名簿", by=SECRETARY)
    thread = room.newest(SECRETARY).thread_ts
    for label in ("人を加える", "変える・外す", "異動"):
        room.press(label, by=YAMAGUCHI, thread=thread)

        assert room.private(YAMAGUCHI, ROOM).text.startswith("この操作は事務局だけができます。"), label
    assert [] == room.modals(YAMAGUCHI)
    opens(room, "人を加える")
    room.is_no_longer_the_secretariat(SECRETARY)
    room.submits(user=NEW, post="課長", in_charge=["352039"])

    assert "この操作は事務局だけができます。" in says(room)
    assert [] == room.audited()


def test_everything_passes_to_the_successor_in_one_step(room):
    register(room, SUBSIDY)
    room.appoints("U0DEPUTY", "352039", rung=1)
    assert {} == succeeds(room)

    assert "<@U0352039> さんから <@U0NEW> さんへ引き継ぎました：山口市 情報政策担当（山口市）。" in says(room)
    shown = listed(room).text
    assert "• 山口市 情報政策担当　<@U0NEW>（担当）\n• 352039の担当　<@U0DEPUTY>（副担当）" in shown
    assert f"<@{YAMAGUCHI}>" not in shown
    assert "名簿にある担当者だけが使えます" in room.type("/status 山口市").text
    assert (SECRETARY, "succession") in room.audited()


def test_the_successor_hears_what_is_open_and_every_reminder_from_then_on(room):
    register(room, SUBSIDY)
    succeeds(room)

    (said,) = room.said_to(NEW)
    assert (
        "引き継ぎのお知らせ\n<@U0352039> さんから 山口市 情報政策担当 を引き継ぎました。受け持ちは 山口市 です。"
        f"これからのお知らせは、ご自身に届きます。\n*まだ回答のない締切*\n• *{TITLE}*（山口市）"
    ) in said.text
    assert "sent" == room.posting(f"welcome/{NEW}/2022-09-08").state
    room.clock("2022-10-17T09:01+09:00")

    assert ([], 2) == (room.said_to(YAMAGUCHI), len(room.said_to(NEW)))
    kept = room.posting(f"reminder/2022-10-17T09:00/{YAMAGUCHI}")
    assert ("skipped", "名簿に受け持ちがないため送りませんでした") == (kept.state, kept.reason)


def test_on_a_day_to_come_it_happens_by_itself(room):
    register(room, SUBSIDY)
    assert {} == succeeds(room, day="2022-10-17")
    assert "令和4年10月17日(月) に、<@U0352039> さんから <@U0NEW> さんへ引き継ぎます。" in says(room)
    room.clock("2022-10-14T12:00+09:00")
    assert "<@U0NEW>" not in listed(room).text

    before = len(room.said_to(YAMAGUCHI))
    for moment in ("00:01", "08:31", "09:01"):
        room.clock(f"2022-10-17T{moment}+09:00")

    assert "• 山口市 情報政策担当　<@U0NEW>（担当）" in listed(room).text
    assert ["引き継ぎのお知らせ", "締切のお知らせ"] == [m.text.partition("\n")[0] for m in room.said_to(NEW)]
    assert before == len(room.said_to(YAMAGUCHI))


def test_a_successor_keeps_what_they_had(room):
    assert {} == succeeds(room, new=HOFU)

    shown = listed(room).text
    assert "*山口市*\n• 山口市 情報政策担当　<@U0352063>（担当）" in shown
    assert "*防府市*\n• 山口市 情報政策担当　<@U0352063>（担当）" in shown


def test_the_secretariats_own_succession_leaves_it_in_good_hands(room):
    assert {} == succeeds(room, old=SECRETARY)

    assert "事務局 行政DX推進班 としてお使いいただけます。" in room.type("/help", by=NEW, channel=room.direct(NEW)).text
    assert "名簿にある担当者だけが使えます" in room.type("/help", by=SECRETARY).text


@pytest.mark.parametrize(
    ("values", "field"),
    [({"new": YAMAGUCHI}, "new"), ({"new": "U0GUEST"}, "new"), ({"day": "2022-09-07"}, "day")],
)
def test_a_succession_that_cannot_be_is_said_at_the_field(room, values, field):
    assert {field} == succeeds(room, **values).keys()
    assert [] == room.audited()


def test_who_is_gone_already_passes_nothing_on(room):
    opens(room, "異動")
    with room.database.begin() as db:
        members.remove(db, bot.CONFERENCE, YAMAGUCHI)

    assert {"old"} == room.submits(old=YAMAGUCHI, new=NEW).keys()
