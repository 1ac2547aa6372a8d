"""Pieces that several messages share: how the question was read, what comes next, the text beside the blocks."""

from collections.abc import Iterable, Mapping, Sequence

from domain.model import AsOf, Initiative, ScheduleItem, Source
from domain.standing import View
from messages.blocks import LONGEST_TEXT, Block, Message, context, cut, section
from messages.words import origin, render

Place = tuple[AsOf, Source]


def message(blocks: list[Block], words: Mapping[str, str] | None = None) -> Message:
    """The blocks with a text that says the same; `words` says it for a table, by its block_id."""
    said = words or {}
    spoken = (said.get(block["block_id"]) or _spoken(block) for block in blocks)
    return Message(text=cut("\n".join(filter(None, spoken)), LONGEST_TEXT), blocks=blocks)


def _spoken(block: Block) -> str:
    if "text" in block:
        return str(block["text"]["text"])
    if block["type"] == "context":
        return "\n".join(element["text"] for element in block["elements"])
    return ""  # buttons, and charts of what stands in the table


def as_read(view: View) -> Block:
    """As of which day the answer is, and what was guessed."""
    return context("as-read", render("as_read.j2", view=view))


def upcoming(items: Sequence[ScheduleItem]) -> list[Block]:
    """The next schedule items; no block for none."""
    return [section("upcoming", render("upcoming.j2", items=items))] if items else []


def initiatives(items: Sequence[Initiative], most: int) -> list[Block]:
    left_out = max(0, len(items) - most)
    return [section("initiatives", render("initiatives.j2", items=items[:most], left_out=left_out))] if items else []


def where_from(places: Iterable[Place]) -> str:
    """令和4年7月末時点・資料２ 4頁, three origins at most."""
    shown = [origin(place) for place in places]
    return f"{'、'.join(shown[:3])}{' ほか' if len(shown) > 3 else ''}"
