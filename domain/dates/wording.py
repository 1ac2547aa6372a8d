"""How a verdict is said back: 令和4年10月31日(月) 17:00 まで。あと53日（開庁日であと34日）."""

from collections.abc import Iterable, Sequence
from datetime import date

from domain.calendar import WEEKDAYS, era_year
from domain.dates.hours import CLOSING, Hour
from domain.dates.opendays import OpenDays
from domain.dates.recurrence import OPEN_DAY

CLOSED_FOR_TODAY = "※今日のその時刻は過ぎています。時刻を付けるか、別の日をお書きください。"
EXAMPLE = "「10月31日」「令和4年10月末」「3開庁日後」のように書いてください"


def dated(day: date) -> str:
    return f"{era_year(day)}{short(day)}"


def short(day: date) -> str:
    return f"{day.month}月{day.day}日({WEEKDAYS[day.weekday()]})"


def until(day: date, hour: Hour | None) -> str:
    return f"{dated(day)} {hour or f'{CLOSING:%H:%M}'} まで"


def echo(day: date, hour: Hour | None, today: date, days: OpenDays) -> str:
    """The last safety net: the day with its era and weekday, and how long there is."""
    return f"{until(day, hour)}。{left(day, today, days)}{warning(day, days)}"


def echo_of_span(words: str, said: str) -> str:
    """That the last day was taken for the deadline is said, with the words it was taken from."""
    return f"「{words.strip()}」は、その最後の日を締切とします。{said}"


def left(day: date, today: date, days: OpenDays) -> str:
    if day == today:
        return "今日が締切です。"
    return f"あと{(day - today).days}日（開庁日であと{days.between(today, day)}日）。"


def warning(day: date, days: OpenDays) -> str:
    why = days.why_closed(day)
    if not why:
        return ""
    return f"※この日は閉庁日（{why}）です。直前の開庁日は{short(days.ahead(day, -1))}です。"


def question(why: str, candidates: Sequence[date]) -> str:
    if not candidates:
        return f"{why}。{EXAMPLE}。"
    return f"{why}。{_either(candidates)}のことですか。"


def _either(candidates: Iterable[date]) -> str:
    return "、".join(dated(day) for day in candidates)


def refusal(reason: str) -> str:
    return f"{reason}。もう一度お書きください。"


def passed(day: date, today: date) -> str:
    return f"{dated(day)}は、すでに過ぎています（{(today - day).days}日前）。これからの日をお書きください。"


def again(words: str, coming: Sequence[date], hour: Hour | None, rule: str, days: OpenDays) -> str:
    then = "、".join(short(day) if day.year == coming[0].year else dated(day) for day in coming[1:])
    counted = "（開庁日で数えます）" if OPEN_DAY in rule else ""
    coming_days = f"次は{until(coming[0], hour)}、その次は{then}です。"
    return f"「{words}」に繰り返します{counted}。{coming_days}{warning(coming[0], days)}"


def over(day: date, hour: Hour) -> str:
    return f"今日（{short(day)}）の{hour}は、すでに過ぎています"
