"""What a person typed, made fit to be kept and shown: every letter stays, what only moves the others about goes."""

import re

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_DIRECTIONS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def kept(text: str) -> str:
    """As it is kept: lines end in one way, and what would turn a line round or ring a bell is left out."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _DIRECTIONS.sub("", _CONTROLS.sub("", lines)).strip()


def is_legible(text: str) -> bool:
    """Whether anything can be read in it: zero-width letters alone are nothing."""
    return any(each.isprintable() and not each.isspace() for each in text)


def on_one_line(text: str, longest: int) -> str:
    """Its beginning, for a list."""
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[: longest - 1]}…"
