"""引継書 of one municipality: where it stands, what it owes, what it asked, what it wrote down, who answers for it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from documents.papers.pieces import BLANK
from documents.words import answer, as_of, day, moment, source, value
from domain.calendar import TOKYO
from domain.forms import Field, Kind
from domain.model import Figure, Initiative, Member, Municipality, ScheduleItem
from domain.note import Note
from domain.paper import Paper, Row, Table, row
from domain.question import Question, State
from domain.roster import RUNGS, Vacancy
from domain.standing import Standing
from domain.unreported import Matter, Missing

EXCERPT = 200
WIDTHS = (10.0, 18.0, 36.0, 26.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """What whoever comes next has to know of one municipality."""

    municipality: Municipality
    standings: Sequence[Standing]
    figures_of: str  # the day the figures speak of
    owed: Sequence[tuple[Matter, Missing]]
    items: Sequence[ScheduleItem]
    initiatives: Sequence[Initiative]
    questions: Sequence[Question]
    notes: Sequence[Note]
    people: Sequence[Member]
    vacancies: Sequence[Vacancy]
    states: Mapping[State, str]


def paper(of: Handover, on: str) -> Paper:
    tables = (_standing(of), _owed(of), _items(of), _questions(of), _notes(of), _initiatives(of), _people(of))
    return Paper(
        number="",
        title=f"引継書　{of.municipality.name}",
        as_of=f"{on}現在",
        tables=tables,
        notes=(
            f"基準日と出典は各行にあります。{BLANK}（0 でも未着手でもありません）",
            "ノートの本文はボットの「ノート」にあります",
        ),
        whole=False,
        sheet=of.municipality.name,
    )


def _table(title: str, head: tuple[str, ...], widths: tuple[float, ...], rows: Iterable[Row]) -> Table:
    """A table that says that it has no row."""
    found = tuple(rows)
    return Table(head, found or (row("なし", *[""] * (len(head) - 1)),), widths, title)


def _standing(of: Handover) -> Table:
    rows = [
        row(
            standing.theme.short,
            field.heading,
            _known(figure, field),
            f"{as_of(figure.as_of)}・{source(figure.source)}" if figure else "",
        )
        for standing in of.standings
        for field, figure in standing.lines()
    ]
    return _table(
        f"１ テーマごとの現況（{of.figures_of}現在）", ("テーマ", "項目", "現況", "基準日・出典"), WIDTHS, rows
    )


def _known(figure: Figure | None, field: Field) -> str:
    """A choice in the words of the form: ⑤ alone says nothing to whoever comes next."""
    if figure is None:
        return ""
    said = answer(figure.value, field) if field.kind is Kind.CHOICE else value(figure, field)
    return f"{said}（{figure.note}）" if figure.note else said


def _owed(of: Handover) -> Table:
    rows = [row(moment(missing.due_at), missing.words, matter.title, "") for matter, missing in of.owed]
    return _table("２ まだ回答していない照会・締切", ("期限", "状況", "照会・締切", "備考"), WIDTHS, rows)


def _items(of: Handover) -> Table:
    rows = [
        row(item.who, item.title, f"{item.words}{'（年は推定）' if item.year_inferred else ''}", source(item.source))
        for item in of.items
    ]
    return _table("３ これからの予定（資料の言葉のまま）", ("担当", "項目", "時期", "出典"), WIDTHS, rows)


def _questions(of: Handover) -> Table:
    rows = [
        row(str(each.id), of.states[each.state], each.text[:EXCERPT], day(each.asked_at.astimezone(TOKYO).date()))
        for each in of.questions
    ]
    return _table("４ 相談", ("番号", "状態", "相談", "相談した日"), WIDTHS, rows)


def _notes(of: Handover) -> Table:
    rows = [
        row(str(note.id), "", note.writing.title, day(note.version.at.astimezone(TOKYO).date())) for note in of.notes
    ]
    return _table("５ ノート（題名）", ("番号", "", "題名", "書いた日"), WIDTHS, rows)


def _initiatives(of: Handover) -> Table:
    rows = [
        row(each.owner, each.name, "、".join(each.facts), f"{as_of(each.as_of)}・{source(each.source)}")
        for each in of.initiatives
    ]
    return _table("６ 資料にある取組", ("主体", "取組", "内容", "基準日・出典"), WIDTHS, rows)


def _people(of: Handover) -> Table:
    code = of.municipality.code
    rows = [row(RUNGS[member.rung(code)], member.post, member.user, "") for member in of.people]
    rows += [row(RUNGS[each.rung], each.post, "（空席）", "") for each in of.vacancies]
    return _table("７ 担当者", ("段階", "役割", "利用者ID", "備考"), WIDTHS, rows)
