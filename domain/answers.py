"""What a municipality answers in a form: read from what was typed, checked in words, compared with the last time."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from domain.forms import Field, Kind
from domain.model import System

Value = float | str
Place = tuple[str, int]
"""A field and, in a field of kind steps, the system's number; 0 everywhere else."""

Answers = Mapping[Place, Value]
"""What is answered; what is not a key was left blank, which stays unknown."""

NONE, EXEMPT, CONSIDERING, UNDECIDED = "該当なし", "対象外", "検討中", "未定"
SAID = (NONE, EXEMPT, CONSIDERING, UNDECIDED)
"""What can be answered everywhere, as it is written."""

LONGEST = 1_000  # characters of a text


@dataclass(frozen=True, slots=True)
class Problem:
    """Why an answer cannot be taken, at its place: not_a_number, too_small, too_large, no_choice, too_long, backwards.

    `least` and `most` are the bounds, `before` what was answered last, `near` the words that would be understood.
    """

    place: Place
    kind: str
    least: float | None = None
    most: float | None = None
    before: Value | None = None
    near: tuple[str, ...] = ()


def read(field: Field, item: int, typed: str | None) -> Value | Problem | None:
    """The answer that was typed or chosen; None for a blank, a Problem for what cannot be read."""
    text = unicodedata.normalize("NFKC", typed or "").strip()
    if not text:
        return None
    if said := next((word for word in SAID if text == unicodedata.normalize("NFKC", word)), None):
        return said
    place = (field.id, item)
    match field.kind:
        case Kind.CHOICE:
            return _choice(field, place, text)
        case Kind.TEXT | Kind.DATE:
            return str(typed).strip() if len(text) <= LONGEST else Problem(place, "too_long", most=LONGEST)
        case _:
            return _number(field, place, text)


def bounds(field: Field) -> tuple[float, float | None]:
    """The least and the most a number may be; a step goes from 0 to 40, a percent to 100."""
    most = {Kind.STEP: 40.0, Kind.STEPS: 40.0, Kind.PERCENT: 100.0}.get(field.kind)
    return field.min or 0, field.max if field.max is not None else most


def _number(field: Field, place: Place, text: str) -> Value | Problem:
    found = re.fullmatch(r"(?:ステップ)?(-?\d[\d,]*(?:\.\d+)?)\D{0,6}", text)
    least, most = bounds(field)
    if not found:
        return Problem(place, "not_a_number", least, most)
    value = float(found[1].replace(",", ""))
    if field.kind is not Kind.PERCENT and not value.is_integer():
        return Problem(place, "not_a_number", least, most)
    if value < least or (most is not None and value > most):
        return Problem(place, "too_small" if value < least else "too_large", least, most)
    return value


def _choice(field: Field, place: Place, text: str) -> Value | Problem:
    for key, words in field.choices:
        if text in {key, unicodedata.normalize("NFKC", words)}:
            return key
    return Problem(place, "no_choice", near=tuple(words for _, words in field.choices))


def places(form: Iterable[Field], systems: Iterable[System]) -> list[tuple[Field, int]]:
    """Every place of a form in its order; a field of kind steps has one for each system."""
    numbers = [system.number for system in systems]
    return [(f, n) for f in form for n in (numbers if f.kind is Kind.STEPS else (0,))]


def problems(form: Iterable[Field], answers: Answers, last: Answers, reason: str) -> list[Problem]:
    """What is wrong between the answers: a step that goes back without a reason, a part larger than its whole."""
    fields = {field.id: field for field in form}
    found = [
        Problem(place, "backwards", before=last[place])
        for place, value in answers.items()
        if not reason.strip() and _is_backwards(fields[place[0]], value, last.get(place))
    ]
    for field in fields.values():
        part, whole = answers.get((field.id, 0)), answers.get((field.at_most, 0))
        if isinstance(part, float) and isinstance(whole, float) and part > whole:
            found.append(Problem((field.id, 0), "more_than_whole", most=whole))
    return found


def _is_backwards(field: Field, value: Value, before: Value | None) -> bool:
    steps = field.kind in {Kind.STEP, Kind.STEPS}
    return steps and isinstance(value, float) and isinstance(before, float) and value < before


def set_all(field: Field, numbers: Iterable[int], value: Value, given: Answers, last: Answers) -> dict[Place, Value]:
    """All systems at one step, but for those that were changed one by one."""
    touched = {place: each for place, each in given.items() if place[0] == field.id and each != last.get(place)}
    return {**given, **{(field.id, n): value for n in numbers}, **touched}


def changes(answers: Answers, last: Answers) -> list[Place]:
    """The places answered otherwise than the last time, those left blank now included."""
    return sorted(p for p in {*answers, *last} if answers.get(p) != last.get(p))
