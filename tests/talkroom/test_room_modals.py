"""Modals: opened, pushed, updated, submitted and closed, with all Slack's answers to what goes wrong."""

import asyncio

import pytest
from slack_bolt import App as SyncBolt
from slack_bolt.adapter.socket_mode.builtin import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from small_room import BOT, OTHER, ROOM, SECRETARIAT, YAMAGUCHI, attached, bolt, button, client, new_room, section

from talkroom import Answer, RefusedError, Waits

PLAIN = {"type": "plain_text"}
DECIMAL = {"type": "number_input", "is_decimal_allowed": True}


def modal(*blocks, **more):
    return {
        "type": "modal",
        "title": {**PLAIN, "text": "報告"},
        "submit": {**PLAIN, "text": "送信"},
        "blocks": list(blocks) or [section("本文")],
        **more,
    }


def field(block_id="b", optional=False, **element):  # noqa: FBT002 – as Block Kit has it
    element = {"type": "plain_text_input", "action_id": "a", **element}
    return {
        "type": "input",
        "block_id": block_id,
        "optional": optional,
        "label": {**PLAIN, "text": "項目"},
        "element": element,
    }


def option(value):
    return {"text": {**PLAIN, "text": f"{value}です"}, "value": value}


@pytest.fixture
def app(room):
    """What the app hears; `app.answers` is what it says next."""
    return attached(room)


@pytest.fixture
def trigger(room, app):
    """A fresh trigger id, as a command hands it out."""

    async def drawn(person=YAMAGUCHI):
        await room.persons.type(person, ROOM, "/status")
        return app.payload["trigger_id"]

    return drawn


def titles(room, person=YAMAGUCHI):
    return [view.body["title"]["text"] for view in room.screens.stack(person)]


async def refusal(call):
    with pytest.raises(SlackApiError) as refused:
        await call
    return refused.value.response


async def test_a_modal_opens_before_the_one_person(room, web, trigger):
    opened = await web.views_open(trigger_id=await trigger(), view=modal(field(), callback_id="report"))

    assert ["報告"] == titles(room)
    assert [] == room.screens.stack(SECRETARIAT)
    view = opened["view"]
    assert ("modal", "report", BOT.id, BOT.bot_id) == tuple(
        view[n] for n in ("type", "callback_id", "app_id", "bot_id")
    )
    assert {"b": {"a": {"type": "plain_text_input", "value": None}}} == view["state"]["values"]
    assert (view["id"], None) == (view["root_view_id"], view["previous_view_id"])


async def test_a_view_without_ids_is_given_some(room, web, trigger):
    loose = {"type": "section", "text": {**PLAIN, "text": "?"}, "accessory": button()}
    opened = await web.views_open(trigger_id=await trigger(), view=modal(loose))

    (block,) = opened["view"]["blocks"]
    assert block["block_id"]
    assert block["accessory"]["action_id"]


async def test_a_trigger_is_spent_once(web, trigger):
    spent = await trigger()
    await web.views_open(trigger_id=spent, view=modal())

    assert "exchanged_trigger_id" == (await refusal(web.views_open(trigger_id=spent, view=modal())))["error"]


async def test_a_bad_view_does_not_spend_the_trigger(room, web, trigger):
    kept = await trigger()
    assert "invalid_arguments" == (await refusal(web.views_open(trigger_id=kept, view={"type": "modal"})))["error"]

    await web.views_open(trigger_id=kept, view=modal())
    assert ["報告"] == titles(room)


async def test_a_trigger_is_good_for_three_seconds():
    room = new_room(waits=Waits(trigger=-1))
    await room.start()
    listener = attached(room)
    await room.persons.type(YAMAGUCHI, ROOM, "/status")
    late = client(room).views_open(trigger_id=listener.payload["trigger_id"], view=modal())

    assert "expired_trigger_id" == (await refusal(late))["error"]
    await room.stop()


