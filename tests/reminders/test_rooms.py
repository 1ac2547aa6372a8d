"""Nothing is posted in a room that others read."""

from dataclasses import replace

import pytest
from talk import ROOM, SECRETARY

SUBSIDY = "/deadline 令和4年10月末 補助金の申請締切"


def register(talk):
    talk.type(SUBSIDY, by=SECRETARY)
    talk.press("この内容で登録する", by=SECRETARY)


def reasons(talk):
    rows = talk.database.read().exec_driver_sql("SELECT state, reason FROM posting WHERE kind = 'news'")
    return [tuple(row) for row in rows]


@pytest.mark.parametrize("mark", ["is_ext_shared", "is_pending_ext_shared"])
def test_a_room_that_is_shared_or_about_to_be_hears_nothing(talk, mark):
    channels = talk.room.world.channels
    channels[ROOM] = replace(channels[ROOM], **{mark: True})
    register(talk)
    talk.ticks()

    assert [] == talk.told()
    assert [("dead", "shared_room")] == reasons(talk)
    (said,) = [m for m in talk.said_to(SECRETARY) if m.text.startswith("届かなかったお知らせ")]
    assert "宛先のトークルームが外部の組織と共有されているため、投稿しませんでした。" in said.text


def test_the_chat_tells_of_it_at_once_and_the_secretariat_hears_it_once(talk):
    register(talk)
    assert 1 == len(talk.told())
    talk.shares()
    talk.again()
    talk.type("/deadline 令和4年11月末 様式の提出", by=SECRETARY)
    talk.press("この内容で登録する", by=SECRETARY)

    assert 1 == len(talk.told())
    told = [m.text for m in talk.said_to(SECRETARY) if "外部の組織と共有されました" in m.text]
    assert [f"<#{ROOM}> が外部の組織と共有されました。"] == [each.partition("このトークルーム")[0] for each in told]
    assert ("bot", "channel_shared") in talk.audited()


def test_once_it_is_no_longer_shared_it_can_be_said(talk):
    talk.shares()
    register(talk)
    talk.ticks()
    talk.shares(shared=False)
    assert "外部との共有が終わりました。" in talk.said_to(SECRETARY)[-1].text
    talk.press("もう一度送る", by=SECRETARY, channel=talk.direct(SECRETARY))

    assert 1 == len(talk.told())


def test_a_room_that_cannot_be_looked_at_waits_and_is_looked_at_again(talk):
    talk.trouble("error_before", methods="conversations.info", times=1)
    register(talk)
    talk.drains()

    assert 1 == len(talk.told())
    assert [("sent", "")] == reasons(talk)


def test_a_room_is_looked_at_once_for_several_posts(talk):
    register(talk)
    talk.trouble("error_before", methods="conversations.info", times=100)
    talk.type("/deadline 令和4年11月末 様式の提出", by=SECRETARY)
    talk.press("この内容で登録する", by=SECRETARY)

    assert 2 == len(talk.told())
