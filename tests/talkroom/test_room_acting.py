"""The JSON API where a person acts: everything the page does, done by a script."""

import pytest
from small_room import (
    BOT,
    GUEST,
    ROOM,
    SECRETARIAT,
    YAMAGUCHI,
    actions,
    attached,
    button,
    client,
    section,
)
from test_room_modals import field, modal, option

from talkroom import Answer

ME = f"people/{YAMAGUCHI}"
HERE = f"{ME}/channels/{ROOM}"


@pytest.fixture
def page(room, http):
    """Ask as the page does; return the status and the JSON."""

    async def asked(path, body=None):
        url = f"{room.url}room/{path}"
        answer = await (http.get(url) if body is None else http.post(url, json=body))
        return answer.status, await answer.json()

    return asked


@pytest.fixture
def app(room):
    return attached(room)


@pytest.fixture
def opened(room, app):
    """Open a modal before YAMAGUCHI; its id."""

    async def shown(*blocks, **more):
        await room.persons.type(YAMAGUCHI, ROOM, "/status")
        view = modal(*blocks, **more)
        return (await client(room).views_open(trigger_id=app.payload["trigger_id"], view=view))["view"]["id"]

    return shown


async def test_the_open_modals_are_read_again_after_a_reload(page, opened):
    view_id = await opened(field(initial_value="初め"))
    _, seen = await page(f"{ME}/modal")

    (view,) = seen["stack"]
    assert (view_id, "modal", {"id": BOT.id, "name": BOT.name}, "報告", {}, ROOM) == (
        view["id"],
        view["type"],
        view["app"],
        view["title"]["text"],
        view["values"],
        view["channel"],
    )
    assert {"stack": []} == (await page(f"people/{SECRETARIAT}/modal"))[1]


async def test_a_modal_is_pressed_submitted_and_corrected(page, app, opened):
    go = actions(button(action_id="go", value="1"), block_id="x")
    view_id = await opened(field(), go)
    pressed = {"block_id": "x", "action_id": "go", "value": "1", "state": {"b": {"a": "書きかけ"}}}
    assert (200, {"ok": True}) == await page(f"{ME}/views/{view_id}/press", pressed)
    assert {"b": {"a": "書きかけ"}} == (await page(f"{ME}/modal"))[1]["stack"][0]["values"]

    app.answers.append(Answer(200, {"response_action": "errors", "errors": {"b": "違います"}}))
    sent = {"state": {"b": {"a": "誤り"}}}
    assert {"ok": True, "errors": {"b": "違います"}} == (await page(f"{ME}/views/{view_id}/submit", sent))[1]
    assert {"ok": True} == (await page(f"{ME}/views/{view_id}/submit", sent))[1]
    assert {"stack": []} == (await page(f"{ME}/modal"))[1]


async def test_a_modal_is_closed(page, opened):
    view_id = await opened()
    await page(f"{ME}/views/{view_id}/close", {})

    status, again = await page(f"{ME}/views/{view_id}/close", {})
    assert (404, "その画面は、すでに閉じています。もう一度開いてください。") == (status, again["say"])


async def test_a_select_asks_the_app_in_a_modal_and_in_a_message(room, page, app, opened):
    view_id = await opened(field(type="external_select"))
    app.answers.append(Answer(200, {"options": [option("x")]}))
    asked = {"block_id": "b", "action_id": "a", "value": "え"}
    assert [option("x")] == (await page(f"{ME}/views/{view_id}/options", asked))[1]["options"]

    select = {"type": "external_select", "action_id": "a"}
    posted = await client(room).chat_postMessage(channel=ROOM, text="?", blocks=[actions(select, block_id="b")])
    app.answers.append(Answer(200, {"options": [option("y")]}))
    offered = await page(f"{HERE}/options", asked | {"ts": posted["ts"]})
    assert [option("y")] == offered[1]["options"]
    chosen = {"ts": posted["ts"], "block_id": "b", "action_id": "a", "selected": option("y")}
    await page(f"{HERE}/press", chosen)
    assert option("y") == app.payload["actions"][0]["selected_option"]


