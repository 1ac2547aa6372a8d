"""国への照会一覧: the questions that were passed to the state, under which number, and what it answered."""

from collections.abc import Mapping, Sequence

from documents.papers.pieces import BLANK
from documents.words import day
from domain.paper import Paper, Row, Table, row
from domain.question import Event, Question, State, What

HEAD = ("番号", "市町", "分野", "相談", "照会番号", "照会日", "状態", "国の回答")
Passed = tuple[Question, Sequence[Event]]
"""A question and what became of it."""


def paper(passed: Sequence[Passed], names: Mapping[str, str], states: Mapping[State, str], on: str) -> Paper:
    """`names` are those of the municipalities and of the kinds."""
    rows = tuple(_row(question, events, names, states) for question, events in passed)
    return Paper(
        number="",
        title="国への照会一覧",
        as_of=f"{on}現在",
        tables=(Table(HEAD, rows, (4, 7, 8, 24, 10, 11, 8, 24)),),
        notes=(f"出典：各市町の相談（このボット）。{BLANK}", *([] if rows else ["国へ照会した相談はありません"])),
        whole=False,
    )


def _row(question: Question, events: Sequence[Event], names: Mapping[str, str], states: Mapping[State, str]) -> Row:
    """The last time it was passed on, and what the state said after that."""
    nth, passed = [(nth, each) for nth, each in enumerate(events) if each.what is What.PASSED][-1]
    said = next((each.words for each in events[nth:] if each.what is What.STATE_ANSWERED), "")
    who = names.get(question.municipality, question.municipality), names.get(question.kind, question.kind)
    asked = day(passed.day) if passed.day else ""
    return row(str(question.id), *who, question.text, passed.number, asked, states[question.state], said)
