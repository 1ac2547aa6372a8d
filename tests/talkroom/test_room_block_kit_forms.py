"""The Block Kit validator: what Slack documents of elements, options and rich text."""

import pytest
from small_blocks import changed, confirm, entry, found, ids, modal, mrkdwn, option, options, plain, rich, select
from small_room import actions, button


def text_input(**more):
    return {"type": "plain_text_input", **more}


def number_input(*, decimals=False, **more):
    return {"type": "number_input", "is_decimal_allowed": decimals, **more}


def several(kind="multi_static_select", **more):
    return {"type": kind, **({"options": options(3)} if kind == "multi_static_select" else {}), **more}


def part(kind, **more):
    section = {"type": "rich_text_section", "elements": [{"type": kind, **more}]}
    return {"type": "rich_text", "elements": [section]}


ENTER, TYPED = "on_enter_pressed", "on_character_entered"

GOOD = [
    text_input(min_length=3, max_length=5, initial_value="萩市役所"),
    text_input(min_length=5, initial_value=""),
    text_input(initial_value="あ" * 3000, dispatch_action_config={"trigger_actions_on": [ENTER, TYPED]}),
    number_input(min_value="0", initial_value="27", max_value="27"),
    number_input(decimals=True, min_value="-1.5", max_value="100"),
    {"type": "email_text_input", "initial_value": "dx@example.jp", "placeholder": plain("連絡先")},
    {"type": "url_text_input", "initial_value": "https://example.jp/", "focus_on_load": True},
    {"type": "rich_text_input", "initial_value": rich("前回の内容"), "min_lines": 1, "max_lines": 1},
    {"type": "external_select", "min_query_length": 0},
    several("multi_external_select", min_query_length=0),
    {"type": "file_input", "filetypes": ["csv", "xlsx"], "max_files": 10},
    {"type": "datepicker", "initial_date": "2024-02-29"},
    {"type": "timepicker", "initial_time": "23:59", "timezone": "Asia/Tokyo"},
    {"type": "datetimepicker", "initial_date_time": 1667204100},
    {"type": "checkboxes", "options": [option(text=mrkdwn("*萩*"), description=mrkdwn("_市_"))]},
    {"type": "radio_buttons", "options": options(10), "initial_option": option("9")},
    select(option_groups=[{"label": plain("市"), "options": options(100)}], options=None, initial_option=option("99")),
    several(initial_options=options(2), max_selected_items=2),
    several("multi_external_select", min_query_length=1, initial_options=[option("よそ")]),
    several("multi_users_select", initial_users=["U1"], max_selected_items=1, confirm=confirm()),
    {"type": "conversations_select", "response_url_enabled": True, "default_to_current_conversation": True},
    {"type": "channels_select", "response_url_enabled": True, "initial_channel": "C1"},
    several("multi_conversations_select", filter={"include": ["private"], "exclude_bot_users": True}),
]