async def test_home_is_opened_and_drawn(room, page, app):
    assert {"view": None} == (await page(f"{ME}/home/{BOT.id}"))[1]
    await client(room).views_publish(user_id=YAMAGUCHI, view={"type": "home", "blocks": [section("ようこそ")]})

    _, seen = await page(f"{ME}/home/{BOT.id}")
    assert ("home", "ようこそ") == (seen["view"]["type"], seen["view"]["blocks"][0]["text"]["text"])
    await room.settle()
    assert ["home", "home"] == [event["tab"] for event in app.events("app_home_opened")]


async def test_a_message_is_reacted_to_pinned_edited_and_deleted(room, page):
    ts = (await room.persons.type(YAMAGUCHI, ROOM, "誤字")).ts
    await page(f"{HERE}/react", {"ts": ts, "name": ":ok:", "on": True})
    await page(f"{HERE}/pin", {"ts": ts, "on": True})
    await page(f"{HERE}/edit", {"ts": ts, "text": "正しい字"})

    (message,) = (await page(f"{HERE}/pins"))[1]["messages"]
    assert ("正しい字", True, True, True) == tuple(message[name] for name in ("text", "pinned", "mine", "edited"))
    assert [{"name": "ok", "users": [YAMAGUCHI], "count": 1}] == message["reactions"]

    await page(f"{HERE}/delete", {"ts": ts})
    assert [] == room.persons.sees(SECRETARIAT, ROOM)


async def test_what_is_not_ones_own_is_refused_in_words(room, page):
    ts = (await room.persons.type(SECRETARIAT, ROOM, "お願いします")).ts

    for path in ("edit", "delete"):
        status, refused = await page(f"{HERE}/{path}", {"ts": ts, "text": "?"})
        assert (403, "自分のメッセージだけ、直したり消したりできます。") == (status, refused["say"])


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        (f"{HERE}/react", {"ts": "1.000001", "name": "ok", "on": True}, 404),
        (f"{HERE}/react", {"ts": "1.000001"}, 400),
        (f"{ME}/shortcuts", {"app": BOT.id, "callback_id": "none"}, 404),
        (f"{ME}/views/V0NONE/submit", {"state": {}}, 404),
        (f"{ME}/views/V0NONE/press", {"action_id": "a"}, 404),
        (f"{ME}/views/V0NONE/press", {"action_id": "a", "state": []}, 404),
        (f"{ME}/views/V0NONE/press", {"action_id": "a", "state": "text"}, 400),
        (f"people/{GUEST}/channels/{ROOM}/pin", {"ts": "1.000001", "on": True}, 404),
    ],
)
async def test_what_is_not_there_is_refused_in_words(page, path, body, status):
    got, refused = await page(path, body)

    assert (status, False) == (got, refused["ok"])
    assert refused["say"].endswith("。")


async def test_the_clock_goes_to_the_next_thing_due(room, page):
    status, refused = await page("clock", {"next": True})
    assert (400, "これから行われる予定はありません。") == (status, refused["say"])

    at = int(room.clock().timestamp()) + 7200
    await client(room).chat_scheduleMessage(channel=ROOM, text="時間です", post_at=at)
    assert "2022-09-08T11:00:0" == (await page("state"))[1]["clock"]["next_due"][:18]
    await page("clock", {"next": True})
    assert ["時間です"] == [message.text for message in room.persons.sees(YAMAGUCHI, ROOM)]


async def test_another_pages_request_is_refused_even_without_an_origin(room, http):
    for path in ("api/chat.postMessage?token=xoxb-bot", "room/state"):
        answer = await http.get(f"{room.url}{path}", headers={"Sec-Fetch-Site": "cross-site"})
        assert 403 == answer.status
