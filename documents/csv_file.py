"""Papers as CSV: each table with its head, then what stands under them."""

from collections.abc import Iterable, Sequence

from documents import table
from domain.paper import Paper, Table


def written(papers: Iterable[Paper]) -> bytes:
    """One below the other."""
    return table.written(row for nth, paper in enumerate(papers) for row in ([] if not nth else [()]) + _paper(paper))


def _paper(paper: Paper) -> list[Sequence[str]]:
    """The tables one below the other, then the notes, each on a line of its own; of one that is read back no notes."""
    if paper.read_back:
        return [row for each in paper.tables for row in _rows(each)]
    tables = [row for each in paper.tables for row in (*_rows(each), ())]
    return [*tables, *((line,) for line in below(paper))]


def below(paper: Paper) -> list[str]:
    """What stands under the tables, and what the paper is."""
    head = " ".join(part for part in (paper.number, paper.title, paper.as_of) if part)
    return [head, *paper.notes, *filter(None, [paper.made])]


def _rows(each: Table) -> Iterable[Sequence[str]]:
    if each.title:
        yield (each.title,)
    yield (*each.head, "備考") if each.has_beside else each.head
    for row in each.rows:
        cells = [cell.shown for cell in row.cells]
        yield (*cells, row.beside) if each.has_beside else cells
