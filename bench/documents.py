"""Measures the papers as files: tables of 19 municipalities and of 1,741, pictures, and 19 papers in one file."""

import sys
import time
import tracemalloc
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from documents.drawn import FORMATS
from domain.calendar import TOKYO
from domain.paper import Cell, Line, Paper, Point, Row, Shade, Table, Trend, row

NOW = datetime(2022, 9, 8, 9, 0, tzinfo=TOKYO)
SIZES = (19, 1_741)
SAID = ("２２手続", "ﾏｲﾅﾝﾊﾞｰ系まで特定通信", "自治体被災者支援ｼｽﾃﾑを利用", "住民記録システム改修中")


def paper(municipalities: int) -> Paper:
    """A table as wide as that of 資料３."""
    rows = tuple(row(f"市町村{nth:04}", *SAID) for nth in range(municipalities))
    table = Table(("市町", "手続数", "接続", "被災者支援", "転出届"), rows, (7, 11, 16, 16, 13))
    return Paper(number="資料３", title="測定", tables=(table,), whole=municipalities <= 40)


def steps(name: str) -> Paper:
    """A table as large as that of 20 systems by 40 steps."""
    rows = [Row((Cell(name), *[Cell("■", shade=Shade.DONE)] * nth, *[Cell()] * (40 - nth))) for nth in range(20)]
    table = Table(("業務", *(str(step) for step in range(1, 41))), tuple(rows), (11, *([1.7] * 40)))
    return Paper(number="", title=name, tables=(table,), sheet=name)


def trend(lines: int, days: int) -> Paper:
    """Lines of as many municipalities over as many days."""
    every = [date.fromordinal(date(2022, 4, 1).toordinal() + nth * 30) for nth in range(days)]
    points = tuple(Point(day, f"{day:%m.%d}", float(nth), f"{nth}％") for nth, day in enumerate(every))
    drawn = tuple(Line(f"市町村{nth:02}", points) for nth in range(lines))
    return Paper(number="", title="推移", tables=(), trend=Trend("％", drawn))


def measured(form: str, asked: Sequence[Paper]) -> tuple[float, float, int]:
    """Seconds, MiB at most, and bytes of the file; libraries are loaded before."""
    begun = time.perf_counter()
    contents = FORMATS[form](asked, NOW)
    seconds = time.perf_counter() - begun
    tracemalloc.start()
    FORMATS[form](asked, NOW)
    peak = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    return seconds, peak, len(contents)


def told(form: str, what: str, asked: Sequence[Paper]) -> None:
    seconds, peak, long = measured(form, asked)
    print(f"{form:5} {what:24} {seconds * 1000:8.1f} ms {peak:6.1f} MiB at most {long / 1024:7.1f} KiB")


def main() -> None:
    for form in FORMATS:
        FORMATS[form]([paper(1)], NOW)
        for size in SIZES if form != "png" else ():
            told(form, f"{size:,} rows", [paper(size)])
        if form != "png":
            told(form, "19 × 20 systems by steps", [steps(f"市町村{nth:02}") for nth in range(19)])
    told("png", "20 systems by steps", [steps("市町村")])
    for lines, days in ((3, 4), (21, 24)):
        told("png", f"{lines} lines over {days} days", [trend(lines, days)])


if __name__ == "__main__":
    main()
