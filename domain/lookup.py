"""Finds what a person means: municipalities, themes, systems, topics by any of their names, and a day."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TypeVar

from domain.calendar import era_year
from domain.errors import AmbiguousName, Choice, NothingAsked, TooManyNames, UnknownName
from domain.forms import Theme
from domain.model import Conference, Municipality, System, Topic
from domain.past_days import past_day, this_years


@dataclass(frozen=True, slots=True)
class Overall:
    """全体: the prefecture as a whole."""

    name: str


@dataclass(frozen=True, slots=True)
class Plans:
    """予定・取組: what is to come and what is being done, whatever the theme."""

    name: str = "予定・取組"


Subject = Theme | System | Topic | Plans
Thing = Municipality | Subject | Overall
Found = TypeVar("Found")

SURE, AHEAD, NEAR = 80, 10, 65  # taken from 80 of 100 if 10 ahead of the next; offered from 65
MOST_NEAR = 5
LONGEST = 200  # a longer text is no question of this kind
_SUFFIXES = {
    "市": ("shi", "si", "city"),
    "町": ("cho", "chou", "tyo", "machi", "town"),
    "村": ("son", "mura", "village"),
    "県": ("ken",),
}
_KANA_SUFFIX = re.compile(r"(けん|し|ちょう|まち|そん|むら)$")
_DROPPED = re.compile(r"[\s\-‐-―・･.'’_]+")
_ASKING = re.compile(r"((の(状況|現況|進捗|進み具合))?(は|を教えて(ください|下さい)?|について)?)[?？。!！]*$")
_MACRONS = str.maketrans("āīūēōâîûêô", "aiueoaiueo")
_KATAKANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}


def key(text: str) -> str:
    """The form in which names are compared: NFKC, lower case, hiragana, without blanks, hyphens and middle dots."""
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_MACRONS)
    return _DROPPED.sub("", plain).translate(_KATAKANA)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question named. `guess` is what was typed and how it was read, where that was not letter for letter."""

    municipality: Municipality | None = None
    subject: Subject | None = None
    overall: bool = False
    on: date | None = None
    guess: tuple[str, str] | None = None


class Names:
    """Every name by which the conference's things are called, kept once and asked by all."""

    def __init__(self, named: Iterable[tuple[Thing, Iterable[str]]]) -> None:
        self._things: dict[str, list[Thing]] = {}
        for thing, names in named:
            for name in {key(name) for name in names} - {""}:
                self._things.setdefault(name, []).append(thing)
        self._confusable = frozenset(_confusable(self._municipalities()))

    def called(self, text: str) -> list[Thing]:
        """The things of exactly that name: none, one, or several to choose from."""
        return self._things.get(key(text), [])

    def within(self, text: str) -> list[Thing]:
        """The things whose names stand in the text. One-character names match whole only."""
        plain = key(text)
        found = (things for name, things in self._things.items() if len(name) > 1 and name in plain)
        return [thing for things in found for thing in things]

    def near(self, text: str) -> list[Thing]:
        """What the text may have meant, best first. One-character names match whole only."""
        from rapidfuzz import fuzz  # noqa: PLC0415 – only a mistyped name pays for loading it

        best = self._scored(text, fuzz.WRatio, NEAR)
        return sorted(best, key=lambda thing: (-best[thing], -fuzz.ratio(key(text), key(thing.name))))

    def guess(self, text: str) -> Thing | None:
        """The one thing the text clearly means though it is not its name; None where several could be meant.

        The whole text has to be alike: a part of a name is a question, no slip. 下関, 上関 and 下松 differ by one
        character and are never taken for one another.
        """
        from rapidfuzz import fuzz  # noqa: PLC0415

        scored = sorted(self._scored(text, fuzz.ratio, SURE - AHEAD).items(), key=lambda found: -found[1])
        best, score = scored[0] if scored else (None, 0.0)
        after = scored[1][1] if len(scored) > 1 else 0.0
        return best if score >= SURE and score - after >= AHEAD and best not in self._confusable else None

    def _scored(self, text: str, scorer: Callable[..., float], least: float) -> dict[Thing, float]:
        """Each thing with the best score (0–100) of its names, from `least` on."""
        from rapidfuzz import process  # noqa: PLC0415

        names = [name for name in self._things if len(name) > 1]
        best: dict[Thing, float] = {}
        for name, score, _ in process.extract(key(text), names, scorer=scorer, limit=40, score_cutoff=least):
            for thing in self._things[name]:
                best[thing] = max(score, best.get(thing, 0))
        return best

    def _municipalities(self) -> set[Municipality]:
        return {thing for things in self._things.values() for thing in things if isinstance(thing, Municipality)}


def _confusable(municipalities: Iterable[Municipality]) -> Iterator[Municipality]:
    """Those whose stem becomes another's when one character is changed: 下関 and 上関."""
    masked: dict[str, set[Municipality]] = {}
    for municipality in municipalities:
        stem = municipality.stem
        for place in range(len(stem)):
            masked.setdefault(f"{stem[:place]}*{stem[place + 1 :]}", set()).add(municipality)
    for mask, together in masked.items():
        if len(mask) > 1 and len(together) > 1:
            yield from together


def names_of(municipality: Municipality) -> Iterator[str]:
    """Kanji, kana, romaji and codes, with and without 市 or 町, its office, and the former municipalities in it."""
    m = municipality
    yield from (m.name, m.stem, m.code, m.code[:5], f"{m.name}役所", f"{m.name}役場", f"{m.name}庁")
    yield from _readings(m.kana)
    for romaji in m.romaji:
        yield from (romaji, *(romaji + suffix for suffix in _SUFFIXES.get(m.kind, ())))
    for name, kana in m.former:
        yield from (name, name[:-1], f"旧{name}", *_readings(kana))


