"""Wakes the poster, the planner, the auditor and the homes: APScheduler ticks, the database decides what to do."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC
from typing import cast

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

log = structlog.get_logger()

Work = Callable[[], Awaitable[object]]

POST, PLAN, AUDIT, HOMES, BACKUP = 5, 60, 30, 5, 60  # seconds between two ticks
_JOB = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}


class Ticker:
    """Four interval jobs in memory, and one that makes backups where that is wanted.

    Nothing of value is ever a job: the next tick makes up for one that was missed.
    """

    def __init__(self, *, post: Work, plan: Work, audit: Work, homes: Work, backup: Work | None = None) -> None:
        self._scheduler = AsyncIOScheduler(timezone=UTC, job_defaults=_JOB)
        self._under_way: set[asyncio.Task[None]] = set()
        jobs = [(post, POST), (plan, PLAN), (audit, AUDIT), (homes, HOMES), *([(backup, BACKUP)] if backup else [])]
        for work, seconds in jobs:
            self._scheduler.add_job(self._told(work), "interval", seconds=seconds)

    def start(self) -> None:
        self._scheduler.start()

    async def stop(self) -> None:
        """Begin nothing more, and let what is under way end: APScheduler itself would break it off."""
        self._scheduler.pause()
        if self._under_way:
            await asyncio.wait(self._under_way)
        self._scheduler.shutdown(wait=False)

    def _told(self, work: Work) -> Callable[[], Awaitable[None]]:
        """A tick that fails is logged, and the next one comes all the same."""

        async def tick() -> None:
            self._under_way.add(here := cast("asyncio.Task[None]", asyncio.current_task()))
            try:
                await work()
            except Exception as error:
                log.exception("tick_failed", error=type(error).__name__)
            finally:
                self._under_way.discard(here)

        return tick
