"""How days, sources and figures read in Japanese, and the one template environment that says so."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from domain.calendar import TOKYO, WEEKDAYS, era_year
from domain.forms import Field, Kind
from domain.model import AsOf, Figure, ScheduleItem, Source

UNKNOWN = "不明（資料・報告なし）"


def day(value: date) -> str:
    """令和4年9月8日(木)."""
    return f"{era_year(value)}{value.month}月{value.day}日({WEEKDAYS[value.weekday()]})"


def moment(value: datetime) -> str:
    """令和4年9月8日(木) 9:00, in Tokyo."""
    local = value.astimezone(TOKYO)
    return f"{day(local.date())} {local.hour}:{local.minute:02}"


def as_of(value: AsOf) -> str:
    """令和4年7月末時点, as exactly as the paper says it and no more."""
    first = value.last if value.precision == "day" else value.first
    month = f"{era_year(first)}{first.month}月"
    spoken = {
        "day": f"{month}{first.day}日時点",
        "month": f"{month}時点",
        "month_end": f"{month}末時点",
        "fiscal_year": f"{era_year(first)}度",
    }[value.precision]
    return f"{spoken}（年は資料の時点から推定）" if value.year_inferred else spoken


def source(value: Source) -> str:
    """資料２ 4頁."""
    return value.document if value.page is None else f"{value.document} {value.page}頁"


def origin(value: tuple[AsOf, Source]) -> str:
    return f"{as_of(value[0])}・{source(value[1])}"


def figure(value: Figure | None, field: Field) -> str:
    """The figure as a person reads it, with its unit and what must be said beside it; 不明 where there is none."""
    if value is None:
        return UNKNOWN
    said = _value(value, field)
    return f"{said}（{value.note}）" if value.note else said


def beside(value: Figure | None, several: bool) -> str:  # noqa: FBT001 – a template's filter
    """The origin behind a figure whose neighbours come from elsewhere; else it stands once, below them all."""
    return f"〔{origin((value.as_of, value.source))}〕" if value and several else ""


def number(value: float) -> str:
    """22, 48.9, 973,625."""
    return f"{int(value):,}" if float(value).is_integer() else f"{value:,}"


def counted(value: float | str, field: Field) -> str:
    """A value at the head of a count: the choice, the step, the number with its unit."""
    if isinstance(value, str):
        return field.choice(value) or value
    return f"ステップ{number(value)}" if field.kind is Kind.STEP else f"{number(value)}{field.unit}"


def _value(value: Figure, field: Field) -> str:
    if isinstance(value.value, str):
        return field.choice(value.value) or value.value
    if field.kind in {Kind.STEP, Kind.STEPS}:
        return _step(value, number(value.value), field)
    if field.as_said and value.words:
        return value.words
    return f"{number(value.value)}{field.unit}{'（推定）' if value.inferred else ''}"


def _step(value: Figure, nth: str, field: Field) -> str:
    """The paper's words for the step and its number behind them; the registered name where it gives none."""
    if value.words:
        return f"{value.words}（ステップ{nth}{'・推定' if value.inferred else ''}）"
    return f"ステップ{nth}（{field.choice(nth) or '名称未登録'}）"


def until(item: ScheduleItem) -> str:
    """（令和4年10月31日(月)まで）behind the paper's own words, nothing where the paper names no end."""
    if item.end is None:
        return ""
    guessed = "・年は推定" if item.year_inferred else ""
    return f"（{day(item.end)}{'' if item.start == item.end else 'まで'}{guessed}）"


class Markup(str):
    """Text that is Slack's own markup already: only `mention` and `link` make it."""

    __slots__ = ()


def escape(value: Any) -> Any:
    """Slack's three: whatever a person wrote stays text."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return value


def mention(user: str) -> Markup:
    return Markup(f"<@{user}>")


_words = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    undefined=StrictUndefined,
    finalize=escape,
    autoescape=False,  # noqa: S701 – HTML escaping would show &#39; in Slack; `finalize` escapes what Slack reads
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)
_words.filters.update(
    day=day,
    moment=moment,
    as_of=as_of,
    source=source,
    origin=origin,
    figure=figure,
    number=number,
    until=until,
    beside=beside,
    counted=counted,
    mention=mention,
)


def render(template: str, **values: Any) -> str:
    """The words of one template, every value escaped; a name it does not know is an error."""
    return _words.get_template(template).render(values).strip()
