"""Looking for something (検索): what can be found, what is asked, and where in a text the words stand."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.lookup import key
from domain.model import AsOf, Source

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
    read it besides the secretariat, empty for all; `at` when it was last written, or from when on the papers speak.
    `origin` is the as-of and the source of what the papers or a report say.
    """

    kind: Kind
    subject: str
    at: datetime
    title: str
    body: str
    municipality: str = ""
    themes: tuple[str, ...] = ()
    only: str = ""
    origin: tuple[AsOf, Source] | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked: every one of the words, in any order. The rest narrows it; the days are those of Japan.

    `called` are the names of the theme: what nobody put under a theme is under it if its title says so.
    """

    words: tuple[str, ...]
    municipality: str = ""
    theme: str = ""
    called: tuple[str, ...] = ()
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
    once: dict[str, str] = {}
    for word in text.split():
        once.setdefault(key(word), word)
    return tuple(word for folded, word in once.items() if folded)[:MOST_WORDS]


def excerpt(text: str, looked_for: Iterable[str], around: int = 36) -> tuple[str, str, str]:
    """What stands before the first of the words, the word as it is written there, and what stands behind it.

    Where none of them is in the text (it is in the title): nothing, nothing and its beginning.
    """
    folded = key(text)
    found = [(place, len(key(word))) for word in looked_for if (place := folded.find(key(word))) >= 0]
    if not found:
        return "", "", _on_a_line(text[: 2 * around], "", "…" if len(text) > 2 * around else "")
    place, length = min(found)
    first, last = _places(text, place, place + length)
    before = _on_a_line(text[max(0, first - around) : first], "…" if first > around else "", "")
    behind = _on_a_line(text[last : last + around], "", "…" if len(text) > last + around else "")
    return before, text[first:last], behind


def _on_a_line(text: str, before: str, behind: str) -> str:
    return f"{before}{' '.join(text.splitlines())}{behind}"


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
