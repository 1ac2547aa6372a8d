"""Wakes the poster and the planner: APScheduler ticks, the database decides what there is to do."""

from collections.abc import Awaitable, Callable
from datetime import UTC

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

log = structlog.get_logger()

POST, PLAN = 5, 60  # seconds between two ticks
_JOB = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}


class Ticker:
    """Two interval jobs in memory. Nothing of value is ever a job: a tick that is missed is made up for by the next."""

    def __init__(self, *, post: Callable[[], Awaitable[object]], plan: Callable[[], Awaitable[object]]) -> None:
        self._scheduler = AsyncIOScheduler(timezone=UTC, job_defaults=_JOB)
        self._scheduler.add_job(_told(post), "interval", seconds=POST)
        self._scheduler.add_job(_told(plan), "interval", seconds=PLAN)

    def start(self) -> None:
        self._scheduler.start()

    def stop(self) -> None:
        self._scheduler.shutdown(wait=False)


def _told(work: Callable[[], Awaitable[object]]) -> Callable[[], Awaitable[None]]:
    """A tick that fails is logged, and the next one comes all the same."""

    async def tick() -> None:
        try:
            await work()
        except Exception as error:
            log.exception("tick_failed", error=type(error).__name__)

    return tick
