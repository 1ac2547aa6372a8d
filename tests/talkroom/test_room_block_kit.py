"""The Block Kit validator: what Slack documents of the blocks of a message."""

import pytest
from small_blocks import (
    bar,
    card,
    changed,
    confirm,
    container,
    context_actions,
    data_table,
    entry,
    feedback,
    found,
    icon_button,
    ids,
    image,
    lengthened,
    mrkdwn,
    number,
    option,
    options,
    pie,
    plain,
    raw,
    rich,
    select,
    task,
    video,
    workflow_button,
)
from small_room import actions, button, section

from talkroom.blockkit import strict

GOOD = [
    section("*山口市*"),
    {"type": "section", "fields": [mrkdwn("一"), plain("二")]},
    {**section("市"), "accessory": button(action_id="go", confirm=confirm(style="danger"))},
    {**section("図"), "accessory": image()},
    {"type": "header", "text": plain("現況"), "level": 1},
    {"type": "header", "text": plain("現況"), "level": 4},
    {"type": "context", "elements": [mrkdwn("資料２"), plain("基準日"), image()]},
    {"type": "divider"},
    actions(button(style="primary", url="https://example.com/"), select(), {"type": "overflow", "options": options(5)}),
    actions({"type": "multi_static_select", "option_groups": [{"label": plain("市"), "options": options(2)}]}),
    actions({"type": "radio_buttons", "options": options(2), "initial_option": option("1")}),
    actions({"type": "checkboxes", "options": [option("a", description=mrkdwn("説明"))]}),
    actions({"type": "datepicker", "initial_date": "2022-10-31"}, {"type": "timepicker", "initial_time": "17:15"}),
    actions({"type": "datetimepicker", "initial_date_time": 1667204100}),
    actions({"type": "users_select"}, {"type": "conversations_select", "filter": {"include": ["im"]}}),
    actions({"type": "channels_select"}, {"type": "external_select", "min_query_length": 1}),
    actions({"type": "multi_users_select", "max_selected_items": 3}),
    image(title=plain("図")),
    rich("引用"),
    {"type": "rich_text", "elements": [{"type": "rich_text_quote", "elements": [{"type": "user", "user_id": "U1"}]}]},
    {
        "type": "rich_text",
        "elements": [{"type": "rich_text_list", "style": "bullet", "elements": [rich("a")["elements"][0]]}],
    },
    entry({"type": "plain_text_input", "multiline": True, "max_length": 3000}, optional=True, hint=plain("任意")),
    entry({"type": "multi_static_select", "options": options(100)}),
    {"type": "markdown", "text": "**太字**"},
    {
        "type": "table",
        "rows": [[raw("市町"), number(3)], [rich("a"), raw("b")]],
        "column_settings": [None, {"align": "right"}],
    },
    data_table(page_size=5, row_header_column_index=1),
    data_table(101, 20, page_size=20, row_header_column_index=19),
    data_table(row_header_column_index=0),
    {
        "type": "data_table",
        "caption": "表",
        "rows": [[raw("市町"), raw("件")], [rich("山口市"), number(0, "0件")]],
    },
    pie(6),
    bar(20, 6),
    bar(kind="line"),
    bar(kind="area"),
    card(subtitle=plain("副題"), body=mrkdwn("本文"), icon=image(), hero_image=image(), actions=[button()] * 3),
    {"type": "carousel", "elements": [card()] * 10},
    card(slack_icon={"type": "icon", "name": "calendar"}, subtext=plain("添え書き")),
    container(
        section("一"), {"type": "divider"}, image(), actions(button()), is_collapsible=True, default_collapsed=True
    ),
    context_actions(feedback(action_id="was_it_good"), icon_button(visible_to_user_ids=["U1"], confirm=confirm())),
    video(author_name="県", description=plain("11月の回"), title_url="https://example.com/"),
    task(
        details=rich("一件"), output=rich("済"), sources=[{"type": "url", "url": "https://example.com/", "text": "元"}]
    ),
    {"type": "plan", "title": "手順", "tasks": [task(), task(status="pending")]},
    actions(workflow_button(style="primary"), button(agent_prompt="まとめて", agent_prompt_display="まとめ")),
    actions({"type": "overflow", "options": [option(url="https://example.com/")]}),
]

