"""Judges one JSON value after another by the shapes of blockkit.yaml."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

from talkroom.message import Json

Surface = Literal["message", "modal", "home"]
_TEXTS = {"text": ("plain_text", "mrkdwn"), "plain": ("plain_text",)}
_BLOCK = re.compile(r"/(blocks|child_blocks)/\d+$")


@dataclass(frozen=True, slots=True)
class Problem:
    """What Slack would refuse: where it stands, and why."""

    pointer: str
    reason: str


Found = Iterator[Problem]


@cache
def rules() -> Json:
    read: Json = yaml.safe_load((Path(__file__).parent / "blockkit.yaml").read_bytes())
    return read


@cache
def interactive() -> frozenset[str]:
    """Return the types of elements that bear an action_id."""
    return frozenset(name for name, shape in rules()["elements"].items() if shape.get("action"))


class Judge:
    """Judges values for one surface."""

    def __init__(self, surface: Surface) -> None:
        self._surface = surface
        self._kinds: dict[str, Callable[[Any, Json, str], Found]] = {
            "string": _string,
            "text": _text,
            "plain": _text,
            "integer": _number,
            "number": _number,
            "boolean": _boolean,
            "list": self._list,
            "shape": lambda value, field, at: self.shape(value, rules()["shapes"][field["of"]], at),
            "type": lambda value, field, at: self.typed(value, field["of"], at),
        }

    def typed(self, value: Any, allowed: list[str], at: str) -> Found:
        """Judge an object by the shape that its own `type` names."""
        if not isinstance(value, dict):
            yield Problem(at, "must be an object")
            return
        name = value.get("type")
        if name not in _members(allowed):
            yield Problem(f"{at}/type", f"unsupported type: {name}")
            return
        shape = _named(name, at)
        if self._surface not in shape.get("surfaces", [self._surface]):
            yield Problem(f"{at}/type", f"unsupported type: {name} in a {self._surface}")
        yield from self.shape(value, shape, at)

    def shape(self, value: Any, shape: Json, at: str) -> Found:
        if not isinstance(value, dict):
            yield Problem(at, "must be an object")
            return
        fields = shape.get("fields", {})
        yield from _presence(value, shape, at)
        for name in sorted(value.keys() - fields.keys() - {"type", "blocks"}):
            yield from _other(name, value[name], shape, f"{at}/{name}")
        for name, field in fields.items():
            if value.get(name) is not None:
                yield from self._kinds[field["is"]](value[name], field, f"{at}/{name}")

    def _list(self, value: Any, field: Json, at: str) -> Found:
        if not isinstance(value, list):
            yield Problem(at, "must be an array")
            return
        least, most = field.get("min", 1), field.get("max", len(value))
        if len(value) < least:
            yield Problem(at, f"no fewer than {least} items allowed [{len(value)}]")
        if len(value) > most:
            yield Problem(at, f"no more than {most} items allowed [{len(value)}]")
        for number, each in enumerate(value):
            yield from self._kinds[field["of"]["is"]](each, field["of"], f"{at}/{number}")


def _members(allowed: list[str]) -> list[str]:
    """Lay out the groups among the allowed types."""
    return [name for each in allowed for name in rules()["groups"].get(each, [each])]


def _named(name: str, at: str) -> Json:
    """Find a shape by its type; an image is a block in a list of blocks, elsewhere an element."""
    first, second = ("blocks", "elements") if _BLOCK.search(at) else ("elements", "blocks")
    shape: Json = rules()[first].get(name) or rules()[second][name]
    return shape


def _presence(value: Json, shape: Json, at: str) -> Found:
    for name in shape.get("required", []):
        if value.get(name) is None:
            yield Problem(at, f"missing required field: {name}")
    if (any_of := shape.get("any_of")) and all(value.get(name) is None for name in any_of):
        yield Problem(at, f"must define at least one of: {', '.join(any_of)}")
    if (not_both := shape.get("not_both")) and all(value.get(name) is not None for name in not_both):
        yield Problem(at, f"must not define both: {', '.join(not_both)}")


def _other(name: str, value: Any, shape: Json, at: str) -> Found:
    """Judge what the shape does not name: an id where one may stand, else nothing is allowed."""
    if (name == "block_id" and "surfaces" in shape) or (name == "action_id" and shape.get("action")):
        yield from _string(value, {"max": rules()["limits"]["id"]}, at)
    else:
        yield Problem(at, f"invalid additional property: {name}")


def _text(value: Any, field: Json, at: str) -> Found:
    kinds = _TEXTS[field["is"]]
    if not isinstance(value, dict):
        yield Problem(at, "must be a text object")
    elif value.get("type") not in kinds:
        yield Problem(f"{at}/type", f"must be {' or '.join(kinds)}")
    else:
        yield from _string(value.get("text"), {"max": field["max"]}, f"{at}/text")
        own = "emoji" if value["type"] == "plain_text" else "verbatim"
        for name in sorted(value.keys() - {"type", "text", own}):
            yield Problem(f"{at}/{name}", f"invalid additional property: {name}")


def _string(value: Any, field: Json, at: str) -> Found:
    if not isinstance(value, str):
        yield Problem(at, "must be a string")
        return
    if len(value) < field.get("min", 1):
        yield Problem(at, "must be more than 0 characters")
    if len(value) > field.get("max", len(value)):
        yield Problem(at, f"must be less than {field['max'] + 1} characters [{len(value)}]")
    if value not in field.get("in", [value]):
        yield Problem(at, f"must be one of: {', '.join(field['in'])}")
    if "like" in field and not re.fullmatch(field["like"], value):
        yield Problem(at, "must be in the documented format")


def _number(value: Any, field: Json, at: str) -> Found:
    whole = field["is"] == "integer"
    if isinstance(value, bool) or not isinstance(value, int if whole else (int, float)):
        yield Problem(at, f"must be {'an integer' if whole else 'a number'}")
    elif not field.get("min", value) <= value <= field.get("max", value):
        yield Problem(at, f"must be between {field.get('min', '…')} and {field.get('max', '…')} [{value}]")
    elif "above" in field and not value > field["above"]:
        yield Problem(at, f"must be more than {field['above']} [{value}]")


def _boolean(value: Any, _: Json, at: str) -> Found:
    if not isinstance(value, bool):
        yield Problem(at, "must be true or false")
