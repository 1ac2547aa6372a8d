"""推移: one field of a theme over the days its rounds speak of, of the prefecture and the municipalities."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from documents.words import as_of, short, source, value
from domain.forms import Field, Kind, Theme
from domain.model import Figure, Municipality
from domain.paper import Line, Paper, Point, Row, Table, Trend, row

BLANK = "点のない日は、資料・報告なし（0 ではありません）。線は、分かっている日を結んだもの"
NOTHING = "この日までの資料・報告はありません"


@dataclass(frozen=True, slots=True)
class Course:
    """The figures of one field that were known, of these bodies; `beside` are the prefecture and the nation."""

    theme: Theme
    field: Field
    bodies: Sequence[Municipality]
    beside: Sequence[Municipality]
    figures: Sequence[Figure]

    def of(self, body: Municipality) -> list[Figure]:
        mine = [each for each in self.figures if each.body == body.code and not isinstance(each.value, str)]
        return sorted(mine, key=lambda each: (each.as_of.first, each.as_of.last))

    def known(self) -> list[tuple[Municipality, list[Figure]]]:
        """Those of which anything is known, the prefecture and the nation first."""
        return [(body, figures) for body in (*self.beside, *self.bodies) if (figures := self.of(body))]


def paper(course: Course, on: str) -> Paper:
    """Every figure stands in the table with its day and its source; the picture names the same below it."""
    name, known = f"{course.theme.short}：{course.field.label}", course.known()
    return Paper(
        number="",
        title=f"{name}の推移",
        as_of=f"{on}までに分かっているもの",
        tables=(_table(course, known),),
        trend=Trend(f"{course.field.label}{_unit(course.field)}", tuple(_line(course, *each) for each in known)),
        notes=(*_places(known), BLANK, *_unknown(course, known), *([] if known else [NOTHING])),
        whole=False,
        spoken=_spoken(course, known),
    )


def _table(course: Course, known: Sequence[tuple[Municipality, list[Figure]]]) -> Table:
    rows: list[Row] = [
        row(body.name, as_of(each.as_of), value(each, course.field), source(each.source))
        for body, figures in known
        for each in figures
    ]
    return Table(("団体", "基準日", course.field.heading, "出典"), tuple(rows), (10, 16, 18, 26))


def _line(course: Course, body: Municipality, figures: Iterable[Figure]) -> Line:
    points = (
        Point(each.as_of.first, short(each.as_of), float(each.value), _beside(each, course.field)) for each in figures
    )
    return Line(body.name, tuple(points), body in course.beside)


def _beside(figure: Figure, field: Field) -> str:
    """What stands beside a point: the name of a step is too long for that."""
    return f"{figure.value:g}" if field.kind is Kind.STEP else value(figure, field)


def _places(known: Iterable[tuple[Municipality, list[Figure]]]) -> list[str]:
    """Each source with the days it speaks of; none is left out."""
    days: dict[str, dict[str, None]] = {}
    for each in sorted((each for _, figures in known for each in figures), key=lambda each: each.as_of.first):
        days.setdefault(source(each.source), {})[short(each.as_of)] = None
    told = [f"{where}（{'・'.join(every)}）" for where, every in days.items()]
    return [f"基準日・出典：{'／'.join(told)}"] if told else []


def _unknown(course: Course, known: Iterable[tuple[Municipality, list[Figure]]]) -> list[str]:
    there = [body for body, _ in known]
    rest = [body.name for body in course.bodies if body not in there]
    return [f"資料・報告なし：{'、'.join(rest)}"] if rest else []


def _spoken(course: Course, known: Iterable[tuple[Municipality, list[Figure]]]) -> str:
    """Of each body its figures with their days and sources."""
    told = [f"{body.name} {'、'.join(_figure(each, course.field) for each in figures)}" for body, figures in known]
    heading = f"{course.theme.short}：{course.field.label}の推移"
    return "。".join([heading, *(told or [NOTHING]), *_unknown(course, known)])


def _figure(figure: Figure, field: Field) -> str:
    return f"{short(figure.as_of)} {value(figure, field)}（{source(figure.source)}）"


def _unit(field: Field) -> str:
    return f"（{field.unit}）" if field.unit else ""