WRONG = [
    ({"type": "nonsense"}, "/blocks/0/type", "unsupported type: nonsense"),
    ({}, "/blocks/0", "missing required field: type"),
    ({"type": ["section"]}, "/blocks/0/type", "unsupported type: ['section']"),
    ("text", "/blocks/0", "must be an object"),
    ({"type": "section"}, "/blocks/0", "must define at least one of: text, fields"),
    (section(""), "/blocks/0/text/text", "must be more than 0 characters"),
    (changed(section("a"), "text/type", "markdown"), "/blocks/0/text/type", "must be plain_text or mrkdwn"),
    (changed(section("a"), "text", "a"), "/blocks/0/text", "must be a text object"),
    (changed(section("a"), "text/emoji", True), "/blocks/0/text/emoji", "invalid additional property: emoji"),  # noqa: FBT003
    (changed(section("a"), "colour", "red"), "/blocks/0/colour", "invalid additional property: colour"),
    ({"type": "section", "fields": []}, "/blocks/0/fields", "no fewer than 1 items allowed [0]"),
    ({"type": "header", "text": mrkdwn("a")}, "/blocks/0/text/type", "must be plain_text"),
    ({"type": "header"}, "/blocks/0", "missing required field: text"),
    ({"type": "context", "elements": [button()]}, "/blocks/0/elements/0/type", "unsupported type: button"),
    (actions(image()), "/blocks/0/elements/0/type", "unsupported type: image"),
    (actions({"type": "plain_text_input"}), "/blocks/0/elements/0/type", "unsupported type: plain_text_input"),
    (actions(button(style="green")), "/blocks/0/elements/0/style", "must be one of: primary, danger"),
    (actions(button(value=12)), "/blocks/0/elements/0/value", "must be a string"),
    (actions({"type": "static_select"}), "/blocks/0/elements/0", "must define at least one of: options, option_groups"),
    (
        actions(select(option_groups=[{"label": plain("市"), "options": options(1)}])),
        "/blocks/0/elements/0",
        "must not define both: options, option_groups",
    ),
    (
        actions(select(initial_option=option("光市"))),
        "/blocks/0/elements/0/initial_option",
        "must be one of the options",
    ),
    (
        changed(actions(button(confirm=confirm())), "elements/0/confirm/deny", ...),
        "/blocks/0/elements/0/confirm",
        "missing required field: deny",
    ),
    (image(slack_file={"id": "F1"}), "/blocks/0", "must not define both: image_url, slack_file"),
    (entry(button()), "/blocks/0/element/type", "unsupported type: button"),
    ({"type": "alert", "text": mrkdwn("超過")}, "/blocks/0/type", "unsupported type: alert in a message"),
    (
        {"type": "rich_text", "elements": [{"type": "text", "text": "a"}]},
        "/blocks/0/elements/0/type",
        "unsupported type: text",
    ),
    (data_table(1), "/blocks/0/rows", "no fewer than 2 items allowed [1]"),
    (data_table(102), "/blocks/0/rows", "no more than 101 items allowed [102]"),
    (data_table(2, 21), "/blocks/0/rows/0", "no more than 20 items allowed [21]"),
    (data_table(2, 0), "/blocks/0/rows/0", "no fewer than 1 items allowed [0]"),
    (changed(data_table(), "caption", ...), "/blocks/0", "missing required field: caption"),
    (data_table(page_size=0), "/blocks/0/page_size", "must be between 1 and 100 [0]"),
    (data_table(page_size=101), "/blocks/0/page_size", "must be between 1 and 100 [101]"),
    (data_table(page_size=True), "/blocks/0/page_size", "must be an integer"),
    (data_table(row_header_column_index=2), "/blocks/0/row_header_column_index", "there is no such column"),
    (changed(data_table(), "rows/0/1", rich("a")), "/blocks/0/rows/0/1", "rich_text is not allowed in the header"),
    (changed(data_table(), "rows/1", [raw("a")]), "/blocks/0/rows/1", "must have 2 cells like the header [1]"),
    (changed(data_table(), "rows/1/0", raw("")), "/blocks/0/rows/1/0/text", "must be more than 0 characters"),
    (changed(data_table(), "rows/1/0", number("3")), "/blocks/0/rows/1/0/value", "must be a number"),
    (
        changed(data_table(), "rows/1/0", raw("あ" * 10_000)),
        "/blocks",
        "all tables must be less than 10001 characters [10003]",
    ),
    (pie(title="あ" * 51), "/blocks/0/title", "must be less than 51 characters [51]"),
    (pie(7), "/blocks/0/chart/segments", "no more than 6 items allowed [7]"),
    (changed(pie(), "chart/segments/0/value", 0), "/blocks/0/chart/segments/0/value", "must be more than 0 [0]"),
    (
        changed(pie(), "chart/segments/0/label", "あ" * 21),
        "/blocks/0/chart/segments/0/label",
        "must be less than 21 characters [21]",
    ),
    (changed(pie(), "chart/type", "donut"), "/blocks/0/chart/type", "unsupported type: donut"),
    (bar(21), "/blocks/0/chart/axis_config/categories", "no more than 20 items allowed [21]"),
    (bar(series=7), "/blocks/0/chart/series", "no more than 6 items allowed [7]"),
    (changed(bar(series=2), "chart/series/1/name", "0"), "/blocks/0/chart/series", "names must be unique"),
    (
        changed(bar(), "chart/series/0/data/0/label", "よそ"),
        "/blocks/0/chart/series/0/data",
        "labels must match the categories, one point for each",
    ),
    (changed(bar(), "chart/axis_config", ...), "/blocks/0/chart", "missing required field: axis_config"),
    ({"type": "card"}, "/blocks/0", "must define at least one of: hero_image, title, actions, body"),
    (card(actions=[button()] * 4), "/blocks/0/actions", "no more than 3 items allowed [4]"),
    (container(container(section("a"))), "/blocks/0/child_blocks/0/type", "unsupported type: container"),
    (
        container(changed(section("a"), "text/text", "")),
        "/blocks/0/child_blocks/0/text/text",
        "must be more than 0 characters",
    ),
    (
        container(section("a"), is_collapsible=True, has_header_divider=True),
        "/blocks/0/has_header_divider",
        "must not be set when is_collapsible is true",
    ),
    (
        changed(bar(), "chart/series/0/data", [{"label": "a", "value": 1}] * 21),
        "/blocks/0/chart/series/0/data",
        "no more",
    ),
    (
        changed(bar(), "chart/axis_config/categories/0", "あ" * 21),
        "/blocks/0/chart/axis_config/categories/0",
        "must be less than 21 characters [21]",
    ),
    (
        changed(bar(), "chart/series/0/data/0/label", "あ" * 21),
        "/blocks/0/chart/series/0/data/0/label",
        "must be less than 21 characters [21]",
    ),
    ({"type": "header", "text": plain("a"), "level": 0}, "/blocks/0/level", "must be between 1 and 4 [0]"),
    ({"type": "header", "text": plain("a"), "level": 5}, "/blocks/0/level", "must be between 1 and 4 [5]"),
    (data_table(row_header_column_index=20), "/blocks/0/row_header_column_index", "must be between 0 and 19 [20]"),
    (data_table(row_header_column_index=-1), "/blocks/0/row_header_column_index", "must be between 0 and 19 [-1]"),
    (
        container(section("a"), default_collapsed=True),
        "/blocks/0/default_collapsed",
        "must not be set unless is_collapsible is true",
    ),
    (container({"type": "markdown", "text": "a"}), "/blocks/0/child_blocks/0/type", "unsupported type: markdown"),
    (card(slack_icon={"type": "icon", "name": "ufo"}), "/blocks/0/slack_icon/name", "must be one of: archive, book"),
    (
        card(icon=image(), slack_icon={"type": "icon", "name": "call"}),
        "/blocks/0",
        "must not define both: icon, slack_icon",
    ),
    (context_actions(button()), "/blocks/0/elements/0/type", "unsupported type: button"),
    (context_actions(icon_button(icon="pen")), "/blocks/0/elements/0/icon", "must be one of: trash"),
    (
        changed(context_actions(feedback()), "elements/0/negative_button", ...),
        "/blocks/0/elements/0",
        "missing required",
    ),
    (actions(feedback()), "/blocks/0/elements/0/type", "unsupported type: feedback_buttons"),
    (video(video_url="http://example.com/v"), "/blocks/0/video_url", "must be in the documented format"),
    (changed(video(), "alt_text", ...), "/blocks/0", "missing required field: alt_text"),
    (task(status="done"), "/blocks/0/status", "must be one of: pending, in_progress, complete, error"),
    (task(details=section("a")), "/blocks/0/details/type", "unsupported type: section"),
    ({"type": "plan", "title": "手順", "tasks": [section("a")]}, "/blocks/0/tasks/0/type", "unsupported type: section"),
    (
        changed(actions(workflow_button()), "elements/0/workflow/trigger/url", ...),
        "/blocks/0/elements/0/workflow/trigger",
        "missing required field: url",
    ),
    (
        {"type": "file", "external_id": "F1", "source": "remote"},
        "/blocks/0/type",
        "unsupported type: file in a message",
    ),
    ({"type": "call", "call_id": "R1"}, "/blocks/0/type", "unsupported type: call in a message"),
    (changed(data_table(), "rows/1/0", {"type": "raw_number", "value": 3}), "/blocks/0/rows/1/0", "missing required"),
    (changed(section("a"), "text/text", ...), "/blocks/0/text", "missing required field: text"),
    (changed(section("a"), "text/verbatim", "yes"), "/blocks/0/text/verbatim", "must be true or false"),
    (section("a") | {"a~b/c": 1}, "/blocks/0/a~0b~1c", "invalid additional property: a~b/c"),
    (
        image(image_url=None, slack_file={"id": "F1", "url": "https://example.com/"}),
        "/blocks/0/slack_file",
        "must not define both: id, url",
    ),
    (actions(button(action_id="x"), button(action_id="x")), "/blocks/0", "action_id already exists: x"),
    (actions(button(), block_id="あ" * 256), "/blocks/0/block_id", "must be less than 256 characters [256]"),
]

