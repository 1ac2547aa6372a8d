"""What is wrong with an answer, in words, at its field."""

from collections.abc import Iterable

from domain.answers import SAID, Problem
from domain.filling import Asking, name
from domain.forms import Field, Kind
from messages.report_words import value
from messages.words import number, render

FOUR = "・".join(SAID)


def sentence(problem: Problem, asking: Asking) -> str:
    """What to write instead."""
    about = asking.field(problem.place)
    return render(
        "report_problem.j2",
        kind=problem.kind,
        least=number(problem.least or 0),
        most=None if problem.most is None else number(problem.most),
        before=_before(problem, about),
        near="、".join(problem.near),
        said=FOUR,
    )


def at_fields(problems: Iterable[Problem], asking: Asking) -> dict[str, str]:
    """Each sentence by the block in which it belongs."""
    return {name(each.place): sentence(each, asking) for each in problems}


def _before(problem: Problem, about: Field | None) -> str:
    """What was answered last; of a step its number is enough here."""
    if about and about.kind in {Kind.STEP, Kind.STEPS} and isinstance(problem.before, float):
        return f"ステップ{number(problem.before)}"
    return value(problem.before, about)
