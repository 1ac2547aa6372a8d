"""Odd input breaks nothing: it is refused in words, and whatever was said before can still be read."""

import json
from datetime import datetime

import pytest
from small_room import BOT, ROOM, SECRETARIAT, YAMAGUCHI, attached, client, new_room
from test_room_modals import field, modal

from talkroom import Answer, Clock, RefusedError, Store, UnreadableManifest, app, numbered

BEARER = {"Authorization": f"Bearer {BOT.bot_token}"}
DEEP = "[" * 200 + "]" * 200


@pytest.fixture
def ask(room, http):
    """Ask the Web API with these very bytes."""

    async def asked(method, body="", **headers):
        answer = await http.post(f"{room.api_url}{method}", data=body, headers={**BEARER, **headers})
        return answer.status, await answer.json()

    return asked


JSON = {"Content-Type": "application/json"}
CHART = (
    '{"channel":"C0ROOM","text":"?","blocks":[{"type":"data_visualization","title":"?","chart":'
    '{"type":"pie","segments":[{"label":"a","value":1e999}]}}]}'
)


@pytest.mark.parametrize(
    ("method", "body", "error"),
    [
        ("chat.postMessage", CHART, "invalid_json"),
        ("chat.postMessage", '{"channel":"C0ROOM","text":NaN}', "invalid_json"),
        ("chat.postMessage", f'{{"channel":"C0ROOM","text":"?","metadata":{DEEP}}}', "invalid_json"),
        ("chat.postMessage", '{"channel":"C0ROOM","blocks":[{"type":[]}]}', "invalid_blocks"),
        ("chat.postMessage", '{"channel":"C0ROOM","text":{"a":1}}', "invalid_arguments"),
        ("chat.postMessage", '{"channel":"C0ROOM","text":"?","metadata":[1]}', "invalid_metadata_format"),
        ("chat.scheduleMessage", '{"channel":"C0ROOM","text":"?","post_at":1e999}', "invalid_json"),
        ("files.list", '{"count":"0"}', "invalid_arguments"),
        ("files.list", '{"count":-1}', "invalid_arguments"),
        ("users.info", '{"user":["U0"]}', "invalid_arguments"),
    ],
)
async def test_odd_arguments_are_refused_by_slacks_code(room, ask, method, body, error):
    status, answer = await ask(method, body, **JSON)

    assert 200 == status
    assert error == answer["error"]
    assert [] == room.persons.sees(YAMAGUCHI, ROOM)


@pytest.mark.parametrize(
    ("body", "content_type", "error"),
    [
        (b"x=\xff", "application/x-www-form-urlencoded", "invalid_charset"),
        (b"x", "multipart/form-data", "invalid_form_data"),
        (b"x=1", "application/x-www-form-urlencoded; charset=foo", "invalid_form_data"),
    ],
)
async def test_a_body_that_is_no_form_is_refused(ask, body, content_type, error):
    status, answer = await ask("api.test", body, **{"Content-Type": content_type})

    assert (200, False, error) == (status, answer["ok"], answer["error"])


async def test_a_token_of_odd_letters_is_a_wrong_one(room, http):
    answer = await http.post(f"{room.api_url}auth.test", data=json.dumps({"token": "\ud800"}), headers=JSON)

    assert "invalid_auth" == (await answer.json())["error"]


async def test_words_of_attachments_are_said_where_there_are_no_others(room):
    await client(room).chat_postMessage(channel=ROOM, attachments=[{"fallback": "添付の言葉", "color": "good"}])

    assert ["添付の言葉"] == [m.text for m in room.persons.sees(YAMAGUCHI, ROOM)]


async def test_half_a_character_in_a_file_name_breaks_no_room(room):
    file = room.persons.upload(YAMAGUCHI, "\ud800.txt", b"?")
    await room.persons.type(YAMAGUCHI, ROOM, "", files=[file.id, file.id])

    (message,) = (await client(room).conversations_history(channel=ROOM))["messages"]
    assert ["?.txt"] == [each["name"] for each in message["files"]]


