"""Interactive elements of messages and views: what a person chose or typed in one, as Slack reports it."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from talkroom.blockkit import parts
from talkroom.errors import RefusedError
from talkroom.message import Json

Chosen = Mapping[tuple[str, str], Any]
Offered = Mapping[str, Json]

# type of element → (where Slack reports the choice, where the app gives the first one)
_FIELDS = {
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "overflow": ("selected_option", ""),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "checkboxes": ("selected_options", "initial_options"),
    "users_select": ("selected_user", "initial_user"),
    "multi_users_select": ("selected_users", "initial_users"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "channels_select": ("selected_channel", "initial_channel"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "plain_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "file_input": ("files", ""),
}
_REPORTED = ("type", "action_id", "text", "style")
_PRESSED = {"button", "icon_button", "feedback_buttons", "workflow_button"}
_STATELESS = _PRESSED | {"overflow"}
_BY_OFFER = {name for name, (field, _) in _FIELDS.items() if field.startswith("selected_option")} | {"file_input"}
EXTERNAL = {"external_select", "multi_external_select"}


@dataclass(frozen=True, slots=True)
class Element:
    """An element and the block it stands in."""

    block_id: str
    json: Json

    @property
    def key(self) -> tuple[str, str]:
        return self.block_id, self.json["action_id"]

    @property
    def type(self) -> str:
        return str(self.json["type"])

    @property
    def field(self) -> str:
        return _FIELDS.get(self.type, ("value", ""))[0]

    @property
    def several(self) -> bool:
        return self.field.endswith("s")

    @property
    def keeps_its_state(self) -> bool:
        return self.type not in _STATELESS

    @property
    def initial(self) -> Any:
        nothing: Any = [] if self.several else None
        return self.json.get(_FIELDS[self.type][1], nothing) if self.type in _FIELDS else None

    def read(self, raw: Any, offered: Offered) -> Any:
        """Read what the person chose or typed as Slack reports it; an option must be one of those offered."""
        if raw in (None, "", []):
            return [] if self.several else None
        if self.type in _BY_OFFER:
            return self._taken(raw, {**_offers(self.json), **offered})
        if self.several:
            return [str(each) for each in raw] if isinstance(raw, list) else [str(raw)]
        return _READ.get(self.type, str)(raw)

    def raw(self, chosen: Any) -> Any:
        """Return what the page knows of a choice: an option's value, a file's id; else as it is."""
        if isinstance(chosen, list):
            return [self._raw(each) for each in chosen]
        return self._raw(chosen)

    def action(self, *, value: str | None, chosen: Any, now: str) -> Json:
        """Return the entry of `actions` for a press of this element."""
        action: Json = {name: self.json[name] for name in _REPORTED if name in self.json}
        action |= {"block_id": self.block_id, "action_ts": now}
        if self.type not in _PRESSED:
            return action | {self.field: chosen}
        given = self._value_of_press(value)
        return action if given is None else action | {"value": given}

    def still_offers(self, chosen: Any) -> bool:
        """Whether what was chosen in it before can still be chosen; what an app offers by the way always can."""
        if self.type not in _BY_OFFER or self.type in EXTERNAL | {"file_input"}:
            return True
        several = chosen if isinstance(chosen, list) else [chosen]
        return all(each is None or each.get("value") in _offers(self.json) for each in several)

    def _value_of_press(self, value: str | None) -> str | None:
        """Return the value of the button itself; of a pair of them, that of the one that was pressed."""
        if self.type != "feedback_buttons":
            return self.json.get("value", value)
        both = {self.json[name].get("value") for name in ("positive_button", "negative_button")}
        return value if value in both else None

    def _taken(self, raw: Any, offered: Offered) -> Any:
        found = [offered.get(_key(each)) for each in (raw if self.several and isinstance(raw, list) else [raw])]
        if None in found:
            raise RefusedError("invalid_option", "その選択肢はありません。画面を読み直してください。")
        return found if self.several else found[0]

    def _raw(self, chosen: Any) -> Any:
        if not isinstance(chosen, dict) or self.type in EXTERNAL or self.type == "rich_text_input":
            return chosen
        return chosen.get("id", chosen.get("value"))


def elements(blocks: Iterable[Json]) -> list[Element]:
    return [element for block in blocks for element in _within(block, block["block_id"])]


def find(blocks: Iterable[Json], action_id: str, block_id: str | None = None) -> Element:
    """Find the element; without a block_id, the first that bears the action_id."""
    for element in elements(blocks):
        if element.json["action_id"] == action_id and block_id in {None, element.block_id}:
            return element
    raise RefusedError("invalid_action", "その操作はもうできません。画面を読み直してください。")


def state(blocks: Iterable[Json], chosen: Chosen) -> Json:
    """Return `state.values`: what is chosen in each of the elements, untouched ones with what they began with."""
    values: dict[str, Json] = {}
    for element in elements(blocks):
        if element.keeps_its_state:
            current = chosen.get(element.key, element.initial)
            said = {"type": element.type, element.field: current}
            values.setdefault(element.block_id, {})[element.json["action_id"]] = said
    return values


def still_chosen(before: Iterable[Json], now: Iterable[Json], chosen: Chosen) -> dict[tuple[str, str], Any]:
    """Keep what was chosen where an element of the same kind still stands that offers it."""
    kinds = {element.key: element.type for element in elements(before)}
    standing = {element.key: element for element in elements(now) if kinds.get(element.key) == element.type}
    return {key: each for key, each in chosen.items() if key in standing and standing[key].still_offers(each)}


def filled_in(
    blocks: Iterable[Json], state: Mapping[str, Any], offered: Callable[[Element], Offered]
) -> dict[tuple[str, str], Any]:
    """Read what stands in the elements from the page's words: {block_id: {action_id: raw}}."""
    chosen = {}
    for element in elements(blocks):
        block_id, action_id = element.key
        said = state.get(block_id)
        if element.keeps_its_state and isinstance(said, dict) and action_id in said:
            chosen[element.key] = element.read(said[action_id], offered(element))
    return chosen


