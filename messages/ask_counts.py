"""How many questions there are: what the papers say first, then what was asked here. The two are never added."""

from collections.abc import Sequence
from datetime import date

from domain.forms import Theme
from domain.model import Figure, Municipality
from domain.question import State, kinds
from messages.ask_words import STATES, kind
from messages.blocks import Block, Message, actions, button, context, data_table, header, section
from messages.onward import usage
from messages.pieces import message
from messages.words import as_of, day, escape, number, render, source

Counts = Sequence[tuple[str, str, State, int]]
"""Municipality, kind, state, how many."""


def papers(figures: Sequence[Figure]) -> str:
    """令和４年８月末時点、１８市町・６１件〔資料５ 25頁〕, as the paper writes it; empty where it gives none."""
    known = {each.field: each for each in figures}
    bodies, cases = known.get("municipalities"), known.get("cases")
    if bodies is None or cases is None:
        return ""
    words = cases.words or f"{number(float(bodies.value))}市町・{number(float(cases.value))}件"
    return f"資料の相談件数：{cases.as_of.words or as_of(cases.as_of)}、{words}〔{source(cases.source)}〕"


def counts(
    papers: str, ours: Counts, themes: Sequence[Theme], bodies: Sequence[Municipality], today: date, *, every: bool
) -> Message:
    """Both, and ours by kind and state, and by municipality: of all (`every`), or of the reader's own."""
    said = render(
        "ask_counts.j2", day=day(today), total=sum(each[3] for each in ours), bodies=len({o[0] for o in ours})
    )
    blocks = [header("ask", "相談の件数"), *([section("papers", escape(papers))] if papers else [])]
    blocks.append(section("ours", said))
    spoken: dict[str, str] = {}
    if ours:
        blocks.append(_table("kinds", "種類ごとの件数", "種類", _by_kind(ours, themes), spoken))
        blocks += _of_bodies(ours, bodies, spoken, every=every)
    steps = [button("相談の一覧", "ask:list", "0"), usage()]
    return message([*blocks, actions("steps", steps)], spoken)


def _by_kind(ours: Counts, themes: Sequence[Theme]) -> list[tuple[str, dict[State, int]]]:
    found = {id_: _states([each for each in ours if each[1] == id_]) for id_ in [*kinds(themes), *(o[1] for o in ours)]}
    return [(kind(id_, themes), states) for id_, states in found.items()]


def _of_bodies(ours: Counts, bodies: Sequence[Municipality], spoken: dict[str, str], *, every: bool) -> list[Block]:
    rows = [(body.name, _states([each for each in ours if each[0] == body.code])) for body in bodies]
    asked = [row for row in rows if sum(row[1].values())]
    if not asked:
        return []
    table = _table("bodies", "市町ごとの件数", "市町", asked, spoken)
    silent = len(rows) - len(asked)
    return [table, *([context("silent", f"このボットで相談を受けていない市町：{silent}")] if every and silent else [])]


def _states(some: Counts) -> dict[State, int]:
    return {state: sum(each[3] for each in some if each[2] is state) for state in State}


def _table(
    block_id: str, caption: str, head: str, rows: Sequence[tuple[str, dict[State, int]]], spoken: dict[str, str]
) -> Block:
    """The table, with the states in which there is any, and in `spoken` the same as text."""
    spoken[block_id] = escape("\n".join(f"{name}：{_line(states)}" for name, states in rows))
    some = [state for state in State if any(states[state] for _, states in rows)]
    heads = [head, "計", *(STATES[state] for state in some)]
    cells: list[list[str | float]] = [
        [name, sum(states.values()), *(states[state] for state in some)] for name, states in rows
    ]
    return data_table(block_id, caption, [heads, *cells])


def _line(states: dict[State, int]) -> str:
    said = "・".join(f"{STATES[state]} {count}" for state, count in states.items() if count)
    return f"{sum(states.values())}件{f'（{said}）' if said else ''}"
