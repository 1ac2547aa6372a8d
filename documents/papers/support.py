"""相談対応状況: what the paper says, then what was asked here – the two are never added."""

from collections.abc import Sequence

from documents.papers.pieces import BLANK
from documents.words import as_of, origin, value
from domain.forms import Theme
from domain.paper import Across, Paper, Row, Table, row, shown
from domain.question import OTHER, Question, State, kinds

FIELDS = (
    ("情報システム標準化関連", "standardization_topics"),
    ("行政手続オンライン化関連", "online_topics"),
    ("その他DX推進関連", "other_topics"),
)
OPEN = (State.OPEN, State.ASKED_BACK, State.WITH_STATE)


def paper(across: Across, questions: Sequence[Question], themes: Sequence[Theme], on: str) -> Paper:
    """`questions` are those that were asked here by that day."""
    figures = across.sheet.prefecture.figures
    cases = figures.get("cases")
    return Paper(
        number="資料５",
        title="デジタル・ガバメント構築支援事業：相談対応状況",
        as_of=(cases.as_of.words or as_of(cases.as_of)) if cases else "",
        tables=(_papers(across), _ours(questions, themes, on)),
        notes=(*origin(shown(figures.get(id_) for id_ in ("cases", *(id_ for _, id_ in FIELDS)))), BLANK, *_told(on)),
    )


def _papers(across: Across) -> Table:
    known, fields = across.sheet.prefecture.figures, {field.id: field for field in across.sheet.theme.form}
    prefecture = fields | {field.id: field for field in across.sheet.theme.fields("prefecture")}
    rows = [row("相談対応件数", value(known.get("cases"), prefecture["cases"]))]
    rows += [row(label, value(known.get(id_), prefecture[id_])) for label, id_ in FIELDS]
    return Table(("区分", "内容"), tuple(rows), (14, 40), "資料の件数")


def _ours(questions: Sequence[Question], themes: Sequence[Theme], on: str) -> Table:
    """By kind; those that were withdrawn are no cases."""
    counted = [each for each in questions if each.state is not State.WITHDRAWN]
    names = {theme.id: theme.short for theme in themes} | {OTHER: "その他DX"}
    rows = [_kind(names[id_], [each for each in counted if each.kind == id_]) for id_ in kinds(themes)]
    return Table(("区分", "内容"), (*rows, _kind("合計", counted)), (14, 40), f"このボットで受けた相談（{on}現在）")


def _kind(name: str, questions: Sequence[Question]) -> Row:
    bodies = len({each.municipality for each in questions})
    still = sum(each.state in OPEN for each in questions)
    return row(name, f"{bodies}市町・{len(questions)}件（うち回答待ち{still}件）" if questions else "0件")


def _told(on: str) -> list[str]:
    return [f"「このボットで受けた相談」は{on}までに受けたもので、資料の件数には足していません"]
