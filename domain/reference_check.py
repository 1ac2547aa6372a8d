"""Checks the steps and the systems that somebody brings, cell by cell."""

import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

from domain import lookup
from domain.catalogue import Catalogue
from domain.model import System, Topic
from domain.reference import Cell, Problem, Row
from domain.typed import line

MOST_STEP, MOST_SYSTEM, MOST_SYSTEMS = 40, 99, 40
LONGEST_TITLE, LONGEST_NAME, MOST_ALIASES = 100, 40, 20
_NONE = Cell("")

Checked = tuple[list[dict[str, Any]], list[Problem]]
"""What the file says in the shape of `data/`, and what is wrong with it."""


def steps(rows: Sequence[Row], _catalogue: Catalogue) -> Checked:
    """Numbers from 1 to 40, some may be missing; each once, and with a name."""
    wrong = [*_numbers(rows, MOST_STEP), *_texts(rows, "title", LONGEST_TITLE)]
    found = [{"number": number(row["number"]), "title": line(row["title"].text)} for row in rows]
    return _sorted(found), wrong


def systems(rows: Sequence[Row], catalogue: Catalogue) -> Checked:
    """Each number and each name once; a number keeps its system, for what was reported stands under it."""
    too_many = [Problem("", "too_many_systems", str(len(rows)))] if len(rows) > MOST_SYSTEMS else []
    wrong = [*too_many, *_numbers(rows, MOST_SYSTEM), *_texts(rows, "name", LONGEST_NAME)]
    wrong += [*_names_twice(rows), *_taken(rows, catalogue), *_moved(rows, catalogue)]
    found = [
        {"number": number(row["number"]), "name": line(row["name"].text), "aliases": _aliases(row, catalogue)}
        for row in rows
    ]
    return _sorted(found), wrong


def number(cell: Cell) -> int:
    """What it says as a whole number; 0 for nothing of the kind."""
    plain = unicodedata.normalize("NFKC", cell.text).strip().removeprefix("ステップ").strip()
    return int(plain) if plain.isascii() and plain.isdecimal() and len(plain) < 4 else 0


def several(text: str) -> list[str]:
    """住基、住民記録 – or a line each; each once."""
    parts = text.splitlines() if "\n" in text.strip() else text.replace(",", "、").replace("，", "、").split("、")
    return list(dict.fromkeys(filter(None, map(line, parts))))


def _sorted(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(found, key=lambda each: each["number"])


def _numbers(rows: Sequence[Row], most: int) -> Iterator[Problem]:
    seen: dict[int, str] = {}
    for row in rows:
        cell, read = row["number"], number(row["number"])
        if not 1 <= read <= most:
            yield Problem(cell.at, "number", cell.text, (str(most),))
        elif read in seen:
            yield Problem(cell.at, "number_twice", str(read), (seen[read],))
        seen.setdefault(read, cell.at)


def _texts(rows: Sequence[Row], column: str, longest: int) -> Iterator[Problem]:
    for row in rows:
        said = line(row[column].text)
        if not said or len(said) > longest:
            yield Problem(row[column].at, "too_long" if said else "no_name", str(len(said)), (str(longest),))


def _words(row: Row) -> list[tuple[str, str]]:
    """Every name of a system, with the cell in which it stands."""
    aliases = row.get("aliases", _NONE)
    return [(row["name"].at, line(row["name"].text)), *((aliases.at, alias) for alias in several(aliases.text))]


def _names_twice(rows: Sequence[Row]) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for row in rows:
        for at, word in _words(row):
            if lookup.key(word) in seen and seen[lookup.key(word)] != row["name"].at:
                yield Problem(at, "name_twice", word, (seen[lookup.key(word)],))
            seen.setdefault(lookup.key(word), row["name"].at)
        if len(several(row.get("aliases", _NONE).text)) > MOST_ALIASES:
            yield Problem(row["aliases"].at, "too_many_aliases", str(MOST_ALIASES))


def _taken(rows: Sequence[Row], catalogue: Catalogue) -> Iterator[Problem]:
    for row in rows:
        for at, word in _words(row):
            others = [each for each in catalogue.names.called(word) if not isinstance(each, System | Topic)]
            if others:
                yield Problem(at, "taken", word, (others[0].name,))


def _moved(rows: Sequence[Row], catalogue: Catalogue) -> Iterator[Problem]:
    numbers = {lookup.key(system.name): system.number for system in catalogue.systems}
    for row in rows:
        known = numbers.get(lookup.key(line(row["name"].text)))
        if known and number(row["number"]) not in {0, known}:
            yield Problem(row["number"].at, "moved", line(row["name"].text), (str(known),))


def _aliases(row: Row, catalogue: Catalogue) -> list[str]:
    """Without a column for them they stay as they are."""
    if "aliases" in row:
        return several(row["aliases"].text)
    kept = (system.aliases for system in catalogue.systems if system.number == number(row["number"]))
    return list(next(kept, ()))
