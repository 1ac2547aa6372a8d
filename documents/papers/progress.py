"""≪参考：市町の進捗状況≫: of each municipality that is known, its systems in scope and the last step completed."""

from documents.papers.pieces import notes
from documents.words import as_of, value, wide
from domain.forms import Field
from domain.model import Municipality
from domain.paper import Across, Paper, Row, Table
from domain.standing import Standing

HEAD = ("市町", "対象業務", "完了済みステップ")
SYSTEMS, STEP, EXCLUDED = "target_systems", "completed_step", "excluded_systems"


def paper(across: Across) -> Paper:
    """Only those rows that the papers or reports fill; the others are named below, as unknown."""
    rows = [(m, standing) for m, standing in across.sheet.rows if set(standing.figures) & {SYSTEMS, STEP}]
    figures = [figure for _, standing in rows for figure in standing.figures.values()]
    steps = [standing.figures[STEP] for _, standing in rows if STEP in standing.figures]
    return Paper(
        number="資料２",
        title="≪参考：市町の進捗状況≫",
        as_of="・".join(dict.fromkeys(figure.as_of.words or as_of(figure.as_of) for figure in steps)),
        tables=(Table(HEAD, tuple(_row(m, standing, across) for m, standing in rows), (8, 8, 42)),),
        notes=notes(across, figures, *_unknown(across, [m for m, _ in rows])),
    )


def _row(municipality: Municipality, standing: Standing, across: Across) -> Row:
    fields = {field.id: field for field in across.sheet.theme.form}
    texts = {id_: value(standing.figures.get(id_), fields[id_]) for id_ in (SYSTEMS, STEP)}
    cells = [across.cell(municipality.code, id_, text) for id_, text in texts.items()]
    name = across.cell(municipality.code, "", municipality.name)
    return Row((name, *cells), _excluded(standing, fields[EXCLUDED]))


def _excluded(standing: Standing, field: Field) -> str:
    """２業務対象外, beside the row; nothing for none."""
    figure = standing.figures.get(EXCLUDED)
    if figure is None or not figure.value:
        return ""
    return figure.words or f"{wide(value(figure, field))}対象外"


def _unknown(across: Across, known: list[Municipality]) -> list[str]:
    """Those of which nothing is known have not therefore done nothing."""
    rest = [m.name for m, _ in across.sheet.rows if m not in known]
    return [f"資料・報告なし（未着手ではありません）：{'、'.join(rest)}"] if rest else []
