"""What became different in a text that is told a second time."""

import difflib
from collections.abc import Sequence

from talkroom.plain.words import shortened


def difference(before: Sequence[str], now: Sequence[str]) -> list[str]:
    """The lines that are new or gone, below what they are of; the whole where more has changed than stayed."""
    alike = difflib.SequenceMatcher(None, before, now, autojunk=False)
    if alike.ratio() < 0.5 or not before:
        return list(now)
    of = now[0].removeprefix("■ ")
    lines = [f"（「{shortened(of)}」が変わりました）"]
    for kind, first, last, start, end in alike.get_opcodes():
        if kind != "equal":
            lines += now[start:end] or [f"（なくなりました）{line}" for line in before[first:last]]
    return lines
