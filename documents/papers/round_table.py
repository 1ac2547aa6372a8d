"""One round (照会) as a table: what each municipality answered, blank where it has not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from documents.papers.pieces import BLANK
from documents.words import answer, as_of, source
from domain.answers import Answers
from domain.forms import Field, Kind, Theme
from domain.model import Municipality, Source
from domain.paper import Paper, Table, row
from domain.round import Round

STEPS = "業務別のステップは「20業務×40ステップ」の資料にあります"


@dataclass(frozen=True, slots=True)
class Heard:
    """A round with its form, what each municipality answered, and how it stands there in words."""

    round: Round
    form: Theme
    source: Source
    answers: Mapping[str, Answers]
    states: Mapping[str, str]


def paper(heard: Heard, bodies: Sequence[Municipality]) -> Paper:
    fields = [field for field in heard.form.form if field.kind is not Kind.STEPS and _is_shown(field, heard)]
    steps = [STEPS] if heard.form.systems else []
    return Paper(
        number="",
        title=heard.round.title,
        as_of=as_of(heard.round.as_of),
        tables=(_table(heard, fields, heard.round.targets(bodies)),),
        notes=(f"基準日・出典：{as_of(heard.round.as_of)}（{source(heard.source)}）", BLANK, *steps),
        whole=len(bodies) <= 40,
    )


def _is_shown(field: Field, heard: Heard) -> bool:
    """What municipalities are asked, and of what the prefecture and the nation are asked whatever is known."""
    known = any((field.id, 0) in answers for answers in heard.answers.values())
    return known or ("municipality" in field.of and not field.quiet)


def _table(heard: Heard, fields: Sequence[Field], bodies: Sequence[Municipality]) -> Table:
    states = heard.states
    head = ("市町", *(field.heading for field in fields), *(["状態"] if states else []))
    rows = []
    for body in bodies:
        said = heard.answers.get(body.code, {})
        texts = [answer(said.get((field.id, 0)), field) for field in fields]
        rows.append(row(body.name, *texts, *([states.get(body.code, "")] if states else [])))
    return Table(head, tuple(rows), (8, *(_width(field) for field in fields), *([10] if states else [])))


def _width(field: Field) -> float:
    return {Kind.NUMBER: 9, Kind.PERCENT: 8, Kind.DATE: 9, Kind.STEP: 24}.get(field.kind, 18)
