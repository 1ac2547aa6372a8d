"""Judges a message or a view by Slack's documented limits of Block Kit (blockkit.yaml holds them)."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Any

from talkroom.message import Json
from talkroom.shapes import Found, Judge, Problem, Surface, counted, interactive, rules

__all__ = ["Problem", "Surface", "interactive", "largest_view", "parts", "problems", "size_of", "strict"]

Placed = list[tuple[str, Json]]
"""The objects of all blocks, each with its pointer."""


def problems(payload: Json, surface: Surface = "message") -> list[Problem]:
    """Judge a message (`text`, `blocks`) or a view; no problem: Slack takes it."""
    found = list(_parts_of(payload, surface))
    # The whole is judged only when its parts have the right shape.
    return found or list(_whole(payload, list(parts(payload.get("blocks"), "/blocks")), surface))


def strict(payload: Json, surface: Surface = "message") -> list[Problem]:
    """Judge as `problems` does, and also miss a block_id on any block and an action_id on what can be pressed."""
    found = problems(payload, surface)
    return found or list(_missing_ids(payload.get("blocks") or []))


def largest_view() -> int:
    """Return the most bytes that a view may have; a larger one is `view_too_large`."""
    most: int = rules()["limits"]["view"]
    return most


def size_of(view: Json) -> int:
    """Measure a view in bytes, as JSON without spaces."""
    return len(json.dumps(view, ensure_ascii=False, separators=(",", ":")).encode(errors="surrogatepass"))


def parts(value: Any, at: str = "") -> Iterator[tuple[str, Json]]:
    """Go through every object within a value, itself first, each with its pointer."""
    if isinstance(value, dict):
        yield at, value
        for name, each in value.items():
            if isinstance(each, (dict, list)):
                yield from parts(each, f"{at}/{name}")
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from parts(each, f"{at}/{number}")


def _parts_of(payload: Json, surface: Surface) -> Found:
    judge = Judge(surface)
    if surface != "message":
        yield from judge.shape(payload, rules()["shapes"][surface], "")
    blocks = payload.get("blocks")
    if isinstance(blocks, list):
        least, most = rules()["limits"]["blocks"][surface]
        yield from counted(blocks, least, most, "/blocks")
        for number, block in enumerate(blocks):
            yield from judge.typed(block, rules()["blocks"], f"/blocks/{number}")
    elif blocks is not None:
        yield Problem("/blocks", "must be an array")


def _whole(payload: Json, placed: Placed, surface: Surface) -> Found:
    yield from _unique_ids(placed)
    yield from _sizes(placed)
    yield from _focus(placed)
    if surface == "modal" and not payload.get("submit") and any(part.get("type") == "input" for _, part in placed):
        yield Problem("", "must define `submit` to use `input` block")
    for at, part in placed:
        if rule := _RULES.get(part.get("type", "")):
            yield from rule(part, at)
        # Slack answers such a choice by response_url only where a modal is submitted.
        if part.get("response_url_enabled") and not (surface == "modal" and at.endswith("/element")):
            yield Problem(f"{at}/response_url_enabled", "is only available in an input block of a modal")


def _unique_ids(placed: Placed) -> Found:
    blocks = Counter(part["block_id"] for _, part in placed if part.get("block_id"))
    for block_id, times in blocks.items():
        if times > 1:
            yield Problem("/blocks", f"block_id already exists: {block_id}")
    actions = Counter((at.split("/")[2], part["action_id"]) for at, part in placed if part.get("action_id"))
    for (number, action_id), times in actions.items():
        if times > 1:
            yield Problem(f"/blocks/{number}", f"action_id already exists: {action_id}")


def _sizes(placed: Placed) -> Found:
    limits = rules()["limits"]
    kinds = Counter(part.get("type") for _, part in placed)
    markdown = sum(len(part["text"]) for _, part in placed if part.get("type") == "markdown")
    if markdown > limits["markdown"]:
        yield Problem("/blocks", f"all markdown must be less than {limits['markdown'] + 1} characters [{markdown}]")
    tables = sum(_characters(part) for _, part in placed if part.get("type") in {"table", "data_table"})
    if tables > limits["table"]:
        yield Problem("/blocks", f"all tables must be less than {limits['table'] + 1} characters [{tables}]")
    if (charts := kinds["data_visualization"]) > limits["charts"]:
        yield Problem("/blocks", f"no more than {limits['charts']} data_visualization blocks allowed [{charts}]")


def _characters(table: Json) -> int:
    """Count the characters of the cells; a number counts as it is shown."""
    return sum(len(part["text"]) for _, part in parts(table["rows"]) if part.get("text"))


def _focus(placed: Placed) -> Found:
    _, *more = [at for at, part in placed if part.get("focus_on_load")] or [""]
    for at in more:
        yield Problem(f"{at}/focus_on_load", "only one element can have the focus")


def _data_table(table: Json, at: str) -> Found:
    header, *rows = table["rows"]
    for number, cell in enumerate(header):
        if cell["type"] == "rich_text":
            yield Problem(f"{at}/rows/0/{number}", "rich_text is not allowed in the header")
    for number, row in enumerate(rows, start=1):
        if len(row) != len(header):
            yield Problem(f"{at}/rows/{number}", f"must have {len(header)} cells like the header [{len(row)}]")
    if (table.get("row_header_column_index") or 0) >= len(header):
        yield Problem(f"{at}/row_header_column_index", "there is no such column")


def _chart(chart: Json, at: str) -> Found:
    categories = chart["axis_config"]["categories"]
    if len(set(categories)) < len(categories):
        yield Problem(f"{at}/axis_config/categories", "must be unique")
    names = [series["name"] for series in chart["series"]]
    if len(set(names)) < len(names):
        yield Problem(f"{at}/series", "names must be unique")
    for number, series in enumerate(chart["series"]):
        if sorted(point["label"] for point in series["data"]) != sorted(categories):
            yield Problem(f"{at}/series/{number}/data", "labels must match the categories, one point for each")


def _container(container: Json, at: str) -> Found:
    if container.get("is_collapsible") and container.get("has_header_divider"):
        yield Problem(f"{at}/has_header_divider", "must not be set when is_collapsible is true")
    if container.get("default_collapsed") and not container.get("is_collapsible"):
        yield Problem(f"{at}/default_collapsed", "must not be set unless is_collapsible is true")


def _input(block: Json, at: str) -> Found:
    if block.get("dispatch_action") and block["element"]["type"] == "file_input":
        yield Problem(f"{at}/element/type", "unsupported type: file_input with dispatch_action")


def _initial(element: Json, at: str) -> Found:
    """Judge what is chosen at first: it must be offered, and no more than may be chosen."""
    for name in ("initial_option", "initial_options", "initial_users", "initial_conversations", "initial_channels"):
        if given := element.get(name):
            chosen = given if isinstance(given, list) else [given]
            yield from counted(chosen, 1, element.get("max_selected_items") or len(chosen), f"{at}/{name}")
            if "option" in name and "external" not in element["type"] and not _offered(chosen, element):
                yield Problem(f"{at}/{name}", "must be one of the options")


def _offered(chosen: list[Json], element: Json) -> bool:
    offered = [option for group in element.get("option_groups") or [element] for option in group["options"]]
    return all(option in offered for option in chosen)


def _text_input(element: Json, at: str) -> Found:
    least, most = element.get("min_length") or 0, element.get("max_length") or rules()["limits"]["input"]
    initial = element.get("initial_value")
    if least > most:
        yield Problem(f"{at}/min_length", "must not be more than max_length")
    elif initial and not least <= len(initial) <= most:
        yield Problem(f"{at}/initial_value", f"must be between {least} and {most} characters [{len(initial)}]")


def _number_input(element: Json, at: str) -> Found:
    given = [(name, element[name]) for name in ("min_value", "initial_value", "max_value") if element.get(name)]
    for name, value in given:
        if "." in value and not element["is_decimal_allowed"]:
            yield Problem(f"{at}/{name}", "must be a whole number unless is_decimal_allowed is true")
    for (lower, less), (name, more) in pairwise(given):
        if Decimal(less) > Decimal(more):
            yield Problem(f"{at}/{name}", f"must not be less than {lower}")


def _rich_text_input(element: Json, at: str) -> Found:
    least, most = element.get("min_lines"), element.get("max_lines")
    if least and most and least > most:
        yield Problem(f"{at}/min_lines", "must not be more than max_lines")


def _missing_ids(blocks: list[Json]) -> Found:
    for number, block in enumerate(blocks):
        elements = [(at, part) for at, part in parts(block) if part.get("type") in interactive()]
        if not block.get("block_id"):
            yield Problem(f"/blocks/{number}", "missing block_id")
        for at, element in elements:
            if not element.get("action_id"):
                yield Problem(f"/blocks/{number}{at}", "missing action_id")


# What the fields of one block or element say of each other, by its type.
_RULES: dict[str, Callable[[Json, str], Found]] = {
    "data_table": _data_table,
    **dict.fromkeys(("bar", "line", "area"), _chart),
    "container": _container,
    "input": _input,
    **dict.fromkeys(("static_select", "radio_buttons", "multi_static_select", "checkboxes"), _initial),
    **dict.fromkeys(("multi_external_select", "multi_users_select"), _initial),
    **dict.fromkeys(("multi_conversations_select", "multi_channels_select"), _initial),
    "plain_text_input": _text_input,
    "number_input": _number_input,
    "rich_text_input": _rich_text_input,
}
