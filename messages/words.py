"""How days, sources and figures read in Japanese, and the one template environment for longer sentences."""

from collections.abc import Iterable
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from domain.calendar import WEEKDAYS, era_year
from domain.forms import Field, Kind
from domain.model import AsOf, Figure, ScheduleItem, Source
from domain.standing import Tally, View

if TYPE_CHECKING:
    from jinja2 import Environment

MANY = 6  # different values, beyond which a count says less than a span
UNKNOWN = "不明（資料・報告なし）"


@lru_cache(maxsize=1_000)
def day(value: date) -> str:
    """令和4年9月8日(木)."""
    return f"{era_year(value)}{value.month}月{value.day}日({WEEKDAYS[value.weekday()]})"


def as_of(value: AsOf) -> str:
    """令和4年7月末時点, as exactly as the paper says it and no more."""
    return value.spoken


def source(value: Source) -> str:
    """資料２ 4頁."""
    return value.spoken


@lru_cache(maxsize=1_000)
def origin(value: tuple[AsOf, Source]) -> str:
    """令和4年7月末時点・資料２ 4頁."""
    return f"{as_of(value[0])}・{source(value[1])}"


def figure(value: Figure | None, field: Field) -> str:
    """The figure as a person reads it, with its unit and what must be said beside it; 不明 where there is none."""
    if value is None:
        return UNKNOWN
    said = _value(value, field)
    return f"{said}（{value.note}）" if value.note else said


def line(field: Field, value: Figure | None, *, several: bool = False) -> str:
    """交付率：48.9％, not escaped; the origin behind it where its neighbours come from elsewhere."""
    where = f"〔{origin((value.as_of, value.source))}〕" if value and several else ""
    return f"{field.label}：{figure(value, field)}{where}"


def number(value: float) -> str:
    """22, 48.9, 973,625."""
    return f"{int(value):,}" if float(value).is_integer() else f"{value:,}"


def counted(value: float | str, field: Field) -> str:
    """A value at the head of a count: the choice, the step, the number with its unit."""
    if isinstance(value, str):
        return field.choice(value) or value
    return f"ステップ{number(value)}" if field.kind is Kind.STEP else _amount(value, field)


def tally(of: Tally) -> str:
    """The counts of a field in a line: a sum where it means something, a span where the values are many."""
    if not of.known:
        return f"{of.field.label}：{UNKNOWN}"
    if of.total is not None:
        said = f"合計 {_amount(of.total, of.field)}（{of.known}市町の計）"
    elif len(of.counts) > MANY:
        low, high = of.counts[0][0], of.counts[-1][0]
        said = f"{counted(low, of.field)}〜{counted(high, of.field)}（{of.known}市町）"
    else:
        said = "、".join(f"{counted(value, of.field)}（{count}市町）" for value, count in of.counts)
    return f"{of.field.label}：{said}{f'、不明（{of.unknown}市町）' if of.unknown else ''}"


def _amount(value: float, field: Field) -> str:
    return f"{value:.1f}{field.unit}" if field.kind is Kind.PERCENT else f"{number(value)}{field.unit}"


def _value(value: Figure, field: Field) -> str:
    if isinstance(value.value, str):
        return field.choice(value.value) or value.value
    if field.kind in {Kind.STEP, Kind.STEPS}:
        return _step(value, number(value.value), field)
    if field.as_said and value.words:
        return value.words
    return f"{_amount(value.value, field)}{'（推定）' if value.inferred else ''}"


def _step(value: Figure, nth: str, field: Field) -> str:
    """The paper's words for the step and its number behind them; the registered name where it gives none."""
    if value.words:
        return f"{value.words}（ステップ{nth}{'・推定' if value.inferred else ''}）"
    return f"ステップ{nth}（{field.choice(nth) or '名称未登録'}）"


def until(item: ScheduleItem) -> str:
    """（令和4年10月31日(月)） behind the paper's words, where these name a day; a vague date stays as it is written."""
    if item.day is None:
        return ""
    guessed = "・年は推定" if item.year_inferred else ""
    limit = "まで" if item.kind == "deadline" and not item.words.endswith("まで") else ""
    return f"（{day(item.day)}{limit}{guessed}）"


class Markup(str):
    """Text that is Slack's own markup already: only `mention` makes it."""

    __slots__ = ()


def escape(text: str) -> str:
    """Slack's three: whatever a person wrote stays text."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def title(text: str) -> str:
    """A title a person gave, to stand between asterisks: what would end or begin markup is written in full width."""
    return text.translate(_FULL_WIDTH)


_FULL_WIDTH = str.maketrans({"*": "＊", "_": "＿", "~": "～", "`": "｀", "\n": " "})


def mention(user: str) -> Markup:
    return Markup(f"<@{user}>")


def paragraph(title: str, lines: Iterable[str]) -> str:
    """A bold title over lines of data, all escaped."""
    return f"*{escape(title)}*\n{escape(chr(10).join(lines))}"


def reading(view: View) -> str:
    """As of which day the answer is; before it what was guessed, and what was asked of a day that lies ahead."""
    guessed = f"「{view.guess[0]}」を「{view.guess[1]}」と読みました。" if view.guess else ""
    if view.wanted and view.wanted > view.today:
        return f"{guessed}{day(view.wanted)}はまだ先のため、{day(view.today)}現在でお答えします。"
    return f"{guessed}{day(view.on)}{'時点' if view.on < view.today else '現在'}の資料・報告によります。"


def render(template: str, **values: Any) -> str:
    """The words of one template, every value escaped; a name it does not know is an error."""
    return _templates().get_template(template).render(values).strip()


def broken_templates() -> tuple[int, list[str]]:
    """How many templates there are, and which of them cannot be read."""
    from jinja2 import TemplateError  # noqa: PLC0415 – loaded with the first sentence that needs it

    names, broken = _templates().list_templates(["j2"]), []
    for name in names:
        try:
            _templates().get_template(name)
        except (TemplateError, UnicodeDecodeError):
            broken.append(name)
    return len(names), broken


@cache
def _templates() -> "Environment":
    """The one template environment, loaded with the first sentence that needs it."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415

    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        undefined=StrictUndefined,
        finalize=lambda value: escape(value) if type(value) is str else value,  # Markup is a str, but not exactly one
        autoescape=False,  # noqa: S701 – HTML escaping would show &#39; in Slack; `finalize` escapes what Slack reads
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