WRONG = [
    (text_input(min_length=6, max_length=5), "/min_length", "must not be more than max_length"),
    (text_input(max_length=3001), "/max_length", "must be between 1 and 3000 [3001]"),
    (text_input(min_length=-1), "/min_length", "must be between 0 and 3000 [-1]"),
    (text_input(max_length=2, initial_value="山口市"), "/initial_value", "must be between 0 and 2 characters [3]"),
    (text_input(min_length=4, initial_value="山口市"), "/initial_value", "must be between 4 and 3000 characters [3]"),
    (text_input(initial_value="あ" * 3001), "/initial_value", "must be between 0 and 3000 characters [3001]"),
    (text_input(confirm=confirm()), "/confirm", "invalid additional property: confirm"),
    ({"type": "number_input"}, "", "missing required field: is_decimal_allowed"),
    (number_input(initial_value=3), "/initial_value", "must be a string"),
    (number_input(initial_value="３"), "/initial_value", "must be in the documented format"),
    (number_input(max_value="1e3"), "/max_value", "must be in the documented format"),
    (number_input(max_value="0.5"), "/max_value", "must be a whole number unless is_decimal_allowed is true"),
    (number_input(min_value="10", max_value="9"), "/max_value", "must not be less than min_value"),
    (number_input(min_value="10", initial_value="9"), "/initial_value", "must not be less than min_value"),
    (number_input(initial_value="28", max_value="27"), "/max_value", "must not be less than initial_value"),
    ({"type": "rich_text_input", "min_lines": 101}, "/min_lines", "must be between 1 and 100 [101]"),
    ({"type": "rich_text_input", "max_lines": 0}, "/max_lines", "must be between 1 and 100 [0]"),
    ({"type": "rich_text_input", "max_lines": 101}, "/max_lines", "must be between 1 and 100 [101]"),
    ({"type": "rich_text_input", "min_lines": 3, "max_lines": 2}, "/min_lines", "must not be more than max_lines"),
    ({"type": "rich_text_input", "initial_value": "前回"}, "/initial_value", "must be an object"),
    ({"type": "file_input", "max_files": 0}, "/max_files", "must be between 1 and 10 [0]"),
    ({"type": "file_input", "max_files": 11}, "/max_files", "must be between 1 and 10 [11]"),
    ({"type": "file_input", "filetypes": []}, "/filetypes", "no fewer than 1 items allowed [0]"),
    ({"type": "datepicker", "initial_date": "10/31"}, "/initial_date", "must be in the documented format"),
    ({"type": "datepicker", "initial_date": "２０２２-10-31"}, "/initial_date", "must be in the documented format"),
    ({"type": "datepicker", "initial_date": "2022-02-30"}, "/initial_date", "there is no such day"),
    ({"type": "datepicker", "initial_date": 20221031}, "/initial_date", "must be a string"),
    ({"type": "timepicker", "initial_time": "24:00"}, "/initial_time", "must be in the documented format"),
    ({"type": "timepicker", "initial_time": "9:05"}, "/initial_time", "must be in the documented format"),
    ({"type": "timepicker", "timezone": "日本"}, "/timezone", "must be in the documented format"),
    (
        {"type": "datetimepicker", "initial_date_time": 9},
        "/initial_date_time",
        "must be between 1000000000 and",
    ),
    (select(initial_option=option("光市")), "/initial_option", "must be one of the options"),
    (select(initial_option=option(text=plain("別名"))), "/initial_option", "must be one of the options"),
    (select(options=[option(url="https://example.com/")]), "/options/0/url", "invalid additional property: url"),
    (select(options=[option(text=mrkdwn("*萩*"))]), "/options/0/text/type", "must be plain_text"),
    (several(initial_options=[option("9")]), "/initial_options", "must be one of the options"),
    (several(initial_options=options(2), max_selected_items=1), "/initial_options", "no more than 1 items allowed [2]"),
    (
        several("multi_users_select", initial_users=["U1", "U2"], max_selected_items=1),
        "/initial_users",
        "no more than 1 items allowed [2]",
    ),
    (several(max_selected_items=0), "/max_selected_items", "must be between 1 and … [0]"),
    ({"type": "checkboxes", "options": options(11)}, "/options", "no more than 10 items allowed [11]"),
    ({"type": "conversations_select", "filter": {}}, "/filter", "must define at least one of: include"),
    (
        {"type": "conversations_select", "filter": {"include": []}},
        "/filter/include",
        "no fewer than 1 items allowed [0]",
    ),
    (
        text_input(dispatch_action_config={"trigger_actions_on": ["on_leave"]}),
        "/dispatch_action_config/trigger_actions_on/0",
        "must be one of: on_enter_pressed, on_character_entered",
    ),
    (
        text_input(dispatch_action_config={"trigger_actions_on": [ENTER, TYPED, ENTER]}),
        "/dispatch_action_config/trigger_actions_on",
        "no more than 2 items allowed [3]",
    ),
    ({"type": "datetimepicker", "initial_date_time": 10**10}, "/initial_date_time", "must be between 1000000000 and"),
    ({"type": "external_select", "min_query_length": -1}, "/min_query_length", "must be between 0 and … [-1]"),
    (button(), "/type", "unsupported type: button"),
    ({"type": "url", "url": "https://example.com/", "text": "元"}, "/type", "unsupported type: url"),
]

