"""Judges a message or a view by Slack's documented limits of Block Kit (blockkit.yaml holds them)."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from talkroom.message import Json
from talkroom.shapes import Found, Judge, Problem, Surface, interactive, rules

__all__ = ["Problem", "Surface", "interactive", "parts", "problems", "strict"]


def problems(payload: Json, surface: Surface = "message") -> list[Problem]:
    """Judge a message (`text`, `blocks`) or a view; no problem: Slack takes it."""
    blocks = payload.get("blocks") or []
    found = list(_parts_of(payload, blocks, surface))
    # The whole is judged only when its parts have the right shape.
    return found or list(_whole(blocks))


def strict(payload: Json, surface: Surface = "message") -> list[Problem]:
    """Judge as `problems` does, and also miss a block_id on any block and an action_id on what can be pressed."""
    found = problems(payload, surface)
    return found or list(_missing_ids(payload.get("blocks") or []))


def parts(value: Any, at: str = "") -> Iterator[tuple[str, Json]]:
    """Go through every object within a value, itself first, each with its pointer."""
    if isinstance(value, dict):
        yield at, value
        for name, each in value.items():
            yield from parts(each, f"{at}/{name}")
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from parts(each, f"{at}/{number}")


def _parts_of(payload: Json, blocks: Any, surface: Surface) -> Found:
    judge = Judge(surface)
    if surface != "message":
        yield from judge.shape(payload, rules()["shapes"]["view" if surface == "modal" else "home"], "")
    if not isinstance(blocks, list):
        yield Problem("/blocks", "must be an array")
        return
    most = rules()["limits"]["blocks"][surface]
    if len(blocks) > most:
        yield Problem("/blocks", f"no more than {most} items allowed [{len(blocks)}]")
    for number, block in enumerate(blocks):
        yield from judge.typed(block, list(rules()["blocks"]), f"/blocks/{number}")


def _whole(blocks: list[Json]) -> Found:
    yield from _unique_ids(blocks)
    yield from _sizes(blocks)
    for at, part in parts(blocks, "/blocks"):
        match part.get("type"):
            case "data_table":
                yield from _data_table(part, at)
            case "bar" | "line" | "area":
                yield from _chart(part, at)
            case "container" if part.get("is_collapsible") and part.get("has_header_divider"):
                yield Problem(f"{at}/has_header_divider", "must not be set when is_collapsible is true")
            case "static_select" | "radio_buttons" | "multi_static_select" | "checkboxes":
                yield from _initial(part, at)


def _unique_ids(blocks: list[Json]) -> Found:
    ids = Counter(part["block_id"] for _, part in parts(blocks) if part.get("block_id"))
    for block_id, times in ids.items():
        if times > 1:
            yield Problem("/blocks", f"block_id already exists: {block_id}")
    for number, block in enumerate(blocks):
        actions = Counter(part["action_id"] for _, part in parts(block) if part.get("action_id"))
        for action_id, times in actions.items():
            if times > 1:
                yield Problem(f"/blocks/{number}", f"action_id already exists: {action_id}")


def _sizes(blocks: list[Json]) -> Found:
    limits = rules()["limits"]
    markdown = sum(len(block["text"]) for block in blocks if block["type"] == "markdown")
    if markdown > limits["markdown"]:
        yield Problem("/blocks", f"all markdown must be less than {limits['markdown'] + 1} characters [{markdown}]")
    tables = sum(_characters(part) for _, part in parts(blocks) if part.get("type") in {"table", "data_table"})
    if tables > limits["table"]:
        yield Problem("/blocks", f"all tables must be less than {limits['table'] + 1} characters [{tables}]")
    charts = sum(block["type"] == "data_visualization" for block in blocks)
    if charts > limits["charts"]:
        yield Problem("/blocks", f"no more than {limits['charts']} data_visualization blocks allowed [{charts}]")


def _characters(table: Json) -> int:
    """Count the characters of the cells; a number counts as it is shown."""
    shown = (part.get("text", part.get("value", "")) for _, part in parts(table["rows"]))
    return sum(len(str(text)) for text in shown)


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


def _initial(element: Json, at: str) -> Found:
    groups = element.get("option_groups") or [element]
    offered = [option["value"] for group in groups for option in group["options"]]
    for name in ("initial_option", "initial_options"):
        given = element.get(name) or []
        if any(option["value"] not in offered for option in (given if isinstance(given, list) else [given])):
            yield Problem(f"{at}/{name}", "must be one of the options")


def _missing_ids(blocks: list[Json]) -> Found:
    for number, block in enumerate(blocks):
        elements = [(at, part) for at, part in parts(block) if part.get("type") in interactive()]
        if not block.get("block_id"):
            yield Problem(f"/blocks/{number}", "missing block_id")
        for at, element in elements:
            if not element.get("action_id"):
                yield Problem(f"/blocks/{number}{at}", "missing action_id")
