"""The Block Kit validator: what Slack documents, held against the SDK's own models where they have one."""

import copy
import json

import pytest
from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block, BlockElement, Option
from small_room import actions, button, section

from talkroom.blockkit import problems, strict


def plain(text):
    return {"type": "plain_text", "text": text}


def mrkdwn(text):
    return {"type": "mrkdwn", "text": text}


def option(value="萩市", **more):
    return {"text": plain(value), "value": value, **more}


def options(count):
    return [option(f"{number}") for number in range(count)]


def select(**more):
    return {"type": "static_select", "options": [option()], **more}


def image(**more):
    return {"type": "image", "image_url": "https://example.com/x.png", "alt_text": "図", **more}


def confirm(**more):
    return {
        "title": plain("確認"),
        "text": mrkdwn("送りますか"),
        "confirm": plain("送る"),
        "deny": plain("やめる"),
        **more,
    }


def raw(text):
    return {"type": "raw_text", "text": text}


def number(value, **more):
    return {"type": "raw_number", "value": value, **more}


def rich(text):
    return {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}],
    }


def data_table(rows=2, columns=2, **more):
    return {"type": "data_table", "caption": "表", "rows": [[raw("あ")] * columns for _ in range(rows)], **more}


def pie(count=2, **more):
    segments = [{"label": f"{n}", "value": n + 1} for n in range(count)]
    return {"type": "data_visualization", "title": "割合", "chart": {"type": "pie", "segments": segments}, **more}


def bar(categories=3, series=1, kind="bar"):
    labels = [f"{n}" for n in range(categories)]
    points = [{"label": label, "value": 1.5} for label in labels]
    chart = {
        "type": kind,
        "series": [{"name": f"{n}", "data": points} for n in range(series)],
        "axis_config": {"categories": labels, "x_label": "市町", "y_label": "件"},
    }
    return {"type": "data_visualization", "title": "件数", "chart": chart}


def card(**more):
    return {"type": "card", "title": mrkdwn("山口市"), **more}


def container(*blocks, **more):
    return {"type": "container", "title": plain("履歴"), "child_blocks": list(blocks), **more}


def entry(element, **more):
    return {"type": "input", "label": plain("項目"), "element": element, **more}


def changed(block, path, value):
    """Copy a block with one value changed; `...` takes the value out."""
    block = copy.deepcopy(block)
    *way, last = [int(step) if step.isdigit() else step for step in path.split("/")]
    inner = block
    for step in way:
        inner = inner[step]
    if value is ...:
        del inner[last]
    else:
        inner[last] = value
    return block


GOOD = [
    section("*山口市*"),
    {"type": "section", "fields": [mrkdwn("一"), plain("二")]},
    {**section("市"), "accessory": button(action_id="go", confirm=confirm(style="danger"))},
    {**section("図"), "accessory": image()},
    {"type": "header", "text": plain("現況")},
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
    entry({"type": "number_input", "is_decimal_allowed": False, "min_value": "0", "max_value": "27"}),
    entry({"type": "multi_static_select", "options": options(100)}),
    {"type": "markdown", "text": "**太字**"},
    {
        "type": "table",
        "rows": [[raw("市町"), number(3)], [rich("a"), raw("b")]],
        "column_settings": [{"align": "right"}],
    },
    data_table(page_size=5, row_header_column_index=1),
    data_table(101, 20, page_size=20, row_header_column_index=19),
    {
        "type": "data_table",
        "caption": "表",
        "rows": [[raw("市町"), raw("件")], [rich("山口市"), number(0, text="0件")]],
    },
    pie(6),
    bar(20, 6),
    bar(kind="line"),
    bar(kind="area"),
    card(subtitle=plain("副題"), body=mrkdwn("本文"), icon=image(), hero_image=image(), actions=[button()] * 3),
    {"type": "carousel", "elements": [card()] * 10},
    container(
        section("一"), {"type": "divider"}, image(), actions(button()), is_collapsible=True, default_collapsed=True
    ),
]