@pytest.mark.parametrize("made_up", ["", "1.2.3"])
async def test_a_made_up_trigger_is_none(web, made_up):
    assert "invalid_trigger_id" == (await refusal(web.views_open(trigger_id=made_up, view=modal())))["error"]


async def test_another_apps_trigger_is_none(room, trigger):
    stolen = client(room, OTHER.bot_token).views_open(trigger_id=await trigger(), view=modal())

    assert "invalid_trigger_id" == (await refusal(stolen))["error"]


@pytest.mark.parametrize(
    ("view", "pointer"),
    [
        (modal(title={**PLAIN, "text": "あ" * 25}), "/view/title/text"),
        (modal(field(), submit=None), "/view"),
        (modal(private_metadata="x" * 3001), "/view/private_metadata"),
        (modal(*[section("?")] * 101), "/view/blocks"),
        (modal({"type": "table", "rows": [[{"type": "raw_text", "text": "?"}]]}), "/view/blocks/0/type"),
        ({**modal(), "type": "home"}, "/view/type"),
    ],
)
async def test_a_view_slack_would_refuse_is_refused_with_the_place(web, trigger, view, pointer):
    answer = await refusal(web.views_open(trigger_id=await trigger(), view=view))

    assert "invalid_arguments" == answer["error"]
    assert f"[json-pointer:{pointer}]" in answer["response_metadata"]["messages"][0]


async def test_a_view_of_more_than_250_kilobytes_is_too_large(web, trigger):
    huge = modal(*[section("あ" * 3000)] * 40)

    assert "view_too_large" == (await refusal(web.views_open(trigger_id=await trigger(), view=huge)))["error"]


async def test_views_are_stacked_three_deep(room, app, web, trigger):
    press = {"type": "actions", "block_id": "more", "elements": [button(action_id="deeper")]}
    await web.views_open(trigger_id=await trigger(), view=modal(press))

    async def deeper():
        top = room.screens.stack(YAMAGUCHI)[-1]
        await room.persons.press_in(YAMAGUCHI, top.id, "deeper")
        return app.payload["trigger_id"]

    second = await web.views_push(trigger_id=await deeper(), view=modal(press, title={**PLAIN, "text": "2"}))
    await web.views_push(trigger_id=await deeper(), view=modal(press, title={**PLAIN, "text": "3"}))
    fourth = await refusal(web.views_push(trigger_id=await deeper(), view=modal(press)))

    assert ["報告", "2", "3"] == titles(room)
    assert second["view"]["previous_view_id"] == second["view"]["root_view_id"]
    assert "push_limit_reached" == fourth["error"]


async def test_a_push_needs_a_trigger_out_of_a_modal(web, trigger):
    assert "invalid_trigger_id" == (await refusal(web.views_push(trigger_id=await trigger(), view=modal())))["error"]


async def test_a_view_is_updated_by_its_id_or_its_external_id(room, web, trigger):
    opened = await web.views_open(trigger_id=await trigger(), view=modal(external_id="mine"))
    await web.views_update(view_id=opened["view"]["id"], view=modal(title={**PLAIN, "text": "二"}, external_id="mine"))
    assert ["二"] == titles(room)

    await web.views_update(external_id="mine", view=modal(title={**PLAIN, "text": "三"}, external_id="mine"))
    assert ["三"] == titles(room)


async def test_an_update_keeps_what_was_typed_where_the_field_still_stands(room, web, trigger):
    opened = await web.views_open(trigger_id=await trigger(), view=modal(field("b"), field("c"), presses()))
    view_id = opened["view"]["id"]
    await room.persons.press_in(YAMAGUCHI, view_id, "go", state={"b": {"a": "書きかけ"}, "c": {"a": "これも"}})

    updated = await web.views_update(view_id=view_id, view=modal(field("b"), field("d")))

    values = updated["view"]["state"]["values"]
    assert ("書きかけ", None) == (values["b"]["a"]["value"], values["d"]["a"]["value"])


def presses():
    return {"type": "actions", "block_id": "x", "elements": [button(action_id="go")]}


