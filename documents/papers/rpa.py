"""RPA選定業務: the five tasks, each with the group of municipalities that tries it."""

import re
from collections.abc import Sequence

from documents.papers.pieces import notes
from documents.words import value
from domain.forms import Field
from domain.model import Municipality
from domain.paper import Across, Cell, Paper, Row, Table
from domain.standing import Standing

HEAD = ("グループ", "選定業務", "系統", "市町")
GROUP, SCENARIO = "group", "scenario"
_TASK = re.compile(r"(?P<label>\S+)\s+(?P<task>[^（]+)（(?P<network>[^）]+)）")


def paper(across: Across) -> Paper:
    fields = {field.id: field for field in across.sheet.theme.form}
    scenarios = any(SCENARIO in standing.figures for _, standing in across.sheet.rows)
    rows = [_row(choice, fields[SCENARIO], across) for choice in fields[GROUP].choices]
    figures = [standing.figures.get(id_) for _, standing in across.sheet.rows for id_ in (GROUP, SCENARIO)]
    return Paper(
        number="資料５",
        title="ＲＰＡ等の共同利用：選定業務",
        as_of="・".join(dict.fromkeys(figure.as_of.words for figure in figures if figure and figure.as_of.words)),
        tables=(Table(HEAD, tuple(rows), (6, 20, 10, 26)),),
        notes=notes(across, figures, *_without(across), *(["（　）はシナリオの進み具合"] if scenarios else [])),
    )


def _row(choice: tuple[str, str], scenario: Field, across: Across) -> Row:
    key, words = choice
    group = [(m, s) for m, s in across.sheet.rows if GROUP in s.figures and s.figures[GROUP].value == key]
    found = _TASK.fullmatch(words)
    named = found.group("label", "task", "network") if found else ("", words, "")
    changed = any((m.code, field) in across.changed for m, _ in group for field in (GROUP, SCENARIO))
    return Row((*(Cell(text) for text in named), Cell("、".join(_members(group, scenario)), changed)))


def _members(group: Sequence[tuple[Municipality, Standing]], scenario: Field) -> list[str]:
    """光市（シナリオ作成中）; the name alone while nothing is known of its scenario."""
    known = [(m.name, value(standing.figures.get(SCENARIO), scenario)) for m, standing in group]
    return [f"{name}（{said}）" if said else name for name, said in known]


def _without(across: Across) -> list[str]:
    rest = [m.name for m, standing in across.sheet.rows if GROUP not in standing.figures]
    return [f"資料・報告なし：{'、'.join(rest)}"] if rest else []
