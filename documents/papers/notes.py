"""Every note of the conference as a paper: for the secretariat alone, and never for anybody outside."""

from collections.abc import Mapping, Sequence

from documents.words import day
from domain.calendar import TOKYO
from domain.note import Note
from domain.paper import Cell, Paper, Row, Table

HEAD = ("市町", "題名", "種類", "テーマ", "本文", "リンク", "参考になった", "最後に書いた日")
_WIDTHS = (8, 20, 14, 12, 60, 20, 6, 12)


def notes(
    every: Sequence[Note],
    bodies: Mapping[str, str],
    kinds: Mapping[str, str],
    themes: Mapping[str, str],
    useful: Mapping[int, int],
) -> Paper:
    """A row for each note, by municipality, the newest first."""
    listed = sorted(every, key=lambda note: (note.municipality, -note.version.at.timestamp()))
    rows = tuple(_row(note, bodies, kinds, themes, useful.get(note.id, 0)) for note in listed)
    marks = ("外部への公開厳禁：連携会議の担当者と事務局のほかには見せないでください。",)
    return Paper(number="", title="市町のノート", tables=(Table(HEAD, rows, _WIDTHS),), notes=marks, whole=False)


def _row(
    note: Note, bodies: Mapping[str, str], kinds: Mapping[str, str], themes: Mapping[str, str], useful: int
) -> Row:
    said, at = note.version.writing, note.version.at
    cells = (
        bodies.get(note.municipality, note.municipality),
        said.title,
        kinds[said.kind.value],
        "、".join(themes.get(theme, theme) for theme in said.themes),
        said.body,
        "\n".join(said.links),
        f"{useful}人" if useful else "",
        day(at.astimezone(TOKYO).date()),
    )
    return Row(tuple(Cell(text) for text in cells))
