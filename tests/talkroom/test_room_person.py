"""What a person can do in the room, without any wire: type, run a command, press, look."""

from datetime import datetime, timedelta

import pytest
from small_room import (
    BOT,
    ELSEWHERE,
    OPEN,
    ROOM,
    SECRETARIAT,
    UBE,
    YAMAGUCHI,
    actions,
    attached,
    button,
    new_room,
    section,
)

from talkroom import Answer, Clock, RefusedError, Talkroom


@pytest.fixture
def room() -> Talkroom:
    return new_room()


async def test_what_one_person_types_the_others_in_the_channel_see(room):
    await room.persons.type(YAMAGUCHI, OPEN, "おはようございます")

    assert ["おはようございます"] == [m.text for m in room.persons.sees(UBE, OPEN)]


async def test_nobody_sees_a_channel_they_are_not_in(room):
    with pytest.raises(RefusedError) as refused:
        room.persons.sees(YAMAGUCHI, ELSEWHERE)

    assert "channel_not_found" == refused.value.code


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("a < b & c > d", "a &lt; b &amp; c &gt; d"),
        ("<!channel> 全員へ", "&lt;!channel&gt; 全員へ"),
        ("<https://example.com|ここ>", "&lt;https://example.com|ここ&gt;"),
        ("@進捗ボット 状況", "<@U0BOT> 状況"),
        ("<@U0BOT> 状況", "<@U0BOT> 状況"),
        ("<@U0NOBODY> 状況", "&lt;@U0NOBODY&gt; 状況"),
        ('*太字* と "引用"', '*太字* と "引用"'),
        ("/etc/hosts を見る", "/etc/hosts を見る"),
    ],
)
async def test_a_persons_text_is_sent_as_slacks_clients_send_it(room, typed, sent):
    await room.persons.type(YAMAGUCHI, ROOM, typed)

    assert sent == room.persons.sees(YAMAGUCHI, ROOM)[-1].text


async def test_a_command_is_answered_to_the_one_person(room):
    attached(room, Answer(200, {"text": "山口市は…", "blocks": [section("*山口市*")]}))

    typed = await room.persons.type(YAMAGUCHI, ROOM, "/status 山口市")

    assert ("/status", None) == (typed.ran, typed.ts)
    assert ["山口市は…"] == [m.text for m in room.persons.sees(YAMAGUCHI, ROOM)]
    assert [] == room.persons.sees(SECRETARIAT, ROOM)


async def test_an_answer_in_channel_is_seen_by_all_beside_the_typed_command(room):
    attached(room, Answer(200, {"text": "山口市は…", "response_type": "in_channel"}))

    await room.persons.type(YAMAGUCHI, ROOM, "/status 山口市")

    assert [("山口市は…", "/status 山口市")] == [(m.text, m.command) for m in room.persons.sees(SECRETARIAT, ROOM)]


async def test_a_command_carries_what_slack_puts_in(room):
    listener = attached(room)

    await room.persons.type(YAMAGUCHI, ROOM, "/status 山口市  標準化\n二行目")

    payload = listener.payload
    assert "slash_commands" == listener.heard[0][0]
    assert payload.pop("trigger_id")
    assert payload.pop("response_url").startswith(f"{room.url}respond/")
    assert {
        "token": "",
        "command": "/status",
        "text": "山口市  標準化\n二行目",
        "user_id": YAMAGUCHI,
        "user_name": "山口市 情報政策担当",
        "channel_id": ROOM,
        "channel_name": "privategroup",
        "team_id": "T0TEAM",
        "team_domain": "talkroom",
        "api_app_id": BOT.id,
        "is_enterprise_install": "false",
    } == payload


@pytest.mark.parametrize("status", [404, 500])
async def test_a_command_that_fails_is_told_to_the_person_and_kept(room, status):
    attached(room, Answer(status))

    typed = await room.persons.type(YAMAGUCHI, ROOM, "/status 山口市")

    assert (False, "dispatch_failed") == (typed.ok, typed.error)
    assert "/status をアプリに届けられませんでした。もう一度お試しください。" == typed.say


