"""Looking for something (検索): what can be found, what is asked, and where in a text the words stand."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.lookup import key

_PIECES = re.compile(r"(?s).{1,200}[\u3099\u309a\uff9e\uff9f]*")  # a voicing mark stays with its letter
_LETTERS = re.compile(r"(?s).[\u3099\u309a\uff9e\uff9f]*")
MOST_WORDS = 8


class Kind(StrEnum):
    """種類: what was found."""

    NOTE = "note"
    QUESTION = "question"
    REPORT = "report"
    DEADLINE = "deadline"
    INITIATIVE = "initiative"


@dataclass(frozen=True, slots=True)
class Entry:
    """What can be found of one thing: its newest words.

    `subject` is its id within its kind; `municipality` is a code or empty; `only` the code of the municipality that may
    read it besides the secretariat, empty for all; `at` when it was last written.
    """

    kind: Kind
    subject: str
    at: datetime
    title: str
    body: str
    municipality: str = ""
    themes: tuple[str, ...] = ()
    only: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked: every one of the words, in any order. The rest narrows it; the days are those of Japan."""

    words: tuple[str, ...]
    municipality: str = ""
    theme: str = ""
    kind: Kind | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A page of what was found, the best first, and how many there are in all."""

    entries: tuple[Entry, ...]
    total: int


def words(text: str) -> tuple[str, ...]:
    """What was typed, parted at its blanks, each word once; without those that hold nothing to compare."""
    once = {key(word): word for word in reversed(text.split()) if key(word)}
    return tuple(reversed(once.values()))[:MOST_WORDS]


def excerpt(text: str, looked_for: Iterable[str], around: int = 36) -> tuple[str, str, str]:
    """What stands before the first of the words, the word as it is written there, and what stands behind it.

    Where none of them is in the text (it is in the title): nothing, nothing and its beginning.
    """
    folded = key(text)
    found = [(place, len(key(word))) for word in looked_for if (place := folded.find(key(word))) >= 0]
    if not found:
        return "", "", _cut(text, 0, 2 * around)
    place, length = min(found)
    first, last = _places(text, place, place + length)
    return _cut(text, max(0, first - around), first), text[first:last], _cut(text, last, last + around)


def _cut(text: str, first: int, last: int) -> str:
    """That stretch on one line, with … where the text goes on."""
    inside = " ".join(text[first:last].split())
    return f"{'…' if first and last < len(text) else ''}{inside}{'…' if last < len(text) else ''}"


def _places(text: str, first: int, last: int) -> tuple[int, int]:
    """Where in the text its folded form's letters from `first` up to `last` come from."""
    begins = ends = len(text)
    for before, after, start, end in _letters(text, first):
        if before <= first < after:
            begins = start
        if after >= last:
            ends = end
            break
    return begins, ends


def _letters(text: str, first: int) -> Iterator[tuple[int, int, int, int]]:
    """Each letter from about there on: where its folded form begins and ends, and where itself does."""
    folded = 0
    for piece in _PIECES.finditer(text):
        length = len(key(piece[0]))
        if folded + length <= first:
            folded += length
            continue
        for letter in _LETTERS.finditer(piece[0]):
            length = len(key(letter[0]))
            yield folded, folded + length, piece.start() + letter.start(), piece.start() + letter.end()
            folded += length