async def test_an_old_hash_conflicts_and_nothing_changes(room, web, trigger):
    opened = await web.views_open(trigger_id=await trigger(), view=modal())
    view_id, old = opened["view"]["id"], opened["view"]["hash"]
    await web.views_update(view_id=view_id, hash=old, view=modal(title={**PLAIN, "text": "新"}))

    again = await refusal(web.views_update(view_id=view_id, hash=old, view=modal(title={**PLAIN, "text": "古"})))
    assert ("hash_conflict", ["新"]) == (again["error"], titles(room))


async def test_a_closed_view_is_not_found_any_more(room, web, trigger):
    opened = await web.views_open(trigger_id=await trigger(), view=modal())
    await room.persons.close(YAMAGUCHI, opened["view"]["id"])

    assert "not_found" == (await refusal(web.views_update(view_id=opened["view"]["id"], view=modal())))["error"]


async def test_an_external_id_is_given_once(room, app, web, trigger):
    opened = await web.views_open(trigger_id=await trigger(), view=modal(presses(), external_id="mine"))
    await room.persons.press_in(YAMAGUCHI, opened["view"]["id"], "go")
    again = app.payload["trigger_id"]

    twice = web.views_push(trigger_id=again, view=modal(external_id="mine"))
    assert "duplicate_external_id" == (await refusal(twice))["error"]


@pytest.mark.parametrize(
    ("element", "raw", "reported"),
    [
        ({"type": "plain_text_input", "multiline": True}, "一行\n二行", {"value": "一行\n二行"}),
        ({"type": "plain_text_input", "initial_value": "初め"}, ..., {"value": "初め"}),
        ({"type": "plain_text_input"}, ..., {"value": None}),
        ({"type": "number_input", "is_decimal_allowed": False}, "12", {"value": "12"}),
        ({"type": "email_text_input"}, "a@example.jp", {"value": "a@example.jp"}),
        ({"type": "url_text_input"}, "https://example.jp/", {"value": "https://example.jp/"}),
        ({"type": "datepicker"}, "2022-10-31", {"selected_date": "2022-10-31"}),
        ({"type": "timepicker"}, "17:15", {"selected_time": "17:15"}),
        ({"type": "datetimepicker"}, 1667203200, {"selected_date_time": 1667203200}),
        ({"type": "static_select", "options": [option("x"), option("y")]}, "y", {"selected_option": option("y")}),
        ({"type": "static_select", "options": [option("x")]}, ..., {"selected_option": None}),
        (
            {"type": "static_select", "option_groups": [{"label": {**PLAIN, "text": "組"}, "options": [option("x")]}]},
            "x",
            {"selected_option": option("x")},
        ),
        ({"type": "radio_buttons", "options": [option("x")]}, "x", {"selected_option": option("x")}),
        (
            {"type": "multi_static_select", "options": [option("x"), option("y")]},
            ["y", "x"],
            {"selected_options": [option("y"), option("x")]},
        ),
        ({"type": "multi_static_select", "options": [option("x")]}, ..., {"selected_options": []}),
        ({"type": "checkboxes", "options": [option("x")]}, ["x"], {"selected_options": [option("x")]}),
        ({"type": "users_select"}, YAMAGUCHI, {"selected_user": YAMAGUCHI}),
        ({"type": "multi_users_select"}, [YAMAGUCHI], {"selected_users": [YAMAGUCHI]}),
        ({"type": "conversations_select"}, ROOM, {"selected_conversation": ROOM}),
        ({"type": "channels_select"}, ROOM, {"selected_channel": ROOM}),
    ],
    ids=lambda case: case.get("type") if isinstance(case, dict) else None,
)
async def test_a_submission_carries_every_input(room, app, trigger, element, raw, reported):
    view_id = await opened_with(room, trigger, field(optional=True, **element))
    await room.persons.submit(YAMAGUCHI, view_id, {} if raw is ... else {"b": {"a": raw}})

    payload = app.payload
    assert "view_submission" == payload["type"]
    assert {"b": {"a": {"type": element["type"], **reported}}} == payload["view"]["state"]["values"]
    assert [] == room.screens.stack(YAMAGUCHI)


