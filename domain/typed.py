"""What a person typed, made fit to be kept: without what no database holds, and what would turn other words around."""

import re

_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_BROKEN = re.compile("[\ud800-\udfff]")
UNREADABLE = "�"


def clean(text: str) -> str:
    """The same in lines ended alike; half a character is shown as one that cannot be read."""
    return _BROKEN.sub(UNREADABLE, _UNSEEN.sub("", _LINE_ENDS.sub("\n", text)))


def line(text: str) -> str:
    """The same on one line."""
    return " ".join(clean(text).split())


def is_clean(text: str) -> bool:
    """Whether nothing in it would be left out or shown as unreadable."""
    return not _UNSEEN.search(_LINE_ENDS.sub("\n", text)) and not _BROKEN.search(text)


def kept(text: str) -> str:
    """The same without the blanks around it."""
    return clean(text).strip()


def is_legible(text: str) -> bool:
    """Whether anything can be read in it: zero-width letters alone are nothing."""
    return any(each.isprintable() and not each.isspace() for each in text)


def on_one_line(text: str, longest: int) -> str:
    """Its beginning, for a list."""
    said = line(text)
    return said if len(said) <= longest else f"{said[: longest - 1]}…"
