"""What the bot says at once as messages of the chat: none too long, the last one with what can be touched."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from talkroom.direct.wire import EVERYBODY, LONGEST, LONGEST_OPTION, OPTIONS, SELECT, TASK, TEXT, YES_NO
from talkroom.plain import Said, Stamp


@dataclass(frozen=True, slots=True)
class Piece:
    """One message: its kind and content, as the protocol has them."""

    kind: int
    content: Any


def pieces(said: Said) -> list[Piece]:
    *first, last = parts(said.text)
    return [*(Piece(TEXT, each) for each in first), _touchable(last, said.stamp)]


def parts(text: str) -> list[str]:
    """The text in parts that are short enough, broken between lines where that is possible."""
    found = [""]
    for line in (each for whole in text.split("\n") for each in _cut(whole)):
        longer = f"{found[-1]}\n{line}" if found[-1] else line
        if units(longer) <= LONGEST:
            found[-1] = longer
        else:
            found.append(line)
    return [each for each in found if each.strip()] or [text[:1] or "　"]


def units(text: str) -> int:
    """How long the chat takes a text to be: in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _cut(line: str) -> Iterator[str]:
    while units(line) > LONGEST:
        head = line[:LONGEST]
        while units(head) > LONGEST:
            head = head[:-1]
        yield head
        line = line[len(head) :]
    yield line


def _touchable(text: str, stamp: Stamp | None) -> Piece:
    """More options than a stamp has are only told, with their numbers."""
    if not stamp or len(stamp.options) > OPTIONS:
        return Piece(TEXT, text)
    if stamp.kind == "yes_no":
        return Piece(YES_NO, {"question": text, "listing": False})
    if stamp.kind == "task":
        return Piece(TASK, {"title": text, "closing_type": EVERYBODY})
    return Piece(SELECT, {"question": text, "options": [_short(each) for each in stamp.options], "listing": False})


def _short(option: str) -> str:
    if units(option) <= LONGEST_OPTION:
        return option
    head = option[: LONGEST_OPTION - 1]
    while units(head) > LONGEST_OPTION - 1:
        head = head[:-1]
    return f"{head}…"