async def opened_with(room, trigger, *blocks, **more):
    shown = await client(room).views_open(trigger_id=await trigger(), view=modal(*blocks, **more))
    return shown["view"]["id"]


async def test_a_submission_says_who_where_and_from_which_app(room, app, trigger):
    view_id = await opened_with(room, trigger, private_metadata="わたしの覚え", callback_id="report")
    await room.persons.submit(YAMAGUCHI, view_id, {})

    payload = app.payload
    assert (YAMAGUCHI, "T0TEAM", BOT.id, []) == (
        payload["user"]["id"],
        payload["team"]["id"],
        payload["api_app_id"],
        payload["response_urls"],
    )
    assert ("わたしの覚え", "report") == (payload["view"]["private_metadata"], payload["view"]["callback_id"])
    assert payload["trigger_id"]


async def test_a_chosen_conversation_can_be_answered(room, app, trigger, http):
    element = {"type": "conversations_select", "response_url_enabled": True}
    view_id = await opened_with(room, trigger, field(**element))
    await room.persons.submit(YAMAGUCHI, view_id, {"b": {"a": ROOM}})

    (answer,) = app.payload["response_urls"]
    await http.post(answer["response_url"], json={"text": "届きました", "response_type": "in_channel"})
    assert (ROOM, "届きました") == (answer["channel_id"], room.persons.sees(SECRETARIAT, ROOM)[-1].text)


@pytest.mark.parametrize(
    ("element", "raw", "sentence"),
    [
        ({}, "", "入力してください。"),
        ({"min_length": 5}, "短い", "5文字以上で入力してください（今は2文字）。"),
        ({"max_length": 3}, "長すぎる", "3文字以内で入力してください（今は4文字）。"),
        ({"type": "number_input", "is_decimal_allowed": False}, "十", "数字で入力してください。"),
        ({"type": "number_input", "is_decimal_allowed": False}, "1.5", "小数のない数字で入力してください。"),
        (
            {"type": "number_input", "is_decimal_allowed": True, "min_value": "2"},
            "1",
            "2 以上の数字を入力してください。",
        ),
        (
            {"type": "number_input", "is_decimal_allowed": True, "max_value": "2"},
            "2.5",
            "2 以下の数字を入力してください。",
        ),
        ({"type": "email_text_input"}, "山口市", "メールアドレスの形で入力してください。"),
        ({"type": "url_text_input"}, "example.jp", "http:// か https:// で始まるアドレスを入力してください。"),
        ({"type": "datepicker"}, None, "選んでください。"),
        ({"type": "file_input"}, [], "ファイルを選んでください。"),
        (
            {"type": "multi_static_select", "options": [option("x"), option("y")], "max_selected_items": 1},
            ["x", "y"],
            "1個まで選べます。",
        ),
    ],
)
async def test_what_slacks_client_checks_is_checked_before_the_app_hears_of_it(
    room, app, trigger, element, raw, sentence
):
    view_id = await opened_with(room, trigger, field(**element))
    errors = await room.persons.submit(YAMAGUCHI, view_id, {"b": {"a": raw}})

    assert {"b": sentence} == errors
    assert "command" in app.payload
    assert ["報告"] == titles(room)


async def test_an_option_that_was_not_offered_cannot_be_submitted(room, trigger):
    view_id = await opened_with(room, trigger, field(type="static_select", options=[option("x")]))

    with pytest.raises(RefusedError, match="その選択肢はありません"):
        await room.persons.submit(YAMAGUCHI, view_id, {"b": {"a": "z"}})


async def test_the_apps_errors_come_back_and_the_modal_stays(room, app, trigger):
    view_id = await opened_with(room, trigger, field())
    wrong = {"response_action": "errors", "errors": {"b": "18までです"}}
    app.answers.append(Answer(200, wrong))
    errors = await room.persons.submit(YAMAGUCHI, view_id, {"b": {"a": "20"}})

    assert ({"b": "18までです"}, ["報告"]) == (errors, titles(room))


