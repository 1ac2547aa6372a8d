"""A note (ノート): what a municipality learnt, kept version by version, for all members to find."""

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from urllib.parse import urlsplit

from domain.typed import is_legible

LONGEST_TITLE, LONGEST, MOST_LINKS, LONGEST_LINK = 100, 20_000, 10, 1_000
PAGE, PART = 2_900, 2_800  # characters of a page, and of an input that has room for some more
_BEYOND = re.compile("[^\u0000-\uffff]")  # these count twice in the chat
_NOT_IN_A_LINK = re.compile(r"[\s<>|\"\\^`{}]")
_SENTENCES = re.compile(r"[^。\n]*(?:。|\n|$)")
MOST_PIECES = 300  # compared with one another: beyond that it takes too long for whoever waits


class Kind(StrEnum):
    """種類: 連携会議で紹介した取組、他市町に紹介したい取組、その他独自の取組."""

    PRESENTED = "presented"
    OFFERED = "offered"
    OWN = "own"


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """What a note says. `files` are names with permalinks, `origin` is that of the message it was kept from.

    `review` (見直しの日) is the day on which its municipality is asked whether it still holds.
    """

    title: str = ""
    body: str = ""
    kind: Kind = Kind.OWN
    themes: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    files: tuple[tuple[str, str], ...] = ()
    origin: str = ""
    review: date | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """版: what a note says from one moment on. Deleting it is a version, and so is one put back (`like` which)."""

    number: int
    writing: Writing
    by: str
    at: datetime
    deleted: bool = False
    like: int = 0


@dataclass(frozen=True, slots=True)
class Note:
    """ノート of a municipality with the version that counts."""

    id: int
    municipality: str
    version: Version

    @property
    def writing(self) -> Writing:
        return self.version.writing


@dataclass(frozen=True, slots=True)
class Draft:
    """書きかけ: what somebody has written and not kept, made from version `on` of a note; a new one has no `note`."""

    user: str
    key: str
    municipality: str
    note: int
    on: int
    writing: Writing
    at: datetime


def problems(writing: Writing) -> dict[str, str]:
    """What is wrong, by the place where it can be mended: empty, too_long, too_many or no_link."""
    found = {
        "title": _measured(writing.title, LONGEST_TITLE),
        "body": _measured(writing.body, LONGEST),
        "links": _wrong_link(writing.links),
    }
    return {place: wrong for place, wrong in found.items() if wrong}


def is_link(text: str) -> bool:
    """Whether that is an address of the web."""
    try:
        there = urlsplit(text)
        return there.scheme in {"http", "https"} and bool(there.hostname) and not _NOT_IN_A_LINK.search(text)
    except ValueError:
        return False


def _measured(text: str, most: int) -> str:
    if not is_legible(text):
        return "empty"
    return "too_long" if len(text) > most else ""


def _wrong_link(links: Sequence[str]) -> str:
    if len(links) > MOST_LINKS:
        return "too_many"
    return "" if all(is_link(each) and len(each) <= LONGEST_LINK for each in links) else "no_link"


# Long texts, in pieces


def pieces(text: str, longest: int = PAGE) -> list[str]:
    """The text in pieces of at most so many characters, ended where a line or a sentence ends; joined they are it."""
    most = longest // 2 if _BEYOND.search(text) else longest
    found = []
    while len(text) > most:
        end = _end(text, most)
        found.append(text[:end])
        text = text[end:]
    return [*found, text]


def parts(text: str) -> list[tuple[str, str]]:
    """The text for several inputs: what stands in each, and what joins it to the next one (a line's end or nothing)."""
    found = pieces(text, PART)
    joined = [(each[:-1], "\n") if each.endswith("\n") else (each, "") for each in found[:-1]]
    return [*joined, (found[-1], "")]


def _end(text: str, most: int) -> int:
    """After the last line or sentence that ends in the second half, else wherever it is full."""
    for mark in ("\n", "。"):
        if (place := text.rfind(mark, most // 2, most)) >= 0:
            return place + 1
    return most


# What is different


@dataclass(frozen=True, slots=True)
class Change:
    """Lines that went (`before`) and lines that came in their place (`after`), behind the unchanged line `behind`."""

    behind: str
    before: tuple[str, ...]
    after: tuple[str, ...]


def difference(before: str, after: str) -> list[Change]:
    """What is different between two texts, line by line and sentence by sentence."""
    old, new = _sentences(before), _sentences(after)
    first, last = _alike(old, new), 0
    while last < min(len(old), len(new)) - first and old[-1 - last] == new[-1 - last]:
        last += 1
    inner = old[first : len(old) - last], new[first : len(new) - last]
    return [_change(old, first, inner, span) for span in _spans(*inner)]


def _change(old: list[str], first: int, inner: tuple[list[str], list[str]], span: tuple[int, int, int, int]) -> Change:
    begins, ends, new_begins, new_ends = span
    behind = old[first + begins - 1] if first + begins else ""
    return Change(behind, tuple(inner[0][begins:ends]), tuple(inner[1][new_begins:new_ends]))


def _spans(old: list[str], new: list[str]) -> Iterator[tuple[int, int, int, int]]:
    """Where they differ. Two texts with too many pieces differ as a whole."""
    if max(len(old), len(new)) > MOST_PIECES:
        yield 0, len(old), 0, len(new)
        return
    for what, *span in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what != "equal":
            yield span[0], span[1], span[2], span[3]


def _alike(old: list[str], new: list[str]) -> int:
    """How many pieces are the same from the beginning."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((nth for nth, (one, other) in pairs if one != other), min(len(old), len(new)))


def _sentences(text: str) -> list[str]:
    return [plain for each in _SENTENCES.findall(text) if (plain := each.strip())]
