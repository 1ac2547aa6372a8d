"""Days that stand somewhere inside a text: never a deadline by themselves, but what may be asked for."""

import re
from collections.abc import Iterator
from datetime import date

from domain.dates import offsets
from domain.dates.lead import PRECISE
from domain.dates.reading import Grain, Impossible, Reference, Unsure
from domain.dates.rules import longest
from domain.dates.spelling import N3, pattern

_MOST, _FAR = 3, 200
_BEGINS = re.compile(
    r"(?<![0-9A-Za-z.第年月日一二三四五六七八九十])[0-9一二三四五六七八九十廿RHrh令平今本来再翌当年月末最上中下次明第]"
)
_NO_DEADLINE = re.compile(r"分|号|議会|補正|定例|例会|版|付|間")
BASE_DAY = pattern(
    rf".*?(?:(?:日|後|から|より|了|の|起算して)_{N3}_(?:日|週間|[かカヵヶケ箇]月|年|営業日|開庁日)_(?:以内|後|前|を経過)|起算)"
)


def days_inside(plain: str, ref: Reference) -> list[date]:
    """The days ahead that the text names anywhere, as far as they are sure."""
    return list(dict.fromkeys(_days(plain[:_FAR], ref)))[:_MOST]


def _days(plain: str, ref: Reference) -> Iterator[date]:
    at = 0
    while begins := _BEGINS.search(plain, at):
        found = longest(PRECISE, plain, begins.start())
        at = found.end if found else begins.end()
        if not found or found.rule in offsets.RULES or _NO_DEADLINE.match(plain, at):
            continue
        try:
            point = found.means(ref)
        except (Impossible, Unsure):
            continue
        if point.day >= ref.today and point.grain is not Grain.YEAR:
            yield point.day
