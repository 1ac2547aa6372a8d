"""Wakes the poster, the planner, the auditor and the homes: APScheduler ticks, the database decides what to do."""

from collections.abc import Awaitable, Callable
from datetime import UTC

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

log = structlog.get_logger()

Work = Callable[[], Awaitable[object]]

POST, PLAN, AUDIT, HOMES = 5, 60, 30, 5  # seconds between two ticks
_JOB = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}


class Ticker:
    """Four interval jobs in memory. Nothing of value is ever a job: the next tick makes up for one that was missed."""

    def __init__(self, *, post: Work, plan: Work, audit: Work, homes: Work) -> None:
        self._scheduler = AsyncIOScheduler(timezone=UTC, job_defaults=_JOB)
        self._scheduler.add_job(_told(post), "interval", seconds=POST)
        self._scheduler.add_job(_told(plan), "interval", seconds=PLAN)
        self._scheduler.add_job(_told(audit), "interval", seconds=AUDIT)
        self._scheduler.add_job(_told(homes), "interval", seconds=HOMES)

    def start(self) -> None:
        self._scheduler.start()

    def stop(self) -> None:
        self._scheduler.shutdown(wait=False)


def _told(work: Work) -> Callable[[], Awaitable[None]]:
    """A tick that fails is logged, and the next one comes all the same."""

    async def tick() -> None:
        try:
            await work()
        except Exception as error:
            log.exception("tick_failed", error=type(error).__name__)

    return tick
