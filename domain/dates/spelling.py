"""One plain spelling of what was written, and the way back to each character as it was."""

import re
import unicodedata
from dataclasses import dataclass

from domain.dates.reading import Impossible

BLANK = " "
KANJI = "〇一二三四五六七八九"
N = rf"(?:[0-9]{{1,2}}|[{KANJI}十廿]{{1,4}})"  # of a day, a month, an hour
N3 = rf"(?:[0-9]{{1,3}}|[{KANJI}十廿百]{{1,5}})"  # of how many days
N4 = rf"(?:[0-9]{{4}}|[{KANJI}]{{4}}|二千(?:[{KANJI}]?十)?[{KANJI}]?)"  # of a year A.D.

_CIRCLED_WEEKDAYS = {chr(0x328A + place): f"({day})" for place, day in enumerate("月火水木金土日")}
_SPELT = {ord(mark): "~" for mark in "〜∼～˜"} | {ord(mark): "-" for mark in "−–—―‐‑‒"}
_INVISIBLE = {"Cf", "Mn"}  # zero-width spaces, variation selectors
_LONG_VOWEL = re.compile(r"(?<![ァ-ヶぁ-ゖー])ー")  # behind kana it is a vowel, elsewhere a dash
_TENS = re.compile(rf"(?:(?P<hundreds>[{KANJI}])?百)?(?:(?P<tens>[{KANJI}])?十)?(?P<ones>[{KANJI}])?")


@dataclass(frozen=True, slots=True)
class Spelled:
    """`plain` is what the grammar reads; its character at i was written at `origin[i]`."""

    written: str
    plain: str
    origin: tuple[int, ...]

    def cut(self, first: int, end: int | None = None) -> str:
        """What was written for plain[first:end], with the characters it was written in."""
        last = len(self.written) if end is None else self.origin[end]
        return self.written[self.origin[first] : last]


def spelled(written: str) -> Spelled:
    """NFKC for every character by itself, so that each can be found again; of several blanks one is enough."""
    plain: list[str] = []
    origin: list[int] = []
    for place, char in enumerate(written):
        for each in _plain(char):
            if not (each == BLANK and plain[-1:] == [BLANK]):
                plain.append(each)
                origin.append(place)
    return Spelled(written, _LONG_VOWEL.sub("-", "".join(plain)), (*origin, len(written)))


def _plain(char: str) -> str:
    if char.isspace():
        return BLANK
    if unicodedata.category(char) == "No":
        return char  # ①10月 must not become 110月
    if char in "…‥":
        return char  # three full stops would be a border
    if unicodedata.category(char) in _INVISIBLE:
        return ""
    return _CIRCLED_WEEKDAYS.get(char) or unicodedata.normalize("NFKC", char).translate(_SPELT)


def pattern(template: str) -> re.Pattern[str]:
    """A rule's expression: an underscore stands where blanks may."""
    return re.compile(template.replace("_", " *"), re.IGNORECASE)


def number(text: str) -> int:
    """31, 三十一, 三一, 廿一, 二千二十二, 元."""
    if text.isascii():
        return int(text)
    text = text.replace("廿", "二十").replace("元", "一")
    if all(char in KANJI for char in text):
        return int("".join(str(KANJI.index(char)) for char in text))
    if text.startswith("二千"):
        return 2000 + (number(text[2:]) if text[2:] else 0)
    if match := _TENS.fullmatch(text):
        return _digit(match, "hundreds", "百") * 100 + _digit(match, "tens", "十") * 10 + _digit(match, "ones", "")
    raise Impossible(f"「{text}」という数はありません")


def _digit(match: re.Match[str], name: str, unit: str) -> int:
    """十 alone is one ten, and no digit none of it."""
    if match[name]:
        return KANJI.index(match[name])
    return int(bool(unit) and unit in match[0])
