"""How days, sources and values are printed in a paper: in eras, single digits in full width, the paper's own words."""

import re
from collections.abc import Iterable
from datetime import date, datetime, time

from domain.calendar import TOKYO, era_of, era_year, last_day
from domain.forms import Field, Kind
from domain.model import AsOf, Figure, Source
from domain.standing import origins

_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_SINGLE = re.compile(r"(?<![\d.,])\d(?![\d.,])")
MOST_ORIGINS = 6


def wide(text: object) -> str:
    """All digits in full width: ２２."""
    return str(text).translate(_WIDE)


def printed(text: str) -> str:
    """As papers print days: a digit that stands alone in full width, of two both in half: 令和４年12月末."""
    return _SINGLE.sub(lambda found: wide(found[0]), text)


def day(value: date) -> str:
    """令和４年９月８日."""
    return printed(f"{era_year(value)}{value.month}月{value.day}日")


def as_of(value: AsOf) -> str:
    """令和４年７月末時点, as exactly as the paper says it and no more."""
    return printed(value.spoken)


def source(value: Source) -> str:
    """資料２ 4頁."""
    return value.spoken


def value(figure: Figure | None, field: Field) -> str:
    """The figure as it is printed: in the paper's own words where it has them; a blank where nothing is known."""
    if figure is None:
        return ""
    return figure.words or answer(figure.value, field)


def origin(figures: Iterable[Figure]) -> list[str]:
    """基準日・出典：令和４年９月時点（資料３ 6頁）: the line under a table; none where nothing is known."""
    places = [f"{as_of(day)}（{source(where)}）" for day, where in origins(figures)]
    more = f"、ほか{len(places) - MOST_ORIGINS}件" if len(places) > MOST_ORIGINS else ""
    return [f"基準日・出典：{'、'.join(places[:MOST_ORIGINS])}{more}"] if places else []


def short(value: AsOf) -> str:
    """R4.8.31, as a chart names a bar; R4.9 of a month."""
    era = era_of(value.last)
    year = f"{era.letter}{value.last.year - era.first.year + 1}" if era else str(value.last.year)
    days = {"day": f".{value.last.month}.{value.last.day}", "fiscal_year": "年度"}
    return f"{year}{days.get(value.precision, f'.{value.last.month}')}"


def moment(at: datetime) -> str:
    """令和４年10月31日 17:15; midnight is 24:00 of the day before."""
    here = at.astimezone(TOKYO)
    if here.time() == time():
        return f"{day(last_day(at))} 24:00"
    return f"{day(here.date())} {here:%H:%M}"


def answer(value: float | str | None, field: Field) -> str:
    """What was answered in a round, as it is printed; a blank where nothing was."""
    if value is None:
        return ""
    if isinstance(value, str):
        return field.choice(value) or value
    number = f"{int(value):,}" if float(value).is_integer() else f"{value:,}"
    if field.kind in {Kind.STEP, Kind.STEPS}:
        return field.choice(number) or f"ステップ{number}（名称未登録）"
    return f"{value:.1f}{field.unit}" if field.kind is Kind.PERCENT else f"{number}{field.unit}"
