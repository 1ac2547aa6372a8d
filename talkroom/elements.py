"""Interactive elements of a message: what a person chose in one, as Slack reports it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from talkroom.blockkit import parts
from talkroom.errors import RefusedError
from talkroom.message import Json, Message

Chosen = Mapping[tuple[str, str], Any]

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
}
_REPORTED = ("type", "action_id", "text", "style")
_STATELESS = {"button", "overflow"}


@dataclass(frozen=True, slots=True)
class Element:
    """An element and the block it stands in."""

    block_id: str
    json: Json

    @property
    def key(self) -> tuple[str, str]:
        return self.block_id, self.json["action_id"]

    @property
    def field(self) -> str:
        return _FIELDS.get(self.json["type"], ("value", ""))[0]

    def chosen(self, selected: Any) -> Any:
        """Read what the person chose; an option must be one of those offered."""
        offered = {part["value"]: part for _, part in parts(_offers(self.json)) if {"text", "value"} <= part.keys()}
        if not offered:
            return selected
        several = self.field.endswith("s")
        found = [
            offered.get(_value(each)) for each in (selected if several and isinstance(selected, list) else [selected])
        ]
        if None in found:
            raise RefusedError("invalid_option", "その選択肢はありません。画面を読み直してください。")
        return found if several else found[0]

    def action(self, *, value: str | None, chosen: Any, now: str) -> Json:
        action: Json = {name: self.json[name] for name in _REPORTED if name in self.json}
        action |= {"block_id": self.block_id, "action_ts": now}
        if self.json["type"] != "button":
            return action | {self.field: chosen}
        given = self.json.get("value", value)
        return action if given is None else action | {"value": given}


def elements(said: Message) -> list[Element]:
    return [element for block in said.blocks for element in _within(block, block["block_id"])]


def state(said: Message, chosen: Chosen) -> Json:
    """Return `state.values` of a message: what is chosen in each of its elements by this person."""
    values: dict[str, Json] = {}
    for element in elements(said):
        if element.json["type"] in _STATELESS:
            continue
        field, initial = _FIELDS[element.json["type"]]
        nothing: Any = [] if field.endswith("s") else None
        current = chosen.get(element.key, element.json.get(initial, nothing))
        values.setdefault(element.block_id, {})[element.json["action_id"]] = {
            "type": element.json["type"],
            field: current,
        }
    return values


def _within(value: Any, block_id: str) -> list[Element]:
    """Find the elements of a block; a block within a block has an id of its own."""
    if isinstance(value, list):
        return [element for each in value for element in _within(each, block_id)]
    if not isinstance(value, dict):
        return []
    if value.get("action_id") and (value.get("type") in _FIELDS or value.get("type") == "button"):
        return [Element(block_id, value)]
    own = value.get("block_id", block_id)
    return [element for each in value.values() for element in _within(each, own)]


def _value(selected: Any) -> str:
    return str(selected.get("value") if isinstance(selected, dict) else selected)


def _offers(element: Json) -> list[Any]:
    return [element.get("options") or [], element.get("option_groups") or []]
