"""The Block Kit validator held against the SDK's own models: every class, every field and every limit they have."""

import copy

import pytest
from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models import blocks as sdk
from slack_sdk.models.blocks.basic_components import (
    DispatchActionConfig,
    FeedbackButtonObject,
    SlackFile,
    Workflow,
    WorkflowTrigger,
)
from slack_sdk.models.blocks.block_elements import (
    BlockElement,
    FileInputElement,
    WorkflowButtonElement,
)
from slack_sdk.models.views import View
from small_blocks import changed, entry, found, lengthened, modal, plain
from small_room import actions

from talkroom.shapes import Judge, rules

PARTS = sdk.RichTextElementParts
IMAGE = sdk.ImageElement(image_url="https://example.com/x.png", alt_text="図")
CONFIRM = sdk.ConfirmObject(title="確認", text="送りますか", confirm="送る", deny="やめる", style="danger")
OPTION = sdk.Option(value="萩市", text="萩市", description="城下町")
GROUP = sdk.OptionGroup(label="市", options=[OPTION])
ENTER = DispatchActionConfig(trigger_actions_on=["on_enter_pressed"])
FEEDBACK = FeedbackButtonObject(text="良い", value="good", accessibility_label="良い")
TRIGGER = WorkflowTrigger(url="https://a.test/", customizable_input_parameters=[{"name": "市", "value": "萩市"}])
BUTTON = sdk.ButtonElement(
    text="報告する",
    action_id="report",
    url="https://example.com/",
    value="1",
    style="primary",
    confirm=CONFIRM,
    accessibility_label="報告する",
    agent_prompt="まとめて",
    agent_prompt_display="まとめ",
    visible_to_user_ids=["U1"],
)
SECTION = sdk.RichTextSectionElement(elements=[PARTS.Text(text="a", style=PARTS.TextStyle(bold=True, underline=True))])
RICH = sdk.RichTextBlock(block_id="b", elements=[SECTION])
SOURCE = sdk.UrlSourceElement(url="https://example.com/", text="元")
TASK = sdk.TaskCardBlock(
    block_id="t", task_id="1", title="取り込み", details=RICH.to_dict(), sources=[SOURCE.to_dict()], status="pending"
)
CARD = sdk.CardBlock(
    block_id="c",
    hero_image=IMAGE,
    icon=IMAGE,
    title="山口市",
    subtitle="県央",
    body="本文",
    actions=[sdk.ButtonElement(text="開く")],
)

