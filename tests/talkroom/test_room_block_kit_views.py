"""The Block Kit validator: what Slack documents of modals and Home views, and what may stand where."""

import pytest
from small_blocks import (
    bar,
    card,
    container,
    context_actions,
    data_table,
    entry,
    feedback,
    found,
    home,
    icon_button,
    ids,
    image,
    modal,
    mrkdwn,
    plain,
    raw,
    rich,
    task,
    video,
    workflow_button,
)
from small_room import actions, button, section

from talkroom.blockkit import largest_view, size_of

SURFACES = ("message", "modal", "home")
EVERYWHERE = [
    section("*山口市*"),
    {"type": "header", "text": plain("現況"), "level": 2},
    {"type": "context", "elements": [mrkdwn("資料２")]},
    {"type": "divider"},
    actions(button()),
    image(),
    rich("引用"),
    video(),
    entry({"type": "plain_text_input"}),
    entry({"type": "users_select"}),
]
SOMEWHERE = [
    ({"type": "markdown", "text": "a"}, ("message",)),
    ({"type": "table", "rows": [[raw("a")]]}, ("message",)),
    (data_table(), ("message",)),
    (bar(), ("message",)),
    (card(), ("message",)),
    ({"type": "carousel", "elements": [card()]}, ("message",)),
    (container(section("a")), ("message",)),
    (context_actions(feedback(), icon_button()), ("message",)),
    (task(), ("message",)),
    ({"type": "plan", "title": "手順"}, ("message",)),
    ({"type": "alert", "level": "warning", "text": mrkdwn("締切を過ぎています")}, ("modal",)),
    ({"type": "file", "external_id": "F1", "source": "remote"}, ()),
    ({"type": "call", "call_id": "R1"}, ()),
    ({"type": "auth_provider", "value": "x", "name": plain("連携"), "is_connected": False}, ()),
    (actions(workflow_button()), ("message",)),
    (actions({"type": "datetimepicker"}), ("message", "modal")),
    (entry({"type": "number_input", "is_decimal_allowed": True}), ("modal",)),
    (entry({"type": "email_text_input"}), ("modal",)),
    (entry({"type": "url_text_input"}), ("modal",)),
    (entry({"type": "file_input"}), ("modal",)),
    (entry({"type": "rich_text_input"}), ("modal", "home")),
]


def on(surface, *blocks):
    return {"message": {"blocks": list(blocks)}, "modal": modal(*blocks), "home": home(*blocks)}[surface]


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("block", EVERYWHERE, ids=ids(EVERYWHERE))
def test_most_blocks_stand_everywhere_inputs_too(block, surface):
    assert [] == found(on(surface, block), surface)


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize(("block", "surfaces"), SOMEWHERE, ids=ids([b for b, _ in SOMEWHERE]))
def test_some_blocks_and_elements_stand_in_some_places_only(block, surfaces, surface):
    reasons = {reason.split(": ")[0] for _, reason in found(on(surface, block), surface)}

    assert reasons == (set() if surface in surfaces else {"unsupported type"})


@pytest.mark.parametrize(
    ("changes", "pointer", "reason"),
    [
        ({"title": None}, "", "missing required field: title"),
        ({"blocks": None}, "", "missing required field: blocks"),
        ({"blocks": []}, "/blocks", "no fewer than 1 items allowed [0]"),
        ({"blocks": [{"type": "divider"}] * 101}, "/blocks", "no more than 100 items allowed [101]"),
        ({"type": "home"}, "/type", "must be one of: modal"),
        ({"title": plain("あ" * 25)}, "/title/text", "must be less than 25 characters [25]"),
        ({"title": mrkdwn("報告")}, "/title/type", "must be plain_text"),
        ({"submit": plain("あ" * 25)}, "/submit/text", "must be less than 25 characters [25]"),
        ({"close": plain("")}, "/close/text", "must be more than 0 characters"),
        ({"private_metadata": "a" * 3001}, "/private_metadata", "must be less than 3001 characters [3001]"),
        ({"callback_id": "a" * 256}, "/callback_id", "must be less than 256 characters [256]"),
        ({"external_id": "a" * 256}, "/external_id", "must be less than 256 characters [256]"),
        ({"notify_on_close": "yes"}, "/notify_on_close", "must be true or false"),
        ({"submit_disabled": True}, "/submit_disabled", "invalid additional property: submit_disabled"),
        ({"hash": "1.a"}, "/hash", "invalid additional property: hash"),
    ],
)
def test_a_modals_own_fields_are_judged(changes, pointer, reason):
    assert [(pointer, reason)] == found(modal(section("a")) | changes, "modal")


