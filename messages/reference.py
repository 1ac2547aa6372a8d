"""Steps, systems and forms brought in a file: what is wrong, what would change from which day, what was done."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from domain.edition import STEPS, SYSTEMS, Edition
from domain.forms import Field, Kind
from domain.own_form import WORDS, Wrong
from domain.own_form import read as own_form
from domain.own_form import written as own_lines
from domain.reference import BODIES, KINDS, MARKS, Differing, Facts, Problem
from domain.typed import on_one_line
from messages.blocks import Block, Message, actions, button, confirm, field, header, plain, section
from messages.forms import modal
from messages.onward import onward
from messages.pieces import message
from messages.round_forms import LONGEST_LINES, wrong_line
from messages.words import day, escape, number, render, title

MOST, LONGEST_ECHO = 20, 300
NAMES = {STEPS: "ステップ", SYSTEMS: "業務"}


@dataclass(frozen=True, slots=True)
class Proposed:
    """What is to be confirmed: the version it would be, and from which day – None until one is chosen."""

    kind: str
    nth: int
    since: date | None
    today: date
    contents: Any


def called(kind: str, contents: Any) -> str:
    """ステップ, 業務, 標準化の様式."""
    return NAMES.get(kind) or f"{contents['short']}の様式"


def problems(found: Sequence[Problem]) -> Message:
    """Cell by cell what is wrong; nothing of it is kept."""
    lines = [_problem(each) for each in found[:MOST]]
    lines += [f"ほかに{len(found) - MOST}件あります。"] if len(found) > MOST else []
    head = section("wrong", render("reference_problems.j2", count=len(found)))
    return message([header("problems", "ファイルの確認"), head, plain("lines", "\n".join(lines)), _onward()])


def proposal(about: Proposed, changes: Differing, value: str) -> Message:
    """What would change and from when, before it counts."""
    since = day(about.since) if about.since else ""
    intro = render(
        "reference_proposal.j2",
        name=title(called(about.kind, about.contents)),
        nth=about.nth,
        since=since,
        coming=bool(about.since and about.since > about.today),
        past=bool(about.since and about.since < about.today),
        changes=changes,
        form=about.kind not in NAMES,
    )
    blocks = [header("proposal", f"{called(about.kind, about.contents)}の変更の確認"), section("intro", intro)]
    return message([*blocks, *_parts(about.kind, changes), actions("decide", _buttons(about, changes, value))])


def for_once(fields: Sequence[Facts], value: str) -> Message:
    """A form that names no theme."""
    head = render("reference_once.j2", count=len(fields), bounds=any({"min", "max"} & each.keys() for each in fields))
    lines = "\n".join(f"• {_field(each)}" for each in fields)
    buttons = actions("decide", [{**_once(value), "style": "primary"}, _drop(value)])
    return message([header("once", "様式の確認"), section("intro", head), plain("fields", lines), buttons])


def asking(since: date, value: str) -> dict[str, Any]:
    """The form in which the day of effect is chosen."""
    picker = {"type": "datepicker", "initial_date": since.isoformat()}
    how = plain("how", render("reference_date.j2"))
    return modal("reference-date", "施行日", "この日にする", [how, field("since", "施行日", picker)], value)


def applied(kind: str, nth: int, edition: Edition, changes: Differing, today: date) -> Message:
    name, since = called(kind, edition.contents), edition.since
    words = render(
        "reference_applied.j2", name=title(name), nth=nth, since=day(since), coming=since > today, changes=changes
    )
    return _said("applied", words)


def same(kind: str, contents: Any) -> Message:
    return _said("same", render("reference_same.j2", name=called(kind, contents)))


def settled() -> Message:
    """A second press."""
    return _said("settled", render("reference_settled.j2", kind="settled"))


def overtaken() -> Message:
    """Another version came between."""
    return _said("overtaken", render("reference_settled.j2", kind="overtaken"))


def dropped() -> Message:
    return _said("dropped", render("reference_settled.j2", kind="dropped"))


def in_lines(form: Iterable[Facts]) -> str:
    """The fields as they are typed into the form of a round; empty where a round cannot ask them on its own."""
    fields = [_as_field(each) for each in form]
    if any(each.kind not in WORDS for each in fields):
        return ""
    lines = own_lines(fields)
    return lines if len(lines) <= LONGEST_LINES and not isinstance(own_form("own", "", lines), Wrong) else ""


def unfit_for_once(form: Sequence[Facts]) -> str:
    """Why a round cannot ask these fields on its own; empty where it can."""
    if found := next((each for each in form if Kind(each["kind"]) not in WORDS), None):
        return f"「{found['label']}」の種類（{KINDS[Kind(found['kind'])]}）は、照会だけの様式では使えません。"
    lines = own_lines([_as_field(each) for each in form])
    wrong = own_form("own", "", lines)
    if isinstance(wrong, Wrong):
        return wrong_line(wrong)
    return f"全体が長すぎます（{LONGEST_LINES}字まで）。" if len(lines) > LONGEST_LINES else ""


def _as_field(each: Facts) -> Field:
    choices = tuple(each.get("choices", {}).items())
    return Field(each["id"], each["label"], Kind(each["kind"]), each["label"], each.get("unit", ""), choices=choices)


def _problem(each: Problem) -> str:
    where = f"{each.at}：" if each.at else ""
    text = on_one_line(each.text, LONGEST_ECHO)
    said = render("reference_problem.j2", kind=each.kind, text=text, near=each.near).replace("\n", "")
    return f"{where}{_unescaped(said)}"


def _unescaped(text: str) -> str:
    """It stands where nothing is markup."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _buttons(about: Proposed, changes: Differing, value: str) -> list[Block]:
    choose = button("施行日を変える" if about.since else "施行日を選ぶ", "reference:date", value)
    once = [_once(value)] if about.kind not in NAMES and in_lines(about.contents["form"]) else []
    if about.since is None:
        return [{**choose, "style": "primary"}, *once, _drop(value)]
    apply = {**button("反映する", "reference:apply", value), "style": "primary"}
    if changes.removed:
        sure = f"{len(changes.removed)}件がなくなります。これまでの回答は残ります。"
        apply |= {"confirm": confirm("反映しますか", sure, "反映する", "やめる")}
    return [apply, choose, *once, _drop(value)]


