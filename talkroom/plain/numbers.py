"""Numbers as people type them: a choice, a choice of an older message, several choices."""

import re
import unicodedata
from dataclasses import dataclass

_ONE = re.compile(r"(?:(\d{1,4})[-‐‑‒–—−ー－の])?(\d{1,4})番?")
_BELOW = re.compile(r"[［\[]?(\d{1,2})[］\]]?へ[\s:：、]+(.+)", re.DOTALL)
_MANY = re.compile(r"\d{1,4}(?:[〜~]\d{1,4})?(?:[\s,、，・]+\d{1,4}(?:[〜~]\d{1,4})?)*")


@dataclass(frozen=True, slots=True)
class Reference:
    """A choice by its number; with `menu` that of an older message."""

    nth: int
    menu: int | None = None


def reference(text: str) -> Reference | None:
    """「2」 or 「3-2」; None where it is neither."""
    found = _ONE.fullmatch(flat(text))
    return Reference(int(found[2]), int(found[1]) if found[1] else None) if found else None


def below(text: str) -> tuple[int, str] | None:
    """「3へ 質問です」: the number of a message, and what is said below it; None where it is neither."""
    found = _BELOW.fullmatch(text.strip())
    return (int(found[1]), found[2]) if found else None


def names_a_number(text: str) -> bool:
    """Whether what it means depends on what whoever wrote it had before them."""
    return bool(reference(text) or below(text))


def several(text: str) -> list[int] | None:
    """「1、3」 「1 3」 「1〜3」: each number once, in their order; None where it is something else."""
    said = flat(text)
    if not _MANY.fullmatch(said):
        return None
    found: list[int] = []
    for each in re.split(r"[\s,、，・]+", said):
        first, _, last = each.replace("~", "〜").partition("〜")
        found += range(int(first), int(last or first) + 1)
    return list(dict.fromkeys(found))


def flat(text: str) -> str:
    """Full-width letters and numbers as half-width ones, without the blanks around them."""
    return unicodedata.normalize("NFKC", text).strip().replace("∼", "~")
