"""Measures the search: 20,000 notes of 1,000 characters, beside plain LIKE and the trigram indexes of both databases.

`python bench/search.py` prints one table for SQLite; `--postgresql URL` prints one for that server as well. What is
found is counted beside how long it takes: an index that does not find 道路 is no answer, however fast.
"""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.databases import created  # noqa: E402 – found by the line above
from domain.calendar import TOKYO  # noqa: E402
from domain.lookup import key  # noqa: E402
from domain.search import Entry, Kind, Query, words  # noqa: E402
from storage import search  # noqa: E402
from storage.database import Database, open_database  # noqa: E402

HERE, NOW = "yamaguchi", datetime(2022, 9, 8, 9, 0, tzinfo=TOKYO)
NOTES, LONG, LOOKS = 20_000, 1_000, 7
PIECES = (
    "標準化の移行計画を庁内で確認し、次の会議で報告します。",
    "手続のオンライン化について、住民からの問い合わせが増えています。",
    "端末の更新は年度内に終える予定です。",
    "ＲＰＡのシナリオを共有し、ほかの市町でも使えるようにしました。",
    "マイナンバーカードの出張申請を地区ごとに行いました。",
    "福祉の窓口で、書かない受付を試しています。",
    "財政課と予算の調整をしています。",
    "職員研修の感想は良好でした。",
    "契約の見直しが必要です。",
)
SOMETIMES = (
    "道路台帳の電子化。",
    "山口県の担当者と打ち合わせ。",
    "ガバメントクラウドの接続方式を検討中。",
    "道路の予算は山口市と。",
)
ASKED = (
    "山口",
    "道路",
    "標準化",
    "ｼﾅﾘｵ",
    "ガバメントクラウド",
    "道路 予算",
    "防災行政無線",
    "特異な語句",
    "見当たらない語",
)


def notes(count: int) -> Iterator[Entry]:
    """Made-up notes, the same each time; one in a hundred tells of 防災行政無線, three of 特異な語句."""
    chance = random.Random(7)  # noqa: S311 – the same notes in every run
    for nth in range(count):
        often = [*PIECES, *(chance.sample(SOMETIMES, 1) if nth % 10 == 0 else ())]
        body = "".join(chance.choices(often, k=LONG // 20))[:LONG].ljust(LONG, "。")
        body = f"防災行政無線{body[6:]}" if nth % 100 == 0 else body
        body = f"{body[:-5]}特異な語句" if nth % (count // 3) == 1 else body
        at = NOW - timedelta(minutes=nth)
        yield Entry(Kind.NOTE, str(nth), at, f"{chance.choice(PIECES)[:20]}{nth}", body, f"{nth % 19}")


def fill(database: Database, count: int) -> None:
    with database.alone() as db:
        for entry in notes(count):
            search.keep(db, HERE, entry)
        db.execute(text("CREATE TABLE plain (id INTEGER, body TEXT)"))
        db.execute(text("INSERT INTO plain SELECT CAST(subject AS INTEGER), title || body FROM search"))


def ours(db: Connection, asked: str) -> int:
    return search.find(db, HERE, Query(words(asked)), reader=None, now=NOW, most=5).total


def like(db: Connection, asked: str) -> int:
    """What is typed, as it is typed, in what was written, as it was written."""
    held = " AND ".join(f"body LIKE :w{nth}" for nth, _ in enumerate(asked.split()))
    given = {f"w{nth}": f"%{word}%" for nth, word in enumerate(asked.split())}
    return len(db.execute(text(f"SELECT id FROM plain WHERE {held}"), given).all())  # noqa: S608 – names of ours


def indexed(db: Connection) -> str:
    """Make the trigram index of this database over the folded text; why not, where it has none."""
    try:
        if db.dialect.name == "sqlite":
            db.execute(text("CREATE VIRTUAL TABLE trigrams USING fts5(folded, tokenize='trigram')"))
            db.execute(text("INSERT INTO trigrams SELECT folded_title || ' ' || folded FROM search"))
        else:
            db.execute(text("CREATE EXTENSION pg_trgm"))
            db.execute(text("CREATE INDEX trigrams ON search USING gin (folded gin_trgm_ops)"))
    except DBAPIError as error:
        return str(error.orig).splitlines()[0]
    return ""


def trigram(db: Connection, asked: str) -> int:
    folded = [key(word) for word in asked.split()]
    if db.dialect.name == "sqlite":
        given = {"match": " ".join(f'"{word}"' for word in folded)}
        return len(db.execute(text("SELECT rowid FROM trigrams WHERE trigrams MATCH :match"), given).all())
    held = " AND ".join(f"folded LIKE :w{nth}" for nth, _ in enumerate(folded))
    given = {f"w{nth}": f"%{word}%" for nth, word in enumerate(folded)}
    return len(db.execute(text(f"SELECT subject FROM search WHERE {held}"), given).all())  # noqa: S608 – names of ours


def measured(db: Connection, way: Callable[[Connection, str], int], asked: str) -> tuple[int, float]:
    """How many are found, and in how many seconds (the median of several looks)."""
    took = []
    for _ in range(LOOKS):
        began = time.perf_counter()
        found = way(db, asked)
        took.append(time.perf_counter() - began)
    return found, median(took)


def table(name: str, database: Database) -> None:
    with database.alone() as db:
        why_not = indexed(db)
    ways: dict[str, Callable[[Connection, str], int]] = {"検索": ours, "LIKE（書かれたまま）": like}
    ways |= {} if why_not else {"3文字の索引": trigram}
    print(f"\n## {name}{f'（3文字の索引なし：{why_not}）' if why_not else ''}\n")
    print("| 探す言葉 |", " | ".join(ways), "|\n| --- |", " | ".join("---" for _ in ways), "|")
    for asked in ASKED:
        with database.alone() as db:
            cells = [
                f"{found:,}件 {took * 1_000:.1f} ms" for found, took in (measured(db, w, asked) for w in ways.values())
            ]
        print(f"| {asked} |", " | ".join(cells), "|", flush=True)


@contextmanager
def filled(url: str, count: int) -> Iterator[Database]:
    database = open_database(url)
    began = time.perf_counter()
    fill(database, count)
    print(f"{count:,} notes in {time.perf_counter() - began:.1f} s", flush=True)
    yield database
    database.close()


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--notes", type=int, default=NOTES)
    given.add_argument("--postgresql", default="", help="postgresql://user@/{name}?host=…")
    chosen = given.parse_args()
    with tempfile.TemporaryDirectory() as folder, filled(f"sqlite:///{folder}/bench.db", chosen.notes) as database:
        table("SQLite", database)
    if chosen.postgresql:
        with created(chosen.postgresql, "search") as (url,), filled(url, chosen.notes) as database:
            table("PostgreSQL", database)


if __name__ == "__main__":
    main()