def _once(value: str) -> Block:
    return button("この照会だけの様式として使う", "reference:once", value)


def _drop(value: str) -> Block:
    return button("やめる", "reference:drop", value)


def _parts(kind: str, changes: Differing) -> list[Block]:
    each = _step if kind == STEPS else _system if kind == SYSTEMS else _field
    parts = [
        ("added", "追加", [each(one) for one in changes.added]),
        ("changed", "変更", [f"{each(before)}　→　{each(after)}" for before, after in changes.changed]),
        ("removed", "削除", [each(one) for one in changes.removed]),
        ("head", "テーマ", [f"{_head(before)}　→　{_head(after)}" for before, after in filter(None, [changes.head])]),
    ]
    return [section(name, _listed(heading, lines)) for name, heading, lines in parts if lines]


def _listed(heading: str, lines: Sequence[str]) -> str:
    more = [f"ほかに{len(lines) - MOST}件"] if len(lines) > MOST else []
    return "\n".join([f"*{heading}*（{len(lines)}）", *(f"• {escape(line)}" for line in lines[:MOST]), *more])


def _step(each: Facts) -> str:
    return f"ステップ{each['number']}　{each['title']}"


def _system(each: Facts) -> str:
    aliases = f"（別名：{'、'.join(each['aliases'])}）" if each["aliases"] else ""
    return f"{each['number']}　{each['name']}{aliases}"


def _head(theme: Facts) -> str:
    if "name" not in theme:
        return "（なし）"
    aliases = f"、別名：{'、'.join(theme['aliases'])}" if theme["aliases"] else ""
    return f"{theme['name']}（略称：{theme['short']}、並び順：{theme['order']}{aliases}）"


def _field(each: Facts) -> str:
    """端末の台数［数字・0〜27・台］."""
    span = [f"{_bound(each, 'min')}〜{_bound(each, 'max')}"] if {"min", "max"} & each.keys() else []
    bodies = [f"対象：{'・'.join(BODIES[body] for body in each['of'])}"] if "of" in each else []
    marks = ["、".join(word for name, word in MARKS.items() if each.get(name))]
    heading = [f"見出し：{each['heading']}"] if each["heading"] != each["label"] else []
    said = [KINDS[Kind(each["kind"])], *span, each.get("unit", ""), "／".join(each.get("choices", {}).values())]
    return f"{each['label']}［{'・'.join(filter(None, [*said, *bodies, *marks, *heading]))}］"


def _bound(each: Facts, name: str) -> str:
    return number(each[name]) if name in each else ""


def _onward() -> Block:
    return onward(button("ステップ・業務・様式の一覧", "reference:list", "list"))


def _said(block_id: str, words: str) -> Message:
    return message([section(block_id, words), _onward()])
