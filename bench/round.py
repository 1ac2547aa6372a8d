"""Measures a round: 1,741 municipalities that report into one beside 19 and beside bare SQL, and who has not reported.

`python bench/round.py` prints one table; every ratio is of the same run. PostgreSQL is one of its own, from the wheel
of the tests, or `--postgresql URL`. The municipalities have reported before: `--months` monthly rounds in each theme.
"""

import argparse
import gc
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench import fill, storing  # noqa: E402 – found by the line above
from bench.databases import created, server  # noqa: E402
from bench.storing import Stored, beside_bare, desk, submit  # noqa: E402
from domain.calendar import TOKYO  # noqa: E402
from domain.catalogue import Catalogue  # noqa: E402
from domain.deadline import Deadline  # noqa: E402
from domain.model import AsOf  # noqa: E402
from domain.round import Round  # noqa: E402
from storage import catalogue, deadlines, papers, rounds, unreported  # noqa: E402
from storage.database import Database, open_database  # noqa: E402

HERE, NOW = "yamaguchi", datetime(2022, 10, 17, 9, 0, tzinfo=TOKYO)
AS_OF = AsOf(date(2022, 9, 30), date(2022, 9, 30), "day")
FEW, MANY, LOOKS = 19, 1_741, 30
BARE = (
    "SELECT m.code FROM municipality m WHERE m.conference = 'yamaguchi' AND NOT EXISTS "
    "(SELECT 1 FROM report r WHERE r.conference = m.conference AND r.round = '{round}' AND r.body = m.code)"
)


@dataclass(frozen=True, slots=True)
class Measured:
    """What the reports took, alone and beside bare SQL, and who is missing, beside the bare statement."""

    reports: Sequence[float]
    stored: Sequence[Stored]
    missing: float
    bare_missing: float


@contextmanager
def conference(url: str, size: int, months: int) -> Iterator[tuple[Database, Catalogue]]:
    """A conference with the papers and so many municipalities that have reported for so many months."""
    database = open_database(url)
    with database.alone() as db:
        catalogue.prepare(db, HERE)
        papers.load(db, HERE)
        fill.found_municipalities(db, size)
        fill.keep_rounds(db, months)
        fill.tidy(db)
    yield database, catalogue.load(database.read(), HERE)
    database.close()


def opened(database: Database) -> Round:
    with database.begin() as db:
        asked = rounds.open_(db, HERE, Round("", "standardization", "標準化の照会", AS_OF, opened_at=NOW))
        due = Deadline("", asked.title, NOW + timedelta(days=14), "", round=asked.id)
        deadlines.add(db, HERE, due, NOW)
        return asked


def missing(database: Database, asked: Round, loaded: Catalogue) -> tuple[float, float]:
    """Seconds in which it is known who has not reported, and those of the bare statement."""
    ours, bare = [], []
    for _ in range(LOOKS):
        began = storing.clock()
        found = unreported.one(database.read(), HERE, f"round/{asked.id}", loaded.municipalities, NOW)
        assert found
        assert found.missing
        ours.append(storing.clock() - began)
        began = storing.clock()
        assert database.read().exec_driver_sql(BARE.format(round=asked.id)).all()
        bare.append(storing.clock() - began)
    return median(ours), median(bare)


def measured(url: str, size: int, months: int) -> Measured:
    """Two thirds report, every fourth of them beside bare SQL; and then it is asked who is missing."""
    with conference(url, size, months) as (database, loaded):
        asked, ours = opened(database), desk(database, NOW)
        gc.freeze()  # as the bot does at its start
        gc.set_threshold(20_000, 20, 50)
        bodies = [body.code for body in loaded.municipalities[: size * 2 // 3]]
        stored = [beside_bare(database, ours, asked, body) for body in bodies[::4]]
        took = [submit(ours, asked, body) for body in bodies if body not in bodies[::4]]
        return Measured(took, stored, *missing(database, asked, loaded))


def table(kind: str, little: Measured, much: Measured) -> None:
    ours, bare = (median(getattr(each, name) for each in much.stored) for name in ("ours", "bare"))
    ratio = median(each.ours / each.bare for each in much.stored)
    rows = f"{median(each.rows for each in much.stored):g}"
    print(f"| {kind}: a report stored, {MANY:,} | {ours * 1e3:.2f} ms | the same {rows} rows by bare SQL "
          f"{bare * 1e3:.2f} ms: {ratio:.1f} × (target ≤ 5) | |")  # fmt: skip
    growth, p99 = median(much.reports) / median(little.reports), quantiles(much.reports, n=100)[98]
    print(f"| {kind}: report after report, {MANY:,} | {median(much.reports) * 1e3:.2f} ms | {FEW}: {growth:.2f} × | "
          f"{len(much.reports) / sum(much.reports):.0f}/s, p99 {p99 * 1e3:.1f} ms |")  # fmt: skip
    print(f"| {kind}: who is missing, {MANY:,} | {much.missing * 1e3:.2f} ms | bare "
          f"{much.bare_missing * 1e3:.2f} ms: {much.missing / much.bare_missing:.1f} × (target ≤ 2) | "
          f"{FEW}: {little.missing * 1e3:.2f} ms |")  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--postgresql", metavar="URL", default=os.environ.get("BENCH_POSTGRESQL"))
    parser.add_argument("--months", type=int, default=1)
    parser.add_argument(
        "--cpu", action="store_true", help="CPU time instead of the clock's, on SQLite: on a busy machine"
    )
    options = parser.parse_args()
    storing.clock = time.thread_time if options.cpu else time.perf_counter
    print("| measured | here | beside it | |\n| --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as folder:
        urls = [f"sqlite:///{folder}/{name}.db" for name in ("few", "many")]
        table("SQLite", measured(urls[0], FEW, options.months), measured(urls[1], MANY, options.months))
    if options.cpu:
        return  # what PostgreSQL does is done in its own processes
    with server(options.postgresql) as address, created(address, "few", "many") as (few, many):
        table("PostgreSQL", measured(few, FEW, options.months), measured(many, MANY, options.months))


if __name__ == "__main__":
    main()
