"""What a person typed, made fit to be kept and shown: nothing is lost but what no database and no screen can hold."""

import re

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # PostgreSQL takes neither NUL nor half a character
_CONTROLS = re.compile(r"[\x01-\x08\x0b-\x1f\x7f-\x9f]")
_DIRECTIONS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def kept(text: str) -> str:
    """As it is kept: lines end in one way, half a character becomes �, and what turns a line round is left out."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _DIRECTIONS.sub("", _CONTROLS.sub("", _UNSTORABLE.sub("\ufffd", lines))).strip()


def is_legible(text: str) -> bool:
    """Whether anything can be read in it: zero-width letters alone are nothing."""
    return any(each.isprintable() and not each.isspace() for each in text)


def on_one_line(text: str, longest: int) -> str:
    """Its beginning, for a list."""
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[: longest - 1]}…"
