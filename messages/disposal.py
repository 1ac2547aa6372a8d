"""Disposal (廃棄): the list of what has outlived its years, and what became of it."""

from collections import Counter
from collections.abc import Sequence

from domain.retention import Disposal, Kind, Record
from messages.blocks import Message, actions, button, confirm, header, section
from messages.onward import onward
from messages.pieces import message
from messages.words import day, render

TITLE = "廃棄の一覧"
KINDS = {Kind.ROUND: "照会と報告", Kind.DEADLINE: "締切", Kind.QUESTION: "相談", Kind.NOTE: "消したノート"}
FEW = 10


def nothing(years: int) -> Message:
    """Nothing has outlived its years."""
    return message([header("disposal", TITLE), section("none", render("disposal_none.j2", years=years)), _back()])


def listed(made: Disposal, years: int) -> Message:
    """What is on it, by kind; the first of them; and the one button by which it counts."""
    counts = Counter(record.kind for record in made.listed)
    told = [f"• {name}：{counts[kind]:,}件" for kind, name in KINDS.items() if counts[kind]]
    first = [f"• {_line(record)}" for record in made.listed[:FEW]]
    rest = len(made.listed) - len(first)
    said = render("disposal.j2", years=years, before=day(made.before), counts=told, first=first, rest=rest)
    sure = confirm("廃棄しますか", f"{len(made.listed):,}件を消します。元には戻せません。", "廃棄する", "やめる")
    dispose = {
        **button(f"この{len(made.listed):,}件を廃棄する", "disposal:confirm", f"{made.id}"),
        "style": "danger",
        "confirm": sure,
    }
    return message([header("disposal", TITLE), section("listed", said), actions("confirm", [dispose]), _back()])


def disposed(gone: Sequence[Record], listed: int) -> Message:
    """How much went, and how much stayed because it is in use again."""
    return message([section("disposed", render("disposal_done.j2", gone=len(gone), kept=listed - len(gone))), _back()])


def settled() -> Message:
    """The list counts no more: it was confirmed, or a newer one was made."""
    return message([section("settled", render("disposal_settled.j2")), _back()])


def unsent() -> Message:
    """The chat did not take the file, so nothing can be confirmed."""
    again = button("もう一度つくる", "disposal:list", "list")
    return message([section("unsent", render("disposal_unsent.j2")), onward(again)])


def comment(made: Disposal) -> str:
    """What stands with the file."""
    return f"🔒 *庁内限り・転載禁止*　{TITLE}（{day(made.before)}より前に終わったもの、{len(made.listed):,}件）"


def rows(made: Disposal) -> list[list[str]]:
    """The list as a table, its head first."""
    head = ["種類", "番号", "件名", "終わった日"]
    return [head, *([KINDS[r.kind], r.subject, r.title, r.ended.isoformat()] for r in made.listed)]


def _line(record: Record) -> str:
    return f"{KINDS[record.kind]}　{record.title}（{day(record.ended)}）"


def _back() -> dict[str, object]:
    return onward(button("設定へ", "choices:show", "show"))
