"""How a deadline's moment reads: 令和4年10月31日(月) 17:15 まで　あと53日（開庁日であと34日）."""

from datetime import datetime, time

from domain.calendar import TOKYO, last_day
from domain.dates.opendays import OpenDays
from messages.words import day

MIDNIGHT = time(0, 0)


def until(moment: datetime) -> str:
    """令和4年10月31日(月) 17:15 まで; midnight is the end of the day before."""
    here = moment.astimezone(TOKYO)
    if here.time() == MIDNIGHT:
        return f"{day(last_day(moment))} 24:00 まで"
    return f"{day(here.date())} {here:%H:%M} まで"


def short(moment: datetime) -> str:
    """10月31日 17:15, where the year is known."""
    here = moment.astimezone(TOKYO)
    if here.time() == MIDNIGHT:
        ends = last_day(moment)
        return f"{ends.month}月{ends.day}日 24:00"
    return f"{here.month}月{here.day}日 {here:%H:%M}"


def left(moment: datetime, now: datetime, days: OpenDays) -> str:
    """あと53日（開庁日であと34日）, 今日まで, 3日超過."""
    last, today = last_day(moment), now.astimezone(TOKYO).date()
    if moment <= now:
        over = (today - last).days
        return f"{over}日超過" if over else "本日の締切時刻を過ぎています"
    if last == today:
        return "今日まで"
    return f"あと{(last - today).days}日（開庁日であと{days.between(today, last)}日）"
