"""An app by somebody else joins by its manifest and runs unchanged: modal, Home, files, shortcuts, pins."""

from dataclasses import replace
from pathlib import Path

import pytest
import visiting_app
import yaml
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from small_room import BOT, CHANNELS, ROOM, SECRETARIAT, YAMAGUCHI, client, new_room, until

import talkroom
from talkroom import RefusedError, UnreadableManifest

MANIFEST = yaml.safe_load((Path(visiting_app.__file__).parent / "visiting_app.yaml").read_text())
VISITOR = talkroom.app(MANIFEST, number="APP2", secrets=talkroom.numbered(2))
FILLED = {
    "purpose": {"text": "連携会議"},
    "room": {"pick": "small"},
    "people": {"number": "6"},
    "day": {"day": "2022-10-31"},
    "wishes": {"wishes": ["tea"]},
}


@pytest.fixture
async def booking(connect):
    """A room with our bot's place and the visitor, connected over Socket Mode; what view_closed told it."""
    channels = [replace(channel, members=(*channel.members, VISITOR.bot_user)) for channel in CHANNELS]
    room = new_room(apps=(BOT, VISITOR), channels=channels)
    await room.start()
    app = AsyncApp(client=client(room, VISITOR.bot_token))
    ended = visiting_app.register(app)
    await connect(room, app, VISITOR)
    yield room, ended
    await room.stop()


async def form(room):
    """Open the booking form; the view on top."""
    await room.persons.type(YAMAGUCHI, ROOM, "/reserve 連携会議")
    await until(room, lambda: room.screens.stack(YAMAGUCHI))
    return room.screens.stack(YAMAGUCHI)[-1]


def direct(room):
    return [m.text for m in room.persons.sees(YAMAGUCHI, room.world.open_im(YAMAGUCHI, VISITOR.bot_user))]


async def test_a_wrong_field_is_told_and_its_correction_is_taken(booking):
    room, _ = booking
    view = await form(room)
    too_many = {**FILLED, "people": {"number": "9"}}
    assert {"people": "小会議室は8人までです"} == await room.persons.submit(YAMAGUCHI, view.id, too_many)

    assert {} == await room.persons.submit(YAMAGUCHI, view.id, FILLED)
    await until(room, lambda: direct(room))
    said = direct(room)[-1]
    assert "2022-10-31 小会議室 連携会議" in said
    assert "checkboxes: お茶の用意" in said
    assert "timepicker: 10:00" in said


async def test_the_home_shows_what_was_booked(booking):
    room, _ = booking
    room.persons.open_home(YAMAGUCHI, VISITOR.id)
    await until(room, lambda: room.screens.home(VISITOR.id, YAMAGUCHI))
    view = await form(room)
    await room.persons.submit(YAMAGUCHI, view.id, FILLED)
    await until(room, lambda: "連携会議" in str(room.screens.home(VISITOR.id, YAMAGUCHI).blocks))

    home = room.screens.home(VISITOR.id, YAMAGUCHI)
    await room.persons.press_in(YAMAGUCHI, home.id, "cancel_all")
    await until(room, lambda: "まだありません" in str(room.screens.home(VISITOR.id, YAMAGUCHI).blocks))


async def test_a_second_screen_is_laid_on_the_form_and_taken_away(booking):
    room, ended = booking
    view = await form(room)
    await room.persons.press_in(YAMAGUCHI, view.id, "explain", state={"purpose": {"text": "書きかけ"}})
    await until(room, lambda: 2 == len(room.screens.stack(YAMAGUCHI)))

    await room.persons.close(YAMAGUCHI, room.screens.stack(YAMAGUCHI)[-1].id)
    (below,) = room.screens.stack(YAMAGUCHI)
    assert "書きかけ" == below.chosen["purpose", "text"]
    await room.persons.close(YAMAGUCHI, below.id)
    assert [False] == ended


async def test_equipment_is_offered_by_the_app_while_one_types(booking):
    room, _ = booking
    view = await form(room)
    offered = await room.persons.offered(YAMAGUCHI, view, "equipment", "equipment", "マイ")

    assert ["マイク"] == [option["value"] for option in offered["options"]]


