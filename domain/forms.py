"""Themes and their forms: what is asked of every municipality, as data."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a field holds. `step` is a step (ステップ) of the whole body, `steps` one for each standardised system."""

    STEP = "step"
    STEPS = "steps"
    CHOICE = "choice"
    NUMBER = "number"
    PERCENT = "percent"
    DATE = "date"
    TEXT = "text"


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """A field (項目) of a form. `heading` is its label in a table's head; `of` the kinds of body it is asked of."""

    id: str
    label: str
    kind: Kind
    heading: str
    unit: str = ""
    min: float | None = None
    max: float | None = None
    choices: tuple[tuple[str, str], ...] = ()  # key and words; of a step, its number and registered name
    of: tuple[str, ...] = ("municipality",)
    chart: bool = False  # drawn as bars across municipalities
    total: bool = False  # its sum over municipalities means something
    as_said: bool = False  # shown in the paper's own words where it has them
    quiet: bool = False  # shown only where it is known
    at_most: str = ""  # the field whose number it may not exceed: of a whole a part
    gone: tuple[tuple[str, str], ...] = ()  # choices of other editions: not offered here, but what was said reads on

    def choice(self, key: str) -> str | None:
        """The words of a choice, None where the form has none for it."""
        return dict(self.choices).get(key) or dict(self.gone).get(key)


@dataclass(frozen=True, slots=True, eq=False)
class Theme:
    """A theme (テーマ) and its form (様式), the ordered fields."""

    id: str
    name: str
    short: str
    order: int
    aliases: tuple[str, ...]
    form: tuple[Field, ...]

    @property
    def systems(self) -> Field | None:
        """The field that asks for a step of each system, in a theme that does."""
        return next((field for field in self.form if field.kind is Kind.STEPS), None)

    def fields(self, of: str) -> tuple[Field, ...]:
        """The fields asked of a `municipality`, the `prefecture` or the `nation`, in the form's order."""
        return tuple(field for field in self.form if of in field.of)