EMPTY_LIST = {"type": "rich_text_list", "style": "bullet", "elements": []}
PARTS = [
    part("text", text="太字", style={"bold": True, "code": True}),
    part("link", url="https://example.com/", text="資料", unsafe=False, style={"italic": True}),
    part("user", user_id="U1", style={"highlight": True, "client_highlight": True, "unlink": True}),
    part("emoji", name="wave", unicode="1f44b-1f3fb", skin_tone=2),
    part("date", timestamp=1667204100, format="{date_num}", fallback="10月31日", url="https://example.com/"),
    part("color", value="#F405B3"),
    part("broadcast", range="here"),
    part("emoji", name="wave", skin_tone=1),
    {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": []}]},
    {"type": "rich_text", "elements": [{"type": "rich_text_preformatted", "elements": []}]},
    {"type": "rich_text", "elements": [{"type": "rich_text_list", "style": "bullet", "elements": []}]},
    {"type": "rich_text", "elements": [{**EMPTY_LIST, "indent": 0, "offset": 0, "border": 0}]},
]

WRONG_PARTS = [
    (part("text", text="a", style={"highlight": True}), "/style/highlight", "invalid additional property: highlight"),
    (part("user", user_id="U1", style={"code": True}), "/style/code", "invalid additional property: code"),
    (part("emoji", name="wave", unicode="U+1F44B"), "/unicode", "must be in the documented format"),
    (part("emoji", name="wave", skin_tone=7), "/skin_tone", "must be between 1 and 6 [7]"),
    (part("color", value="red"), "/value", "must be in the documented format"),
    (part("broadcast", range="all"), "/range", "must be one of: here, channel, everyone"),
    (part("date", timestamp="now", format="{date}"), "/timestamp", "must be an integer"),
    (part("rich_text_list", style="bullet", elements=[]), "/type", "unsupported type: rich_text_list"),
]


@pytest.mark.parametrize("element", GOOD, ids=ids(GOOD))
def test_a_good_element_may_be_filled_in(element):
    assert [] == found(modal(entry(element)), "modal")


@pytest.mark.parametrize(("element", "pointer", "reason"), WRONG, ids=ids([w[0] for w in WRONG]))
def test_a_wrong_element_is_found_at_its_place_with_the_reason(element, pointer, reason):
    [(at, why)] = found(modal(entry(element)), "modal")

    assert (f"/blocks/0/element{pointer}", reason) == (at, why[: len(reason)])


@pytest.mark.parametrize("block", PARTS, ids=ids(PARTS))
def test_rich_text_is_made_of_its_parts(block):
    assert [] == found({"blocks": [block]})


@pytest.mark.parametrize(("block", "pointer", "reason"), WRONG_PARTS, ids=ids([w[0] for w in WRONG_PARTS]))
def test_a_wrong_part_of_rich_text_is_found_at_its_place(block, pointer, reason):
    assert [(f"/blocks/0/elements/0/elements/0{pointer}", reason)] == found({"blocks": [block]})


def test_preformatted_text_holds_words_and_links_only():
    preformatted = changed(part("user", user_id="U1"), "elements/0/type", "rich_text_preformatted")

    assert [("/blocks/0/elements/0/elements/0/type", "unsupported type: user")] == found({"blocks": [preformatted]})


def test_only_an_overflow_menus_option_opens_a_page():
    linked = [option(url="https://example.com/")]

    assert [] == found({"blocks": [actions({"type": "overflow", "options": linked})]})
    assert ["invalid additional property: url"] == [
        why for _, why in found({"blocks": [actions(select(options=linked))]})
    ]


def test_a_file_cannot_be_dispatched():
    block = entry({"type": "file_input"}, dispatch_action=True)

    assert [("/blocks/0/element/type", "unsupported type: file_input with dispatch_action")] == found(
        modal(block), "modal"
    )
