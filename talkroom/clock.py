"""The room's clock: it starts when it is told to, runs at real speed, and only ever moves forward."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

FARTHEST = timedelta(days=3653)
JST = timezone(timedelta(hours=9), "JST")


class Clock:
    """A clock that shows `start` when it is made."""

    def __init__(self, start: datetime) -> None:
        if start.tzinfo is None:
            raise ValueError("時計の開始時刻には時差が必要です（例 2022-09-08T09:00+09:00）。")
        self.start = start
        self._shown, self._since = start, time.monotonic()
        self._watchers: list[Callable[[], None]] = []

    def __call__(self) -> datetime:
        return self._shown + timedelta(seconds=time.monotonic() - self._since)

    def move(self, to: datetime) -> None:
        if to < self():
            raise ValueError("時計は先へだけ進められます。今より後の時刻を指定してください。")
        if to > self.start + FARTHEST:
            raise ValueError("時計を進められるのは、始まりから10年先までです。")
        self._set(to)

    def goes_on_from(self, kept: datetime) -> None:
        """Show at least that time, which was kept of an earlier run; one that is past already changes nothing."""
        if kept > self():
            self._set(kept)

    def restart(self) -> None:
        """Begin anew at the start; whoever has seen a later time forgets it."""
        self._set(self.start)

    def watch(self, tell: Callable[[], None]) -> None:
        self._watchers.append(tell)

    def _set(self, to: datetime) -> None:
        self._shown, self._since = to, time.monotonic()
        for tell in self._watchers:
            tell()

    def iso(self) -> str:
        return self().astimezone(JST).isoformat(timespec="seconds")


class RealClock(Clock):
    """The time there is, for a room in which people really talk: nobody moves it."""

    def __init__(self) -> None:
        super().__init__(datetime.now(UTC))

    def __call__(self) -> datetime:
        return datetime.now(UTC)

    def move(self, _: datetime) -> None:
        raise ValueError("この部屋の時計は、実際の時刻です。動かせません。")

    def goes_on_from(self, kept: datetime) -> None:
        """The time that was kept is past."""

    def restart(self) -> None:
        """There is nothing to begin anew."""
