"""標準化PMOツールの一覧: how its columns were read, what it says, what cannot be read, and what can be done with it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from domain.answer_sheet import Wrong
from domain.filling import Asking
from domain.model import Role
from domain.papers_asked import Wanted, by_id, written
from domain.pmo_list import COLUMNS, Fault, PmoList, Reading
from domain.round import Round
from messages import forms
from messages.blocks import Block, Message, actions, button, cut, field, header, plain, plain_text, section
from messages.onward import onward
from messages.pieces import message
from messages.report_file import wrong_line
from messages.words import day, escape, render

MOST, MOST_COLUMNS, MOST_ROUNDS = 30, 60, 5
ASKED = tuple(COLUMNS)
NAMES = {
    "municipality": "市町の名前",
    "code": "市町コード",
    "system": "業務",
    "step": "完了済みステップ",
    "status": "完了したかどうか",
}
HINTS = {
    "municipality": "名前の列か、市町コードの列のどちらかを選んでください",
    "system": "業務の列がない一覧は、市町全体のステップとして読みます",
    "status": "1行に1ステップの一覧だけ選びます。「完了・済・○・100%」の行のうち、いちばん先のステップを読みます",
}
_TITLE = "PMOツールの一覧"
_NONE = {"text": plain_text("（なし）"), "value": "-"}


def brought(found: PmoList) -> Message:
    """How the columns are read, and the way on."""
    told = render("pmo_list.j2", kind="brought", name=escape(cut(found.name, 80)), count=len(found.lines))
    return message([header("pmo", _TITLE), section("brought", told), plain("columns", _read_as(found)), _choose(found)])


def unknown(found: PmoList, prefix: str) -> Message:
    """Nobody can tell what the file is; if it is such a list, its columns can be chosen."""
    row = cut("｜".join(cell for cell in found.head if cell), 300)
    told = render("file_unknown.j2", prefix=prefix, kept=True)
    return message([section("unknown", told), plain("heads", f"見出し：{row}"), _choose(found)])


def choosing(found: PmoList, today: date) -> dict[str, Any]:
    """The form: each column out of the list's own heads, and the day of which it speaks."""
    picker = {"type": "datepicker", "initial_date": (found.as_of or today).isoformat()}
    asked = field("as_of", "一覧の基準日", picker, hint="いつの時点の一覧か（PMOツールから出した日など）")
    chosen = [_column(column, found) for column in ASKED]
    return forms.modal("pmo-columns", _TITLE, "確かめる", [*chosen, asked], str(found.id))


def errors(wrong: Mapping[str, str]) -> dict[str, str]:
    return {name: render("pmo_list.j2", kind=f"error_{why}").strip() for name, why in wrong.items()}


def faults(found: PmoList, reading: Reading) -> Message:
    """Each with the address of its cell; nothing of the list counts."""
    lines = [
        f"• {each.at or f'{each.line}行目'}「{cut(each.text, 40)}」：{fault(each)}" for each in reading.faults[:MOST]
    ]
    lines += [f"ほかに{len(reading.faults) - MOST}か所"] if len(reading.faults) > MOST else []
    told = render("pmo_list.j2", kind="faults", count=len(reading.faults))
    shown = plain("cells", cut("\n".join(lines), 3_000))
    return message([header("pmo", _TITLE), section("faults", told), shown, _choose(found, "列の読み方を変える")])


def _place(each: Fault) -> str:
    return each.at or f"{each.line}行目"


def fault(each: Fault) -> str:
    """What to write instead."""
    return render("pmo_list.j2", kind=f"fault_{each.kind}").strip()


def read(found: PmoList, reading: Reading, differing: int) -> Message:
    """How much it says, and in how many places it differs from what was reported."""
    bodies = len({entry.municipality for entry in reading.entries})
    words = {"bodies": bodies, "count": len(reading.entries), "differing": differing}
    as_of = day(found.as_of) if found.as_of else ""
    told = render("pmo_list.j2", kind="read", name=escape(cut(found.name, 80)), as_of=as_of, **words)
    take = {**button("この一覧を取り込む", "pmo:keep", str(found.id)), "style": "primary"}
    way = actions("keep", [take, _button(found, "列の読み方を変える")]) if reading.entries else _choose(found)
    return message([header("pmo", _TITLE), section("read", told), plain("columns", _read_as(found)), way])


def kept(found: PmoList, reading: Reading, asked: Sequence[Round], role: Role, *, new: bool) -> Message:
    """It counts; and what can be made of it: the comparison, and reports in the rounds that are open."""
    words = {"count": len(reading.entries), "rounds": len(asked), "as_of": day(found.as_of) if found.as_of else ""}
    told = render("pmo_list.j2", kind="kept" if new else "known", **words)
    compare = Wanted(by_id("reconciliation"))
    papers = [button("突合表を受け取る", "export:xlsx:reconciliation", written(compare))]
    reports = [
        button(f"報告する：{each.title}", f"pmo:report:{nth}", f"{found.id} {each.id}")
        for nth, each in enumerate(asked[:MOST_ROUNDS])
    ]
    return message([section("kept", told), onward(*(papers if role is Role.SECRETARIAT else []), *reports)])


def not_reportable(every: Sequence[tuple[Asking, Sequence[Wrong]]]) -> Message:
    """What the round's form would not take."""
    lines = [wrong_line(about, each) for about, found in every for each in found]
    lines = [*lines[:MOST], *([f"ほかに{len(lines) - MOST}か所"] if len(lines) > MOST else [])]
    told = render("pmo_list.j2", kind="not_reportable")
    return message([section("wrong", told), plain("cells", cut("\n".join(lines), 3_000)), _rounds()])


def nothing_new() -> Message:
    return message([section("nothing-new", render("pmo_list.j2", kind="nothing_new")), _rounds()])


def marked_comment() -> str:
    return render("pmo_list.j2", kind="marked")


def stem(name: str) -> str:
    """The file's name without its ending."""
    return name.rpartition(".")[0] or name


def _read_as(found: PmoList) -> str:
    """業務 ← 「対象業務」, a line for each column."""
    lines = [
        f"• {NAMES[column]} ← 「{_head(found, found.columns[column])}」" for column in ASKED if column in found.columns
    ]
    return "\n".join(["列の読み方", *(lines or ["（まだ選ばれていません）"])])


def _column(column: str, found: PmoList) -> Block:
    options = [_option(found, nth) for nth in range(min(len(found.head), MOST_COLUMNS))]
    chosen = found.columns.get(column)
    initial = {"initial_option": _option(found, chosen) if chosen is not None else _NONE}
    select = {"type": "static_select", "options": [_NONE, *options], **initial}
    return field(column, f"「{NAMES[column]}」の列", select, hint=HINTS.get(column, ""), optional=True)


def _option(found: PmoList, nth: int) -> Block:
    return {"text": plain_text(cut(_head(found, nth), 75)), "value": str(nth)}


def _head(found: PmoList, nth: int) -> str:
    """The column's head, one without by its place."""
    return (found.head[nth] if nth < len(found.head) else "") or f"{nth + 1}列目"


def _choose(found: PmoList, label: str = "読み方と基準日を確かめる") -> Block:
    return onward(_button(found, label))


def _button(found: PmoList, label: str) -> Block:
    return button(label, "pmo:columns", str(found.id))


def _rounds() -> Block:
    return onward(button("受付中の照会", "report:list", "list"))