# One of each block, with everything that the SDK limits.
BLOCKS = [
    sdk.SectionBlock(block_id="b", text="a", fields=["a", "b"], accessory=BUTTON, expand=True),
    sdk.DividerBlock(block_id="b"),
    sdk.ImageBlock(block_id="b", image_url="https://example.com/x.png", alt_text="図", title="図"),
    sdk.ActionsBlock(block_id="b", elements=[BUTTON]),
    sdk.ContextBlock(block_id="b", elements=[IMAGE, sdk.MarkdownTextObject(text="a", verbatim=True)]),
    sdk.ContextActionsBlock(block_id="b", elements=[sdk.IconButtonElement(icon="trash", text="消す")]),
    sdk.InputBlock(block_id="b", label="項目", hint="任意", element=sdk.PlainTextInputElement(), optional=True),
    sdk.HeaderBlock(block_id="b", text="現況"),
    sdk.MarkdownBlock(block_id="b", text="**太字**"),
    sdk.VideoBlock(
        block_id="b",
        alt_text="録画",
        video_url="https://example.com/v",
        thumbnail_url="https://example.com/v.png",
        title="説明会",
        title_url="https://example.com/",
        description="11月の回",
        provider_icon_url="https://example.com/i.png",
        provider_name="県",
        author_name="県",
    ),
    RICH,
    sdk.TableBlock(
        block_id="b",
        rows=[[sdk.RawTextObject(text="a").to_dict(), {"type": "raw_number", "value": 1, "text": "1"}]],
        column_settings=[{"align": "right", "is_wrapped": True}],
    ),
    TASK,
    sdk.PlanBlock(block_id="p", title="手順", tasks=[TASK]),
    CARD,
    sdk.AlertBlock(block_id="b", text="締切です", level="warning"),
    sdk.ContainerBlock(
        block_id="b", title="履歴", subtitle="11月", width="full", icon=IMAGE, child_blocks=[sdk.DividerBlock()]
    ),
    sdk.CarouselBlock(block_id="b", elements=[CARD]),
]
# Slack makes these itself, or asks of the app what no app here has: we know their fields and take them nowhere.
NOWHERE = [
    sdk.FileBlock(block_id="b", external_id="F1"),
    sdk.CallBlock(block_id="b", call_id="R1", api_decoration_available=False),
    sdk.AuthProviderBlock(
        block_id="b",
        value="x",
        name="連携",
        is_connected=True,
        description="説明",
        connected_identity="県",
        connected_context="県",
        icon_url="https://a.test/i",
        auth_url="https://a.test/a",
        disconnect_url="https://a.test/d",
        accessory=sdk.OverflowMenuElement(options=[OPTION]),
    ),
]
SHOWN = {"action_id": "x", "placeholder": "選ぶ", "focus_on_load": True}
MENU = {**SHOWN, "confirm": CONFIRM}
PRESSED = {"action_id": "x", "confirm": CONFIRM, "focus_on_load": True}
IN_ACTIONS = [
    BUTTON,
    sdk.LinkButtonElement(text="開く", url="https://example.com/", action_id="x"),
    sdk.OverflowMenuElement(action_id="x", options=[OPTION], confirm=CONFIRM),
    WorkflowButtonElement(
        action_id="x", text="始める", workflow=Workflow(trigger=TRIGGER), accessibility_label="始める"
    ),
    sdk.CheckboxesElement(options=[OPTION], initial_options=[OPTION], **PRESSED),
    sdk.RadioButtonsElement(options=[OPTION], initial_option=OPTION, **PRESSED),
    sdk.DatePickerElement(initial_date="2022-10-31", **MENU),
    sdk.TimePickerElement(initial_time="17:15", timezone="Asia/Tokyo", **MENU),
    sdk.DateTimePickerElement(initial_date_time=1667204100, **PRESSED),
    sdk.StaticSelectElement(options=[OPTION], initial_option=OPTION, **MENU),
    sdk.StaticSelectElement(option_groups=[GROUP], **MENU),
    sdk.SelectElement(options=[OPTION], **MENU),
    sdk.StaticMultiSelectElement(options=[OPTION], initial_options=[OPTION], max_selected_items=1, **MENU),
    sdk.StaticMultiSelectElement(option_groups=[GROUP], **MENU),
    sdk.ExternalDataSelectElement(initial_option=OPTION, min_query_length=1, **MENU),
    sdk.ExternalDataMultiSelectElement(initial_options=[OPTION], max_selected_items=1, min_query_length=1, **MENU),
    sdk.UserSelectElement(initial_user="U1", **MENU),
    sdk.UserMultiSelectElement(initial_users=["U1"], max_selected_items=1, **MENU),
    sdk.ConversationSelectElement(initial_conversation="C1", default_to_current_conversation=True, **MENU),
    sdk.ConversationMultiSelectElement(
        initial_conversations=["C1"], max_selected_items=1, filter=sdk.ConversationFilter(include=["im"]), **MENU
    ),
    sdk.ChannelSelectElement(initial_channel="C1", **MENU),
    sdk.ChannelMultiSelectElement(initial_channels=["C1"], max_selected_items=1, **MENU),
]
IN_INPUTS = [
    sdk.PlainTextInputElement(
        initial_value="a", multiline=True, min_length=1, max_length=9, dispatch_action_config=ENTER, **SHOWN
    ),
    sdk.NumberInputElement(
        is_decimal_allowed=False, initial_value=3, min_value=0, max_value=27, dispatch_action_config=ENTER, **SHOWN
    ),
    sdk.EmailInputElement(initial_value="dx@example.jp", dispatch_action_config=ENTER, **SHOWN),
    sdk.UrlInputElement(initial_value="https://example.jp/", dispatch_action_config=ENTER, **SHOWN),
    sdk.RichTextInputElement(
        initial_value=RICH.to_dict(), min_lines=1, max_lines=9, dispatch_action_config=ENTER, **SHOWN
    ),
    FileInputElement(action_id="x", filetypes=["csv"], max_files=3),
]
IN_CONTEXT = [IMAGE, sdk.ImageElement(slack_file=SlackFile(id="F1"), alt_text="図")]
IN_CONTEXT_ACTIONS = [
    sdk.FeedbackButtonsElement(action_id="x", positive_button=FEEDBACK, negative_button=FEEDBACK),
    sdk.IconButtonElement(
        action_id="x",
        icon="trash",
        text="消す",
        accessibility_label="消す",
        value="1",
        visible_to_user_ids=["U1"],
        confirm=CONFIRM,
    ),
]
IN_RICH_TEXT = [
    SECTION,
    sdk.RichTextListElement(elements=[SECTION], style="ordered", indent=8, offset=1, border=1),
    sdk.RichTextPreformattedElement(elements=[PARTS.Text(text="a"), PARTS.Link(url="https://a.test/")], border=0),
    sdk.RichTextQuoteElement(elements=[PARTS.Text(text="a")]),
]
WORDS = [
    PARTS.Text(text="a", style=PARTS.TextStyle(bold=True, italic=True, strike=True, code=True, underline=True)),
    PARTS.Link(url="https://example.com/", text="資料", style=PARTS.TextStyle(bold=True)),
    PARTS.Emoji(name="wave", skin_tone=2, unicode="1f44b"),
    PARTS.User(user_id="U1", style=PARTS.TextStyle(bold=True)),
    PARTS.UserGroup(usergroup_id="S1"),
    PARTS.Channel(channel_id="C1"),
    PARTS.Team(team_id="T1"),
    PARTS.Broadcast(range="here"),
    PARTS.Date(timestamp=1667204100, format="{date}", url="https://example.com/", fallback="10月31日"),
    PARTS.Color(value="#F405B3"),
]

