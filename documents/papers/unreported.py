"""未報告一覧: who has not answered what, and what was last heard of them."""

from collections.abc import Sequence

from documents.words import moment
from domain.paper import Paper, Table, row
from domain.unreported import Matter

HEAD = ("照会・締切", "市町", "期限", "状況", "最後の動き")


def paper(matters: Sequence[Matter], on: str) -> Paper:
    missing = [(matter, each) for matter in matters for each in matter.missing]
    rows = [
        row(matter.title, each.municipality.name, moment(each.due_at), each.words, each.moved.value)
        for matter, each in missing
    ]
    return Paper(
        number="",
        title="未報告一覧",
        as_of=f"{on}現在",
        tables=(Table(HEAD, tuple(rows), (24, 8, 14, 12, 12)),),
        notes=(*(_count(matter) for matter in matters), "" if rows else "まだ報告のない市町はありません"),
        whole=False,
    )


def _count(matter: Matter) -> str:
    exempt = f"／対象外{matter.exempt}" if matter.exempt else ""
    return f"{matter.title}：報告{matter.answered}／未報告{len(matter.missing)}{exempt}"
