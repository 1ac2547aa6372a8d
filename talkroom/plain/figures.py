"""Tables and charts in words: a row on a line, a figure beside its name."""

import unicodedata
from collections.abc import Iterator

from talkroom.message import Json
from talkroom.plain.words import Names, rich

WIDEST = 24  # columns of a terminal that a cell is filled up to; a longer one stands as it is


def table(block: Json, names: Names, *, aligned: bool) -> Iterator[str]:
    """A row on a line; `aligned` its cells stand under one another, where letters are of one width."""
    if block.get("caption"):
        yield f"〔{block['caption']}〕"
    rows = [[_cell(cell, names) for cell in row] for row in block["rows"]]
    widths = [min(WIDEST, max(map(_width, column))) for column in zip(*_even(rows), strict=True)]
    for row in rows:
        filled = (_filled(cell, width if aligned else 0) for cell, width in zip(row, widths, strict=False))
        yield "｜".join(filled).rstrip()


def chart(block: Json) -> Iterator[str]:
    """Every figure of a chart, beside what it is of."""
    drawn = block["chart"]
    yield f"〔グラフ：{block['title']}〕"
    if drawn["type"] == "pie":
        yield from (f"{each['label']}：{each['value']:g}" for each in drawn["segments"])
        return
    for series in drawn["series"]:
        yield f"（{series['name']}）"
        yield from (f"{each['label']}：{each['value']:g}" for each in series["data"])


def _cell(cell: Json, names: Names) -> str:
    said = rich(cell, names) if cell["type"] == "rich_text" else str(cell["text"])
    return said.replace("\n", "／")


def _even(rows: list[list[str]]) -> list[list[str]]:
    """The same rows, all as long as the longest."""
    most = max(map(len, rows))
    return [row + [""] * (most - len(row)) for row in rows]


def _filled(cell: str, width: int) -> str:
    return cell + " " * (width - _width(cell))


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(each) in "FWA" else 1 for each in text)