# Limits of Slack's pages that neither the SDK's models nor the `blockkit` package know.
DESCRIBED, NEGATIVE = "elements/0/options/0/description/text", "elements/0/negative_button/accessibility_label"
LIMITS = [
    ({"type": "section", "fields": [mrkdwn("a")]}, "fields/0/text", 2000),
    (card(subtext=mrkdwn("a")), "subtext/text", 200),
    (card(actions=[button()]), "actions", 3),
    (context_actions(icon_button(value="a")), "elements/0/value", 2000),
    (context_actions(icon_button(visible_to_user_ids=["U1"])), "elements/0/visible_to_user_ids", 10),
    (context_actions(icon_button(accessibility_label="a")), "elements/0/accessibility_label", 75),
    (video(description=plain("a")), "description/text", 199),
    ({"type": "table", "rows": [[raw("a")]]}, "rows", 100),
    ({"type": "table", "rows": [[raw("a")]]}, "rows/0", 20),
    ({"type": "table", "rows": [[raw("a")]], "column_settings": [{}]}, "column_settings", 20),
    (context_actions(icon_button()), "elements/0/text/text", 3000),
    (changed(context_actions(feedback()), "elements/0/negative_button/accessibility_label", "a"), NEGATIVE, 75),
    (actions(workflow_button(accessibility_label="a")), "elements/0/accessibility_label", 75),
    (actions(select(options=[option()])), "elements/0/options/0/text/text", 75),
    (actions(select(options=[option(description=plain("a"))])), DESCRIBED, 75),
    (actions({"type": "overflow", "options": [option(description=plain("a"))]}), DESCRIBED, 75),
    (actions({"type": "checkboxes", "options": [option(description=mrkdwn("a"))]}), DESCRIBED, 75),
    (actions({"type": "checkboxes", "options": [option(text=mrkdwn("a"))]}), "elements/0/options/0/text/text", 75),
    (actions({"type": "multi_users_select", "initial_users": ["U1"]}), "elements/0/initial_users/0", 255),
    ({"type": "context", "elements": [mrkdwn("a")]}, "elements/0/text", 3000),
    ({"type": "context", "elements": [plain("a")]}, "elements/0/text", 3000),
    (bar(), "chart/series/0/name", 20),
    (bar(), "chart/axis_config/x_label", 50),
    (bar(), "chart/axis_config/y_label", 50),
    (container(section("a"), subtitle=plain("a")), "subtitle/text", 150),
]


