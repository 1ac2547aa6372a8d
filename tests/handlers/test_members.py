"""Who is let in."""

import pytest
from talk import NOT_ON_THE_ROSTER, ROOM, SECRETARY, YAMAGUCHI

from talkroom import Person

REFUSED = "このボットは、連携会議の名簿にある担当者だけが使えます。"
OUTSIDERS = {
    "U0ONEROOM": {"is_restricted": True},
    "U0GUEST1": {"is_ultra_restricted": True},
    "U0OTHERTEAM": {"team_id": "T0OTHERTEAM"},
    "U0FOREIGN": {"is_stranger": True},
}


@pytest.fixture
def crowd(talk):
    """Everybody who must stay out, in the room and – so that nothing else stops them – on the roster."""
    for user, marks in OUTSIDERS.items():
        talk.enters(Person(id=user, name=user, **marks), on_the_roster=True)
    return talk


@pytest.mark.parametrize("user", [*OUTSIDERS, NOT_ON_THE_ROSTER, "U0GUEST", "U0ELSEWHERE"])
def test_an_outsider_is_refused_every_way_in(crowd, user):
    said = [
        crowd.type("/status 山口市", by=user),
        crowd.type("/help", by=user),
        crowd.type("状況 山口市", by=user, channel=crowd.direct(user)),
    ]
    crowd.type("@進捗ボット 状況 山口市", by=user)
    said.append(crowd.newest(user))

    assert [REFUSED] * 4 == [message.text.partition("\n")[0] for message in said]


@pytest.mark.parametrize(("marks", "told"), [({"deleted": True}, REFUSED), ({"is_bot": True}, "")])
def test_a_closed_account_is_refused_and_a_bot_hears_nothing(talk, marks, told):
    talk.enters(Person(id="U0NOBODY", name="だれか", **marks), on_the_roster=True)

    assert told == talk.commands("/status 山口市", by="U0NOBODY").partition("\n")[0]


def test_an_outsider_cannot_press_what_a_member_was_shown(crowd):
    answer = crowd.type("@進捗ボット 状況 山口市")

    crowd.press("カード：全市町", by="U0OTHERTEAM", thread=answer.thread_ts)

    assert REFUSED in crowd.newest("U0OTHERTEAM").text


def test_a_room_shared_with_others_is_not_answered(talk):
    talk.type("@進捗ボット 状況 山口市")

    talk.again(event_id="Ev2", is_ext_shared_channel=True)

    assert 2 == len(talk.sees(YAMAGUCHI, ROOM, talk.newest().thread_ts))


def test_whoever_is_refused_is_told_whom_to_ask(talk):
    assert f"行政DX推進班）：<@{SECRETARY}>" in talk.type("/status 山口市", by=NOT_ON_THE_ROSTER).text


def test_the_first_secretariat_person_comes_from_the_settings(talking_with):
    with talking_with(secretariat=(NOT_ON_THE_ROSTER,)) as talk:
        assert "事務局 としてお使いいただけます。" in talk.type("/help", by=NOT_ON_THE_ROSTER).text


def test_an_account_that_is_closed_is_noticed_at_once(talk):
    assert talk.type("/status 山口市").text.startswith("山口市の現況")

    talk.changes(YAMAGUCHI, deleted=True)

    assert REFUSED in talk.commands("/status 山口市", by=YAMAGUCHI)


def test_an_account_that_cannot_be_looked_up_is_refused(talk):
    talk.forgets(YAMAGUCHI)

    assert "利用者の確認ができなかった" in talk.commands("/status 山口市", by=YAMAGUCHI)


def test_help_speaks_to_the_role(talk):
    assert "事務局 行政DX推進班 としてお使いいただけます。" in talk.type("/help", by=SECRETARY).text
    assert "山口市 情報政策担当 としてお使いいただけます。" in talk.type("/help", by=YAMAGUCHI).text