WRONG = [
    ({"type": "nonsense"}, "/blocks/0/type", "unsupported type: nonsense"),
    ({}, "/blocks/0/type", "unsupported type: None"),
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
        actions({"type": "datepicker", "initial_date": "10/31"}),
        "/blocks/0/elements/0/initial_date",
        "must be in the documented format",
    ),
    (
        changed(actions(button(confirm=confirm())), "elements/0/confirm/deny", ...),
        "/blocks/0/elements/0/confirm",
        "missing required field: deny",
    ),
    (image(slack_file={"id": "F1"}), "/blocks/0", "must not define both: image_url, slack_file"),
    (entry({"type": "number_input"}), "/blocks/0/element", "missing required field: is_decimal_allowed"),
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
    (actions(button(action_id="x"), button(action_id="x")), "/blocks/0", "action_id already exists: x"),
    (actions(button(), block_id="あ" * 256), "/blocks/0/block_id", "must be less than 256 characters [256]"),
]

# Where the SDK's models know a limit: a block, where a text or a list stands in it, and the most Slack takes.
LIMITS = [
    (section("a"), "text/text", 3000),
    ({"type": "section", "fields": [mrkdwn("a")]}, "fields", 10),
    ({"type": "header", "text": plain("a")}, "text/text", 150),
    ({"type": "context", "elements": [mrkdwn("a")]}, "elements", 10),
    (actions(button()), "elements", 25),
    (actions(button(value="a")), "elements/0/value", 2000),
    (actions(button(url="a")), "elements/0/url", 3000),
    (actions(button(accessibility_label="a")), "elements/0/accessibility_label", 75),
    (actions(button("a")), "elements/0/text/text", 75),
    (actions(button(action_id="a")), "elements/0/action_id", 255),
    (actions(select(placeholder=plain("a"))), "elements/0/placeholder/text", 150),
    (actions(select()), "elements/0/options", 100),
    (actions(select()), "elements/0/options/0/value", 150),
    (actions(select()), "elements/0/options/0/text/text", 75),
    (actions({"type": "overflow", "options": options(1)}), "elements/0/options", 5),
    (actions(button(confirm=confirm())), "elements/0/confirm/title/text", 100),
    (actions(button(confirm=confirm())), "elements/0/confirm/text/text", 300),
    (actions(button(confirm=confirm())), "elements/0/confirm/confirm/text", 30),
    (actions(button(confirm=confirm())), "elements/0/confirm/deny/text", 30),
    (image(), "alt_text", 2000),
    (image(), "image_url", 3000),
    (image(title=plain("a")), "title/text", 2000),
    (entry({"type": "plain_text_input"}), "label/text", 2000),
    (entry({"type": "plain_text_input"}, hint=plain("a")), "hint/text", 2000),
    ({"type": "markdown", "text": "a"}, "text", 12000),
    (card(), "title/text", 150),
    (card(subtitle=mrkdwn("a")), "subtitle/text", 150),
    (card(body=mrkdwn("a")), "body/text", 200),
    ({"type": "carousel", "elements": [card()]}, "elements", 10),
    (container(section("a")), "title/text", 150),
    (container(section("a")), "child_blocks", 10),
    (section("a") | {"block_id": "a"}, "block_id", 255),
]


def lengthened(block, path, length):
    """Make the text or the list at `path` so long."""
    present = block
    for step in path.split("/"):
        present = present[int(step)] if isinstance(present, list) else present[step]
    if isinstance(present, str):
        return changed(block, path, "a" * length)
    items = [copy.deepcopy(present[0]) for _ in range(length)]
    return changed(block, path, items)


def sdk_takes(block):
    """Tell whether the SDK's model of this block finds no fault; it reads the parts that have a class."""
    try:
        Block.parse(copy.deepcopy(block)).to_dict()
        for element in [*block.get("elements", []), block.get("accessory"), block.get("element")]:
            if element and element.get("type") not in {"card", "mrkdwn", "plain_text"}:
                BlockElement.parse(copy.deepcopy(element)).to_dict()
                for each in Option.parse_all(copy.deepcopy(element.get("options"))) or []:
                    each.validate_json()
    except SlackObjectFormationError:
        return False
    return True


def ids(blocks):
    return [json.dumps(block, ensure_ascii=False)[:60] for block in blocks]


@pytest.mark.parametrize("block", GOOD, ids=ids(GOOD))
def test_a_good_block_has_no_problem(block):
    assert [] == problems({"text": "山口市", "blocks": [block]})


@pytest.mark.parametrize(("block", "pointer", "reason"), WRONG, ids=ids([w[0] for w in WRONG]))
def test_a_wrong_block_is_found_at_its_place_with_the_reason(block, pointer, reason):
    found = [(problem.pointer, problem.reason) for problem in problems({"text": "?", "blocks": [block]})]

    assert (pointer, reason) in found


