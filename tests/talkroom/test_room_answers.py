"""Response URLs, presses and triggers: what follows after a command or a button."""

import threading
from asyncio import to_thread

import pytest
from small_room import BOT, OTHER, ROOM, SECRETARIAT, YAMAGUCHI, actions, attached, button, client, section

from talkroom import Answer, RefusedError
from talkroom.errors import SlackError

MENU = {
    "type": "static_select",
    "action_id": "town",
    "options": [{"text": {"type": "plain_text", "text": name}, "value": name} for name in ("萩市", "光市")],
}


@pytest.fixture
def listener(room):
    return attached(room)


@pytest.fixture
async def url(room, listener):
    """The response URL of a command that was typed."""
    await room.persons.type(YAMAGUCHI, ROOM, "/status 山口市")
    return listener.payload["response_url"]


async def post_menu(room, *blocks):
    return (await client(room).chat_postMessage(channel=ROOM, text="選択", blocks=list(blocks)))["ts"]


async def told(http, url, **said):
    answer = await http.post(url, json=said)
    return answer.status, await answer.text()


async def test_a_response_is_for_the_person_unless_it_says_otherwise(room, http, url):
    await told(http, url, text="あなたへ")
    await told(http, url, text="皆さんへ", response_type="in_channel")

    assert ["あなたへ", "皆さんへ"] == [m.text for m in room.persons.sees(YAMAGUCHI, ROOM)]
    assert [("皆さんへ", "/status 山口市")] == [(m.text, m.command) for m in room.persons.sees(SECRETARIAT, ROOM)]


async def test_the_typed_command_is_shown_beside_the_first_answer_only(room, http, url):
    for text in ("一", "二"):
        await told(http, url, text=text, response_type="in_channel")

    assert ["/status 山口市", None] == [m.command for m in room.persons.sees(SECRETARIAT, ROOM)]


async def test_a_response_url_is_good_for_five_answers(http, url):
    for _ in range(5):
        assert (200, "ok") == await told(http, url, text="はい")

    status, body = await told(http, url, text="もう一つ")
    assert (404, True) == (status, "used_url" in body)


async def test_a_refused_answer_is_not_counted_and_says_why(http, url):
    for _ in range(6):
        status, body = await told(http, url, blocks=[section("")])
        assert (400, True) == (status, "invalid_blocks" in body)

    assert (200, "ok") == await told(http, url, text="はい")


@pytest.mark.parametrize("body", ["{", "[]", "{}", '""'])
async def test_an_answer_that_says_nothing_is_refused(http, url, body):
    answer = await http.post(url, data=body)

    assert 400 == answer.status


async def test_a_response_url_expires_and_a_wrong_one_never_was(hasty_room, http):
    listener = attached(hasty_room)
    await hasty_room.persons.type(YAMAGUCHI, ROOM, "/status")
    await to_thread(threading.Event().wait, 0.06)

    for url in (listener.payload["response_url"], f"{hasty_room.url}respond/nonsense"):
        status, body = await told(http, url, text="はい")
        assert (404, True) == (status, "expired_url" in body)


async def test_a_press_tells_the_app_what_was_pressed(room, listener):
    ts = await post_menu(room, actions(button("報告する", action_id="report", value="12"), MENU, block_id="row"))

    await room.persons.press(YAMAGUCHI, ROOM, ts, "report")

    kind, payload = listener.heard[-1]
    action = payload["actions"][0]
    assert ("interactive", "block_actions") == (kind, payload["type"])
    assert action.pop("action_ts")
    assert {
        "type": "button",
        "action_id": "report",
        "block_id": "row",
        "value": "12",
        "text": {"type": "plain_text", "text": "報告する"},
    } == action
    assert (YAMAGUCHI, "T0TEAM") == (payload["user"]["id"], payload["user"]["team_id"])
    assert {"type": "message", "message_ts": ts, "channel_id": ROOM, "is_ephemeral": False} == payload["container"]
    assert ts == payload["message"]["ts"]
    assert {"row": {"town": {"type": "static_select", "selected_option": None}}} == payload["state"]["values"]


async def test_a_choice_is_one_of_the_options_and_stays_chosen(room, listener):
    ts = await post_menu(room, actions(button(action_id="report"), MENU, block_id="row"))

    await room.persons.press(YAMAGUCHI, ROOM, ts, "town", selected="光市")
    await room.persons.press(YAMAGUCHI, ROOM, ts, "report")

    chosen = MENU["options"][1]
    assert chosen == listener.heard[-2][1]["actions"][0]["selected_option"]
    assert chosen == listener.payload["state"]["values"]["row"]["town"]["selected_option"]


async def test_what_one_person_chose_is_not_anothers(room, listener):
    ts = await post_menu(room, actions(button(action_id="report"), MENU, block_id="row"))

    await room.persons.press(YAMAGUCHI, ROOM, ts, "town", selected=MENU["options"][0])
    await room.persons.press(SECRETARIAT, ROOM, ts, "report")

    assert listener.payload["state"]["values"]["row"]["town"]["selected_option"] is None


