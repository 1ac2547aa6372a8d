"""Measures a round: 1,741 municipalities that report into one, and who has not reported, beside 19.

`python bench/round.py` prints one table; every ratio is of the same run. `--postgresql URL` measures there as well.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench import fill  # noqa: E402 – found by the line above
from bench.databases import created  # noqa: E402
from domain.answers import Value  # noqa: E402
from domain.calendar import TOKYO  # noqa: E402
from domain.catalogue import Catalogue  # noqa: E402
from domain.deadline import Deadline, Done, Tap  # noqa: E402
from domain.model import AsOf  # noqa: E402
from domain.round import How, Report, Round  # noqa: E402
from storage import audit, catalogue, deadlines, papers, reports, rounds, unreported  # noqa: E402
from storage.database import Database, open_database  # noqa: E402

HERE, NOW = "yamaguchi", datetime(2022, 10, 17, 9, 0, tzinfo=TOKYO)
AS_OF = AsOf(date(2022, 9, 30), date(2022, 9, 30), "day")
FEW, MANY, LOOKS = 19, 1_741, 30
BARE = (
    "SELECT m.code FROM municipality m WHERE m.conference = 'yamaguchi' AND NOT EXISTS "
    "(SELECT 1 FROM report r WHERE r.conference = m.conference AND r.round = '{round}' AND r.body = m.code)"
)


@contextmanager
def conference(url: str, size: int) -> Iterator[tuple[Database, Catalogue]]:
    """A conference with the papers and so many municipalities."""
    database = open_database(url)
    with database.alone() as db:
        catalogue.prepare(db, HERE)
        papers.load(db, HERE)
        fill.found_municipalities(db, size)
    fill.tidy(database.read())
    yield database, catalogue.load(database.read(), HERE)
    database.close()


def opened(database: Database) -> tuple[Round, Deadline]:
    with database.begin() as db:
        asked = rounds.open_(db, HERE, Round("", "standardization", "標準化の照会", AS_OF, opened_at=NOW))
        due = Deadline("", asked.title, NOW + timedelta(days=14), "", round=asked.id)
        return asked, deadlines.add(db, HERE, due, NOW)


def report(database: Database, asked: Round, due: Deadline, body: str) -> float:
    """Seconds in which one municipality's report is kept: 23 answers, standing, tap, audit, one transaction."""
    answers: dict[tuple[str, int], Value] = {("systems", n): 12.0 for n in range(1, 21)}
    answers |= {("target_systems", 0): 20.0, ("completed_step", 0): 12.0, ("excluded_systems", 0): 0.0}
    said = Report(asked.id, body, "U1", NOW, How.FORM, answers, key=f"view:{body}")
    began = time.perf_counter()
    with database.begin() as db:
        rounds.held(db, HERE, asked.id)
        reports.record(db, HERE, said)
        deadlines.tap(db, HERE, due, Tap(body, Done.DONE, "U1", NOW))
        audit.record(db, HERE, at=NOW, by="U1", action="report", subject=f"round/{asked.id}/{body}", detail={})
    return time.perf_counter() - began


def missing(database: Database, asked: Round, loaded: Catalogue) -> tuple[float, float]:
    """Seconds in which it is known who has not reported, and those of the bare statement."""
    ours, bare = [], []
    for _ in range(LOOKS):
        began = time.perf_counter()
        found = unreported.one(database.read(), HERE, f"round/{asked.id}", loaded.municipalities, NOW)
        assert found
        assert found.missing
        ours.append(time.perf_counter() - began)
        began = time.perf_counter()
        assert database.read().exec_driver_sql(BARE.format(round=asked.id)).all()
        bare.append(time.perf_counter() - began)
    return median(ours), median(bare)


def measured(url: str, size: int) -> tuple[list[float], float, float]:
    """What each report took while two thirds of all report, and then who is missing, beside the bare statement."""
    with conference(url, size) as (database, loaded):
        asked, due = opened(database)
        reporting = loaded.municipalities[: size * 2 // 3]
        took = [report(database, asked, due, body.code) for body in reporting]
        return took, *missing(database, asked, loaded)


def table(kind: str, few: str, many: str) -> None:
    little, much = measured(few, FEW), measured(many, MANY)
    rate, p99 = len(much[0]) / sum(much[0]), quantiles(much[0], n=100)[98]
    growth = median(much[0]) / median(little[0])
    print(f"| {kind}: a report, {MANY:,} | {median(much[0]) * 1e3:.2f} ms | {FEW}: {growth:.2f} × | {rate:.0f}/s, "
          f"p99 {p99 * 1e3:.1f} ms |")  # fmt: skip
    print(f"| {kind}: who is missing, {MANY:,} | {much[1] * 1e3:.2f} ms | bare {much[1] / much[2]:.1f} × | "
          f"{FEW}: {little[1] * 1e3:.2f} ms |")  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--postgresql", default=os.environ.get("BENCH_POSTGRESQL", ""))
    server = parser.parse_args().postgresql
    print("| measured | here | beside it | |\n| --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as folder:
        table("SQLite", f"sqlite:///{folder}/few.db", f"sqlite:///{folder}/many.db")
    if server:
        with created(server, "few", "many") as (few, many):
            table("PostgreSQL", few, many)


if __name__ == "__main__":
    main()
