"""A report as a sheet of cells (様式のファイル): a row for each place of each municipality."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.answers import Place, Problem
from domain.filling import REASON, Asking, as_typed, name
from domain.forms import Kind
from domain.lookup import key

WHY = "理由・補足"


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one row that was brought back: `at` is the address of its answer (E7)."""

    at: str
    municipality: str  # code or name
    field: str
    system: str
    answer: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row that is handed out; `choices` are the answers it may be chosen from, `wrong` what has to be mended."""

    code: str
    municipality: str
    field: str
    system: str
    answer: str
    before: str
    how: str
    choices: Sequence[str] = ()
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a cell: no such item, one that stands there twice, or its answer."""

    at: str
    place: Place
    problem: Problem


def placed(asking: Asking, cells: Sequence[Cell]) -> tuple[dict[str, str], dict[Place, str], list[Wrong]]:
    """What was written by the names of its places, where each stands, and the rows that are none of the form's."""
    names = {_called(field, system): place for field, system, place in labels(asking)}
    typed: dict[str, str] = {}
    at: dict[Place, str] = {}
    wrong = []
    for cell in cells:
        place = names.get(_called(cell.field, cell.system))
        if place is None or place in at:
            wrong.append(
                Wrong(cell.at, place or REASON, Problem(place or REASON, "twice" if place else "unknown_item"))
            )
            continue
        at[place] = cell.at
        typed[name(place)] = cell.answer
    return typed, at, wrong


def labels(asking: Asking) -> list[tuple[str, str, Place]]:
    """The rows of a form: the item, the system or nothing, and the place; the reason last."""
    rows = [
        (field.label, asking.label((field.id, item)) if field.kind is Kind.STEPS else "", (field.id, item))
        for field, item in asking.places()
    ]
    return [*rows, (WHY, "", REASON)]


def as_written(asking: Asking, typed: Mapping[str, str] | None = None) -> dict[Place, str]:
    """What stands in the answers' column: what was typed, or else what was answered last; a choice in its words."""
    said = typed if typed is not None else as_typed(asking.before)
    return {place: _in_words(asking, place, said.get(name(place), "")) for _, _, place in labels(asking)}


def _in_words(asking: Asking, place: Place, typed: str) -> str:
    about = asking.field(place)
    return (about.choice(typed) or typed) if about and about.kind is Kind.CHOICE else typed


def _called(field: str, system: str) -> tuple[str, str]:
    return key(field), key(system)
