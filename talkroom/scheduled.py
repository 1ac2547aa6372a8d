"""Messages that wait for their time: chat.scheduleMessage, posted when the room's clock comes to it."""

import asyncio
import logging
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from talkroom import ids
from talkroom.errors import SlackError
from talkroom.message import Message
from talkroom.world import Change, World

log = logging.getLogger(__name__)
FARTHEST = 120 * 24 * 3600
WINDOW, MOST_IN_WINDOW = 300, 30
TOO_LATE_TO_DELETE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A message that waits; Slack never posts one that carries metadata ("Bug alert" of its reference)."""

    id: str
    post_at: int
    created: int
    message: Message

    @property
    def is_lost(self) -> bool:
        return self.message.metadata is not None


class Scheduled:
    """Keeps what waits, and posts it in order when its time has come."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._waiting: dict[str, Waiting] = {}
        self._news = asyncio.Event()
        world.clock.watch(self._news.set)

    def add(self, message: Message, post_at: int) -> Waiting:
        now = self._now()
        if post_at <= now:
            raise SlackError("time_in_past")
        if post_at > now + FARTHEST:
            raise SlackError("time_too_far")
        near = [w for w in self.all(message.channel) if abs(w.post_at - post_at) < WINDOW]
        if len(near) >= MOST_IN_WINDOW:
            raise SlackError("restricted_too_many")
        waiting = Waiting(id=ids.fresh("Q"), post_at=post_at, created=int(now), message=message)
        self.put_back(waiting)
        self._tell(waiting)
        return waiting

    def put_back(self, waiting: Waiting) -> None:
        """Put back what was kept; nobody is told."""
        self._waiting[waiting.id] = waiting

    def forget(self) -> None:
        self._waiting = {}

    def get(self, waiting_id: str) -> Waiting | None:
        return self._waiting.get(waiting_id)

    def all(self, channel: str = "") -> list[Waiting]:
        """Return what waits, the next first; of one channel if it is named."""
        found = [w for w in self._waiting.values() if channel in {"", w.message.channel}]
        return sorted(found, key=lambda w: (w.post_at, w.created))

    def delete(self, waiting: Waiting) -> None:
        """Take it back; in its last minute it is too late for that."""
        if waiting.post_at - self._now() < TOO_LATE_TO_DELETE:
            raise SlackError("invalid_scheduled_message_id")
        del self._waiting[waiting.id]
        self._tell(waiting)

    def next_due(self) -> datetime | None:
        waiting = [w for w in self.all() if not w.is_lost]
        return datetime.fromtimestamp(waiting[0].post_at, UTC) if waiting else None

    def post_due(self) -> None:
        """Post everything whose time has come."""
        now = self._now()
        for waiting in self.all():
            if waiting.post_at <= now:
                with self._world.at_once():
                    del self._waiting[waiting.id]
                    self._post(waiting)
                    self._tell(waiting)

    async def run(self) -> None:
        """Post what is due, again and again; sleep as long as there is nothing to do."""
        while True:
            self._news.clear()
            self._try_to_post()
            due = self.next_due()
            wait = (due - self._world.clock()).total_seconds() if due else None
            with suppress(TimeoutError):
                async with asyncio.timeout(wait):  # wait_for would swallow a cancellation that meets the news
                    await self._news.wait()

    def _try_to_post(self) -> None:
        """Whatever is wrong with one message must not keep the others from being posted for ever."""
        try:
            self.post_due()
        except Exception:
            log.exception("a scheduled message could not be posted")

    def _post(self, waiting: Waiting) -> None:
        if waiting.is_lost:
            log.warning("scheduled message %s carries metadata: like Slack, the room does not post it", waiting.id)
        elif waiting.message.channel in self._world.channels:
            self._world.post(waiting.message)

    def _tell(self, waiting: Waiting) -> None:
        self._news.set()
        self._world.tell(Change(kind="scheduled", name=waiting.id))

    def _now(self) -> float:
        return self._world.clock().timestamp()
