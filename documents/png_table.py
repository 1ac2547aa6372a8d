"""A table in a picture: a map of its cells, what is unknown hatched, each mark readable in monochrome."""

from collections.abc import Iterable, Iterator
from typing import Any

from documents.pages import POINT, columns, letters
from documents.picture import Box, Picture
from domain.paper import Cell, Shade, Table

SIZES = (9.0, 8.0, 7.0, 6.0, 5.0)
HATCH = "//////"
_FILLS = {Shade.DONE: "#5B9BD5", Shade.OUT: "#D9D9D9", Shade.NONE: "white", Shade.HATCHED: "white"}
HEAD = "#D9E1F2"


def drawn(picture: Picture, table: Table, box: Box) -> None:
    """The cells of its head and rows over the whole box."""
    from matplotlib.patches import Rectangle  # noqa: PLC0415 – slow to load

    for cell, place, head in _cells(table, box):
        left, top, width, height = place
        look: dict[str, Any] = {"facecolor": HEAD if head else _FILLS[cell.shade], "edgecolor": "#404040"}
        look["hatch"] = HATCH if cell.shade is Shade.HATCHED else None
        picture.page().add_patch(Rectangle((left, top), width, height, linewidth=0.4, **look))
        if cell.shown:
            picture.say(left + width / 2, top + height / 2, cell.shown, _size(cell.shown, width), ha="center")


def _cells(table: Table, box: Box) -> Iterator[tuple[Cell, Box, bool]]:
    """Each cell with its place, and whether it is of the head."""
    left, top, width, height = box
    widths, step = columns(table, width), height / (len(table.rows) + 1)
    rows: Iterable[tuple[Cell, ...]] = (tuple(Cell(name) for name in table.head), *(row.cells for row in table.rows))
    for nth, cells in enumerate(rows):
        x = left
        for cell, wide in zip(cells, widths, strict=False):
            yield cell, (x, top + nth * step, wide, step), not nth
            x += wide


def _size(text: str, width: float) -> float:
    """The largest size at which it fits into its cell."""
    return next((size for size in SIZES if letters(text) * size * POINT <= width - 0.4), SIZES[-1])
