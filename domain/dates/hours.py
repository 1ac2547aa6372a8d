"""The hour of a deadline: 17時, 午後5時半, 17:15, 正午, 24時."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from domain.calendar import TOKYO
from domain.dates.reading import Impossible, Unsure
from domain.dates.spelling import N, number, pattern

HOUR = pattern(
    rf"_の?_(?:(?P<half>午前|午後|AM|PM|A\.M\.|P\.M\.|朝|夕方)?_"
    rf"(?:(?P<hour>{N})_時(?!間|点|期|代|限)_(?:(?P<minute>{N})_分|(?P<thirty>半))?"
    rf"|(?P<clock>[0-9]{{1,2}})_:_(?P<minutes>[0-9]{{2}})(?::00)?(?![0-9:]))"
    rf"|(?P<noon>正午|お昼の?12時)|(?P<closing>(?:業務|勤務|執務|開庁|営業)時間(?:内|中|終了)?|終業時?刻?|業務終了時?|閉庁時?刻?間?|定時))"
)
CLOSING = time(17, 15)  # where papers name no hour
_AFTERNOON = {"午後", "PM", "P.M.", "夕方"}


@dataclass(frozen=True, slots=True)
class Hour:
    """An hour of the day as written; 24:00 is the end of the day."""

    hour: int
    minute: int = 0

    def __str__(self) -> str:
        return f"{self.hour:02}:{self.minute:02}"


def hour_of(match: re.Match[str]) -> Hour | None:
    """The hour, None where the words only say "closing time". Raises Impossible and Unsure."""
    if match["closing"]:
        return None
    if match["noon"]:
        return Hour(12)
    hour = number(match["hour"] or match["clock"])
    minute = 30 if match["thirty"] else number(match["minute"] or match["minutes"] or "0")
    if minute > 59:
        raise Impossible(f"{minute}分という時刻はありません")
    if match["half"]:
        return _of_half(match["half"].upper(), hour, minute)
    if hour > 24 or (hour == 24 and minute):
        raise Impossible(f"{hour}時{f'{minute}分' if minute else ''}という時刻はありません")
    return Hour(hour, minute)


def _of_half(half: str, hour: int, minute: int) -> Hour:
    if hour > 12:
        raise Impossible(f"{half}{hour}時という時刻はありません")
    if hour == 12:
        raise Unsure(f"{half}12時が正午か深夜か分かりません")
    return Hour(hour + 12 if half in _AFTERNOON else hour, minute)


def moment(day: date, hour: Hour | None) -> datetime:
    """The instant of the deadline; 24:00 is 00:00 of the next day."""
    if hour is None:
        return datetime.combine(day, CLOSING, TOKYO)
    return datetime.combine(day, time(), TOKYO) + timedelta(hours=hour.hour, minutes=hour.minute)
