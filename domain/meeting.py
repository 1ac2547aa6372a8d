"""A meeting (会議) of the conference: its agenda and its papers, as the papers name them."""

from dataclasses import dataclass

from domain.model import AsOf, Source


@dataclass(frozen=True, slots=True)
class Listed:
    """A paper that lay before a meeting: its number, what it is about, and its pages."""

    number: str
    title: str
    pages: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """会議: what it is called, when it was in the papers' words, its agenda (次第) and its papers (資料一覧)."""

    id: str
    body: str
    words: str
    agenda: tuple[str, ...]
    documents: tuple[Listed, ...]
    as_of: AsOf
    source: Source
    numbered: bool = False