async def test_both_shortcuts_open_the_form(booking):
    room, _ = booking
    typed = await room.persons.type(SECRETARIAT, ROOM, "来月の打合せ")
    said = room.persons.seen(YAMAGUCHI, ROOM, typed.ts)
    await room.persons.run_shortcut(YAMAGUCHI, VISITOR.id, "attach", said)
    await until(room, lambda: room.screens.stack(YAMAGUCHI))
    assert "来月の打合せ" == room.screens.stack(YAMAGUCHI)[0].blocks[0]["element"]["initial_value"]

    await room.persons.run_shortcut(SECRETARIAT, VISITOR.id, "reserve")
    await until(room, lambda: room.screens.stack(SECRETARIAT))


async def test_a_file_is_received_and_answered_with_a_file(booking):
    room, _ = booking
    file = room.persons.upload(YAMAGUCHI, "名簿.csv", b"a,b")
    await room.persons.type(YAMAGUCHI, ROOM, "", files=[file.id])
    await until(room, lambda: 2 == len(room.persons.sees(SECRETARIAT, ROOM)))

    answer = room.persons.sees(SECRETARIAT, ROOM)[-1]
    assert ("受け取りました：名簿.csv（3バイト）", ["受領書.txt"]) == (
        answer.text,
        [file.name for file in room.world.files.of(answer)],
    )


async def test_a_menu_in_a_message_answers_and_replaces_it(booking):
    room, _ = booking
    await room.persons.type(YAMAGUCHI, ROOM, "/rooms")
    listed = room.persons.sees(SECRETARIAT, ROOM)[-1]
    await room.persons.press(YAMAGUCHI, ROOM, listed.ts, "which", selected="tea")
    await until(room, lambda: "談話室：4人まで" == room.persons.sees(SECRETARIAT, ROOM)[-1].text)


async def test_a_reaction_makes_the_app_pin(booking):
    room, _ = booking
    typed = await room.persons.type(YAMAGUCHI, ROOM, "大事なお知らせ")
    room.world.react(room.persons.seen(YAMAGUCHI, ROOM, typed.ts), "pushpin", YAMAGUCHI, on=True)

    await until(room, lambda: room.world.pins(ROOM))


async def test_it_may_do_no_more_than_its_manifest_says(booking):
    room, _ = booking
    with pytest.raises(SlackApiError) as refused:
        await client(room, VISITOR.bot_token).team_info()

    assert ("missing_scope", "team:read") == (refused.value.response["error"], refused.value.response["needed"])


async def test_a_scope_for_private_rooms_is_none_for_direct_messages(booking):
    room, _ = booking
    direct_messages = room.world.open_im(YAMAGUCHI, VISITOR.bot_user)
    limited = replace(VISITOR, scopes=("groups:history",))
    room.world.apps[VISITOR.id] = limited
    visitor = client(room, VISITOR.bot_token)

    assert (await visitor.conversations_history(channel=ROOM))["ok"]
    with pytest.raises(SlackApiError) as refused:
        await visitor.conversations_history(channel=direct_messages)
    assert "im:history" == refused.value.response["needed"]


async def test_two_apps_side_by_side_hear_their_own_commands(booking):
    room, _ = booking
    typed = await room.persons.type(YAMAGUCHI, ROOM, "/status")
    assert (False, "app_not_running") == (typed.ok, typed.error)

    assert (await room.persons.type(YAMAGUCHI, ROOM, "/rooms")).ok


def test_a_manifest_tells_the_names_the_menu_and_the_rights():
    assert ("会議室予約", ["/reserve", "/rooms"], ["reserve", "attach"], True, None) == (
        VISITOR.name,
        [command.name for command in VISITOR.commands],
        [shortcut.callback_id for shortcut in VISITOR.shortcuts],
        VISITOR.has_home,
        VISITOR.request_url,
    )
    assert "files:write" in VISITOR.scopes
    assert "file_shared" in VISITOR.events


def test_a_manifest_for_http_names_its_one_address():
    url = "https://app.example/slack/events"
    settings = {"event_subscriptions": {"request_url": url, "bot_events": ["app_mention"]}}
    app = talkroom.app({**MANIFEST, "settings": settings}, number="APP3", secrets=talkroom.numbered(3))

    assert url == app.request_url


@pytest.mark.parametrize("nonsense", [None, [], "text", {}, {"display_information": None}, {"features": []}])
def test_what_is_no_manifest_is_refused(nonsense):
    with pytest.raises(UnreadableManifest):
        talkroom.app(nonsense, number="APP2", secrets=talkroom.numbered(2))


async def test_a_view_of_another_person_cannot_be_touched(booking):
    room, _ = booking
    view = await form(room)

    with pytest.raises(RefusedError, match="すでに閉じています"):
        await room.persons.submit(SECRETARIAT, view.id, FILLED)
