"""Events: what an app is told of what happens around it."""

import pytest
from small_room import BOT, OPEN, ROOM, SECRETARIAT, YAMAGUCHI, actions, attached, button, client, new_room

from talkroom import App


@pytest.fixture
def listener(room):
    return attached(room)


async def test_a_message_in_a_private_channel_is_told(room, listener):
    typed = await room.persons.type(YAMAGUCHI, ROOM, "こんにちは")
    await room.settle()

    _, payload = listener.heard[0]
    assert ("event_callback", BOT.id, "T0TEAM", 1662595200) == (
        payload["type"],
        payload["api_app_id"],
        payload["team_id"],
        payload["event_time"],
    )
    assert BOT.bot_user == payload["authorizations"][0]["user_id"]
    assert {
        "type": "message",
        "user": YAMAGUCHI,
        "text": "こんにちは",
        "ts": typed.ts,
        "event_ts": typed.ts,
        "team": "T0TEAM",
        "channel": ROOM,
        "channel_type": "group",
    } == payload["event"]


async def test_nothing_is_told_of_a_channel_the_app_is_not_in(room, listener):
    await room.persons.type(YAMAGUCHI, OPEN, "@進捗ボット 聞こえますか")
    await room.settle()

    assert [] == listener.heard


async def test_a_mention_is_told_twice_as_message_and_as_mention(room, listener):
    await room.persons.type(YAMAGUCHI, ROOM, "@進捗ボット 状況 山口市")
    await room.settle()

    assert ["message", "app_mention"] == [event["type"] for event in listener.events()]
    assert "<@U0BOT> 状況 山口市" == listener.events("app_mention")[0]["text"]


async def test_a_mention_in_a_thread_carries_the_thread(room, listener):
    head = await room.persons.type(YAMAGUCHI, ROOM, "相談です")
    await room.persons.type(YAMAGUCHI, ROOM, "@進捗ボット 状況", thread_ts=head.ts)
    await room.settle()

    assert head.ts == listener.events("app_mention")[0]["thread_ts"]


async def test_a_direct_message_is_of_the_im_kind(room, listener):
    direct = room.persons.open_im(YAMAGUCHI, BOT.id)
    await room.persons.type(YAMAGUCHI, direct, "状況 山口市")
    await room.settle()

    assert [
        ("app_home_opened", None),
        ("message", "im"),
    ] == [(event["type"], event.get("channel_type")) for event in listener.events()]


async def test_the_bots_own_messages_are_told_as_slack_does(room, listener):
    await client(room).chat_postMessage(channel=ROOM, text="お知らせ")
    await room.settle()

    event = listener.events("message")[0]
    assert (BOT.bot_user, BOT.bot_id, BOT.id) == (event["user"], event["bot_id"], event["app_id"])


async def test_what_only_one_person_sees_is_told_to_no_app(room, listener):
    await client(room).chat_postEphemeral(channel=ROOM, user=YAMAGUCHI, text="あなただけに")
    await room.settle()

    assert [] == listener.events()


async def test_changes_and_deletions_are_told(room, listener):
    web = client(room)
    posted = await web.chat_postMessage(channel=ROOM, text="報告0", blocks=[actions(button())])
    await web.chat_update(channel=ROOM, ts=posted["ts"], text="報告1")
    await web.chat_delete(channel=ROOM, ts=posted["ts"])
    await room.settle()

    _, changed, deleted = listener.events("message")
    assert ("message_changed", "報告1", "報告0") == (
        changed["subtype"],
        changed["message"]["text"],
        changed["previous_message"]["text"],
    )
    assert ("message_deleted", posted["ts"]) == (deleted["subtype"], deleted["deleted_ts"])


async def test_a_person_who_joins_is_told(room, listener):
    room.join(BOT.bot_user, OPEN)
    room.join(BOT.bot_user, OPEN)
    await room.settle()

    assert [(BOT.bot_user, OPEN, "C")] == [
        (event["user"], event["channel"], event["channel_type"]) for event in listener.events("member_joined_channel")
    ]


async def test_an_app_hears_only_what_it_subscribes_to():
    deaf = App(**{**{name: getattr(BOT, name) for name in App.__slots__}, "events": ("app_mention",)})
    room = new_room(apps=(deaf,))
    listener = attached(room)

    await room.persons.type(SECRETARIAT, ROOM, "こんにちは")
    await room.persons.type(SECRETARIAT, ROOM, "@進捗ボット")
    await room.settle()

    assert ["app_mention"] == [event["type"] for event in listener.events()]
