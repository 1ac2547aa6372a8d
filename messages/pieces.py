"""Pieces that several messages share: how the question was read, what comes next, the text beside the blocks."""

from collections.abc import Iterable, Mapping, Sequence

from domain.model import AsOf, Initiative, ScheduleItem, Source
from domain.standing import View
from messages.blocks import LONGEST_TEXT, Block, Message, context, cut, section
from messages.words import escape, origin, reading, until

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
    return context("as-read", escape(reading(view)))


def upcoming(items: Sequence[ScheduleItem]) -> list[Block]:
    """The next schedule items, one a line; no block for none."""
    lines = [
        f"• *{escape(item.title)}*　{escape(item.words + until(item))}〔{escape(origin((item.as_of, item.source)))}〕"
        for item in items
    ]
    return [section("upcoming", "\n".join(("*予定・締切*", *lines)))] if items else []


def initiatives(items: Sequence[Initiative], most: int) -> list[Block]:
    """The first `most` initiatives, one a line, and how many there are besides; no block for none."""
    lines = [
        f"• *{escape(item.name)}*（{escape(item.owner)}）　{escape('、'.join(item.facts))}"
        f"〔{escape(origin((item.as_of, item.source)))}〕"
        for item in items[:most]
    ]
    more = (f"ほか {len(items) - most}件",) if len(items) > most else ()
    return [section("initiatives", "\n".join(("*取組*", *lines, *more)))] if items else []


def where_from(places: Iterable[Place]) -> str:
    """令和4年7月末時点・資料２ 4頁, three origins at most."""
    shown = [origin(place) for place in places]
    return f"{'、'.join(shown[:3])}{' ほか' if len(shown) > 3 else ''}"