@pytest.mark.parametrize(
    ("action", "left"),
    [
        ({"response_action": "update", "view": modal(title={**PLAIN, "text": "済"})}, ["済"]),
        ({"response_action": "push", "view": modal(title={**PLAIN, "text": "次"})}, ["報告", "次"]),
        ({"response_action": "clear"}, []),
        ({}, []),
    ],
)
async def test_the_apps_answer_leads_on(room, app, trigger, action, left):
    view_id = await opened_with(room, trigger)
    app.answers.append(Answer(200, action))
    await room.persons.submit(YAMAGUCHI, view_id, {})

    assert left == titles(room)


async def test_an_empty_answer_to_a_pushed_view_shows_the_one_below(room, app, trigger):
    view_id = await opened_with(room, trigger)
    app.answers.append(Answer(200, {"response_action": "push", "view": modal(title={**PLAIN, "text": "次"})}))
    await room.persons.submit(YAMAGUCHI, view_id, {})
    await room.persons.submit(YAMAGUCHI, room.screens.stack(YAMAGUCHI)[-1].id, {})

    assert ["報告"] == titles(room)


async def test_a_modal_in_two_windows_is_submitted_once_at_a_time(room, trigger):
    view_id, release = await opened_with(room, trigger), asyncio.Event()
    slow = Slow(release)
    room.attach(BOT.id, slow)
    first = asyncio.create_task(room.persons.submit(YAMAGUCHI, view_id, {}))
    await slow.heard.wait()

    with pytest.raises(RefusedError, match="送信しています"):
        await room.persons.submit(YAMAGUCHI, view_id, {})
    release.set()
    assert {} == await first


class Slow:
    """An app that answers when it is allowed to."""

    def __init__(self, release):
        self.heard, self._release = asyncio.Event(), release

    async def deliver(self, _kind, _payload):
        self.heard.set()
        await self._release.wait()
        return Answer()


async def test_an_answer_with_a_bad_view_is_told_to_the_person_and_the_modal_stays(room, app, trigger):
    view_id = await opened_with(room, trigger)
    app.answers.append(Answer(200, {"response_action": "update", "view": {}}))

    with pytest.raises(RefusedError, match="表示できない画面"):
        await room.persons.submit(YAMAGUCHI, view_id, {})
    assert ["報告"] == titles(room)


async def test_an_app_that_does_not_answer_leaves_the_modal_with_what_was_typed(room, app, trigger):
    view_id = await opened_with(room, trigger, field())
    app.answers.append(Answer(500))

    with pytest.raises(RefusedError, match="もう一度お試しください"):
        await room.persons.submit(YAMAGUCHI, view_id, {"b": {"a": "大事な文"}})
    (view,) = room.screens.stack(YAMAGUCHI)
    assert {("b", "a"): "大事な文"} == dict(view.chosen)


@pytest.mark.parametrize(
    ("more", "whole_stack", "told"),
    [
        ({"notify_on_close": True}, False, [False]),
        ({"notify_on_close": True}, True, [True]),
        ({"notify_on_close": True, "clear_on_close": True}, False, [True]),
        ({}, False, []),
    ],
)
async def test_an_app_is_told_of_a_closed_modal_if_it_wants_to_know(room, app, trigger, more, whole_stack, told):
    view_id = await opened_with(room, trigger, **more)
    await room.persons.close(YAMAGUCHI, view_id, whole_stack=whole_stack)

    heard = app.heard
    assert told == [payload["is_cleared"] for _, payload in heard if payload.get("type") == "view_closed"]
    assert [] == room.screens.stack(YAMAGUCHI)


