"""A process that posts what is due: the real poster, but for the one step at which it is told to break.

BREAK names the step, MUTANT a way in which our own code is wrong, SKEW how far this machine's clock is off (seconds),
STEP after how many seconds it jumps there, LATER how long after the start it is by the conference's clock, AUDIT
whether what was said more than once is looked for.
"""

import asyncio
import contextlib
import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

_real, _began = time.time, time.monotonic()
SKEW, STEP = float(os.environ.get("SKEW", "0")), float(os.environ.get("STEP", "0"))
time.time = lambda: _real() + (SKEW if time.monotonic() - _began >= STEP else 0)  # before anybody takes its name

from slack_sdk.http_retry.builtin_async_handlers import async_default_handlers  # noqa: E402
from slack_sdk.web.async_client import AsyncWebClient  # noqa: E402
from sqlalchemy import update  # noqa: E402
from sqlalchemy.exc import DBAPIError  # noqa: E402

from domain.posting import Claim, Outcome, Posting  # noqa: E402
from messages.blocks import Message  # noqa: E402
from reminders.auditor import Auditor  # noqa: E402
from reminders.poster import Poster, Terms  # noqa: E402
from storage import postings  # noqa: E402
from storage.database import Database, open_database  # noqa: E402
from storage.tables import PostingRow  # noqa: E402

HERE, START = "yamaguchi", datetime(2022, 10, 17, tzinfo=UTC)
QUICK = Terms(lease=4, settle=0.4, timeout=0.5, between=0, apart=1, most=8, audit=0.5, backoff=(0.2,))
AUDITS = (0.5, 1.0)
SAID: Message = {"text": "締切のお知らせ", "blocks": []}


class Breaking(Poster):
    """Dies or freezes at the step that BREAK names, once."""

    point = os.environ.get("BREAK", "")

    def _claim(self, since: float) -> list[Claim]:
        if self.point == "in_claim":
            with self._begin() as db:
                postings.claim(db, HERE, self._now(), postings.Asked(since, self._time(), QUICK.lease))
                kill()
        claimed = super()._claim(since)
        if claimed and self.point == "after_claim":
            kill()
        return claimed

    async def _post(self, posting: Posting, said: Message) -> Any:
        if self.point == "before_post":
            kill()
        if self.point == "freeze":
            Breaking.point = ""
            os.kill(os.getpid(), signal.SIGSTOP)  # until long after the lease; the request is sent then
        answer = await super()._post(posting, said)
        if self.point == "before_record":
            kill()
        return answer

    def _record(self, outcomes: Sequence[Outcome]) -> None:
        super()._record(outcomes)
        if self.point == "after_record":
            kill()


class Marking(Breaking):
    """A mutant: it marks before it sends."""

    async def _post(self, posting: Posting, said: Message) -> Any:
        with self._begin() as db:
            key = posting.key == SQL_KEY
            db.execute(update(PostingRow).where(key).values(state="sent"))
        return await super()._post(posting, said)


class Blind(Breaking):
    """A mutant: it never looks into the room."""

    async def _found(self, _claimed: Claim) -> None:
        return None


class Careless(Breaking):
    """A mutant: it writes down what became of a posting whoever holds the lease."""

    def _record(self, outcomes: Sequence[Outcome]) -> None:
        with self._begin() as db:
            for each in outcomes:
                said = {"state": each.state.value, "ts": each.ts, "room": each.room}
                db.execute(update(PostingRow).where(each.claim.posting.key == SQL_KEY).values(**said))


class Hasty(Breaking):
    """A mutant: it looks into the room before the room has settled."""

    def __init__(self, client: Any, database: Database, *given: Any) -> None:
        super().__init__(
            client,
            database,
            given[0],
            given[1],
            given[2],
            Terms(lease=QUICK.lease, settle=0, timeout=0.5, between=0, apart=1, backoff=(0,)),
        )


class ByItsOwnWatch(Breaking):
    """A mutant: it goes by this machine's clock, not by the database's."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self._time = time.time


SQL_KEY: Any = PostingRow.__table__.c.key  # type: ignore[attr-defined]
MUTANTS: dict[str, Callable[..., Poster]] = {
    "": Breaking,
    "the SDK tries again": Breaking,
    "marks before it sends": Marking,
    "never looks": Blind,
    "no epoch": Careless,
    "settles for nothing": Hasty,
    "its own clock": ByItsOwnWatch,
}


def kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


async def work() -> None:
    """Post what is due until it is told to end; then finish what is under way."""
    mutant, later = os.environ.get("MUTANT", ""), float(os.environ.get("LATER", "0"))
    database = patient(os.environ["DATABASE_URL"])
    retries = async_default_handlers() if mutant == "the SDK tries again" else []
    client = AsyncWebClient(os.environ["TOKEN"], base_url=os.environ["API_URL"], retry_handlers=retries)
    now = START + timedelta(seconds=later)
    terms = replace(QUICK, lease=6, timeout=3) if retries else QUICK  # the SDK waits before it tries again
    poster = MUTANTS[mutant](client, database, HERE, lambda: now, lambda _: SAID, terms)
    auditor = Auditor(client, database, HERE, AUDITS, QUICK.lease) if os.environ.get("AUDIT") else None
    ended = asyncio.Event()

    def end() -> None:
        poster.stop()
        ended.set()

    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, end)
    while not ended.is_set():
        with contextlib.suppress(OSError, DBAPIError):  # the next tick comes all the same
            poster.after_a_clock_set_back()
            await poster.post_due()
            if auditor:
                await auditor.look()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(ended.wait(), 0.05)


def patient(url: str) -> Database:
    """The database, as soon as it answers."""
    while True:
        try:
            return open_database(url)
        except Exception:  # noqa: BLE001 – it may be on its way up
            time.sleep(0.1)


if __name__ == "__main__":
    asyncio.run(work())
