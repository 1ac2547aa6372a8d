"""What Slack's own client checks in a modal before it lets anybody submit it."""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from talkroom.elements import Element, elements
from talkroom.message import Json
from talkroom.view import View

LONGEST_INPUT = 3_000


def wrong(view: View) -> dict[str, str]:
    """Return what is wrong with the inputs, by block_id: a sentence for the person."""
    inputs = {block["block_id"]: block for block in _inputs(view.blocks)}
    found = {}
    for element in elements(view.blocks):
        if block := inputs.get(element.block_id):
            chosen = view.chosen.get(element.key, element.initial)
            if said := sentence(element, chosen, optional=bool(block.get("optional"))):
                found[element.block_id] = said
    return found


def _inputs(blocks: list[Json]) -> Iterator[Json]:
    for block in blocks:
        if block["type"] == "input":
            yield block
        yield from _inputs(block.get("child_blocks") or [])


def sentence(element: Element, chosen: Any, *, optional: bool) -> str:
    """Return what is wrong with what stands in an element; nothing where it may be submitted."""
    if chosen in (None, "", []):
        return "" if optional else _EMPTY.get(element.type, "選んでください。")
    return _CHECKS[element.type](element.json, chosen) if element.type in _CHECKS else _count(element.json, chosen)


_EMPTY = dict.fromkeys(
    ("plain_text_input", "number_input", "email_text_input", "url_text_input", "rich_text_input"), "入力してください。"
) | {"file_input": "ファイルを選んでください。"}


def _text(json: Json, said: str) -> str:
    least, most = json.get("min_length") or 0, json.get("max_length") or LONGEST_INPUT
    if len(said) < least:
        return f"{least}文字以上で入力してください（今は{len(said)}文字）。"
    return f"{most:,}文字以内で入力してください（今は{len(said):,}文字）。" if len(said) > most else ""


def _number(json: Json, said: str) -> str:
    number = _decimal(said)
    if number is None:
        return "数字で入力してください。"
    if not json["is_decimal_allowed"] and number != number.to_integral_value():
        return "小数のない数字で入力してください。"
    least, most = _decimal(json.get("min_value")), _decimal(json.get("max_value"))
    if least is not None and number < least:
        return f"{least} 以上の数字を入力してください。"
    return f"{most} 以下の数字を入力してください。" if most is not None and number > most else ""


def _decimal(said: Any) -> Decimal | None:
    try:
        number = Decimal(str(said))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _email(_: Json, said: str) -> str:
    return "" if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", said) else "メールアドレスの形で入力してください。"


def _url(_: Json, said: str) -> str:
    return "" if re.fullmatch(r"https?://\S+", said) else "http:// か https:// で始まるアドレスを入力してください。"


def _count(json: Json, chosen: Any) -> str:
    most = json.get("max_selected_items")
    return f"{most}個まで選べます。" if most and isinstance(chosen, list) and len(chosen) > most else ""


def _files(json: Json, chosen: list[Json]) -> str:
    allowed, most = json.get("filetypes"), json.get("max_files") or 10
    if len(chosen) > most:
        return f"ファイルは{most}個までです。"
    if allowed and any(file["filetype"] not in allowed for file in chosen):
        return f"{'・'.join(allowed)} のファイルを選んでください。"
    return ""


_CHECKS: dict[str, Callable[[Json, Any], str]] = {
    "plain_text_input": _text,
    "number_input": _number,
    "email_text_input": _email,
    "url_text_input": _url,
    "file_input": _files,
}
