"""How answers read: a value with its unit, what changed from what, when and by whom."""

from collections.abc import Iterable
from datetime import date, datetime

from domain.answers import Answers, Place, Value
from domain.calendar import TOKYO
from domain.filling import Asking
from domain.forms import Field, Kind
from domain.round import How, Report
from messages.blocks import cut
from messages.words import day, number

Change = tuple[str, str, str]
"""A label, what was answered before, and what is now."""

EMPTY = "空欄（不明）"
LONGEST = 120  # characters of a text in a list


def value(said: Value | None, field: Field | None) -> str:
    """12手続, ステップ3, 検討中; of a choice its words, and 空欄（不明） where there is nothing."""
    if said is None:
        return EMPTY
    if isinstance(said, str):
        return cut(_words(said, field), LONGEST)
    if field and field.kind in {Kind.STEP, Kind.STEPS}:
        named = field.choice(number(said))
        return f"ステップ{number(said)}{f'（{named}）' if named else ''}"
    return f"{number(said)}{field.unit if field else ''}"


def changes(asking: Asking, now: Answers, before: Answers) -> list[Change]:
    """What is answered otherwise, in the form's order."""
    return [change(asking, place, now, before) for place in asking.changes(now, before)]


def change(asking: Asking, place: Place, now: Answers, before: Answers) -> Change:
    about = asking.field(place)
    return asking.label(place), value(before.get(place), about), value(now.get(place), about)


def at(moment: datetime) -> str:
    """令和4年10月17日(月) 9:05."""
    here = moment.astimezone(TOKYO)
    return f"{day(here.date())} {here.hour}:{here:%M}"


def how(report: Report) -> str:
    """How it was made, where that is worth a word: 変更なし・代理入力."""
    words = {How.SAME: "変更なし", How.TEXT: "文章から", How.FILE: "ファイルから"}
    marks: Iterable[str | None] = (words.get(report.how), "代理入力" if report.proxy else None)
    return "・".join(filter(None, marks))


def _words(said: str, field: Field | None) -> str:
    if field and field.kind is Kind.DATE:
        try:
            return day(date.fromisoformat(said))
        except ValueError:
            return said
    return (field.choice(said) if field else None) or said
