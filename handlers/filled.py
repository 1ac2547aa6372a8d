"""What was filled into a form: each element under the name that it shares with its block."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from domain.calendar import TOKYO

Values = Mapping[str, Mapping[str, Any]]


def values(view: Mapping[str, Any]) -> Values:
    """The elements of the form by their names; what is called otherwise than its block is left out."""
    return {name: element[name] for name, element in view["state"]["values"].items() if name in element}


def chosen_moment(filled: Values) -> datetime:
    """The moment that its day and its time name, in Japan."""
    on, at = filled["day"]["selected_date"], filled["time"]["selected_time"]
    return datetime.combine(date.fromisoformat(on), time.fromisoformat(at), TOKYO)