DIVIDER = sdk.DividerBlock()
MODAL = View(type="modal", title="報告", submit="送る", close="閉じる", clear_on_close=True, blocks=[DIVIDER])
HOME = View(type="home", callback_id="x", external_id="x", private_metadata="x", blocks=[DIVIDER])
# How an element comes to stand before the judge: (the elements, a payload with one of them in it, its surface).
PLACES = [
    (IN_ACTIONS, lambda element: {"blocks": [actions(element)]}, "message"),
    (IN_INPUTS, lambda element: modal(entry(element)), "modal"),
    (IN_CONTEXT, lambda element: {"blocks": [{"type": "context", "elements": [element]}]}, "message"),
    (IN_CONTEXT_ACTIONS, lambda element: {"blocks": [{"type": "context_actions", "elements": [element]}]}, "message"),
    (IN_RICH_TEXT, lambda element: {"blocks": [{"type": "rich_text", "elements": [element]}]}, "message"),
    (WORDS, lambda element: {"blocks": [changed(RICH.to_dict(), "elements/0/elements/0", element)]}, "message"),
    ([SOURCE], lambda element: {"blocks": [changed(TASK.to_dict(), "sources/0", element)]}, "message"),
    ([OPTION], lambda option: {"blocks": [actions({"type": "overflow", "options": [option]})]}, "message"),
    ([GROUP], lambda group: {"blocks": [actions({"type": "static_select", "option_groups": [group]})]}, "message"),
    ([CONFIRM], lambda confirm: {"blocks": [actions(BUTTON.to_dict() | {"confirm": confirm})]}, "message"),
    ([FEEDBACK], lambda good: {"blocks": [changed(FEEDBACKS, "elements/0/positive_button", good)]}, "message"),
    (BLOCKS, lambda block: modal(block) if block["type"] == "alert" else {"blocks": [block]}, ""),
    ([MODAL], lambda view: view, "modal"),
    ([HOME], lambda view: view, "home"),
]
FEEDBACKS = sdk.ContextActionsBlock(elements=IN_CONTEXT_ACTIONS[:1]).to_dict()
SAMPLES = [(sample, place, surface) for samples, place, surface in PLACES for sample in samples]


def shape_of(sample):
    """Our shape for an object of the SDK."""
    for base, shapes in ((sdk.Block, "blocks"), ((BlockElement, sdk.RawTextObject), "elements")):
        if isinstance(sample, base):
            return rules()[shapes][sample.type]
    return rules()["shapes"][sample.type if isinstance(sample, View) else "confirm"]