@pytest.mark.parametrize(("block", "way", "most"), LIMITS, ids=[f"{block['type']}-{way}" for block, way, _ in LIMITS])
def test_at_the_limit_of_slacks_page_it_is_taken_and_past_it_refused(block, way, most):
    assert [] == found({"blocks": [lengthened(block, way, most)]})
    assert [f"/blocks/0/{way}"] == [pointer for pointer, _ in found({"blocks": [lengthened(block, way, most + 1)]})]


@pytest.mark.parametrize("block", GOOD, ids=ids(GOOD))
def test_a_good_block_has_no_problem(block):
    assert [] == found({"text": "山口市", "blocks": [block]})


@pytest.mark.parametrize(("block", "pointer", "reason"), WRONG, ids=ids([w[0] for w in WRONG]))
def test_a_wrong_block_is_found_at_its_place_with_the_reason(block, pointer, reason):
    [reasons] = [why for at, why in found({"text": "?", "blocks": [block]}) if at == pointer]

    assert reasons.startswith(reason)


def test_a_message_has_50_blocks_at_most():
    assert [] == found({"blocks": [{"type": "divider"}] * 50})
    assert [("/blocks", "no more than 50 items allowed [51]")] == found({"blocks": [{"type": "divider"}] * 51})


def test_a_block_id_stands_once_in_a_message():
    twice = {"blocks": [actions(button(), block_id="x"), actions(button(), block_id="x")]}

    assert [("/blocks", "block_id already exists: x")] == found(twice)