def _readings(kana: str) -> Iterator[str]:
    """くがちょう is also read くがまち, and くが alone."""
    stem = _KANA_SUFFIX.sub("", kana)
    yield from (kana, stem)
    if kana.endswith("ちょう"):
        yield f"{stem}まち"


def index(
    conference: Conference,
    municipalities: Sequence[Municipality],
    themes: Sequence[Theme],
    systems: Sequence[System],
    topics: Sequence[Topic],
) -> Names:
    """All names of one conference. What a theme or a system is called is not a topic's name as well."""
    overall = Overall(conference.prefecture.name)
    whole = ("全体", "県全体", "全市町", "全県", "県", "all", "zentai", *names_of(conference.prefecture))
    places: list[tuple[Thing, Iterable[str]]] = [(overall, whole)]
    places += [(m, (*names_of(m), *conference.shared_names.get(m.code, ()))) for m in municipalities]
    subjects: list[tuple[Thing, Iterable[str]]] = [(t, (t.name, t.short, t.id, *t.aliases)) for t in themes]
    subjects += [(s, (s.name, *s.aliases)) for s in systems]
    taken = {key(name) for _, names in subjects for name in names}
    free = [(t, [n for n in (t.name, *t.aliases) if key(n) not in taken]) for t in topics]
    plans = (
        Plans(),
        ["予定・取組", "予定と取組", "予定", "締切", "期限", "スケジュール", "取組", "取り組み", "yotei", "plans"],
    )
    return Names([*places, *subjects, *free, plans])


@lru_cache(maxsize=10_000)
def read(text: str, names: Names, today: date) -> Asked:
    """What the text asks for: a municipality, a theme, system or topic, 全体, and a past day, in any order.

    Pure, so what the same words mean on the same day is worked out once.
    Raises NothingAsked, UnknownName, AmbiguousName, TooManyNames, ImpossibleDate.
    """
    if len(text) > LONGEST:
        raise UnknownName(text)
    parts = list(_parts(text, names, today))
    days = {part: day for part in parts if (day := past_day(part, today))}
    named = {part: _thing(part, parts, names) for part in parts if part not in days}
    municipality = _only(parts, {part: t for part, t in named.items() if isinstance(t, Municipality)})
    subject = _only(parts, {part: t for part, t in named.items() if isinstance(t, Subject)})
    on = _only(parts, days)
    for part, day in days.items():
        ask_for_the_year(part, day, parts, today)
    guesses = [(part, thing.name) for part, thing in named.items() if not names.called(part)]
    return Asked(municipality, subject, not municipality and not subject, on, guesses[0] if guesses else None)


def _thing(part: str, parts: Sequence[str], names: Names) -> Thing:
    """The one thing this part of the question names, or clearly means."""
    called = names.called(part)
    if len(called) > 1:
        raise AmbiguousName(part, instead(part, parts, [thing.name for thing in called]))
    thing = called[0] if called else names.guess(part)
    if thing is None:
        alone = not any(names.called(other) for other in parts)  # nothing was understood: the whole text is quoted back
        near = [thing.name for thing in names.near(part)[:MOST_NEAR]]
        raise UnknownName(" ".join(parts) if alone else part, instead(part, parts, near))
    return thing


def _only(parts: Sequence[str], found: Mapping[str, Found]) -> Found | None:
    """The one found, None for none. Of several each is offered with the rest of the question."""
    if len(set(found.values())) > 1:
        rest = [part for part in parts if part not in found]
        raise TooManyNames(tuple((part, " ".join((part, *rest))) for part in found))
    return next(iter(found.values()), None)


def ask_for_the_year(part: str, day: date, parts: Sequence[str], today: date) -> None:
    """12月末 said in September is last year's or this year's: ask, with both written out. Raises AmbiguousName."""
    if ahead := this_years(part, today):
        years = [f"{era_year(each)}{each.month}月{each.day}日" for each in (day, ahead)]
        raise AmbiguousName(part, instead(part, parts, years))


def instead(part: str, parts: Sequence[str], names: Iterable[str]) -> tuple[Choice, ...]:
    """Each name with the whole question put that way."""
    return tuple((name, " ".join(name if each == part else each for each in parts)) for name in names)


def _parts(text: str, names: Names, today: date) -> Iterator[str]:
    """The words of the text, as many of them joined as make one name or one date: 令和4年 7月末, yamaguchi shi."""
    words = [word for blank in _plain(text).split() for word in _split(blank, names, today)]
    if not words:
        raise NothingAsked
    while words:
        for count in range(len(words), 0, -1):
            joined = "".join(words[:count])
            if count == 1 or names.called(joined) or past_day(joined, today):
                yield joined
                del words[:count]
                break


def _plain(text: str) -> str:
    """山口市の状況は？ and 山口市を教えてください ask for 山口市."""
    return _ASKING.sub("", text.strip()) or text


def _split(word: str, names: Names, today: date) -> list[str]:
    """山口市の標準化 and 山口市標準化 are two words; what is a name or a date as it stands is one."""
    if names.called(word) or past_day(word, today):
        return [word]
    for place in range(len(word) - 1, 1, -1):
        head, tail = word[:place], word[place:].removeprefix("の")
        if names.called(head) and (names.called(tail) or (tail and past_day(tail, today))):
            return [head, tail]
    return [word]