async def test_a_command_of_an_app_that_is_not_there_says_so(room):
    typed = await room.persons.type(YAMAGUCHI, ROOM, "/status 山口市")

    assert "「進捗ボット」は今、動いていません。起動してから、もう一度お試しください。" == typed.say


@pytest.mark.parametrize(
    ("text", "error"),
    [("/nothing ここ", "unknown_command"), ("   ", "no_text"), ("あ" * 40_001, "msg_too_long")],
)
async def test_what_cannot_be_sent_is_refused_with_a_sentence(room, text, error):
    typed = await room.persons.type(YAMAGUCHI, ROOM, text)

    assert (False, error) == (typed.ok, typed.error)
    assert typed.say.endswith("。")


async def test_a_command_does_not_work_in_a_thread(room):
    head = await room.persons.type(YAMAGUCHI, ROOM, "相談です")

    typed = await room.persons.type(YAMAGUCHI, ROOM, "/status 山口市", thread_ts=head.ts)

    assert "command_in_thread" == typed.error


async def test_an_answer_slack_would_not_show_is_dropped_with_a_word_to_the_person(room):
    attached(room, Answer(200, {"blocks": [{"type": "nonsense"}]}))

    typed = await room.persons.type(YAMAGUCHI, ROOM, "/status 山口市")

    assert typed.ok
    assert ["表示できない内容でした。"] == [m.text for m in room.persons.sees(YAMAGUCHI, ROOM)]


async def test_an_empty_ack_shows_nothing(room):
    attached(room)

    await room.persons.type(YAMAGUCHI, ROOM, "/status 山口市")

    assert [] == room.persons.sees(YAMAGUCHI, ROOM)


async def test_replies_are_kept_in_their_thread_even_those_to_a_reply(room):
    head = await room.persons.type(YAMAGUCHI, ROOM, "相談です")
    reply = await room.persons.type(SECRETARIAT, ROOM, "どうぞ", thread_ts=head.ts)
    await room.persons.type(YAMAGUCHI, ROOM, "実は…", thread_ts=reply.ts)

    assert ["相談です"] == [m.text for m in room.persons.sees(YAMAGUCHI, ROOM)]
    assert ["相談です", "どうぞ", "実は…"] == [m.text for m in room.persons.sees(YAMAGUCHI, ROOM, thread_ts=head.ts)]


async def test_the_ids_an_app_leaves_out_are_filled_in(room):
    attached(room, Answer(200, {"blocks": [actions(button()), section("続き")]}))
    await room.persons.type(YAMAGUCHI, ROOM, "/status")

    first, second = room.persons.sees(YAMAGUCHI, ROOM)[-1].blocks
    assert all([first["block_id"], second["block_id"], first["elements"][0]["action_id"]])


async def test_message_times_come_from_the_rooms_clock_and_are_never_the_same(room):
    for number in range(50):
        await room.persons.type(YAMAGUCHI, ROOM, f"{number}")

    times = [m.ts for m in room.persons.sees(YAMAGUCHI, ROOM)]
    assert sorted(set(times)) == times
    assert "1662595200" == times[0].split(".")[0]


async def test_the_clock_moves_forward_and_messages_with_it(room):
    room.clock.move(datetime.fromisoformat("2022-10-31T17:15+09:00"))
    await room.persons.type(YAMAGUCHI, ROOM, "締切です")

    assert "1667204100" == room.persons.sees(YAMAGUCHI, ROOM)[-1].ts.split(".")[0]


def test_the_clock_never_moves_back():
    clock = Clock(datetime.fromisoformat("2022-09-08T09:00+09:00"))

    with pytest.raises(ValueError, match="時計は先へだけ進められます"):
        clock.move(clock() - timedelta(seconds=1))


def test_the_clock_must_know_its_time_zone():
    with pytest.raises(ValueError, match="時差が必要です"):
        Clock(datetime.fromisoformat("2022-09-08T09:00"))


async def test_the_room_does_not_listen_elsewhere_without_a_password(room):
    with pytest.raises(ValueError, match="パスワードの設定が必要です"):
        await room.start("0.0.0.0")
