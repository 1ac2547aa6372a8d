"""Block Kit as plain dicts: the few blocks the messages are made of, each with its ids."""

from collections.abc import Iterable, Sequence
from typing import Any, TypedDict

Block = dict[str, Any]


class Message(TypedDict):
    """What is said: `text` says the same as the blocks, for notifications, screen readers and chats without blocks."""

    text: str
    blocks: list[Block]


LONGEST_TEXT = 3_900  # chat.update takes 4,000 characters; a longer text is cut with a mark
LONGEST_SECTION = 3_000


def section(block_id: str, text: str) -> Block:
    """A paragraph of mrkdwn, `verbatim`: nothing in it turns into a link or a mention by itself."""
    return {"type": "section", "block_id": block_id, "text": _mrkdwn(cut(text, LONGEST_SECTION))}


def plain(block_id: str, text: str) -> Block:
    """A paragraph in which nothing is markup: for what a person typed."""
    return {"type": "section", "block_id": block_id, "text": plain_text(cut(text, LONGEST_SECTION))}


def quote(block_id: str, text: str) -> Block:
    """What a person wrote, as a quotation in which nothing is markup."""
    said = {"type": "rich_text_quote", "elements": [{"type": "text", "text": cut(text, LONGEST_SECTION)}]}
    return {"type": "rich_text", "block_id": block_id, "elements": [said]}


def header(block_id: str, text: str) -> Block:
    return {"type": "header", "block_id": block_id, "text": plain_text(cut(text, 150))}


def context(block_id: str, *texts: str) -> Block:
    """Small print, up to ten pieces."""
    return {"type": "context", "block_id": block_id, "elements": [_mrkdwn(cut(text, 2_000)) for text in texts[:10]]}


def button(label: str, action_id: str, value: str) -> Block:
    return {"type": "button", "action_id": action_id, "text": plain_text(cut(label, 75)), "value": cut(value, 2_000)}


def plain_text(text: str) -> Block:
    """Words in which nothing is markup and no :name: turns into a picture."""
    return {"type": "plain_text", "text": text, "emoji": False}


def confirm(title: str, text: str, yes: str, no: str) -> Block:
    """What a dangerous button asks before it counts."""
    words = {"title": title, "text": text, "confirm": yes, "deny": no}
    return {**{name: plain_text(each) for name, each in words.items()}, "style": "danger"}


def field(block_id: str, label: str, element: Block, *, hint: str = "", optional: bool = False) -> Block:
    """A place in a form for one answer; its element is called as the block is."""
    asked = {"type": "input", "block_id": block_id, "label": plain_text(label), "optional": optional}
    hinted = {"hint": plain_text(hint)} if hint else {}
    return {**asked, **hinted, "element": {**element, "action_id": block_id}}


def actions(block_id: str, buttons: Iterable[Block]) -> Block:
    return {"type": "actions", "block_id": block_id, "elements": list(buttons)[:25]}


def data_table(block_id: str, caption: str, rows: Sequence[Sequence[str | float]]) -> Block:
    """A table whose first row is its head and whose first column names the row. A number sorts as a number."""
    cells = [[_cell(value) for value in row] for row in rows[:101]]
    return {"type": "data_table", "block_id": block_id, "caption": caption, "page_size": 20, "rows": cells}


def bar_chart(block_id: str, title: str, bars: Sequence[tuple[str, float]], unit: str) -> Block:
    """One series of at most 20 bars. What is unknown is no bar: it must be said in words."""
    data = [{"label": cut(label, 20), "value": value} for label, value in bars[:20]]
    chart = {
        "type": "bar",
        "series": [{"name": cut(unit, 20), "data": data}],
        "axis_config": {"categories": [point["label"] for point in data], "y_label": cut(unit, 20)},
    }
    return {"type": "data_visualization", "block_id": block_id, "title": cut(title, 50), "chart": chart}


def line_chart(block_id: str, title: str, points: Sequence[tuple[str, float]], unit: str) -> Block:
    """The same as a line: how one thing went over at most 20 points in time."""
    drawn = bar_chart(block_id, title, points, unit)
    return {**drawn, "chart": {**drawn["chart"], "type": "line"}}


def cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def needs_respond(message: Message) -> bool:
    """Whether a block in it may be refused by the chat, so that it must go where a refusal is told."""
    return any(block["type"] in {"data_table", "data_visualization"} for block in message["blocks"])


def _cell(value: str | float) -> Block:
    if isinstance(value, str):
        return {"type": "raw_text", "text": value or "－"}
    return {"type": "raw_number", "value": value, "text": f"{value:,g}"}


def _mrkdwn(text: str) -> Block:
    return {"type": "mrkdwn", "text": text, "verbatim": True}
