"""The Block Kit validator held against the `blockkit` package: what it builds, and every limit it knows."""

import copy

import blockkit as kit
import pytest
from blockkit.core import (
    ColumnSettings,
    Component,
    ComponentValidationError,
    FieldValidationError,
    Ints,
    Length,
    RawText,
    Table,
)
from small_blocks import entry, found, modal

from talkroom.shapes import Judge, rules

IMAGE = {"image_url": "https://example.com/x.png", "alt_text": "図"}
ENTER = kit.DispatchActionConfig(["on_enter_pressed"])
CONFIRM = kit.Confirm(title="確認", text="送りますか", confirm="送る", deny="やめる", style="danger")
OPTION = kit.Option(text="萩市", value="萩市", description="城下町")
LINKED = kit.Option(text="萩市", value="萩市", url="https://example.com/")
LINKED_MENU = kit.StaticSelect(options=[LINKED])
GROUP = kit.OptionGroup(label="市", options=[OPTION])
TRIGGER = kit.Trigger("https://example.com/t", [kit.InputParameter("市", "萩市")])
BUTTON = kit.Button("報告", action_id="x", value="1", style="primary", confirm=CONFIRM, accessibility_label="報告")
WORDS = [
    kit.RichTextEl("太字", style=kit.RichStyle(bold=True, code=True)),
    kit.RichLinkEl("https://example.com/", "資料", unsafe=False),
    kit.RichUserEl("U1", style=kit.RichStyle(highlight=True, unlink=True)),
    kit.RichUserGroupEl("S1"),
    kit.RichChannelEl("C1"),
    kit.RichEmojiEl("wave", unicode="1f44b"),
    kit.RichDateEl(1667204100, "{date}", url="https://example.com/", fallback="10月31日"),
    kit.RichColorEl("#F405B3"),
    kit.RichBroadcastEl("here"),
]
LINE = kit.RichTextSection(WORDS)
LIST = kit.RichTextList("bullet", [LINE], indent=8, offset=1, border=1)
RICH = kit.RichText([LINE, LIST, kit.RichTextQuote(WORDS, border=1)], block_id="r")
PREFORMATTED = kit.RichTextPreformatted(WORDS[:2], border=0)
SHOWN = {"action_id": "x", "placeholder": "選ぶ", "focus_on_load": True}
MENU = {**SHOWN, "confirm": CONFIRM}
BOXES = {"action_id": "x", "confirm": CONFIRM, "focus_on_load": True}
PICKED = [
    kit.Checkboxes(options=[OPTION], initial_options=[OPTION], **BOXES),
    kit.RadioButtons(options=[OPTION], initial_option=OPTION, **BOXES),
    kit.DatePicker(initial_date="2022-10-31", **MENU),
    kit.TimePicker(initial_time="17:15", timezone="Asia/Tokyo", **MENU),
    kit.StaticSelect(options=[OPTION], initial_option=OPTION, **MENU),
    kit.StaticSelect(option_groups=[GROUP], **MENU),
    kit.ExternalSelect(initial_option=OPTION, min_query_length=1, **MENU),
    kit.UsersSelect(initial_user="U1", **MENU),
    kit.ConversationsSelect(initial_conversation="C1", filter=kit.ConversationFilter(["im"]), **MENU),
    kit.ChannelsSelect(initial_channel="C1", **MENU),
    kit.MultiStaticSelect(options=[OPTION], initial_options=[OPTION], max_selected_items=1, **MENU),
    kit.MultiExternalSelect(initial_options=[OPTION], max_selected_items=1, **MENU),
    kit.MultiUsersSelect(initial_users=["U1"], max_selected_items=1, **MENU),
    kit.MultiConversationsSelect(initial_conversations=["C1"], max_selected_items=1, **MENU),
    kit.MultiChannelsSelect(initial_channels=["C1"], max_selected_items=1, **MENU),
]
TYPED = [
    kit.PlainTextInput(
        initial_value="a", multiline=True, min_length=1, max_length=9, dispatch_action_config=ENTER, **SHOWN
    ),
    kit.PlainTextInput(min_length=1),
    kit.NumberInput(is_decimal_allowed=True, initial_value=1.5, min_value=0, max_value=27, **SHOWN),
    kit.EmailInput(initial_value="dx@example.jp", dispatch_action_config=ENTER, **SHOWN),
    kit.UrlInput(initial_value="https://example.jp/", dispatch_action_config=ENTER, **SHOWN),
    kit.RichTextInput(initial_value=RICH, dispatch_action_config=ENTER, **SHOWN),
    kit.DatetimePicker(initial_date_time=1667204100, action_id="x", confirm=CONFIRM, focus_on_load=True),
    kit.FileInput(action_id="x", filetypes=["csv"], max_files=10),
]
PRESSED = [
    BUTTON,
    kit.Button("開く", url="https://example.com/"),
    kit.Overflow(action_id="x", options=[LINKED], confirm=CONFIRM),
    kit.WorkflowButton("始める", workflow=kit.Workflow(TRIGGER), action_id="x", style="danger"),
]
BLOCKS = [
    *(kit.Actions([element], block_id="b") for element in [*PICKED, *PRESSED]),
    kit.Context([kit.ImageEl(slack_file=kit.SlackFile(id="F1"), alt_text="図"), kit.Text("*a*", verbatim=True)]),
    kit.Divider(block_id="b"),
    kit.Header("現況", block_id="b"),
    kit.Image("図", slack_file=kit.SlackFile("https://example.com/F1")),
    kit.Image(title="図", block_id="b", **IMAGE),
    kit.Markdown("**太字**", block_id="b"),
    RICH,
    kit.RichText([PREFORMATTED]),
    kit.Section("a", fields=["a", "*b*"], accessory=kit.ImageEl(**IMAGE), expand=True, block_id="b"),
    Table([[RawText("a"), RICH]], [ColumnSettings("right", is_wrapped=True)], block_id="b"),
    kit.Video(
        title="説明会",
        title_url="https://example.com/",
        description="11月の回",
        alt_text="録画",
        video_url="https://example.com/v",
        thumbnail_url="https://example.com/v.png",
        provider_icon_url="https://example.com/i.png",
        provider_name="県",
        author_name="県",
        block_id="b",
    ),
]
INPUTS = [kit.Input("項目", element, hint="任意", optional=True, block_id="b") for element in [*PICKED, *TYPED]]
NAMES = {"private_metadata": "{}", "callback_id": "x", "external_id": "x"}
MODAL = kit.Modal("報告", INPUTS, submit="送る", close="閉じる", **NAMES)
HOME = kit.Home([kit.Divider()], **NAMES)
# Slack makes a file block itself: no app can post it.
FILE = kit.File("F1", "remote", block_id="b")
BUILT = [
    *((kit.Message("a", [block]), "message") for block in BLOCKS),
    *((kit.Modal("報告", [entry], submit="送る"), "modal") for entry in INPUTS),
    (HOME, "home"),
]


