"""《参考》オンライン化の進捗状況等: one row for each municipality, in code order, blank where the paper is."""

from documents.papers.pieces import notes
from documents.words import as_of, value, wide
from domain.forms import Field, Kind
from domain.model import Figure, Municipality
from domain.paper import Across, Paper, Row, Table
from domain.standing import Standing

HEAD = ("市町", "マイナポータル利用手続数", "接続検討状況", "被災者支援の方法", "転出届・転入予約 進捗状況")
FIELDS = ("procedures", "connection", "disaster", "moving")


def paper(across: Across) -> Paper:
    figures = [standing.figures.get(id_) for _, standing in across.sheet.rows for id_ in FIELDS]
    return Paper(
        number="資料３",
        title="《参考》オンライン化の進捗状況等",
        as_of="・".join(dict.fromkeys(_day(figure) for figure in figures if figure)),
        tables=(Table(HEAD, tuple(_row(m, s, across) for m, s in across.sheet.rows), (7, 11, 16, 16, 13)),),
        notes=notes(across, figures),
    )


def _day(figure: Figure) -> str:
    return figure.as_of.words or as_of(figure.as_of)


def _row(municipality: Municipality, standing: Standing, across: Across) -> Row:
    fields = {field.id: field for field in across.sheet.theme.form}
    texts = {id_: _value(standing.figures.get(id_), fields[id_]) for id_ in FIELDS}
    name = across.cell(municipality.code, "", municipality.name)
    return Row((name, *(across.cell(municipality.code, id_, text) for id_, text in texts.items())))


def _value(figure: Figure | None, field: Field) -> str:
    """The paper prints the numbers of procedures in full width: ２２手続."""
    return wide(value(figure, field)) if field.kind is Kind.NUMBER else value(figure, field)
