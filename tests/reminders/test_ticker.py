"""The ticker wakes, and at the end it breaks nothing off."""

import asyncio
from datetime import UTC, datetime

from reminders.ticker import Ticker


async def nothing():
    """A tick with nothing to do."""


async def test_what_is_under_way_at_the_end_is_finished():
    begun, may_end, done = asyncio.Event(), asyncio.Event(), []

    async def posting():
        begun.set()
        await may_end.wait()
        done.append("posted")

    ticker = Ticker(post=posting, plan=nothing, audit=nothing, homes=nothing)
    ticker.start()
    ticker._scheduler.get_jobs()[0].modify(next_run_time=datetime.now(UTC))
    await asyncio.wait_for(begun.wait(), 5)
    ending = asyncio.create_task(ticker.stop())
    await asyncio.wait({ending}, timeout=0)
    assert not ending.done()
    may_end.set()
    await ending

    assert ["posted"] == done