@pytest.mark.parametrize(("block", "path", "most"), LIMITS, ids=[f"{b['type']}/{p}" for b, p, _ in LIMITS])
def test_our_limits_are_those_of_the_sdks_models(block, path, most):
    longest, too_long = lengthened(block, path, most), lengthened(block, path, most + 1)

    assert [] == problems({"blocks": [longest]})
    assert [] != problems({"blocks": [too_long]})
    assert (True, False) == (sdk_takes(longest), sdk_takes(too_long))


@pytest.mark.parametrize(("surface", "most"), [("message", 50), ("modal", 100), ("home", 100)])
def test_there_are_only_so_many_blocks(surface, most):
    view = {"type": surface, **({"title": plain("報告")} if surface == "modal" else {})}
    view = {} if surface == "message" else view

    assert [] == problems(view | {"blocks": [{"type": "divider"}] * most}, surface)
    assert ["/blocks"] == [p.pointer for p in problems(view | {"blocks": [{"type": "divider"}] * (most + 1)}, surface)]


def test_a_block_id_stands_once_in_a_message():
    found = problems({"blocks": [actions(button(), block_id="x"), actions(button(), block_id="x")]})

    assert ["block_id already exists: x"] == [problem.reason for problem in found]


def test_the_same_action_id_may_stand_in_two_blocks():
    assert [] == problems({"blocks": [actions(button(action_id="x")), actions(button(action_id="x"))]})


def test_tables_share_one_limit_in_a_message():
    table = {"type": "table", "rows": [[raw("あ" * 6000)]]}

    assert [] == problems({"blocks": [table]})
    assert ["/blocks"] == [problem.pointer for problem in problems({"blocks": [table, table]})]


def test_markdown_shares_one_limit_in_a_message():
    markdown = {"type": "markdown", "text": "あ" * 7000}

    assert ["/blocks"] == [problem.pointer for problem in problems({"blocks": [markdown, markdown]})]


def test_a_message_has_two_charts_at_most():
    assert [] == problems({"blocks": [pie(), bar()]})
    assert ["/blocks"] == [problem.pointer for problem in problems({"blocks": [pie(), bar(), pie()]})]


@pytest.mark.parametrize(
    "block", [data_table(), {"type": "table", "rows": [[raw("a")]]}, pie(), {"type": "markdown", "text": "a"}]
)
def test_some_blocks_stand_in_messages_only(block):
    modal = {"type": "modal", "title": plain("報告"), "blocks": [block]}

    assert ["/blocks/0/type"] == [problem.pointer for problem in problems(modal, "modal")]


def test_an_alert_stands_in_a_modal():
    alert = {"type": "alert", "level": "warning", "text": mrkdwn("締切を過ぎています")}

    assert [] == problems({"type": "modal", "title": plain("報告"), "blocks": [alert]}, "modal")


@pytest.mark.parametrize(
    ("view", "pointer"),
    [
        ({"type": "modal", "blocks": []}, ""),
        ({"type": "modal", "title": plain("あ" * 25), "blocks": []}, "/title/text"),
        ({"type": "modal", "title": plain("報告"), "blocks": [], "private_metadata": "a" * 3001}, "/private_metadata"),
    ],
)
def test_a_views_own_fields_are_judged(view, pointer):
    assert pointer in [problem.pointer for problem in problems(view, "modal")]


def test_strictly_every_block_and_what_can_be_pressed_bear_their_ids():
    blocks = [section("a"), actions(button(action_id="x"), button(), block_id="row")]

    assert [("/blocks/0", "missing block_id"), ("/blocks/1/elements/1", "missing action_id")] == [
        (problem.pointer, problem.reason) for problem in strict({"blocks": blocks})
    ]


@pytest.mark.parametrize("blocks", ["text", {"type": "section"}, [None], [[]], [1]])
def test_blocks_that_are_none_are_a_problem(blocks):
    assert [] != problems({"blocks": blocks})


SMALL = [block for block in GOOD if len(json.dumps(block)) < 1_000]


@pytest.mark.parametrize("block", SMALL, ids=ids(SMALL))
def test_a_good_block_with_anything_replaced_never_breaks_the_judge(block):
    def pointers(value, way=()):
        yield way
        each = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        for name, inner in each:
            yield from pointers(inner, (*way, str(name)))

    for way in pointers(block):
        for odd in (None, 0, "", "x", [], {}, [{}], True, -1.5):
            problems({"blocks": [changed(block, "/".join(way), odd) if way else odd]})
