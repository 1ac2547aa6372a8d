"""Reactions, pins, edits and shortcuts: what people do to messages, and what the app hears of it."""

import pytest
from slack_sdk.errors import SlackApiError
from small_room import BOT, ROOM, SECRETARIAT, YAMAGUCHI, App, attached, new_room

from talkroom import RefusedError, Shortcut

REPORT = Shortcut(callback_id="report", name="報告する", type="global")
KEEP = Shortcut(callback_id="keep", name="ノートに残す", type="message")


@pytest.fixture
def app(room):
    return attached(room)


@pytest.fixture
async def said(room, app):
    """Something the secretariat has said, and the app has heard."""
    typed = await room.persons.type(SECRETARIAT, ROOM, "よろしくお願いします")
    await room.settle()
    app.heard.clear()
    return room.persons.seen(YAMAGUCHI, ROOM, typed.ts)


def now(room, message):
    return room.world.message(message.channel, message.ts)


async def test_a_persons_reaction_is_an_event_and_no_change_of_the_message(room, app, said):
    room.world.react(said, "ok", YAMAGUCHI, on=True)
    room.world.react(now(room, said), "ok", YAMAGUCHI, on=False)
    await room.settle()

    assert ["reaction_added", "reaction_removed"] == [event["type"] for event in app.events()]
    added = app.events("reaction_added")[0]
    assert (YAMAGUCHI, "ok", SECRETARIAT, {"type": "message", "channel": ROOM, "ts": said.ts}) == tuple(
        added[name] for name in ("user", "reaction", "item_user", "item")
    )


async def test_apps_and_people_react_to_the_same_message(room, web, said):
    await web.reactions_add(channel=ROOM, timestamp=said.ts, name="eyes")
    room.world.react(now(room, said), "eyes", YAMAGUCHI, on=True)

    assert {"eyes": (BOT.bot_user, YAMAGUCHI)} == dict(now(room, said).reactions)


async def test_an_app_pins_and_unpins_once(room, web, said):
    await web.pins_add(channel=ROOM, timestamp=said.ts)
    with pytest.raises(SlackApiError, match="already_pinned"):
        await web.pins_add(channel=ROOM, timestamp=said.ts)

    (item,) = (await web.pins_list(channel=ROOM))["items"]
    assert (said.ts, BOT.bot_user) == (item["message"]["ts"], item["created_by"])
    history = await web.conversations_history(channel=ROOM)
    assert [ROOM] == history["messages"][0]["pinned_to"]

    await web.pins_remove(channel=ROOM, timestamp=said.ts)
    with pytest.raises(SlackApiError, match="no_pin"):
        await web.pins_remove(channel=ROOM, timestamp=said.ts)


async def test_a_persons_pin_is_told(room, app, said):
    room.world.pin(said, YAMAGUCHI, on=True)
    await room.settle()

    (pinned,) = app.events("pin_added")
    assert (YAMAGUCHI, ROOM, said.ts) == (pinned["user"], pinned["channel_id"], pinned["item"]["message"]["ts"])


async def test_one_edits_ones_own_words_and_the_app_hears_both(room, app, said):
    room.persons.edit(SECRETARIAT, said, "よろしくお願いいたします @進捗ボット")
    await room.settle()

    (event,) = app.events("message")
    assert ("message_changed", "よろしくお願いします", "よろしくお願いいたします <@U0BOT>") == (
        event["subtype"],
        event["previous_message"]["text"],
        event["message"]["text"],
    )
    assert SECRETARIAT == event["message"]["edited"]["user"]


async def test_one_deletes_ones_own_words(room, said):
    room.persons.delete(SECRETARIAT, said)

    assert [] == room.persons.sees(YAMAGUCHI, ROOM)


async def test_nobody_edits_or_deletes_what_somebody_else_said(room, said):
    with pytest.raises(RefusedError, match="自分のメッセージだけ"):
        room.persons.edit(YAMAGUCHI, said, "書き換え")
    with pytest.raises(RefusedError, match="自分のメッセージだけ"):
        room.persons.delete(YAMAGUCHI, said)


@pytest.fixture
def with_shortcuts():
    named = {name: getattr(BOT, name) for name in ("id", "name", "bot_user", "bot_id", "bot_token", "app_token")}
    return new_room(apps=(App(**named, signing_secret="s", shortcuts=(REPORT, KEEP)),))


async def test_a_global_shortcut_carries_a_trigger_and_no_channel(with_shortcuts):
    app = attached(with_shortcuts)
    await with_shortcuts.persons.run_shortcut(YAMAGUCHI, BOT.id, "report")

    payload = app.payload
    assert ("shortcut", "report", YAMAGUCHI) == (payload["type"], payload["callback_id"], payload["user"]["id"])
    assert payload["trigger_id"]
    assert not {"channel", "message", "response_url"} & payload.keys()


async def test_a_message_shortcut_carries_the_message(with_shortcuts):
    app = attached(with_shortcuts)
    typed = await with_shortcuts.persons.type(SECRETARIAT, ROOM, "残しておきたい話")
    said = with_shortcuts.persons.seen(YAMAGUCHI, ROOM, typed.ts)
    await with_shortcuts.persons.run_shortcut(YAMAGUCHI, BOT.id, "keep", said)

    payload = app.payload
    assert ("message_action", "keep", "残しておきたい話", typed.ts, ROOM) == (
        payload["type"],
        payload["callback_id"],
        payload["message"]["text"],
        payload["message_ts"],
        payload["channel"]["id"],
    )
    assert payload["response_url"]


@pytest.mark.parametrize("callback_id", ["keep", "nonsense"])
async def test_a_shortcut_that_is_not_in_the_menu_is_refused(with_shortcuts, callback_id):
    with pytest.raises(RefusedError, match="そのショートカットはありません"):
        await with_shortcuts.persons.run_shortcut(YAMAGUCHI, BOT.id, callback_id)
