"""A report that was written in a sentence: what was read of it, shown back; and what was not, pair by pair."""

from collections.abc import Collection, Sequence

from domain.answers import Place, Problem
from domain.filling import EVERY, REASON, Asking, Filled
from messages.blocks import Message, actions, button, cut, plain, section
from messages.pieces import message
from messages.report_problems import sentence
from messages.report_words import change
from messages.words import as_of, render, title

MOST = 25  # lines
Unclear = tuple[str, Problem]
"""The pair as it was written, and what is wrong with it."""


def reading(
    asking: Asking, filled: Filled, given: Collection[Place], value: str, *, proxy: bool, moved: bool
) -> Message:
    """What would be reported, each beside the last time; one press keeps it."""
    head = render("report_text.j2", kind="reading", as_of=as_of(asking.round.as_of), proxy=proxy, **_named(asking))
    shown = _shown(asking, filled, given)
    rest = len({*filled.answers, *asking.before} - set(shown))
    lines = [_line(asking, place, filled) for place in shown[:MOST]]
    lines += [f"ほかに{len(shown) - MOST}項目"] if len(shown) > MOST else []
    lines += [f"理由・補足：{cut(filled.reason, 500)}"] if filled.reason else []
    lines += [render("report_text.j2", kind="rest", count=rest)] if rest else []
    before = [section("moved", render("report_text.j2", kind="moved"))] if moved else []
    press = actions("confirm", [{**button("この内容で報告する", "report:confirm", value), "style": "primary"}])
    return message([*before, section("reading", head), plain("lines", "\n".join(lines) or "－"), press])


def asked(asking: Asking, unclear: Sequence[Unclear]) -> Message:
    """What could not be taken, each with what to write instead; and the form, in which it can be done as well."""
    head = render("report_text.j2", kind="asked", **_named(asking))
    lines = [f"• {cut(pair, 100)}：{sentence(problem, asking)}" for pair, problem in unclear[:MOST]]
    value = f"{asking.round.id} {asking.municipality.code}"
    onward = actions("answering", [button("フォームで報告する", "report:open", value)])
    return message([section("asked", head), plain("unclear", "\n".join(lines)), onward])


def gone() -> Message:
    return message([section("gone", render("report_text.j2", kind="gone"))])


def label(asking: Asking, place: Place) -> str:
    if place[1] == EVERY:
        return "全業務"
    return "理由" if place == REASON else asking.label(place)


def _shown(asking: Asking, filled: Filled, given: Collection[Place]) -> list[Place]:
    """What was written, and what follows from it, in the form's order."""
    wanted = {*given, *asking.changes(filled.answers, asking.before)}
    return [place for field, item in asking.places() if (place := (field.id, item)) in wanted]


def _line(asking: Asking, place: Place, filled: Filled) -> str:
    name, before, now = change(asking, place, filled.answers, asking.before)
    return f"• {name}：{now}（{'前回と同じ' if before == now else f'前回：{before}'}）"


def _named(asking: Asking) -> dict[str, str]:
    return {"title": title(asking.round.title), "municipality": asking.municipality.name}
