"""The talk room: puts its parts together, and lives with them."""

import asyncio
import logging
import sqlite3
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from talkroom.acts.actions import Actions
from talkroom.acts.answers import Answers
from talkroom.acts.commands import Commands
from talkroom.acts.offers import Offers
from talkroom.acts.shortcuts import Shortcuts
from talkroom.acts.submissions import Submissions
from talkroom.acts.telling import Telling
from talkroom.acts.triggers import Triggers
from talkroom.cast import App, Channel, Person, Team
from talkroom.clock import Clock
from talkroom.delivery import Delivery
from talkroom.errors import RefusedError
from talkroom.events import Events
from talkroom.faults import Fault, Faults
from talkroom.persons import Persons, Ways
from talkroom.scheduled import Scheduled
from talkroom.screens import Screens
from talkroom.server import Server
from talkroom.socket_mode import Sockets
from talkroom.store import AHEAD, Store
from talkroom.transport import Transport
from talkroom.uploads import Uploads
from talkroom.waits import Waits
from talkroom.world import World

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hooks:
    """What the room may ask of the app it was opened for: when something is due there, and to begin anew."""

    next_due: Callable[[], datetime | None] = lambda: None
    reset: Callable[[], Awaitable[None]] | None = None


class Talkroom:
    """A small Slack: `start` it, let apps connect to `api_url`, and let people type and press."""

    def __init__(  # noqa: PLR0913 – a room is made of these
        self,
        *,
        team: Team,
        people: Iterable[Person],
        channels: Iterable[Channel],
        apps: Iterable[App],
        clock: Clock,
        password: str | None = None,
        waits: Waits | None = None,
        kept_in: Store | None = None,
        page: bool = True,
    ) -> None:
        waits = waits or Waits()
        self.clock, self.hooks = clock, Hooks()
        self.world = World(team=team, people=people, channels=channels, apps=apps, clock=clock)
        self.world.files.base_url = lambda: self.url
        self.screens = Screens(self.world)
        self.uploads = Uploads(self.world)
        self.scheduled = Scheduled(self.world)
        self.faults = Faults(clock, did=self._trouble)
        self.triggers = Triggers(waits)
        self.answers = Answers(self.world, base_url=lambda: self.url, waits=waits)
        is_down = lambda: self.faults.outage  # noqa: E731 – both ways ask the same
        self.delivery = Delivery(sockets=Sockets(waits, is_down), waits=waits, is_down=is_down)
        self.events = Events(self.world, delivery=self.delivery, faults=self.faults, waits=waits)
        telling = Telling(self.world, delivery=self.delivery, triggers=self.triggers)
        self.offers = Offers(self.world, telling)
        ways = self._ways(telling)
        self.persons = Persons(self.world, self.screens, self.uploads, self.events, ways)
        self._server = Server(self, password=password, waits=waits, page=page)
        self._store = kept_in
        self._running: list[asyncio.Task[None]] = []

    # Its life

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        if self._store:
            self._store.open(self)
            self._running.append(asyncio.create_task(self._keep_time(self._store)))
        await self._server.start(host, port)
        self._running.append(asyncio.create_task(self.scheduled.run()))

    async def stop(self) -> None:
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        await self.events.close()
        await self.delivery.close()
        await self._server.stop()
        if self._store:
            self._store.close()

    async def reset(self) -> None:
        """Begin anew: the room, and through its hook the app it was opened for."""
        self.faults.all_off()
        for part in (self.events, self.answers, self.triggers, self.offers, self.uploads, self.screens, self.scheduled):
            part.forget()
        self.world.begin()
        self.clock.restart()
        if self._store:
            self._store.forget()
        try:
            if self.hooks.reset:
                await self.hooks.reset()
        finally:
            self._server.tell_of_reset()

    @property
    def url(self) -> str:
        return self._server.url

    @property
    def api_url(self) -> str:
        return f"{self.url}api/"

    def next_due(self) -> datetime | None:
        """Return when the next thing is due: a scheduled message, or something of the app's own."""
        return min(filter(None, (self.scheduled.next_due(), self.hooks.next_due())), default=None)

    def attach(self, app_id: str, transport: Transport) -> None:
        """Hand an app's payloads straight to this transport."""
        self.delivery.attach(app_id, transport)

    async def use_request_url(self, app_id: str, url: str) -> None:
        """Send an app's payloads to this URL, once it has answered Slack's challenge."""
        await self.delivery.use_request_url(self.world.apps[app_id], url)

    async def connected(self, app_id: str) -> None:
        """Wait until the app has opened a socket."""
        await self.delivery.sockets.connected(app_id)

    async def settle(self) -> None:
        """Wait until every event so far has been tried once."""
        await self.events.settle()

    def move_clock(self, to: datetime) -> None:
        """Move the room's clock forward; everybody's page is told, and what has come due is posted."""
        try:
            self.clock.move(to)
        except ValueError as error:
            raise RefusedError("time_in_past", str(error)) from error
        self.scheduled.post_due()

    def join(self, user: str, channel: str) -> None:
        """Let a person or a bot user enter a channel."""
        self.world.join(user, channel)

    def _ways(self, telling: Telling) -> Ways:
        world, screens, answers, offers = self.world, self.screens, self.answers, self.offers
        return Ways(
            commands=Commands(world, telling, answers),
            actions=Actions(world, screens, telling, answers, offers),
            offers=offers,
            shortcuts=Shortcuts(world, telling, answers),
            submissions=Submissions(world, screens, telling, answers, offers, self.uploads),
        )

    def _trouble(self, fault: Fault) -> None:
        """Do what a fault does at once."""
        if fault.name == "refused_block":
            types = {each.strip() for each in str(fault.value("types")).split(",")}
            self.world.refused_blocks = types if fault.on else set()
        elif fault.on and fault.name in {"cut", "outage"}:
            self.delivery.sockets.cut_all()
        elif fault.on and fault.name == "freeze":
            self.delivery.sockets.freeze_all()
        elif fault.on and fault.name == "deaf":
            self.delivery.sockets.deafen_all()

    async def _keep_time(self, store: Store) -> None:
        with suppress(asyncio.CancelledError):
            while True:
                await asyncio.sleep(AHEAD.total_seconds() / 2)
                try:
                    store.keep_time()
                except sqlite3.Error:
                    log.exception("the room's time could not be kept")