UNKNOWN_TO_MODALS = "invalid additional property: submit_disabled"
# What the package does not look at: what it builds of these we refuse, as Slack's pages say.
BUILT_AND_REFUSED = [
    (kit.Modal("報告", INPUTS, submit="送る", submit_disabled=True), "modal", UNKNOWN_TO_MODALS),
    (kit.Message("a", [FILE]), "message", "unsupported type: file in a message"),
    (kit.Message("a", [kit.Actions()]), "message", "missing required field: elements"),
    (kit.Message("a", [kit.Actions([kit.RichTextInput()])]), "message", "unsupported type: rich_text_input"),
    (kit.Message("a", [kit.Section("a")] * 51), "message", "no more than 50 items allowed [51]"),
    (kit.Message("a", [kit.Section(fields=["a"] * 11)]), "message", "no more than 10 items allowed [11]"),
    (kit.Message("a", [kit.Actions([LINKED_MENU])]), "message", "invalid additional property: url"),
    (kit.Message("a", [kit.RichText([kit.RichTextPreformatted(WORDS[2:3])])]), "message", "unsupported type: user"),
    (kit.Message("a", [kit.Actions([BUTTON, BUTTON])]), "message", "action_id already exists: x"),
    (kit.Modal("報告", [INPUTS[0]]), "modal", "must define `submit` to use `input` block"),
    (kit.Modal("報告"), "modal", "missing required field: blocks"),
    (
        kit.Modal("報告", [kit.Input("a", kit.DatetimePicker(placeholder="a"))], submit="送る"),
        "modal",
        "invalid additional property: placeholder",
    ),
]


