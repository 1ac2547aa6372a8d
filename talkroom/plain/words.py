"""Slack's markup as plain words: no signs are left of it, and what a person wrote stays as it is."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from talkroom.clock import JST
from talkroom.message import Json

Names = Callable[[str], str]
"""What a person or a channel is called, by its id."""

_TOKEN = re.compile(r"<([^<>\n]+)>")
_MARKED = re.compile(r"(?<![^\W_`*~])([*_~`])(?=[^\s*_~`])([^\n]+?)(?<=\S)\1(?![^\W_`*~])")
_QUOTED = re.compile(r"^(?:&gt;|>){1,3} ?", re.MULTILINE)
_FENCE = re.compile(r"```\n?")


def words(text: Json | None, names: Names) -> str:
    """What a text object says."""
    if not text:
        return ""
    return mrkdwn(str(text["text"]), names) if text.get("type") == "mrkdwn" else unescaped(str(text["text"]))


def mrkdwn(written: str, names: Names) -> str:
    bare = _QUOTED.sub("＞ ", _FENCE.sub("", written.replace("\0", "")))
    kept: list[str] = []

    def put_by(found: re.Match[str]) -> str:
        kept.append(_token(found[1], names))
        return f"\0{len(kept) - 1}\0"

    unmarked = _unmarked(_TOKEN.sub(put_by, bare))
    return re.sub(r"\0(\d+)\0", lambda found: kept[int(found[1])], unescaped(unmarked))


def rich(element: Json, names: Names) -> str:
    """What rich text says; a quotation line by line, a list item by item."""
    kind, inner = element.get("type", ""), element.get("elements") or []
    if kind == "rich_text":
        return "\n".join(rich(each, names) for each in inner)
    if kind == "rich_text_list":
        return "\n".join(_items(element, names))
    said = "".join(_inline(each, names) for each in inner)
    return "\n".join(f"＞ {line}" for line in said.split("\n")) if kind == "rich_text_quote" else said


def unescaped(text: str) -> str:
    """Slack's three entities, undone once."""
    return re.sub("&(amp|lt|gt);", lambda found: {"amp": "&", "lt": "<", "gt": ">"}[found[1]], text)


def shortened(text: str, most: int = 40) -> str:
    """The first line of a text, for a mention of it."""
    first = text.strip().split("\n")[0]
    return first if len(first) <= most else f"{first[: most - 1]}…"


def _unmarked(text: str) -> str:
    """Take the marks off; one mark may stand within another."""
    without = _MARKED.sub(r"\2", text)
    return without if without == text else _unmarked(without)


def _token(inside: str, names: Names) -> str:
    """A person, a room, a call to all, a date or a link."""
    target, _, label = (unescaped(each) for each in inside.partition("|"))
    if re.match(r"[@#][A-Z0-9]+$", target):
        return f"{target[0]}{label or names(target[1:])}"
    if target.startswith("!"):
        return {"!channel": "@全員", "!here": "@全員", "!everyone": "@全員"}.get(target, label or target[1:])
    return link(target, label)


def link(address: str, label: str) -> str:
    address = address.removeprefix("mailto:")
    return address if label in {"", address} else f"{label}（{address}）"


def _items(element: Json, names: Names) -> list[str]:
    indent, first = "　" * int(element.get("indent") or 0), int(element.get("offset") or 0) + 1
    ordered = element.get("style") == "ordered"
    said = ["".join(_inline(part, names) for part in item.get("elements") or []) for item in element["elements"]]
    return [f"{indent}{f'{nth}.' if ordered else '・'} {each}" for nth, each in enumerate(said, start=first)]


def _inline(part: Json, names: Names) -> str:
    said: dict[str, Callable[[], Any]] = {
        "text": lambda: part["text"],
        "link": lambda: link(part["url"], part.get("text") or ""),
        "user": lambda: f"@{names(part['user_id'])}",
        "channel": lambda: f"#{names(part['channel_id'])}",
        "usergroup": lambda: f"@{part['usergroup_id']}",
        "team": lambda: f"@{part['team_id']}",
        "broadcast": lambda: "@全員",
        "emoji": lambda: f":{part['name']}:",
        "date": lambda: part.get("fallback") or _moment(part["timestamp"]),
        "color": lambda: part["value"],
    }
    return str(said.get(part.get("type", ""), lambda: "")())


def _moment(timestamp: int) -> str:
    return datetime.fromtimestamp(timestamp, JST).strftime("%Y-%m-%d %H:%M")