def judged(json, place, surface):
    payload = place(json)
    return found(payload, surface or ("modal" if payload.get("type") == "modal" else "message"))


def judged_alone(json, shape):
    return list(Judge("message").shape(json, shape, ""))


def refused_by_the_sdk(sample, json):
    """Tell whether the class of the sample finds a fault in this JSON."""
    named = isinstance(sample, View)
    try:
        type(sample)(**{name: each for name, each in copy.deepcopy(json).items() if named or name != "type"}).to_dict()
    except SlackObjectFormationError:
        return True
    return False


# Constants that are named otherwise than the fields they limit.
ALIASES = {
    (sdk.Option, "label_max_length"): ["text"],
    (sdk.AuthProviderBlock, "url_max_length"): ["icon_url", "auth_url", "disconnect_url"],
}
# "Less than": Slack's page and the SDK's own check say one character fewer than the constant.
LESS = {"video/title/text", "video/author_name"}


def limits_of(sample):
    """The SDK's constants that limit a field of this sample: (text_max_length, the way to the field, 3000)."""
    json = sample.to_dict()
    for constant in constants_of(type(sample)):
        for field in ALIASES.get((type(sample), constant), [constant.removesuffix("_max_length")]):
            if field in json:
                way = f"{field}/text" if isinstance(json[field], dict) else field
                yield constant, way, getattr(sample, constant) - (f"{json.get('type')}/{way}" in LESS)


def constants_of(cls):
    return [constant for constant in dir(cls) if constant.endswith("_max_length") and constant[0] != "_"]


LIMITS = [
    (sample, place, surface, way, most) for sample, place, surface in SAMPLES for _, way, most in limits_of(sample)
]
LIMITS_NOWHERE = [(sample, way, most) for sample in NOWHERE for _, way, most in limits_of(sample)]


def name(sample):
    return type(sample).__name__


def concrete(base):
    """Every class of the SDK under this one that has a type of its own."""
    for cls in base.__subclasses__():
        if isinstance(getattr(cls, "type", None), str):
            yield cls
        yield from concrete(cls)


@pytest.mark.parametrize(("sample", "place", "surface"), SAMPLES, ids=[name(s) for s, _, _ in SAMPLES])
def test_what_the_sdk_makes_is_taken(sample, place, surface):
    assert [] == judged(sample.to_dict(), place, surface)


@pytest.mark.parametrize("sample", NOWHERE, ids=name)
def test_what_slack_makes_itself_is_known_and_taken_nowhere(sample):
    block = sample.to_dict()

    assert [("/blocks/0/type", f"unsupported type: {block['type']} in a message")] == found({"blocks": [block]})


@pytest.mark.parametrize(
    ("sample", "place", "surface", "way", "most"), LIMITS, ids=[f"{name(s)}-{way}" for s, _, _, way, _ in LIMITS]
)
def test_at_the_sdks_limit_it_is_taken_and_past_it_both_refuse(sample, place, surface, way, most):
    longest, too_long = (lengthened(sample.to_dict(), way, length) for length in (most, most + 1))

    assert [] == judged(longest, place, surface)
    assert [] != judged(too_long, place, surface)
    assert (False, True) == (refused_by_the_sdk(sample, longest), refused_by_the_sdk(sample, too_long))


@pytest.mark.parametrize(
    ("sample", "way", "most"), LIMITS_NOWHERE, ids=[f"{name(s)}-{way}" for s, way, _ in LIMITS_NOWHERE]
)
def test_the_limits_of_what_is_taken_nowhere_are_the_sdks_too(sample, way, most):
    longest, too_long = (lengthened(sample.to_dict(), way, length) for length in (most, most + 1))

    assert ([], False) == (judged_alone(longest, shape_of(sample)), refused_by_the_sdk(sample, longest))
    assert [] != judged_alone(too_long, shape_of(sample))
    assert refused_by_the_sdk(sample, too_long)


