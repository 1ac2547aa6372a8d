"""Judges one JSON value after another by the shapes of blockkit.yaml."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

from talkroom.message import Json

Surface = Literal["message", "modal", "home"]
_TEXTS = {"text": ("plain_text", "mrkdwn"), "plain": ("plain_text",)}
_FLAGS = {"plain_text": "emoji", "mrkdwn": "verbatim"}
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Problem:
    """What Slack would refuse: where it stands, and why."""

    pointer: str
    reason: str


Found = Iterator[Problem]


@cache
def rules() -> Json:
    """Read blockkit.yaml once, with every shape within reach of the fields that name it."""
    read: Json = yaml.safe_load((Path(__file__).parent / "blockkit.yaml").read_bytes())
    its_id = {"is": "string", "max": read["limits"]["id"]}
    for shape in read["blocks"].values():
        shape.setdefault("fields", {}).update(type={"is": "any"}, block_id=its_id)
    for shape in read["elements"].values():
        shape["fields"].update(type={"is": "any"}, **({"action_id": its_id} if shape.get("action") else {}))
    for kind in ("blocks", "elements", "shapes"):
        for shape in read[kind].values():
            for field in shape["fields"].values():
                _lay_out(field, read)
    return read


def _lay_out(field: Json, read: Json) -> None:
    match field["is"]:
        case "list":
            _lay_out(field["of"], read)
        case "shape":
            field["shape"] = read["shapes"][field["of"]]
        case "type" | "block":
            names = [name for each in field["of"] for name in read["groups"].get(each, [each])]
            first, second = ("blocks", "elements") if field["is"] == "block" else ("elements", "blocks")
            field["shapes"] = {name: read[first].get(name) or read[second][name] for name in names}


@cache
def interactive() -> frozenset[str]:
    """Return the types of elements that bear an action_id."""
    return frozenset(name for name, shape in rules()["elements"].items() if shape.get("action"))


class Judge:
    """Judges values for one surface."""

    def __init__(self, surface: Surface) -> None:
        self._surface = surface
        self._kinds: dict[str, Callable[[Any, Json, str], Found]] = {
            "any": _any,
            "string": _string,
            "date": _date,
            "text": _text,
            "plain": _text,
            "integer": _number,
            "number": _number,
            "boolean": _boolean,
            "list": self._list,
            "shape": lambda value, field, at: self.shape(value, field["shape"], at),
            "type": lambda value, field, at: self.typed(value, field["shapes"], at),
            "block": lambda value, field, at: self.typed(value, field["shapes"], at),
        }

    def typed(self, value: Any, shapes: Json, at: str) -> Found:
        """Judge an object by the shape that its own `type` names."""
        if not isinstance(value, dict):
            yield Problem(at, "must be an object")
        elif (name := value.get("type")) is None:
            yield Problem(at, "missing required field: type")
        elif not isinstance(name, str) or name not in shapes:
            yield Problem(f"{at}/type", f"unsupported type: {name}")
        else:
            if self._surface not in shapes[name].get("surfaces", (self._surface,)):
                yield Problem(f"{at}/type", f"unsupported type: {name} in a {self._surface}")
            yield from self.shape(value, shapes[name], at)

    def shape(self, value: Any, shape: Json, at: str) -> Found:
        if not isinstance(value, dict):
            yield Problem(at, "must be an object")
            return
        fields = shape["fields"]
        yield from _presence(value, shape, at)
        for name, each in value.items():
            if name not in fields:
                yield _additional(name, at)
            elif each is not None:
                field = fields[name]
                yield from self._kinds[field["is"]](each, field, f"{at}/{name}")

    def _list(self, value: Any, field: Json, at: str) -> Found:
        if not isinstance(value, list):
            yield Problem(at, "must be an array")
            return
        yield from counted(value, field.get("min", 1), field.get("max", len(value)), at)
        each = field["of"]
        judge = self._kinds[each["is"]]
        for number, item in enumerate(value):
            if item is not None or not each.get("empty"):
                yield from judge(item, each, f"{at}/{number}")


def counted(value: list[Any], least: int, most: int, at: str) -> Found:
    if len(value) < least:
        yield Problem(at, f"no fewer than {least} items allowed [{len(value)}]")
    if len(value) > most:
        yield Problem(at, f"no more than {most} items allowed [{len(value)}]")


def _presence(value: Json, shape: Json, at: str) -> Found:
    for name in shape.get("required", ()):
        if value.get(name) is None:
            yield Problem(at, f"missing required field: {name}")
    if (any_of := shape.get("any_of")) and all(value.get(name) is None for name in any_of):
        yield Problem(at, f"must define at least one of: {', '.join(any_of)}")
    if (not_both := shape.get("not_both")) and all(value.get(name) is not None for name in not_both):
        yield Problem(at, f"must not define both: {', '.join(not_both)}")


def _additional(name: str, at: str) -> Problem:
    """Refuse what no shape names; a pointer writes `~` and `/` in a name in its own way."""
    return Problem(f"{at}/{name.replace('~', '~0').replace('/', '~1')}", f"invalid additional property: {name}")


def _text(value: Any, field: Json, at: str) -> Found:
    kinds = _TEXTS[field["is"]]
    if not isinstance(value, dict):
        yield Problem(at, "must be a text object")
        return
    for name in ("type", "text"):
        if value.get(name) is None:
            yield Problem(at, f"missing required field: {name}")
    for name, each in value.items():
        if name == "text" and each is not None:
            yield from _string(each, field, f"{at}/text")
        elif name == "type" and each is not None and each not in kinds:
            yield Problem(f"{at}/type", f"must be {' or '.join(kinds)}")
    yield from _flag(value, at)


def _flag(text: Json, at: str) -> Found:
    """Judge what else a text object says: a plain one of its emoji, one of mrkdwn of being verbatim."""
    own = _FLAGS.get(str(text.get("type")))
    for name in text.keys() - {"type", "text"}:
        if name != own:
            yield _additional(name, at)
        elif text[name] is not None:
            yield from _boolean(text[name], {}, f"{at}/{name}")


def _string(value: Any, field: Json, at: str) -> Found:
    if not isinstance(value, str):
        yield Problem(at, "must be a string")
        return
    if len(value) < field.get("min", 1):
        yield Problem(at, "must be more than 0 characters")
    if len(value) > field.get("max", len(value)):
        yield Problem(at, f"must be less than {field['max'] + 1} characters [{len(value)}]")
    if "in" in field and value not in field["in"]:
        yield Problem(at, f"must be one of: {', '.join(field['in'])}")
    if "like" in field and not re.fullmatch(field["like"], value):
        yield Problem(at, "must be in the documented format")


def _date(value: Any, _: Json, at: str) -> Found:
    """Judge a day written YYYY-MM-DD; it must be in the calendar."""
    try:
        if not _DAY.fullmatch(value):
            yield Problem(at, "must be in the documented format")
        else:
            date.fromisoformat(value)
    except TypeError:
        yield Problem(at, "must be a string")
    except ValueError:
        yield Problem(at, "there is no such day")


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


def _any(_value: Any, _field: Json, _at: str) -> Found:
    """Leave it: it is judged elsewhere."""
    yield from ()
