"""A paper as a picture (PNG): A4 landscape, its trend as lines or its table as a map of cells."""

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from threading import Lock

from documents.picture import DOTS, HIGH, LEADING, MARGIN, WIDE, Picture, wrapped
from documents.png_table import drawn as table
from documents.png_trend import drawn as trend
from domain.paper import CONFIDENTIAL, Paper

TOP = 34.0  # millimetres: where what is drawn begins
LEAST = 110.0  # and how high it is at least
NOTE = 8.5  # points
STEP = NOTE * LEADING
_ALONE = Lock()
"""The library is not made for two at a time."""


def written(papers: Iterable[Paper], _at: datetime) -> bytes:
    """The picture of the first of them."""
    paper = next(iter(papers))
    with _ALONE:
        below = [line for note in (*paper.notes, paper.made) for line in wrapped(note, WIDE - 2 * MARGIN, NOTE)]
        bottom = max(HIGH - MARGIN / 2, TOP + LEAST + STEP * len(below))  # a page grows before it leaves out a source
        picture = Picture(bottom + MARGIN / 2)
        _above(picture, paper)
        _below(picture, below, bottom)
        box = (MARGIN, TOP, WIDE - 2 * MARGIN, bottom - STEP * len(below) - TOP - 3)
        if paper.trend:
            trend(picture, paper.trend, box)
        else:
            table(picture, paper.tables[0], box)
        file = io.BytesIO()
        picture.figure.savefig(file, format="png", dpi=DOTS)
    return file.getvalue()


def _above(picture: Picture, paper: Paper) -> None:
    """What it is, of when, and that it must not leave."""
    picture.say(MARGIN, 9, CONFIDENTIAL, 10, color="#C00000")
    picture.say(MARGIN, 18, paper.title, 18)
    picture.say(MARGIN, 27, paper.as_of, 11)
    if paper.number:
        box = {"facecolor": "white", "edgecolor": "black", "pad": 5}
        picture.say(WIDE - MARGIN - 2, 11, paper.number, 14, ha="right", bbox=box)


def _below(picture: Picture, lines: Sequence[str], bottom: float) -> None:
    """The notes, none of them cut, and who made it."""
    for nth, line in enumerate(reversed(lines)):
        picture.say(MARGIN, bottom - STEP * (nth + 0.5), line, NOTE)
