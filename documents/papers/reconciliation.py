"""突合表: what was reported here beside what 標準化PMOツール lists, differences first."""

from collections import Counter
from collections.abc import Sequence

from documents.words import as_of, day, origin
from domain.answers import Value
from domain.paper import Cell, Paper, Row, Table, shown
from domain.reconciliation import Pair, Verdict

HEAD = ("市町", "業務", "報告", "報告の基準日", "ＰＭＯツール", "一覧の基準日", "突合")
WORDS = {
    Verdict.DIFFERS: "相違",
    Verdict.ONLY_LISTED: "報告なし",
    Verdict.ONLY_REPORTED: "一覧になし",
    Verdict.SAME: "一致",
}


def paper(found: Sequence[Pair], on: str) -> Paper:
    counts = Counter(each.verdict for each in found)
    told = "、".join(f"{words}{counts[verdict]}件" for verdict, words in WORDS.items())
    lists = {each.listed[1].id: each.listed[1] for each in found if each.listed}
    return Paper(
        number="",
        title="突合表（報告と標準化ＰＭＯツールの一覧）",
        as_of=f"{on}現在",
        tables=(Table(HEAD, tuple(_row(each) for each in found), (8, 14, 20, 11, 20, 11, 8)),),
        notes=(
            told if found else "突き合わせるものがありません（一覧が取り込まれていないか、報告がありません）",
            "空欄は報告または一覧の記載なし（未着手ではありません）。●は相違",
            *origin(shown(each.reported for each in found)),
            *(f"一覧：{each.name}（{day(each.as_of)}時点）" for _, each in sorted(lists.items()) if each.as_of),
        ),
        whole=False,
    )


def _row(each: Pair) -> Row:
    entry, listed = each.listed or (None, None)
    differs = each.verdict is Verdict.DIFFERS
    return Row(
        (
            Cell(each.municipality.name),
            Cell(each.system.name if each.system else "市町全体"),
            Cell(_step(each.reported.value) if each.reported else ""),
            Cell(as_of(each.reported.as_of) if each.reported else ""),
            Cell(_step(entry.value) if entry else "", differs),
            Cell(f"{day(listed.as_of)}時点" if listed and listed.as_of else ""),
            Cell(WORDS[each.verdict]),
        )
    )


def _step(value: Value) -> str:
    """ステップ12 on both sides, so that the eye can compare them; what was said instead of a step as it was said."""
    return value if isinstance(value, str) else f"ステップ{value:g}"
