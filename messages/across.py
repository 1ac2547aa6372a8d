"""/status 標準化, 住民基本台帳, 全体: a theme or a system across all municipalities, and the prefecture's roll-up."""

from collections.abc import Sequence

from domain.forms import Field, Kind
from domain.model import Figure, Initiative, ScheduleItem, System
from domain.standing import Sheet, Standing, View, origins, tally
from messages import onward, words
from messages.blocks import Block, Message, bar_chart, context, data_table, header, section
from messages.pieces import Place, as_read, initiatives, message, upcoming, where_from
from messages.words import as_of, escape, figure, origin, paragraph, render

LONGEST_TABLE = 100  # rows that a table block takes
MOST_BARS = 20
FEW = 3
SOME = 5

Line = tuple[str, list[Place]]
"""A line of a summary and where its figures come from."""


def sheet(
    sheet: Sheet, view: View, next_ones: Sequence[ScheduleItem], measures: Sequence[Initiative], prefecture: str
) -> Message:
    """The theme's counts in words, the table of all municipalities, a chart of what is known, what comes next."""
    fields = sheet.fields()
    head = [
        header("sheet", f"{sheet.theme.name}：市町の現況"),
        as_read(view),
        *_summary(sheet, "まとめ", prefecture, quiet=True),
    ]
    body = [_table(sheet, fields), *_charts(sheet, fields, prefecture), *upcoming(next_ones, SOME)]
    rows = [
        escape(f"{m.name}：{'／'.join(f'{f.heading} {figure(known, f)}' for f, known in s.lines())}")
        for m, s in sheet.rows
    ]
    blocks = [*head, *body, *initiatives(measures, SOME), onward.onward(onward.overall())]
    return message(blocks, {"table": "\n".join(rows)})


def overall(sheets: Sequence[Sheet], view: View, next_ones: Sequence[ScheduleItem], prefecture: str) -> Message:
    """Every theme's counts in words, and where to look on."""
    head = [header("overall", f"{prefecture}全体の現況"), as_read(view)]
    summaries = [block for sheet in sheets for block in _summary(sheet, sheet.theme.name, prefecture, quiet=False)]
    last = onward.onward(*(onward.everywhere(sheet.theme) for sheet in sheets))
    return message([*head, *summaries, *upcoming(next_ones, SOME), last])


def system(system: System, field: Field, sheet: Sheet, view: View) -> Message:
    """One system's step in every municipality that is known; in words alone while none is."""
    known = [(m, s.systems[system.number]) for m, s in sheet.rows if system.number in s.systems]
    lines = [f"{m.name}：{figure(cell, field)}〔{origin((cell.as_of, cell.source))}〕" for m, cell in known]
    whole = any(standing.figures for _, standing in sheet.rows)
    rest = render("system.j2", known=len(known), all=len(sheet.rows), whole=whole)
    return message(
        [
            header("system", f"{system.name}：市町の現況"),
            as_read(view),
            section("steps", paragraph(f"{system.name}のステップ", [*lines, rest])),
            onward.onward(onward.everywhere(sheet.theme)),
        ]
    )


def _summary(sheet: Sheet, title: str, prefecture: str, *, quiet: bool) -> list[Block]:
    """The theme over all municipalities, each line with where it comes from – once below them, if that is one place."""
    lines = [
        *_said(f"{prefecture}全体", sheet.prefecture, "prefecture", quiet=quiet),
        *_said("全国", sheet.nation, "nation", quiet=quiet),
        *(_counted(sheet, field) for field in sheet.fields() if not field.quiet),
    ]
    places = list(dict.fromkeys(place for _, where in lines for place in where))
    one = len(places) == 1
    texts = [text if one or not where else f"{text}〔{where_from(where)}〕" for text, where in lines]
    summary = section(f"summary-{sheet.theme.id}", paragraph(title, texts))
    return [summary, context(f"origin-{sheet.theme.id}", where_from(places))] if one else [summary]


def _said(of_whom: str, standing: Standing, kind: str, *, quiet: bool) -> list[Line]:
    """What is known of the prefecture or the nation as a whole."""
    known = [(field, value) for field, value in standing.lines(kind) if value and (quiet or not field.quiet)]
    return [(f"{of_whom}：{f.label} {figure(value, f)}", [(value.as_of, value.source)]) for f, value in known]


def _counted(sheet: Sheet, field: Field) -> Line:
    """The field's counts; a few municipalities that alone are known are named."""
    known = sheet.known(field)
    places = origins(value for _, value in known)
    if field.kind is Kind.PERCENT and 0 < len(known) <= FEW:
        named = "、".join(f"{municipality.name} {figure(value, field)}" for municipality, value in known)
        return f"{field.label}：{named}、ほか {len(sheet.rows) - len(known)}市町は不明", places
    return words.tally(tally(sheet, field)), places


def _table(sheet: Sheet, fields: Sequence[Field]) -> Block:
    places = origins(known for field in fields for _, known in sheet.known(field))
    heads = [_head(field) for field in fields]
    shown = sheet.rows[:LONGEST_TABLE]
    rows = [[m.name, *(_cell(s.figures.get(f.id), f) for f in fields)] for m, s in shown]
    left_out = f"・ほか {len(sheet.rows) - len(shown)}市町" if len(shown) < len(sheet.rows) else ""
    caption = f"市町の現況　{where_from(places) or '資料・報告なし'}{left_out}"
    return data_table("table", caption, [["市町", *heads], *rows])


def _head(field: Field) -> str:
    """The column's label, with the unit of its bare numbers where the label does not end in it: 対象業務."""
    plain = field.kind not in {Kind.NUMBER, Kind.PERCENT} or field.heading.endswith(field.unit)
    return field.heading if plain else f"{field.heading}（{field.unit}）"


def _cell(known: Figure | None, field: Field) -> str | float:
    """A plain number sorts as one; whatever needs a word beside it is words."""
    if known is None:
        return "不明"
    if isinstance(known.value, str) or field.kind is Kind.STEP or known.inferred or known.note:
        return figure(known, field)
    return known.value


def _charts(sheet: Sheet, fields: Sequence[Field], prefecture: str) -> list[Block]:
    return [chart for field in fields if field.chart for chart in _chart(sheet, field, prefecture)]


def _chart(sheet: Sheet, field: Field, prefecture: str) -> list[Block]:
    """Bars of what is known, with the prefecture and the nation where they speak of the same day."""
    known = sheet.known(field)
    days = {figure.as_of.last for _, figure in known}
    whole = [(prefecture, sheet.prefecture), ("全国", sheet.nation)]
    beside = [(name, s.figures[field.id]) for name, s in whole if field.id in s.figures]
    bars = [(m.name, figure) for m, figure in known] + [(name, f) for name, f in beside if {f.as_of.last} == days]
    if len(bars) < 2:
        return []
    highest = sorted(bars, key=lambda bar: -float(bar[1].value))[:MOST_BARS]
    drawn = [(name, float(f.value)) for name, f in (bars if len(bars) <= MOST_BARS else highest)]
    guessed = "（推定を含む）" if any(f.inferred for _, f in bars) else ""
    title = f"{field.heading}{guessed}　{as_of(known[0][1].as_of) if len(days) == 1 else '各市町の最新'}"
    return [bar_chart(f"chart-{field.id}", title, drawn, field.unit)]
