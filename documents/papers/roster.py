"""名簿: who answers for what, in the shape in which a roster is read back."""

from collections.abc import Iterable, Mapping

from documents.roster import COLUMNS
from domain.paper import Paper, Table, row


def paper(rows: Iterable[Mapping[str, str]], on: str) -> Paper:
    table = tuple(row(*(each.get(column, "") for column in COLUMNS)) for each in rows)
    return Paper(
        number="",
        title="名簿",
        as_of=f"{on}現在",
        tables=(Table(tuple(names[0] for names in COLUMNS.values()), table, (12, 20, 16, 8, 8)),),
        notes=("利用者IDのない行は、だれも受け持っていない役割です",),
        whole=False,
        read_back=True,
    )