def raw_state(blocks: Iterable[Json], chosen: Chosen) -> Json:
    """Return what is chosen so far as the page knows it: {block_id: {action_id: raw}}."""
    values: dict[str, Json] = {}
    for element in elements(blocks):
        if element.key in chosen:
            values.setdefault(element.block_id, {})[element.json["action_id"]] = element.raw(chosen[element.key])
    return values


def _within(value: Any, block_id: str) -> list[Element]:
    """Find the elements of a block; a block within a block has an id of its own."""
    if isinstance(value, list):
        return [element for each in value for element in _within(each, block_id)]
    if not isinstance(value, dict):
        return []
    if value.get("action_id") and value.get("type") in _FIELDS.keys() | _PRESSED:
        return [Element(block_id, value)]
    own = value.get("block_id", block_id)
    return [element for each in value.values() for element in _within(each, own)]


def _offers(element: Json) -> dict[str, Json]:
    """The options an element itself brings along, by their value."""
    brought = [element.get(name) or [] for name in ("options", "option_groups", "initial_option", "initial_options")]
    return {part["value"]: part for _, part in parts(brought) if {"text", "value"} <= part.keys()}


def _key(raw: Any) -> str:
    return str(raw.get("value", raw.get("id")) if isinstance(raw, dict) else raw)


def _day(raw: Any) -> str:
    try:
        return date.fromisoformat(str(raw)).isoformat()
    except ValueError as error:
        raise RefusedError("invalid_date", "日付は 2022-09-08 の形で指定してください。") from error


def _time(raw: Any) -> str:
    try:
        return time.fromisoformat(str(raw)).strftime("%H:%M")
    except ValueError as error:
        raise RefusedError("invalid_time", "時刻は 17:15 の形で指定してください。") from error


def _moment(raw: Any) -> int:
    if re.fullmatch(r"\d{10}", str(raw)):
        return int(raw)
    raise RefusedError("invalid_date_time", "日時を選び直してください。")


def _rich_text(raw: Any) -> Json:
    if isinstance(raw, dict) and raw.get("type") == "rich_text":
        return raw
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": str(raw)}]}
    return {"type": "rich_text", "elements": [section]}


_READ: Mapping[str, Any] = {
    "datepicker": _day,
    "timepicker": _time,
    "datetimepicker": _moment,
    "rich_text_input": _rich_text,
}
