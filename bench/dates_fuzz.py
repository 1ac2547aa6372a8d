"""Throws made-up and damaged dates at the date reader: python bench/dates_fuzz.py --count 1000000.

What it schedules is judged without its grammar: by the numbers, words and borders that stand in the text.
"""

import argparse
import calendar
import random
import re
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from domain.calendar import TOKYO
from domain.dates.verdict import Kind, Verdict
from domain.when import read

NOWS = [
    datetime(2022, 9, 8, 9, tzinfo=TOKYO),
    datetime(2022, 9, 30, 23, 59, 59, tzinfo=TOKYO),
    datetime(2023, 3, 31, tzinfo=TOKYO),
    datetime(2022, 12, 28, 17, 20, tzinfo=TOKYO),
    datetime(2024, 2, 29, 12, tzinfo=TOKYO),
    datetime(2026, 11, 22, 8, 30, tzinfo=TOKYO),
]
SCHEDULED = {Kind.DATE, Kind.RANGE, Kind.RECUR}
JUNK = "犬ξ県?#庁π★※＠ぬyxq…"
SUBJECTS = [
    "実績報告",
    "補助金の申請",
    "三重県への回答",
    "令和5年度 予算要求",
    "9月議会資料",
    "第二課の調査票",
    "様式１",
]
ATOMS = [
    *"0123456789〇一二三四五六七八九十年月日時分末旬中頃の〜～-/.:(（)） 　、。",
    *(
        "令和",
        "平成",
        "昭和",
        "R",
        "Ｈ",
        "㋿",
        "年度",
        "月末",
        "年度末",
        "上旬",
        "下旬",
        "今月",
        "来月",
        "来週",
        "今週",
        "次の",
    ),
    *(
        "月曜",
        "火曜日",
        "(水)",
        "（木）",
        "金曜",
        "㈯",
        "第2",
        "第２火曜",
        "最終",
        "開庁日",
        "営業日",
        "営業日後",
        "日以内",
    ),
    *(
        "日後",
        "週間後",
        "か月後",
        "の前日",
        "の1週間前",
        "の3営業日前",
        "まで",
        "までに",
        "必着",
        "締切",
        "〆",
        "から",
        "以降",
    ),
    *(
        "午前",
        "午後",
        "17時",
        "５時半",
        "正午",
        "24時",
        "17:15",
        "毎月",
        "毎週",
        "毎年",
        "四半期",
        "上半期",
        "本日",
        "明日",
    ),
    *(
        "10月31日",
        "令和4年",
        "令和５年3月",
        "R4.10.31",
        "2022/10/31",
        "10/31",
        "31日",
        "２月２９日",
        "分",
        "号",
        "議会",
        "ごろ",
    ),
]
_PATTERNS = [
    *("{y}{m}月{d}日", "{y}{m}月末", "{y}{m}月{t}", "{m}/{d}", "R{n}.{m}.{d}", "20{yy}-{m}-{d}", "{y}{m}月{d}日({w})"),
    *("{m}月{d}日～{m2}月{d2}日", "{d}営業日後", "{d}日以内", "毎月{d}日", "毎月第{q}{w}曜", "来月{d}日", "{d}日"),
    *("{m}月{d}日の{q}週間前", "{m}月第{q}{w}曜", "第{q}四半期末", "来週{w}曜", "{y}度末", "{y}{m}月{d}日{h}時"),
]


def strings(count: int, seed: int) -> Iterator[tuple[str, datetime]]:
    """Half of them atoms in a row, half a date, mostly damaged."""
    dice = random.Random(seed)  # noqa: S311 – it makes texts, not secrets
    for _ in range(count):
        text = "".join(dice.choices(ATOMS, k=dice.randint(1, 9))) if dice.random() < 0.5 else _damaged(dice)
        yield text, dice.choice(NOWS)


def _damaged(dice: random.Random) -> str:
    text = _date(dice)
    for _ in range(dice.choice([0, 1, 1, 1, 2, 3])):
        at = dice.randint(0, len(text))
        new = dice.choice([dice.choice(JUNK), dice.choice(ATOMS), ""])
        text = text[:at] + new + text[at + dice.choice([0, 0, 1]) :]
    return text + dice.choice(
        ["", "", "まで", "必着", f" {dice.choice(SUBJECTS)}", f"　{dice.choice(SUBJECTS)}", dice.choice(SUBJECTS)]
    )


def _date(dice: random.Random) -> str:
    n = dice.randint(0, 12)
    year = dice.choice(["", "", f"令和{n}年", f"{2018 + n}年", f"平成{n + 25}年", f"{n}年", "来年", "本年"])
    text = dice.choice(_PATTERNS).format(
        y=year or ("今年" if dice.random() < 0.2 else ""),
        n=n,
        yy=18 + n,
        m=dice.randint(0, 13),
        d=dice.randint(0, 32),
        m2=dice.randint(1, 12),
        d2=dice.randint(1, 31),
        q=dice.randint(0, 5),
        w=dice.choice("月火水木金土日"),
        t=dice.choice(["上旬", "中旬", "下旬", "初旬"]),
        h=dice.randint(0, 25),
    )
    return text.translate(str.maketrans("0123456789", "０１２３４５６７８９")) if dice.random() < 0.3 else text