def components(value):
    """Every component of the package within this one, itself first."""
    if isinstance(value, Component):
        yield value
        for field in value._fields.values():
            yield from components(field.value)
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from components(each)


SAMPLES = [each for built in (*BLOCKS, MODAL, HOME, FILE) for each in components(built)]
SHAPES = {
    kit.Option: "linked_option",
    kit.OptionGroup: "option_group",
    kit.Confirm: "confirm",
    kit.Trigger: "trigger",
    kit.InputParameter: "input_parameter",
    kit.SlackFile: "slack_file",
    kit.Modal: "modal",
    kit.Home: "home",
}


def shape_of(component):
    """Our shape for a component of the package."""
    if type(component) in SHAPES:
        return rules()["shapes"][SHAPES[type(component)]]
    kind = component._get_field_value("type")
    first, second = ("blocks", "elements") if hasattr(component, "block_id") else ("elements", "blocks")
    return rules()[first].get(kind) or rules()[second][kind]


# Where the package's limit is not ours, and why.
UNNAMED = "Slack's page names no limit"
LESS = 'Slack\'s page says "less than"'
DIFFERENCES = {
    ("Image", "alt_text"): (255, 2000, "Slack's page and the SDK say 2,000"),
    ("ImageEl", "alt_text"): (255, 2000, "Slack's page and the SDK say 2,000"),
    ("PlainTextInput", "initial_value"): (3000, None, "ours depends on max_length, which is 3,000 unless given"),
    ("EmailInput", "initial_value"): (74, None, UNNAMED),
    ("UrlInput", "initial_value"): (74, None, UNNAMED),
    ("SlackFile", "id"): (30, 255, UNNAMED),
    ("Trigger", "url"): (3000, None, UNNAMED),
    ("Trigger", "customizable_input_parameters"): (100, None, UNNAMED),
    ("InputParameter", "name"): (3000, None, UNNAMED),
    ("InputParameter", "value"): (3000, None, UNNAMED),
    ("RichLinkEl", "url"): (3000, None, UNNAMED),
    ("RichDateEl", "url"): (3000, None, UNNAMED),
    ("RawText", "text"): (10000, None, "ours is the limit of all the cells of all tables"),
    ("Modal", "blocks"): (100, None, "ours depends on the surface"),
    ("Home", "blocks"): (100, None, "ours depends on the surface"),
    ("File", "external_id"): (255, None, UNNAMED),
    ("Video", "title"): (200, 199, LESS),
    ("Video", "description"): (200, 199, LESS),
    ("Video", "author_name"): (50, 49, LESS),
    ("Video", "title_url"): (2000, None, UNNAMED),
    ("Video", "video_url"): (2000, None, UNNAMED),
    ("Video", "thumbnail_url"): (2000, None, UNNAMED),
    ("Video", "provider_icon_url"): (2000, None, UNNAMED),
    ("Video", "provider_name"): (50, None, UNNAMED),
}
THEIRS = {
    (type(component).__name__, field.name): (component, field.name, validator.max)
    for component in SAMPLES
    for field in component._fields.values()
    if field.value
    for validator in field.validators
    if isinstance(validator, (Length, Ints)) and validator.max < 999_999
}
AGREED = [limit for key, limit in THEIRS.items() if key not in DIFFERENCES]


def our_limit(component, name):
    return shape_of(component)["fields"].get(name, {}).get("max")


def with_field(component, name, size):
    """Copy a component with a text or a list this long, or a number this large."""
    copied = copy.deepcopy(component)
    field = copied._fields[name]
    match field.value:
        case kit.Text():
            field.value = kit.Text("a" * size, type="plain_text")
        case [first, *_]:
            field.value = [first] * size
        case int():
            field.value = size
        case _:
            field.value = (field.value or "https://a").ljust(size, "a")
    return copied


def unchecked(component):
    """Build a copy without the package's own checks."""
    copied = copy.deepcopy(component)
    for each in components(copied):
        each._validators.clear()
        for field in each._fields.values():
            field.validators.clear()
    return copied.build()