@pytest.mark.parametrize(
    ("element", "selected", "reported"),
    [
        ({"type": "datepicker"}, "2022-10-31", {"selected_date": "2022-10-31"}),
        ({"type": "timepicker"}, "17:15", {"selected_time": "17:15"}),
        ({"type": "users_select"}, SECRETARIAT, {"selected_user": SECRETARIAT}),
        ({"type": "multi_users_select"}, [SECRETARIAT], {"selected_users": [SECRETARIAT]}),
        ({"type": "checkboxes", "options": MENU["options"]}, ["萩市"], {"selected_options": MENU["options"][:1]}),
        ({"type": "checkboxes", "options": MENU["options"]}, [], {"selected_options": []}),
        ({"type": "overflow", "options": MENU["options"]}, "光市", {"selected_option": MENU["options"][1]}),
        (
            {
                "type": "static_select",
                "option_groups": [{"label": {"type": "plain_text", "text": "市"}, "options": MENU["options"]}],
            },
            "光市",
            {"selected_option": MENU["options"][1]},
        ),
    ],
)
async def test_each_element_reports_its_choice_by_its_own_name(room, listener, element, selected, reported):
    ts = await post_menu(room, actions({**element, "action_id": "it"}))

    await room.persons.press(YAMAGUCHI, ROOM, ts, "it", selected=selected)

    action = listener.payload["actions"][0]
    assert reported == {name: action[name] for name in reported}


async def test_an_option_that_is_not_offered_is_refused(room, listener):
    ts = await post_menu(room, actions(MENU))

    with pytest.raises(RefusedError, match="その選択肢はありません"):
        await room.persons.press(YAMAGUCHI, ROOM, ts, "town", selected="よその市")


async def test_what_is_not_there_cannot_be_pressed(room, listener):
    ts = await post_menu(room, actions(button(action_id="report")))

    with pytest.raises(RefusedError, match="その操作はもうできません"):
        await room.persons.press(YAMAGUCHI, ROOM, ts, "nonsense")


async def test_a_press_in_an_ephemeral_answer_carries_no_message_and_can_replace_it(room, http):
    listener = attached(room, Answer(200, {"text": "選択", "blocks": [actions(button(action_id="go"))]}))
    await room.persons.type(YAMAGUCHI, ROOM, "/status")
    ts = room.persons.sees(YAMAGUCHI, ROOM)[0].ts

    await room.persons.press(YAMAGUCHI, ROOM, ts, "go")
    await told(http, listener.payload["response_url"], text="済みました", replace_original=True)

    assert "message" not in listener.payload
    assert listener.payload["container"]["is_ephemeral"]
    assert [(ts, "済みました", ())] == [(m.ts, m.text, m.blocks) for m in room.persons.sees(YAMAGUCHI, ROOM)]


async def test_a_press_can_take_its_message_away(room, http, listener):
    ts = await post_menu(room, actions(button(action_id="go")))

    await room.persons.press(YAMAGUCHI, ROOM, ts, "go")
    await told(http, listener.payload["response_url"], delete_original=True)

    assert [] == room.persons.sees(YAMAGUCHI, ROOM)


async def test_an_answer_to_a_press_in_a_thread_stays_there(room, http, listener):
    head = await post_menu(room, section("頭"))
    reply = await client(room).chat_postMessage(
        channel=ROOM, text="返信", thread_ts=head, blocks=[actions(button(action_id="go"))]
    )

    await room.persons.press(YAMAGUCHI, ROOM, reply["ts"], "go")
    await told(http, listener.payload["response_url"], text="ここに")

    assert head == listener.payload["container"]["thread_ts"]
    assert "ここに" == room.persons.sees(YAMAGUCHI, ROOM, head)[-1].text


async def test_a_press_that_fails_says_so(room):
    attached(room, Answer(500))
    ts = await post_menu(room, actions(button(action_id="go")))
    await room.settle()
    attached(room, Answer(500))

    with pytest.raises(RefusedError, match="操作 をアプリに届けられませんでした"):
        await room.persons.press(YAMAGUCHI, ROOM, ts, "go")


async def test_a_trigger_is_good_for_one_use(room, url, listener):
    trigger_id = listener.payload["trigger_id"]

    assert YAMAGUCHI == room.triggers.spend(trigger_id, app=BOT.id).person
    with pytest.raises(SlackError, match="exchanged_trigger_id"):
        room.triggers.spend(trigger_id, app=BOT.id)


async def test_a_trigger_is_good_for_its_own_app_only(room, url, listener):
    with pytest.raises(SlackError, match="invalid_trigger_id"):
        room.triggers.spend(listener.payload["trigger_id"], app=OTHER.id)


async def test_a_trigger_expires(hasty_room):
    trigger_id = hasty_room.triggers.issue(BOT.id, YAMAGUCHI)
    await to_thread(threading.Event().wait, 0.06)

    with pytest.raises(SlackError, match="expired_trigger_id"):
        hasty_room.triggers.spend(trigger_id, app=BOT.id)


async def test_a_trigger_that_never_was_is_invalid(room):
    with pytest.raises(SlackError, match="invalid_trigger_id"):
        room.triggers.spend("1.2.3", app=BOT.id)