def complaint(text: str, verdict: Verdict, now: datetime) -> str:
    """What is wrong with scheduling this; nothing where it is right, as far as one can tell without a grammar."""
    if verdict.kind not in SCHEDULED:
        return "" if verdict.say else "nothing said"
    if verdict.day is None or verdict.due_at is None or verdict.day < now.astimezone(TOKYO).date():
        return "scheduled in the past, or without a day"
    at = text.rfind(verdict.subject) if verdict.subject else len(text)
    if at < 0:
        return "the subject is not as written"
    used = unicodedata.normalize("NFKC", text[:at] if at else text)
    if at and re.match(r"[~〜～]|から|より|以降|頃|ごろ|又は|または", verdict.subject):
        return "what follows changes the day"
    labelled = bool(verdict.subject) and not at  # 申請締切：10月31日
    return (
        ("" if labelled else _border(used, text[at:]) or _words(used))
        or _numbers(used, verdict)
        or _days(used, verdict)
    )


def _border(used: str, subject: str) -> str:
    """What was read ends at a blank, a mark or まで, unless nothing follows."""
    if not subject or re.search(r"(?:[ 、。,.:;]|まで[にの]?は?|[切〆着守限効][のに]?|です)$", used) or used == "":
        return ""
    kept = re.match(r"提出|申請|回答|報告|開催|実施|予定|公表|閣議決定|支払|納品|送付|発送|入力", subject)
    return "" if kept else "the subject begins in the middle of a word"


_DATE_WORDS = re.compile(
    "[0-9〇一二三四五六七八九十廿百千元年月日時分半末旬上中下初度内頭の〜~\\-−‐–/.:()・、。, 令和平成昭大正明治"
    "RHSTMrhstmAPap火水木金土曜祝休第最終後開庁営業週間かヶカヵケ箇個前翌次今来再本当先去昨以降から始直迄まで"
    "には必着達厳守期限締切〆め切り消印有効時です毎隔各四半期ごと朝夕方午正お昼務勤執了定閉刻いっぱ"
    "ょうきあしたすさてくおと一昨体育文化感謝春秋分建国記念天皇誕生成人海山敬老憲法こどもみりスポツ仕事納御用大晦そ]*"
)


def _words(used: str) -> str:
    return "" if _DATE_WORDS.fullmatch(used) else "it read over a word that is no date"


def _numbers(used: str, verdict: Verdict) -> str:
    """Every number of a plain date is found again in the day, its span or its hour."""
    if verdict.kind is Kind.RECUR or re.search(r"[後前内第期]|以内|営業|開庁|目", used):
        return ""
    known = {0}
    for day in filter(None, (verdict.day, verdict.start)):
        years = {day.year, day.year - 2018, day.year - 1988, day.year - 1925}
        known |= years | {day.month, day.day} | ({year - 1 for year in years} if "度" in used else set())
    if verdict.hour:
        hour = verdict.hour.hour
        known |= {hour, hour - 12, hour % 24, verdict.hour.minute}
    if verdict.kind is Kind.RANGE and verdict.start is None:
        known.add(verdict.day.month if verdict.day else 0)
    behind = re.split(r"[~〜]", used)[-1]
    used = (
        re.sub(r"[0-9]+(?:時半?|分|:[0-9]+)", "", used.removesuffix(behind)) + behind
    )  # 9時～17時: the last hour counts
    extra = {int(each) for each in re.findall(r"[0-9]+", used)} - known
    return f"numbers {extra} are not in what was read" if extra else ""


def _days(used: str, verdict: Verdict) -> str:
    """The 10月31日 at the end of the text is the day that was read, the 10月末 its month's end."""
    last = re.split(r"[~〜]|-(?![0-9])", used)[-1]
    if verdict.day is None or verdict.kind is Kind.RECUR or re.search(r"の.*[前後翌]|[一二三四五六七八九十]", last):
        return ""
    day: date = verdict.day
    written = re.findall(r"(?<![0-9令和平成RH])([0-9]{1,2}) *[月/] *([0-9]{1,2})(?![0-9])(?! *[営週か])", last)
    if written and (day.month, day.day) != tuple(map(int, written[-1])):
        return "another day than the one written"
    end = re.findall(r"([0-9]{1,2}) *月 *末", last)
    if end and (day.month, day.day) != (int(end[-1]), calendar.monthrange(day.year, day.month)[1]):
        return "no end of that month"
    weekday = re.findall(r"\(([月火水木金土日])", last)
    if weekday and "月火水木金土日"[day.weekday()] != weekday[-1]:
        return "another weekday than the one written"
    return ""


def main() -> None:
    """Print how many of each kind there were, how long it took, and what was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    kinds: Counter[str] = Counter()
    wrong = []
    began = time.perf_counter()
    for text, now in strings(asked.count, asked.seed):
        verdict = read(text, now, guess=None)
        kinds[verdict.kind.value] += 1
        if why := complaint(text, verdict, now):
            wrong.append(f"{text!r} at {now}: {why}: {verdict}")
    took = time.perf_counter() - began
    print(f"{asked.count} texts in {took:.0f} s ({took / asked.count * 1e6:.0f} µs each)")
    print(", ".join(f"{kind}: {count}" for kind, count in sorted(kinds.items())))
    print(f"wrong: {len(wrong)}", *wrong[:40], sep="\n")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