@pytest.mark.parametrize("to", ["9999-12-31T23:59:59+09:00", "2033-01-01T00:00:00+09:00"])
async def test_the_clock_does_not_go_to_the_end_of_time(room, http, to):
    answer = await http.post(f"{room.url}room/clock", json={"to": to})

    assert (400, True) == (answer.status, "10年" in (await answer.json())["say"])
    assert room.clock().year == 2022


@pytest.mark.parametrize("path", ["page/%00", "page/" + "a" * 5000, "page/..%2froom.py"])
async def test_an_odd_address_is_not_found(room, http, path):
    assert 404 == (await http.get(f"{room.url}{path}")).status


@pytest.mark.parametrize("said", [{"text": "x", "files": 5}, {"text": "x", "files": "abc"}])
async def test_files_that_are_no_list_are_none(room, http, said):
    answer = await http.post(f"{room.url}room/people/{YAMAGUCHI}/channels/{ROOM}/type", json=said)

    assert 200 == answer.status
    assert () == room.persons.sees(YAMAGUCHI, ROOM)[-1].files


async def test_nothing_is_read_up_to_what_was_never_said(room, http):
    await room.persons.type(SECRETARIAT, ROOM, "お願いします")
    answer = await http.post(f"{room.url}room/people/{YAMAGUCHI}/channels/{ROOM}/read", json={"ts": "zzz"})

    assert (404, "0") == (answer.status, room.world.read_up_to(YAMAGUCHI, ROOM))


@pytest.mark.parametrize("answer", [{"text": "x", "thread_ts": ["a"]}, {"text": "x", "thread_ts": 5}])
async def test_an_ack_with_an_odd_thread_is_shown(room, answer):
    attached(room, Answer(200, answer))

    assert (await room.persons.type(YAMAGUCHI, ROOM, "/status")).ok
    assert ["x"] == [m.text for m in room.persons.sees(YAMAGUCHI, ROOM)]


async def opened(room, listener, view):
    await room.persons.type(YAMAGUCHI, ROOM, "/status")
    shown = await client(room).views_open(trigger_id=listener.payload["trigger_id"], view=view)
    return shown["view"]["id"]


@pytest.mark.parametrize("errors", [["x"], "x", 5, {}, None])
async def test_errors_that_name_nothing_are_told_to_the_person(room, errors):
    listener = attached(room)
    view_id = await opened(room, listener, modal(field()))
    listener.answers.append(Answer(200, {"response_action": "errors", "errors": errors}))

    with pytest.raises(RefusedError, match="表示できない画面"):
        await room.persons.submit(YAMAGUCHI, view_id, {"b": {"a": "x"}})


async def test_a_choice_does_not_outlive_its_kind_of_element(room):
    listener = attached(room)
    options = [{"text": {"type": "plain_text", "text": "済"}, "value": "done"}]
    view_id = await opened(room, listener, modal(field(type="static_select", options=options)))
    listener.answers.append(Answer(200, {"response_action": "update", "view": modal(field(type="email_text_input"))}))
    await room.persons.submit(YAMAGUCHI, view_id, {"b": {"a": "done"}})

    assert {"b": "入力してください。"} == await room.persons.submit(YAMAGUCHI, view_id, {})


@pytest.mark.parametrize(
    "changed",
    [
        {"display_information": {"name": 2024}},
        {"display_information": {"name": " "}},
        {"oauth_config": {"scopes": {"bot": "chat:write"}}},
        {"features": {"slash_commands": [{"command": 5}]}},
        {"settings": {"event_subscriptions": {"request_url": 5}}},
    ],
)
def test_a_manifest_of_odd_values_is_refused(changed):
    with pytest.raises(UnreadableManifest):
        app({"display_information": {"name": "アプリ"}, **changed}, number="X", secrets=numbered(2))


def test_a_clock_that_starts_later_than_a_kept_one_goes_on_from_there(tmp_path):
    for start in ("2022-09-08T09:00+09:00", "2023-01-01T09:00+09:00"):
        room = new_room(clock=Clock(datetime.fromisoformat(start)), kept_in=(store := Store(tmp_path / "room.db")))
        store.open(room)
        store.close()
        assert start[:10] == room.clock.iso()[:10]
