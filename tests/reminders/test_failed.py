"""What cannot be said is told to the secretariat once, and they decide."""

import pytest
from sqlalchemy import text
from talk import HOFU, ROOM, SECRETARY, SHIMONOSEKI, YAMAGUCHI, labels

from talkroom import Person

LOST = "届かなかったお知らせ"
KEY = f"reminder/2022-10-17T09:00/{YAMAGUCHI}"


@pytest.fixture
def lost(talk):
    """The account of 山口市 is gone when its reminder is due."""
    talk.type("/deadline 令和4年10月末 補助金の申請締切", by=SECRETARY)
    talk.press("この内容で登録する", by=SECRETARY)
    there = talk.room.world.people[YAMAGUCHI]
    talk.forgets(YAMAGUCHI)
    talk.clock("2022-10-17T09:01+09:00")
    talk.ticks()
    return talk, there


def alerts(talk):
    return [m for m in talk.said_to(SECRETARY) if m.text.startswith(LOST)]


def test_the_secretariat_is_told_once_who_could_not_be_reached_why_and_what_to_do(lost):
    talk, _ = lost
    talk.ticks()

    (said,) = alerts(talk)
    assert f"*締切のお知らせ*（令和4年10月17日(月) 09:00）　宛先：<@{YAMAGUCHI}>（山口市 情報政策担当）" in said.text
    assert "この利用者が見つかりません。名簿の利用者IDを確かめ、異動のときは名簿を直してください。" in said.text
    assert ["もう一度送る", "送らない", LOST, "使い方"] == labels(said)


def test_once_it_is_mended_one_press_says_it(lost):
    talk, there = lost
    talk.room.world.people[YAMAGUCHI] = there
    talk.press("もう一度送る", by=SECRETARY, channel=talk.direct(SECRETARY))

    assert ["締切のお知らせ"] == [m.text.partition("\n")[0] for m in talk.said_to(YAMAGUCHI)]
    assert "sent" == talk.posting(KEY).state
    assert (SECRETARY, "posting.again") == talk.audited()[-1]


def test_what_fails_again_is_told_again(lost):
    talk, _ = lost
    talk.clock("2022-10-17T11:00+09:00")
    talk.press("もう一度送る", by=SECRETARY, channel=talk.direct(SECRETARY))
    talk.ticks()

    assert 2 == len(alerts(talk))


def test_what_is_left_is_not_said_and_a_second_press_finds_it_decided(lost):
    talk, there = lost
    talk.press("送らない", by=SECRETARY, channel=talk.direct(SECRETARY))
    talk.room.world.people[YAMAGUCHI] = there
    talk.press("もう一度送る", by=SECRETARY, channel=talk.direct(SECRETARY))

    assert "このお知らせは、すでに処理されています。" == talk.said_to(SECRETARY)[-1].text
    assert ("skipped", "事務局の判断で送りませんでした") == (talk.posting(KEY).state, talk.posting(KEY).reason)
    assert (SECRETARY, "posting.leave") == talk.audited()[-1]


def test_several_at_once_are_one_message(talk):
    talk.type("/deadline 令和4年10月末 補助金の申請締切", by=SECRETARY)
    talk.press("この内容で登録する", by=SECRETARY)
    for user in (YAMAGUCHI, SHIMONOSEKI, HOFU):
        talk.forgets(user)
    talk.clock("2022-10-17T09:01+09:00")
    talk.ticks()

    (said,) = alerts(talk)
    assert "次の3件を送れませんでした。" in said.text


def test_the_list_and_the_digest_show_what_waits(lost):
    talk, _ = lost
    settings = talk.type("/settings", by=SECRETARY)
    assert "届かなかったお知らせ（1件）" in labels(settings)
    talk.press("届かなかったお知らせ（1件）", by=SECRETARY)
    assert "もう一度送る" in labels(talk.private(SECRETARY))

    talk.clock("2022-10-18T08:46+09:00")
    assert "送れなかったお知らせが1件あります。送り直すかどうかを決めてください。" in talk.said_to(SECRETARY)[-1].text


def test_of_news_that_cannot_reach_the_secretariat_itself_no_news_is_made(talk):
    talk.type("/deadline 令和4年10月末 補助金の申請締切", by=SECRETARY)
    talk.press("この内容で登録する", by=SECRETARY)
    for user in (YAMAGUCHI, SECRETARY):
        talk.forgets(user)
    talk.clock("2022-10-17T09:01+09:00")
    for _ in range(3):
        talk.ticks()

    asked = text("SELECT count(*) FROM posting WHERE key LIKE 'failed/failed/%'")
    assert 0 == talk.database.read().execute(asked).scalar()


def test_what_is_in_doubt_in_a_room_that_cannot_be_read_is_a_persons_to_decide(talk):
    talk.type("/deadline 令和4年10月末 補助金の申請締切", by=SECRETARY)
    talk.trouble("history_fails", times=100)
    talk.trouble("drop_before", methods="chat.postMessage", times=1)
    talk.press("この内容で登録する", by=SECRETARY)
    with talk.database.begin() as db:
        db.execute(text("UPDATE posting SET next_try_at = 0 WHERE kind = 'news'"))
    talk.ticks()
    talk.clock("2022-09-08T09:40+09:00")
    talk.ticks()

    (said,) = alerts(talk)
    assert f"*トークルームへの締切のお知らせ*（令和4年9月8日(木) 09:00）　宛先：<#{ROOM}>" in said.text
    assert "送ったかどうかを確かめられません。" in said.text
    talk.press("もう一度送る", by=SECRETARY, channel=talk.direct(SECRETARY))
    assert 1 == len(talk.told())


def test_a_member_may_not_decide(lost):
    talk, there = lost
    talk.room.world.people["U0OTHER"] = Person(id="U0OTHER", name="だれか")
    talk.room.world.people[YAMAGUCHI] = there
    talk.type("@進捗ボット 設定", by=SECRETARY)
    thread = talk.newest(SECRETARY).thread_ts

    talk.press("届かなかったお知らせ（1件）", by=YAMAGUCHI, thread=thread)

    assert talk.private(YAMAGUCHI).text.startswith("この操作は事務局だけができます。")
