"""How the process tells that it is well: /healthz for a balancer, /readyz for a supervisor, /metrics for a monitor."""

import time
from collections.abc import Callable
from ipaddress import ip_address

from aiohttp import web

from handlers import metrics
from handlers.desks import Desks
from handlers.pulse import Pulse
from storage.database import Database, Trouble
from storage.outbox import Outbox, outbox

YOUNG = 120  # seconds: a look for what is due every five, and a post that hangs takes its time-outs
STUCK = 600  # seconds after which no time-out explains it any more: only a new start helps
KEPT = 5  # seconds: who asks more often is told the same
HEALTH = "/healthz"
_PASSED_ON = ("Forwarded", "X-Forwarded-For", "Via")


class Health:
    """Looks at the line, the database and the ticks; `reached`: whether people can reach the room itself."""

    def __init__(
        self, pulse: Pulse, desks: Desks, database: Database, reached: Callable[[], bool] = lambda: True
    ) -> None:
        self._pulse, self._desks, self._database, self._reached = pulse, desks, database, reached
        self._outbox: tuple[float, Outbox | None] = (-KEPT, None)

    def routes(self) -> list[web.RouteDef]:
        each = {HEALTH: self._healthz, "/readyz": self._readyz, "/metrics": self._metrics}
        return [web.get(path, handler) for path, handler in each.items()]

    def checks(self) -> dict[str, bool]:
        """Whether the chat can reach us, the database answers with our schema, and what is due is looked for."""
        young = time.monotonic() - self.ticked_at < YOUNG
        return {
            "line": self._pulse.is_open() and self._reached(),
            "database": self._database.is_at_head(),
            "ticks": young,
        }

    def is_stuck(self) -> bool:
        """Nothing is looked for though the database answers: waiting heals it no more."""
        return time.monotonic() - self.ticked_at > STUCK and self._database.is_at_head()

    @property
    def ticked_at(self) -> float:
        """When it was last looked for what is due, in the conference where that is longest ago."""
        return min(desk.poster.looked_at for desk in self._desks.every)

    async def _healthz(self, _request: web.Request) -> web.Response:
        return web.json_response({"ok": True})

    async def _readyz(self, _request: web.Request) -> web.Response:
        checks = self.checks()
        well = all(checks.values())
        return web.json_response({"ok": well, **checks}, status=200 if well else 503)

    async def _metrics(self, request: web.Request) -> web.Response:
        """Numbers for our own network: what comes from elsewhere, or through a proxy, finds nothing here."""
        if not _from_within(request):
            raise web.HTTPNotFound
        told = metrics.text(self._pulse, self._counted(), self.ticked_at)
        return web.Response(text=told, headers={"Content-Type": metrics.FORM})

    def _counted(self) -> Outbox | None:
        """How the outbox stands; a count of half a million rows is not made for everybody who asks."""
        at, known = self._outbox
        if time.monotonic() - at > KEPT:
            try:
                known = outbox(self._database.read(), self._desks.first.now())
            except Trouble:
                known = None
            self._outbox = time.monotonic(), known
        return known


def _from_within(request: web.Request) -> bool:
    if any(header in request.headers for header in _PASSED_ON):
        return False
    try:
        return ip_address(request.remote or "").is_private
    except ValueError:
        return False
