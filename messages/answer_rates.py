"""How the answers came in: by day in one matter as a chart, and over the last rounds as a table."""

from collections.abc import Sequence
from datetime import date

from domain.answer_rates import Rate
from domain.round import Round
from domain.unreported import Matter
from messages.blocks import Message, button, context, data_table, header, line_chart, section
from messages.onward import onward
from messages.pieces import message
from messages.words import escape, render, title

MOST_DAYS, PAGE = 20, 100
HEAD: list[str | float] = ["市町", "期限内", "遅延", "未報告", "回答率（％）"]
EVERYTHING = button("すべての照会と締切", "unreported:all", "all late 0")


def chart(matter: Matter, days: Sequence[tuple[date, int]]) -> Message:
    """A line of how many have answered by the end of each day, and the same in words."""
    lines = "\n".join(f"{_short(day)}　{count}市町" for day, count in days)
    said = render("answered_by_day.j2", title=title(matter.title), asked=matter.asked, exempt=matter.exempt)
    points = [(_short(day), float(count)) for day, count in days]
    drawn = [line_chart("chart", "回答した市町の数", points, "市町")] if len(points) > 1 else []
    only = button("この件を見る", "unreported:one:0", f"{matter.name} late 0")
    blocks = [header("by-day", "日ごとの報告数"), section("matter", said), *drawn, section("days", lines)]
    return message([*blocks, onward(only, EVERYTHING)])


def rates(rows: Sequence[Rate], rounds: Sequence[Round], page: int) -> Message:
    """Each municipality over the last rounds, a hundred on a page."""
    shown = rows[page * PAGE : (page + 1) * PAGE]
    head = header("rates", "市町ごとの回答率")
    if not rounds or not shown:
        return message([head, section("none", render("answer_rates_none.j2")), onward(EVERYTHING)])
    table = data_table("table", f"直近{len(rounds)}回の照会への回答", [HEAD, *map(_row, shown)])
    names = "、".join(title(each.title) for each in rounds)
    said = render("answer_rates.j2", count=len(rounds))
    further = [button("次の市町", "unreported:rates", f"{page + 1}")] if len(rows) > (page + 1) * PAGE else []
    spoken = "\n".join(f"{escape(each.municipality.name)}：{_said(each)}" for each in shown)
    blocks = [head, section("said", said), table, context("rounds", escape(f"対象の照会：{names}")[:2_000])]
    return message([*blocks, onward(*further, EVERYTHING)], {"table": spoken})


def _row(rate: Rate) -> list[str | float]:
    return [
        rate.municipality.name,
        rate.on_time,
        rate.late,
        rate.missing,
        "－" if rate.percent is None else rate.percent,
    ]


def _said(rate: Rate) -> str:
    percent = "－" if rate.percent is None else f"{rate.percent:g}％"
    return f"期限内 {rate.on_time}／遅延 {rate.late}／未報告 {rate.missing}（回答率 {percent}）"


def _short(day: date) -> str:
    return f"{day.month}/{day.day}"
