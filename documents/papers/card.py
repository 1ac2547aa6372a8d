"""マイナンバーカードの交付状況: how the rates went, as bars too, and where each municipality stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from documents.papers.pieces import notes
from documents.words import as_of, short, source, value
from domain.forms import Field
from domain.model import AsOf, Figure, Municipality, Source
from domain.paper import Across, Chart, Paper, Row, Table, row

HEAD = ("団体", "基準日", "交付率", "申請率", "全国順位", "伸び", "出典")
FIELDS = ("issuance_rate", "application_rate", "rank", "growth")
OWN = ("issuance_rate", "application_rate")
RATE = "issuance_rate"


@dataclass(frozen=True, slots=True)
class Course:
    """経過: all figures of the theme that were known by then, of the nation, the prefecture and municipalities."""

    bodies: Sequence[Municipality]
    figures: Sequence[Figure]

    def times(self) -> list[tuple[Municipality, AsOf, Source, dict[str, Figure]]]:
        """The figures of one body of one day, in the order of the bodies and days."""
        found: dict[tuple[str, AsOf, Source], dict[str, Figure]] = {}
        for figure in sorted(self.figures, key=lambda each: each.as_of.first):
            found.setdefault((figure.body, figure.as_of, figure.source), {})[figure.field] = figure
        rows = [(body, key, known) for body in self.bodies for key, known in found.items() if key[0] == body.code]
        return [(body, day, where, known) for body, (_, day, where), known in rows if RATE in known]


def paper(across: Across, course: Course) -> Paper:
    figures = [standing.figures.get(id_) for _, standing in across.sheet.rows for id_ in OWN]
    return Paper(
        number="資料４",
        title="マイナンバーカードの交付状況",
        tables=(_course(course, across), _municipalities(across)),
        charts=tuple(_chart(course)),
        notes=notes(across, [*figures, *across.sheet.prefecture.figures.values()], *_spread(across)),
    )


def _course(course: Course, across: Across) -> Table:
    fields = _fields(across)
    rows = [
        row(body.name, as_of(day), *(value(known.get(id_), fields[id_]) for id_ in FIELDS), source(where))
        for body, day, where, known in course.times()
    ]
    return Table(HEAD, tuple(rows), (8, 15, 8, 8, 8, 8, 18), "交付率・申請率の経過")


def _municipalities(across: Across) -> Table:
    fields = _fields(across)
    rows = []
    for municipality, standing in across.sheet.rows:
        known = [standing.figures.get(id_) for id_ in OWN]
        day = next((as_of(figure.as_of) for figure in known if figure), "")
        texts = zip(OWN, known, strict=True)
        cells = [across.cell(municipality.code, id_, value(figure, fields[id_])) for id_, figure in texts]
        rows.append(Row((*row(municipality.name, day).cells, *cells)))
    return Table(("市町", "基準日", "交付率", "申請率"), tuple(rows), (8, 15, 8, 8), "市町の交付率・申請率")


def _chart(course: Course) -> Iterable[Chart]:
    bars = [(f"{body.name} {short(day)}", float(known[RATE].value)) for body, day, _, known in course.times()]
    if bars:
        yield Chart("交付率の経過（資料・報告のあるもの）", "交付率（％）", tuple(bars))


def _spread(across: Across) -> list[str]:
    """What the paper says of the distance between municipalities, without saying which."""
    figure = across.sheet.prefecture.figures.get("spread")
    if figure is None:
        return []
    said = value(figure, _fields(across)["spread"])
    return [f"市町ごとの交付率の差：{said}（{as_of(figure.as_of)}、{source(figure.source)}）"]


def _fields(across: Across) -> dict[str, Field]:
    return {field.id: field for field in across.sheet.theme.form}
