"""Where a body stands: its figures laid over a theme's form, with what is unknown left unknown."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from domain.forms import Field, Kind, Theme
from domain.model import AsOf, Figure, Municipality, Source


@dataclass(frozen=True, slots=True)
class Standing:
    """現況: one body in one theme. A field or a system that is not a key is unknown – not zero, not out of scope."""

    theme: Theme
    figures: Mapping[str, Figure]
    systems: Mapping[int, Figure]

    def lines(self, of: str = "municipality") -> list[tuple[Field, Figure | None]]:
        """Each field that is to be shown with its figure or None (unknown); quiet fields only where known."""
        known = self.figures
        return [
            (field, known.get(field.id))
            for field in self.theme.form
            if of in field.of and field.kind is not Kind.STEPS and (not field.quiet or field.id in known)
        ]


def standing(theme: Theme, figures: Iterable[Figure]) -> Standing:
    """The standing that these figures of one body in one theme make."""
    fields: dict[str, Figure] = {}
    systems: dict[int, Figure] = {}
    for figure in figures:
        if figure.item:
            systems[figure.item] = figure
        else:
            fields[figure.field] = figure
    return Standing(theme, fields, systems)


def by_theme(figures: Iterable[Figure]) -> dict[str, tuple[Figure, ...]]:
    """The figures of each theme, by its id."""
    themes: dict[str, list[Figure]] = {}
    for figure in figures:
        themes.setdefault(figure.theme, []).append(figure)
    return {theme: tuple(found) for theme, found in themes.items()}


@dataclass(frozen=True, slots=True)
class Sheet:
    """一覧: a theme across all municipalities, in code order, beside the prefecture and the nation."""

    theme: Theme
    rows: tuple[tuple[Municipality, Standing], ...]
    prefecture: Standing
    nation: Standing

    def known(self, field: Field) -> list[tuple[Municipality, Figure]]:
        return [(m, s.figures[field.id]) for m, s in self.rows if field.id in s.figures]

    def fields(self) -> list[Field]:
        """The columns: what every municipality is asked, and the quiet fields that any of them has."""
        fields = (f for f in self.theme.fields("municipality") if f.kind is not Kind.STEPS)
        return [f for f in fields if not f.quiet or self.known(f)]


def sheet(
    theme: Theme, municipalities: Iterable[Municipality], figures: Iterable[Figure], prefecture: str, nation: str
) -> Sheet:
    """Lay the figures of all bodies over the theme, one row for each municipality whether anything is known or not."""
    by_body: dict[str, list[Figure]] = {}
    for figure in figures:
        by_body.setdefault(figure.body, []).append(figure)

    def of(body: str) -> Standing:
        return standing(theme, by_body.get(body, ()))

    return Sheet(theme, tuple((m, of(m.code)) for m in municipalities), of(prefecture), of(nation))


def origins(figures: Iterable[Figure]) -> list[tuple[AsOf, Source]]:
    """The different as-ofs and sources of these figures, in the order they first appear."""
    found: list[tuple[AsOf, Source]] = []
    for figure in figures:
        place = (figure.as_of, figure.source)
        if place not in found:
            found.append(place)
    return found


@dataclass(frozen=True, slots=True)
class Tally:
    """One field over all municipalities: how many are known, and how often each value stands."""

    field: Field
    counts: tuple[tuple[float | str, int], ...]  # value and municipalities: numbers rising, choices as in the form
    known: int
    unknown: int
    total: float | None  # the sum, where a sum means something and anything is known


def tally(sheet: Sheet, field: Field) -> Tally:
    counted = Counter(figure.value for _, figure in sheet.known(field))
    total = sum(figure.value for _, figure in sheet.known(field) if not isinstance(figure.value, str))
    in_order = {key: place for place, (key, _) in enumerate(field.choices)}
    counts = sorted(counted.items(), key=lambda c: in_order.get(c[0], len(in_order)) if isinstance(c[0], str) else c[0])
    known = counted.total()
    return Tally(field, tuple(counts), known, len(sheet.rows) - known, total if field.total and known else None)


@dataclass(frozen=True, slots=True)
class View:
    """How a question was read: as of which day, asked on which day, and what was guessed (typed, understood)."""

    on: date
    today: date
    wanted: date | None = None  # the day the person named, if any: it may lie ahead, where nothing is known yet
    guess: tuple[str, str] | None = None


def view(wanted: date | None, guess: tuple[str, str] | None, today: date) -> View:
    """No figure from after now: a day that lies ahead is answered as of today."""
    return View(min(wanted, today) if wanted else today, today, wanted, guess)