def test_every_limit_of_the_sdk_is_tried():
    samples = [*NOWHERE, *(sample for sample, _, _ in SAMPLES)]
    known = {(type(sample), constant) for sample in samples for constant in constants_of(type(sample))}
    tried = {(type(sample), constant) for sample in samples for constant, _, _ in limits_of(sample)}
    untried = {(cls.__name__, constant) for cls, constant in known - tried}

    assert {(cls, field) for cls, field in untried if cls not in OLD and field != "placeholder_max_length"} == set()
    assert LENT["placeholder"] == {cls.type for cls, field in known - tried if field == "placeholder_max_length"}


# The SDK's second class for a type that has a fuller one.
OLD = {"LinkButtonElement", "SelectElement"}


@pytest.mark.parametrize(
    ("sample", "way", "value"),
    [
        (sdk.SectionBlock(text="a"), "text", None),
        (BUTTON, "style", "green"),
        (CONFIRM, "style", "green"),
        (sdk.DatePickerElement(), "initial_date", "2022-13-01"),
        (sdk.TimePickerElement(), "initial_time", "24:00"),
        (sdk.DateTimePickerElement(), "initial_date_time", -1),
        (sdk.OverflowMenuElement(options=[OPTION]), "options", []),
        (sdk.StaticSelectElement(options=[OPTION]), "options", None),
        (sdk.StaticSelectElement(options=[OPTION]), "option_groups", [GROUP.to_dict()]),
        (sdk.HeaderBlock(text="a"), "text", None),
        (sdk.MarkdownBlock(text="a"), "text", ""),
        (sdk.RawTextObject(text="a"), "text", ""),
        (sdk.TableBlock(rows=[[{"type": "raw_text", "text": "a"}]]), "rows", []),
        (sdk.VideoBlock(alt_text="a", video_url="https://a", thumbnail_url="a", title="a"), "alt_text", None),
        (sdk.AlertBlock(text="a"), "level", "loud"),
        (TASK, "status", "done"),
        (sdk.CardBlock(title="a"), "title", None),
        (sdk.CarouselBlock(elements=[CARD]), "elements", []),
        (sdk.ContainerBlock(title="a", child_blocks=[DIVIDER]), "title", None),
        (sdk.ContainerBlock(title="a", child_blocks=[DIVIDER]), "child_blocks", []),
        (sdk.ContainerBlock(title="a", child_blocks=[DIVIDER]), "width", "huge"),
        (sdk.ContextActionsBlock(elements=IN_CONTEXT_ACTIONS), "elements", [FEEDBACKS["elements"][0]] * 6),
        (MODAL, "blocks", []),
        (MODAL, "type", "dialog"),
        (HOME, "close", plain("閉じる")),
    ],
    ids=lambda value: name(value) if hasattr(value, "to_dict") else str(value)[:20],
)
def test_what_else_the_sdk_refuses_is_refused(sample, way, value):
    json = sample.to_dict() | {way: value}

    assert refused_by_the_sdk(sample, json)
    assert [] != (found(json, "modal") if isinstance(sample, View) else judged_alone(json, shape_of(sample)))


def test_every_type_the_sdk_knows_we_know():
    blocks, elements = set(concrete(sdk.Block)), set(concrete(BlockElement))

    assert set() == {cls.type for cls in blocks} - rules()["blocks"].keys()
    assert set() == {cls.type for cls in elements} - rules()["elements"].keys()
    assert set() == (blocks | elements) - {type(sample) for sample in [*NOWHERE, *(sample for sample, _, _ in SAMPLES)]}


# Fields that the SDK's base classes lend to elements for which Slack documents none.
LENT = {
    "alt_text": {"button", "overflow", "workflow_button", "feedback_buttons", "icon_button"},
    "confirm": {sample.type for sample in IN_INPUTS},
    "placeholder": {"checkboxes", "radio_buttons", "datetimepicker", "file_input"},
    "focus_on_load": {"file_input"},
}


@pytest.mark.parametrize(
    "sample", [*NOWHERE, *(s for s, _, _ in SAMPLES if isinstance(s, (sdk.Block, BlockElement)))], ids=name
)
def test_every_field_the_sdk_writes_we_know(sample):
    unknown = sample.attributes - shape_of(sample)["fields"].keys()

    assert {field for field, kinds in LENT.items() if sample.type in kinds} == unknown