async def test_a_press_in_a_modal_carries_all_that_stands_in_it(room, app, trigger):
    view_id = await opened_with(room, trigger, field(), presses())
    await room.persons.press_in(YAMAGUCHI, view_id, "go", state={"b": {"a": "書きかけ"}})

    payload = app.payload
    assert ({"type": "view", "view_id": view_id}, "go") == (payload["container"], payload["actions"][0]["action_id"])
    assert "書きかけ" == payload["view"]["state"]["values"]["b"]["a"]["value"]
    assert not {"message", "channel", "response_url"} & payload.keys()


async def test_nobody_presses_in_somebody_elses_modal(room, trigger):
    view_id = await opened_with(room, trigger, presses())

    with pytest.raises(RefusedError, match="すでに閉じています"):
        await room.persons.press_in(SECRETARIAT, view_id, "go")


async def test_an_external_select_offers_what_the_app_says(room, app, trigger):
    view_id = await opened_with(room, trigger, field(type="external_select"))
    app.answers.append(Answer(200, {"options": [option("山口市"), option("山陽小野田市")]}))
    view = room.persons.view(YAMAGUCHI, view_id)
    offered = await room.persons.offered(YAMAGUCHI, view, "a", "b", "山")

    asked = app.payload
    assert ("block_suggestion", "山", "a", "b") == tuple(asked[n] for n in ("type", "value", "action_id", "block_id"))
    assert ["山口市", "山陽小野田市"] == [each["value"] for each in offered["options"]]

    await room.persons.submit(YAMAGUCHI, view_id, {"b": {"a": option("山口市")}})
    assert option("山口市") == app.payload["view"]["state"]["values"]["b"]["a"]["selected_option"]


async def test_options_an_app_may_not_give_are_told_to_the_person(room, app, trigger):
    view_id = await opened_with(room, trigger, field(type="external_select"))
    app.answers.append(Answer(200, {"options": [option("x" * 200)]}))

    with pytest.raises(RefusedError, match="選択欄に出せない候補"):
        await room.persons.offered(YAMAGUCHI, room.persons.view(YAMAGUCHI, view_id), "a", "b", "")


@pytest.mark.parametrize("kind", ["App", "AsyncApp"])
async def test_a_bolt_app_of_each_kind_opens_and_takes_a_modal(room, connect, kind):
    heard = asyncio.Event()
    loop = asyncio.get_running_loop()

    def wrong(view):
        return {} if "5" == view["state"]["values"]["b"]["a"]["value"] else {"b": "5だけです"}

    async def over_async():
        app = bolt(room)

        @app.command("/status")
        async def status(ack, command, client):
            await ack()
            await client.views_open(trigger_id=command["trigger_id"], view=modal(field(), callback_id="report"))
            heard.set()

        @app.view("report")
        async def report(ack, view):
            errors = wrong(view)
            await (ack(response_action="errors", errors=errors) if errors else ack())

        await connect(room, app)

    def over_sync():
        app = SyncBolt(client=WebClient(token=BOT.bot_token, base_url=room.api_url))

        @app.command("/status")
        def status(ack, command, client):
            ack()
            client.views_open(trigger_id=command["trigger_id"], view=modal(field(), callback_id="report"))
            loop.call_soon_threadsafe(heard.set)

        @app.view("report")
        def report(ack, view):
            errors = wrong(view)
            if errors:
                ack(response_action="errors", errors=errors)
            else:
                ack()

        handler = SocketModeHandler(app, BOT.app_token)
        handler.connect()
        return handler

    handler = await over_async() if kind == "AsyncApp" else await asyncio.to_thread(over_sync)
    await asyncio.wait_for(room.connected(BOT.id), 5)
    await room.persons.type(YAMAGUCHI, ROOM, "/status")
    await asyncio.wait_for(heard.wait(), 5)
    (view,) = room.screens.stack(YAMAGUCHI)

    assert {"b": "5だけです"} == await room.persons.submit(YAMAGUCHI, view.id, {"b": {"a": "6"}})
    assert {} == await room.persons.submit(YAMAGUCHI, view.id, {"b": {"a": "5"}})
    assert [] == room.screens.stack(YAMAGUCHI)
    if handler:
        await asyncio.to_thread(handler.close)
