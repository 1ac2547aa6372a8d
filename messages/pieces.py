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
    if "text" in block:  # beside the blocks it is mrkdwn, whatever it is in them
        said = str(block["text"]["text"])
        return escape(said) if block["text"]["type"] == "plain_text" else said
    if block["type"] == "context":
        return "\n".join(element["text"] for element in block["elements"])
    return ""  # buttons, and charts of what stands in the table


def as_read(view: View) -> Block:
    """As of which day the answer is, and what was guessed."""
    return context("as-read", escape(reading(view)))


def upcoming(items: Sequence[ScheduleItem], most: int) -> list[Block]:
    """The first `most` schedule items, one a line, and whether there are more; no block for none."""
    return _listed("upcoming", "予定・締切", [_scheduled(item) for item in items], most)


def initiatives(items: Sequence[Initiative], most: int) -> list[Block]:
    """The first `most` initiatives, one a line, and whether there are more; no block for none."""
    return _listed("initiatives", "取組", [_done(item) for item in items], most)


def _listed(block_id: str, title: str, lines: Sequence[str], most: int) -> list[Block]:
    more = ("ほかにもあります。",) if len(lines) > most else ()
    return [section(block_id, "\n".join((f"*{title}*", *lines[:most], *more)))] if lines else []


def _scheduled(item: ScheduleItem) -> str:
    where = origin((item.as_of, item.source))
    return f"• *{escape(item.title)}*　{escape(f'{item.words}{until(item)}〔{where}〕')}"


def _done(item: Initiative) -> str:
    where = origin((item.as_of, item.source))
    return f"• *{escape(item.name)}*（{escape(item.owner)}）{escape('、'.join(item.facts))}〔{escape(where)}〕"


def where_from(places: Iterable[Place]) -> str:
    """令和4年7月末時点・資料２ 4頁, three origins at most."""
    shown = [origin(place) for place in places]
    return f"{'、'.join(shown[:3])}{' ほか' if len(shown) > 3 else ''}"