@pytest.mark.parametrize("name", ["title", "submit", "close"])
def test_a_home_view_has_no_title_and_no_buttons_of_its_own(name):
    view = home(section("a"), **{name: plain("報告")})

    assert [(f"/{name}", f"invalid additional property: {name}")] == found(view, "home")


def test_a_full_view_has_no_problem():
    ids = {"private_metadata": "a" * 3000, "callback_id": "a" * 255, "external_id": "a" * 255}
    texts = {"title": plain("あ" * 24), "submit": plain("あ" * 24), "close": plain("あ" * 24)}
    view = modal(*[{"type": "divider"}] * 100, **ids, **texts, clear_on_close=True)

    assert [] == found(view, "modal")
    assert [] == found(home(*[{"type": "divider"}] * 100, **ids), "home")


def test_an_alert_is_short():
    alert = {"type": "alert", "text": plain("あ" * 200)}

    assert [] == found(modal(alert), "modal")
    assert ["/blocks/0/text/text"] == [
        pointer for pointer, _ in found(modal(alert | {"text": plain("あ" * 201)}), "modal")
    ]


@pytest.mark.parametrize("surface", ["modal", "home"])
def test_a_view_may_keep_nothing_in_its_metadata(surface):
    assert [] == found(on(surface, section("a")) | {"private_metadata": ""}, surface)


def test_a_modal_with_an_input_needs_a_submit():
    view = modal(section("a"), entry({"type": "plain_text_input"}), submit=None)

    assert [("", "must define `submit` to use `input` block")] == found(view, "modal")


def test_one_element_of_a_view_has_the_focus():
    entries = [entry({"type": "datepicker", "focus_on_load": True}) for _ in range(3)]

    assert [] == found(modal(entries[0], entry({"type": "datepicker", "focus_on_load": False})), "modal")
    assert ["/blocks/1/element/focus_on_load", "/blocks/2/element/focus_on_load"] == [
        pointer for pointer, _ in found(modal(*entries), "modal")
    ]


@pytest.mark.parametrize("kind", ["conversations_select", "channels_select"])
def test_only_a_modals_input_answers_by_response_url(kind):
    element = {"type": kind, "response_url_enabled": True}
    where = "is only available in an input block of a modal"

    assert [] == found(modal(entry(element)), "modal")
    assert [("/blocks/0/elements/0/response_url_enabled", where)] == found(modal(actions(element)), "modal")
    assert [("/blocks/0/element/response_url_enabled", where)] == found({"blocks": [entry(element)]})
    assert [("/blocks/0/element/response_url_enabled", where)] == found(home(entry(element)), "home")


def test_ids_stand_once_in_a_view():
    buttons = [button(action_id="x"), button(action_id="x")]
    view = home(actions(*buttons, block_id="a"), section("b") | {"block_id": "a"})

    assert [("/blocks", "block_id already exists: a"), ("/blocks/0", "action_id already exists: x")] == found(
        view, "home"
    )


def test_a_view_is_measured_in_bytes():
    assert len('{"type":"home","blocks":[]}') == size_of(home())
    assert 3 == size_of({"あ": 0}) - size_of({"": 0})
    assert 250_000 == largest_view()
    assert size_of(home(*[section("あ" * 3000)] * 27)) < largest_view() < size_of(home(*[section("あ" * 3000)] * 28))
