"""What stands under the tables of every paper."""

from collections.abc import Iterable

from documents.words import origin
from domain.model import Figure
from domain.paper import CHANGED, Across, shown

BLANK = "空欄は資料・報告なし"


def notes(across: Across, figures: Iterable[Figure | None], *more: str) -> tuple[str, ...]:
    """As-of and source, what a blank means, what differs from the last time, and what must be said besides."""
    known = shown(figures)
    names = {municipality.code: f"{municipality.name}：" for municipality, _ in across.sheet.rows}
    remarks = [f"※{names.get(figure.body, '')}{figure.note}" for figure in known if figure.note]
    return (*origin(known), BLANK, *compared(across), *more, *dict.fromkeys(remarks))


def compared(across: Across) -> list[str]:
    """Since which day what differs is marked."""
    if not across.before:
        return []
    differs = f"{CHANGED}は前回（{across.before}）と異なるところ"
    return [differs if across.changed else f"前回（{across.before}）と異なるところはありません"]