def test_the_same_action_id_may_stand_in_two_blocks():
    assert [] == found({"blocks": [actions(button(action_id="x")), actions(button(action_id="x"))]})


def test_tables_share_one_limit_in_a_message():
    table = {"type": "table", "rows": [[raw("あ" * 6000)]]}

    assert [] == found({"blocks": [table]})
    assert [("/blocks", "all tables must be less than 10001 characters [12000]")] == found({"blocks": [table, table]})


def test_markdown_shares_one_limit_in_a_message():
    markdown = {"type": "markdown", "text": "あ" * 7000}

    assert ["/blocks"] == [pointer for pointer, _ in found({"blocks": [markdown, markdown]})]


def test_a_message_has_two_charts_at_most():
    assert [] == found({"blocks": [pie(), bar()]})
    assert ["/blocks"] == [pointer for pointer, _ in found({"blocks": [pie(), bar(), pie()]})]


def test_strictly_every_block_and_what_can_be_pressed_bear_their_ids():
    blocks = [section("a"), actions(button(action_id="x"), button(), block_id="row")]

    assert [("/blocks/0", "missing block_id"), ("/blocks/1/elements/1", "missing action_id")] == [
        (problem.pointer, problem.reason) for problem in strict({"blocks": blocks})
    ]


@pytest.mark.parametrize("blocks", ["text", "", {"type": "section"}, [None], [[]], [1]])
def test_blocks_that_are_none_are_a_problem(blocks):
    assert [] != found({"blocks": blocks})
