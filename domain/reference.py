"""Steps, systems and forms as a file holds them: in the shape of `data/`, and how one version differs from another."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from domain.catalogue import Catalogue
from domain.edition import FORM, STEPS, SYSTEMS
from domain.forms import Field, Kind, Theme
from domain.own_form import WORDS as OWN_WORDS

OWN_KIND = f"{FORM}own"
"""A form that names no theme: it can only be asked once, in a round."""

KINDS = {**OWN_WORDS, Kind.STEP: "ステップ", Kind.STEPS: "業務別ステップ"}
BODIES = {"municipality": "市町", "prefecture": "県", "nation": "国"}
MARKS = {"chart": "グラフ", "total": "合計", "as_said": "資料の言葉", "quiet": "控えめ"}
Facts = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell, and its address."""

    at: str
    text: str = ""


Row = Mapping[str, Cell]
"""The cells of a row by the names of their columns; a column that the file has not is missing."""


@dataclass(frozen=True, slots=True)
class Brought:
    """What a file holds: its kind (steps, systems, form/), what stands above its head, the rows below it."""

    kind: str
    above: Mapping[str, Cell]
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a cell (`at`; empty for the whole file); `near` are the words that would be understood."""

    at: str
    kind: str
    text: str = ""
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Differing:
    """How a version differs: what is new, what was changed (before and after), what is gone, or only the order."""

    added: Sequence[Facts] = ()
    changed: Sequence[tuple[Facts, Facts]] = ()
    removed: Sequence[Facts] = ()
    moved: bool = False
    head: tuple[Facts, Facts] | None = field(default=None)  # of a theme: what it is called

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed or self.moved or self.head)


def present(catalogue: Catalogue, kind: str) -> Any:
    """What counts there, as a file would hold it; of a theme that is new nothing is asked yet."""
    if kind == STEPS:
        return [{"number": int(number), "title": title} for number, title in catalogue.steps]
    if kind == SYSTEMS:
        return [{"number": s.number, "name": s.name, "aliases": list(s.aliases)} for s in catalogue.systems]
    found = next((each for each in catalogue.themes if f"{FORM}{each.id}" == kind), None)
    return of_theme(found) if found else {"form": []}


def of_theme(theme: Theme) -> Facts:
    head = {"id": theme.id, "name": theme.name, "short": theme.short, "order": theme.order}
    return {**head, "aliases": list(theme.aliases), "form": [of_field(each) for each in theme.form]}


def of_field(field: Field) -> Facts:
    """All that a field says of itself, but what it would say anyway."""
    said: Facts = {"id": field.id, "label": field.label, "heading": field.heading, "kind": field.kind.value}
    if field.kind is Kind.CHOICE:
        said["choices"] = dict(field.choices)
    bounds = {name: getattr(field, name) for name in ("min", "max") if getattr(field, name) is not None}
    words = {name: getattr(field, name) for name in ("unit", "at_most") if getattr(field, name)}
    marks = {name: True for name in MARKS if getattr(field, name)}
    of = {} if field.of == ("municipality",) else {"of": list(field.of)}
    return {**said, **bounds, **words, **of, **marks}


def differing(kind: str, before: Any, after: Any) -> Differing:
    """How what counts would change."""
    is_form = kind.startswith(FORM)
    was, now = (_by_key(each["form"] if is_form else each) for each in (before, after))
    head = (_head(before), _head(after)) if is_form else None
    both = [key for key in was if key in now]
    return Differing(
        added=[now[key] for key in now if key not in was],
        changed=[(was[key], now[key]) for key in both if not _same(was[key], now[key])],
        removed=[was[key] for key in was if key not in now],
        moved=both != [key for key in now if key in was],
        head=head if head and head[0] != head[1] else None,
    )


def _same(before: Facts, after: Facts) -> bool:
    """Choices in another order are another form, too."""
    return before == after and list(before.get("choices", ())) == list(after.get("choices", ()))


def _by_key(listed: Iterable[Facts]) -> dict[Any, Facts]:
    return {each.get("id", each.get("number")): each for each in listed}


def _head(theme: Facts) -> Facts:
    return {key: value for key, value in theme.items() if key != "form"}
