"""How a municipality's report in a round came about: who, when, how, and what changed from what to what."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from domain.answers import Answers
from domain.filling import Asking
from domain.model import Municipality
from domain.round import Report, Round
from messages.blocks import Block, Message, actions, button, cut, header, plain, section
from messages.onward import onward
from messages.pieces import message
from messages.report_words import at, changes, how
from messages.words import render, title

PAGE = 5
MOST = 15  # changes of one report
ROUNDS = 12


def history(asking: Asking, posts: Mapping[str, str], page: int) -> Message:
    """One page, the newest report first."""
    named = {"title": title(asking.round.title), "municipality": asking.municipality.name}
    every = list(_with_changes(asking))[::-1]
    if not every:
        return message([section("none", render("report_history.j2", kind="none", **named)), onward()])
    head = render("report_history.j2", kind="head", count=len(every), **named)
    blocks = [header("history", "報告の履歴"), section("head", head)]
    for report, lines in every[page * PAGE : (page + 1) * PAGE]:
        blocks += _entry(report, lines, posts)
    return message([*blocks, *_pages(asking, page, len(every))])


def which(pairs: Sequence[tuple[Round, Municipality]]) -> Message:
    """Of which round, the newest first."""
    if not pairs:
        return message([section("nothing", render("report_history.j2", kind="nothing")), onward()])
    buttons = [
        button(f"{cut(asked.title, 50)}（{body.name}）", f"report:history:{nth}", f"{asked.id} {body.code}")
        for nth, (asked, body) in enumerate(list(pairs)[::-1][:ROUNDS])
    ]
    return message([section("which", render("report_history.j2", kind="which")), actions("rounds", buttons)])


def _with_changes(asking: Asking) -> Iterator[tuple[Report, list[str]]]:
    """Each report with what is otherwise than in the one before; the first one with all that it says."""
    nothing: Answers = {}
    for before, report in pairwise([None, *asking.reports]):
        if report is None:
            continue
        changed = changes(asking, report.answers, before.answers if before else nothing)
        lines = [f"{label}：{was} → {now}" if before else f"{label}：{now}" for label, was, now in changed]
        yield report, lines


def _entry(report: Report, lines: Sequence[str], posts: Mapping[str, str]) -> Iterator[Block]:
    who = posts.get(report.by, "名簿にない担当者")
    words = render("report_history.j2", kind="entry", nth=report.nth, at=at(report.at), who=who, how=how(report))
    said = [f"• {line}" for line in lines[:MOST]] or ["前回から変更なし"]
    said += [f"ほかに{len(lines) - MOST}項目"] if len(lines) > MOST else []
    said += [f"理由・補足：{cut(report.reason, 500)}"] if report.reason else []
    yield section(f"report-{report.nth}", words)
    yield plain(f"changes-{report.nth}", "\n".join(said))


def _pages(asking: Asking, page: int, count: int) -> Iterator[Block]:
    value = f"{asking.round.id} {asking.municipality.code}"
    ways = [("新しいほうへ", page - 1)] if page else []
    ways += [("古いほうへ", page + 1)] if (page + 1) * PAGE < count else []
    buttons = [button(label, f"report:history:{to}", f"{value} {to}") for label, to in ways]
    yield onward(*buttons, button("直す", "report:open", value))
