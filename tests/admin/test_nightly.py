"""The nightly backup: once a night, proved, so many kept; a failed one is told to the secretariat once."""

import asyncio
import os
import signal
from datetime import date, datetime, time, timedelta

import pytest
from talk import SECRETARY, settings_for

import bot
from admin.nightly import Nightly, newest
from domain.calendar import TOKYO
from handlers.pulse import Pulse
from storage import backups

EVENING = datetime(2026, 11, 22, 20, 0, tzinfo=TOKYO)


class Clock:
    """A clock that a test moves."""

    def __init__(self):
        self.now = EVENING

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def told():
    return []


@pytest.fixture
def nightly(loaded_url, tmp_path, clock, told):
    return Nightly(
        url=loaded_url,
        folder=tmp_path / "backups",
        keep=2,
        at=time(3, 0),
        now=clock,
        tell=lambda night, why: told.append((night, why)),
    )


def names(nightly):
    return sorted(each.name for each in nightly.folder.iterdir())


async def test_one_is_made_for_each_night_and_only_the_newest_are_kept(nightly, clock):
    await nightly.look()
    (nightly.folder / "bot-20261101-120000.db").write_bytes(b"made by hand")
    for _ in range(3):
        for _ in range(2):
            await nightly.look()
        clock.now += timedelta(days=1)

    assert ["bot-20261101-120000.db", "nightly-20261123.db", "nightly-20261124.db"] == names(nightly)
    assert backups.check(nightly.folder / "nightly-20261124.db") > 600
    assert date(2026, 11, 24) == newest(nightly.folder)


async def test_what_a_killed_process_left_is_removed_a_day_later(nightly, clock):
    (nightly.folder / ".scratch-old").mkdir(parents=True)
    for name in (".scratch-old/copy.db", ".nightly-20261101.db.1.part", ".nightly-20261101.db.1.part-wal"):
        (nightly.folder / name).touch()
    for each in nightly.folder.iterdir():
        os.utime(each, (0, EVENING.timestamp() - 90_000))
    (nightly.folder / ".nightly-20261122.db.2.part").touch()
    await nightly.look()

    assert [".nightly-20261122.db.2.part", "nightly-20261122.db"] == names(nightly)


async def test_before_the_hour_it_is_still_the_night_before(nightly, clock):
    clock.now = datetime(2026, 11, 23, 2, 59, tzinfo=TOKYO)
    await nightly.look()
    clock.now += timedelta(minutes=1)
    await nightly.look()

    assert ["nightly-20261122.db", "nightly-20261123.db"] == names(nightly)


async def test_a_failed_one_is_told_and_tried_again_an_hour_later(nightly, clock, told):
    nightly.folder.write_text("a file where a folder has to be")
    for _ in range(2):
        await nightly.look()
    clock.now += timedelta(hours=1)
    nightly.folder.unlink()
    await nightly.look()

    assert [(date(2026, 11, 22), "closed")] == told
    assert ["nightly-20261122.db"] == names(nightly)


async def test_the_end_of_the_bot_does_not_wait_for_it(nightly, told):
    nightly.stop()
    await nightly.look()

    assert [] == told
    assert [] == names(nightly)


def test_the_secretariat_is_told_once_and_in_office_hours(talk, tmp_path):
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where a folder has to be")
    settings = settings_for(str(talk.database.engine.url), backup_dir=str(blocked))
    night = bot.backing_up(settings, talk._desks)
    for _ in range(2):
        talk._runner.run(night.look())
        night._failed_at = None
    talk.ticks()
    told = [m for m in talk.said_to(SECRETARY) if "バックアップ" in m.text]

    assert 1 == len(told)
    assert "システムの管理者に" in told[0].text + str(told[0].blocks)


async def test_the_running_bot_makes_it_by_itself(loaded_url, tmp_path, monkeypatch):
    """Wired as in bot.py: the ticker looks, the bot answers on, the end is clean."""
    from reminders import ticker  # noqa: PLC0415

    monkeypatch.setattr(ticker, "BACKUP", 0.05)
    folder = tmp_path / "backups"
    settings = settings_for(loaded_url, backup_dir=str(folder), talkroom_file=str(tmp_path / "room.db"))
    with bot.opened(settings) as database:
        running = asyncio.create_task(bot.run(settings, database, Pulse(())))
        async with asyncio.timeout(30):
            while not newest(folder):  # noqa: ASYNC110 – a thread makes it
                await asyncio.sleep(0.05)
        signal.raise_signal(signal.SIGTERM)
        await running
