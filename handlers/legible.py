"""What arrives, without what no database keeps and no message carries: NUL and halves of a character."""

import re
from typing import Any

_NOT_TEXT = re.compile("[\x00\ud800-\udfff]")


def make_legible(thing: Any) -> None:
    """Take them out of every string in it, in place: what Bolt hands to a listener are parts of the same thing."""
    pairs = thing.items() if isinstance(thing, dict) else enumerate(thing)
    for key, value in pairs:
        if isinstance(value, str):
            if _NOT_TEXT.search(value):
                thing[key] = _NOT_TEXT.sub("", value)
        elif isinstance(value, dict | list):
            make_legible(value)
