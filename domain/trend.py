"""What can be drawn as a trend (推移): the fields of the themes that are numbers."""

from collections.abc import Iterable

from domain.forms import Field, Kind, Theme
from domain.lookup import key

DRAWN = {Kind.NUMBER, Kind.PERCENT, Kind.STEP}
Drawable = tuple[Theme, Field]


def drawable(themes: Iterable[Theme]) -> dict[str, Drawable]:
    """Each field by its id (card.issuance_rate). The field that is a theme's chart stands first in its theme."""
    numbers = [(theme, field) for theme in themes for field in theme.form if field.kind in DRAWN and not field.quiet]
    numbers.sort(key=lambda each: (each[0].order, not each[1].chart))
    return {f"{theme.id}.{field.id}": (theme, field) for theme, field in numbers}


def called(fields: dict[str, Drawable]) -> dict[str, str]:
    """The id of a field by what it is called: 申請率. Of one name the first."""
    names = {}
    for id_, (_, field) in reversed(fields.items()):
        names[key(field.heading)] = names[key(field.label)] = id_
    return names


def first_of(theme: str, fields: Iterable[str]) -> str:
    """The field that stands for a theme; "" for one without a number."""
    return next((id_ for id_ in fields if id_.startswith(f"{theme}.")), "")