def refused(json, shape):
    """Tell whether we refuse this object on every surface."""
    return all(list(Judge(surface).shape(json, shape, "")) for surface in ("message", "modal", "home"))


def test_every_component_of_the_package_is_tried():
    assert set() == set(kit.__all__) - {"Message"} - {type(component).__name__ for component in SAMPLES}


@pytest.mark.parametrize(("built", "surface"), BUILT, ids=[f"{surface}{n}" for n, (_, surface) in enumerate(BUILT)])
def test_what_the_package_builds_is_taken(built, surface):
    assert [] == found(copy.deepcopy(built).build(), surface)


@pytest.mark.parametrize(
    ("built", "surface", "reason"), BUILT_AND_REFUSED, ids=[why for _, _, why in BUILT_AND_REFUSED]
)
def test_some_of_what_the_package_builds_slack_refuses(built, surface, reason):
    [(_, why)] = found(copy.deepcopy(built).build(), surface)

    assert reason == why


def test_the_packages_limits_are_ours_but_for_those_listed():
    differing = {key: (most, our_limit(component, name)) for key, (component, name, most) in THEIRS.items()}

    assert {key: (theirs, ours) for key, (theirs, ours, _) in DIFFERENCES.items()} == {
        key: (theirs, ours) for key, (theirs, ours) in differing.items() if theirs != ours
    }


@pytest.mark.parametrize(
    ("component", "name", "most"), AGREED, ids=[f"{type(c).__name__}-{name}" for c, name, _ in AGREED]
)
def test_at_the_packages_limit_it_is_taken_and_past_it_both_refuse(component, name, most):
    longest, too_long = (with_field(component, name, size) for size in (most, most + 1))

    assert not refused(longest.build(), shape_of(component))
    assert refused(unchecked(too_long), shape_of(component))
    with pytest.raises(FieldValidationError):
        too_long.build()


@pytest.mark.parametrize(
    "component",
    [
        kit.Section(),
        kit.Header(),
        kit.Button("a", style="green"),
        kit.Text("a", emoji=True, type="mrkdwn"),
        kit.ConversationFilter(),
        kit.ConversationFilter(["all"]),
        kit.Confirm("a", "a", "a"),
        kit.Image("図"),
        kit.Image("図", "https://a", kit.SlackFile(id="F1")),
        kit.SlackFile("https://a", "F1"),
        kit.StaticSelect(),
        kit.StaticSelect(options=[OPTION], option_groups=[GROUP]),
        kit.StaticSelect(options=[OPTION], initial_option=LINKED),
        kit.RadioButtons(options=[OPTION], initial_option=LINKED),
        kit.PlainTextInput(initial_value="ab", min_length=3),
        kit.PlainTextInput(initial_value="ab", max_length=1),
        kit.NumberInput(is_decimal_allowed=True, initial_value=2, max_value=1),
        kit.NumberInput(is_decimal_allowed=False, min_value=0.5),
        kit.FileInput(max_files=0),
        kit.RichColorEl("red"),
        kit.RichTextEl("a", kit.RichStyle(highlight=True)),
        kit.RichUserEl("U1", kit.RichStyle(code=True)),
        kit.RichBroadcastEl("all"),
        kit.RichTextList("dots", [LINE]),
    ],
    ids=lambda component: f"{type(component).__name__}",
)
def test_what_else_the_package_refuses_is_refused(component):
    json = unchecked(component)

    assert [] != judged(json, component)
    with pytest.raises((FieldValidationError, ComponentValidationError)):
        component.build()


def judged(json, component):
    """Judge an object where it may stand."""
    match component:
        case kit.Text():
            return found({"blocks": [{"type": "section", "text": json}]})
        case kit.ConversationFilter() | kit.Confirm() | kit.SlackFile():
            shape = SHAPES.get(type(component), "filter")
            return list(Judge("modal").shape(json, rules()["shapes"][shape], ""))
        case kit.RichColorEl() | kit.RichTextEl() | kit.RichUserEl() | kit.RichBroadcastEl() | kit.RichTextList():
            return list(Judge("modal").shape(json, shape_of(component), ""))
    if hasattr(component, "block_id"):
        return found({"blocks": [json]})
    return found(modal(entry(json)), "modal")
