"""Measures the papers as files: a table of 19 municipalities and one of 1,741, in time and peak memory."""

import sys
import time
import tracemalloc
from datetime import datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from documents.drawn import FORMATS
from domain.calendar import TOKYO
from domain.paper import Paper, Table, row

NOW = datetime(2022, 9, 8, 9, 0, tzinfo=TOKYO)
SIZES = (19, 1_741)
SAID = ("２２手続", "ﾏｲﾅﾝﾊﾞｰ系まで特定通信", "自治体被災者支援ｼｽﾃﾑを利用", "住民記録システム改修中")


def paper(municipalities: int) -> Paper:
    """A table as wide as that of 資料３."""
    rows = tuple(row(f"市町村{nth:04}", *SAID) for nth in range(municipalities))
    table = Table(("市町", "手続数", "接続", "被災者支援", "転出届"), rows, (7, 11, 16, 16, 13))
    return Paper(number="資料３", title="測定", tables=(table,), whole=municipalities <= 40)


def measured(form: str, asked: Paper) -> tuple[float, float, int]:
    """Seconds, MiB at most, and bytes of the file; libraries are loaded before."""
    begun = time.perf_counter()
    contents = FORMATS[form]([asked], NOW)
    seconds = time.perf_counter() - begun
    tracemalloc.start()
    FORMATS[form]([asked], NOW)
    peak = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    return seconds, peak, len(contents)


def main() -> None:
    for form in FORMATS:
        FORMATS[form]([paper(1)], NOW)
        for size in SIZES:
            seconds, peak, long = measured(form, paper(size))
            print(f"{form:5} {size:6,} rows {seconds * 1000:8.1f} ms {peak:6.1f} MiB at most {long / 1024:7.1f} KiB")


if __name__ == "__main__":
    main()
