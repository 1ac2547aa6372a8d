"""Words that are a day (明日, 文化の日), and those that look like one and name none (秋頃, 年明け, 随時)."""

import re
from datetime import date, timedelta

from domain.calendar import fiscal_year, month_end
from domain.dates.opendays import holiday
from domain.dates.reading import Impossible, Point, Reference, Unsure
from domain.dates.rules import Rule
from domain.dates.spelling import N, number
from domain.dates.years import YEAR, year_of

_DAYS = {
    **dict.fromkeys(("今日", "本日", "きょう"), 0),
    **dict.fromkeys(("明日", "あした", "あす", "明くる日"), 1),
    **dict.fromkeys(("明後日", "あさって"), 2),
    **dict.fromkeys(("昨日", "きのう"), -1),
    **dict.fromkeys(("一昨日", "おととい"), -2),
}
_HOLIDAYS = (
    "元日|元旦|成人の日|建国記念の日|天皇誕生日|春分の日|昭和の日|憲法記念日|みどりの日|こどもの日"
    "|海の日|山の日|敬老の日|秋分の日|スポーツの日|文化の日|勤労感謝の日"
)
_SEASONS = {"春": 5, "夏": 8, "秋": 11, "冬": 2}  # the month at whose end papers let them end


def _near(match: re.Match[str], ref: Reference) -> Point:
    return Point(ref.today + timedelta(days=_DAYS[match[0]]))


def _holiday(match: re.Match[str], ref: Reference) -> Point:
    """The next day of that name; on the day itself, that day."""
    name = match[0].replace("元旦", "元日")
    for ahead in range(800):
        day = ref.today + timedelta(days=ahead)
        if holiday(day) == name:
            return Point(day)
    raise Unsure("その祝日がいつか分かりません")


def _dialect(match: re.Match[str], ref: Reference) -> Point:
    days = (ref.today + timedelta(days=3), ref.today + timedelta(days=4))
    raise Unsure(f"「{match[0]}」は地方によって日が違います", days)


def _season(match: re.Match[str], ref: Reference) -> Point:
    year = year_of(match, ref)
    name = match["season"]
    first = year.value if year else ref.today.year + (1 if match["turn"] == "来" else 0)
    ends = [month_end(each + (name == "冬"), _SEASONS[name]) for each in (first, first + 1)]
    raise Unsure("季節には決まった末日がありません", [end for end in ends if end >= ref.today][:1])


def _turn_of_year(match: re.Match[str], ref: Reference) -> Point:  # noqa: ARG001 – a rule's shape
    days = ref.days.of_month(ref.today.year + 1, 1)
    raise Unsure("年明けのいつまでか分かりません", (days[0], date(ref.today.year + 1, 1, 31)))


def _beginning_of_month(match: re.Match[str], ref: Reference) -> Point:  # noqa: ARG001 – a rule's shape
    following = month_end(ref.today.year, ref.today.month) + timedelta(days=1)
    raise Unsure("月初のいつまでか分かりません", (ref.days.of_month(following.year, following.month)[0],))


def _after_holidays(match: re.Match[str], ref: Reference) -> Point:  # noqa: ARG001 – a rule's shape
    """The first open day behind the next three closed days in a row."""
    closed = 0
    for ahead in range(1, 400):
        day = ref.today + timedelta(days=ahead)
        if ref.days.is_open(day) and closed >= 3:
            raise Unsure("どの連休のことか分かりません", (day,))
        closed = 0 if ref.days.is_open(day) else closed + 1
    raise Unsure("どの連休のことか分かりません")


def _around_fiscal_year(match: re.Match[str], ref: Reference) -> Point:  # noqa: ARG001 – a rule's shape
    year = fiscal_year(ref.today) + 1
    raise Unsure("年度の変わり目のいつまでか分かりません", (date(year, 3, 31), date(year, 4, 30)))


def _whose_day(match: re.Match[str], ref: Reference) -> Point:  # noqa: ARG001 – a rule's shape
    raise Unsure(f"「{match[0]}」は、いつから数えた日か分かりません")


def _minutes(match: re.Match[str], ref: Reference) -> Point:  # noqa: ARG001 – a rule's shape
    if number(match["minutes"]) > 59:
        raise Impossible(f"{number(match['minutes'])}分という時刻はありません")
    raise Unsure("何時何分か分かりません")


def _no_day(match: re.Match[str], ref: Reference) -> Point:  # noqa: ARG001 – a rule's shape
    raise Unsure(f"「{match[0]}」には決まった日がありません")


RULES = (
    Rule("|".join(_DAYS), _near),
    Rule(rf"(?:{_HOLIDAYS})", _holiday),
    Rule(r"明[々明]後日|しあさって|やのあさって", _dialect),
    Rule(
        rf"(?:{YEAR}_の?_)?(?P<turn>[今来昨])?_(?P<season>[春夏秋冬])(?:季|期)?(?:頃|ごろ|(?=以降|まで|中|に|$| ))",
        _season,
    ),
    Rule(r"年明け|年始", _turn_of_year),
    Rule(r"(?:月初め?|月頭|月の初め)", _beginning_of_month),
    Rule(
        r"(?:大型)?連休(?:明け|前)?|GW(?:明け|前)?|ゴールデンウ[イィ]-?ーク(?:明け|前)?|お?盆(?:明け|前)|年末年始(?:明け)?",
        _after_holidays,
    ),
    Rule(r"年度(?:明け|初め|始め|はじめ|当初|頭|替わり|がわり)", _around_fiscal_year),
    Rule(rf"(?P<minutes>{N})_分", _minutes),
    Rule(r"(?:同日|当日|翌日|前日|翌々日|同月|同年)", _whose_day),
    Rule(
        r"随時|至急|大至急|早急|即日|即時|速やか|すみやか|直ちに|なるべく早く|できるだけ早く|未定|別途|追って|いつでも|近日中?|後日|そのうち",
        _no_day,
    ),
)
