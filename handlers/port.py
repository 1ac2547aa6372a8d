"""Opens a port for HTTP, and hangs up on whoever keeps it waiting: a slow head, a slow body, a line left idle."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import web
from aiohttp.typedefs import Handler
from aiohttp.web_protocol import RequestHandler


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds: until a new connection has said the whole head of a request, then its body; `idle` between two requests.

    A proxy in front of us keeps its connections for 60 seconds, and must not lose one just as it uses it. It uses a
    few: no more than `most` are open at a time.
    """

    head: float = 10
    body: float = 10
    idle: float = 75
    most: int = 500


USUAL = Patience()


@asynccontextmanager
async def opened(
    application: web.Application, host: str | None, port: int, patience: Patience = USUAL
) -> AsyncIterator[int]:
    """The application, heard at this port; which one, where it was any. At the end what is under way is answered."""
    callers = Callers(patience)
    application.middlewares.append(callers.waited_for)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=10)
    await runner.setup()
    try:
        server = await asyncio.get_running_loop().create_server(lambda: callers.greet(runner), host, port)
        try:
            yield server.sockets[0].getsockname()[1]
        finally:
            server.close()
    finally:
        await runner.cleanup()


class Callers:
    """Who is connected, and until when they must have said something whole."""

    def __init__(self, patience: Patience) -> None:
        self._patience = patience
        self._until: dict[RequestHandler, asyncio.TimerHandle] = {}

        @web.middleware
        async def waited_for(request: web.Request, handler: Handler) -> web.StreamResponse:
            return await self._answer(request, handler)

        self.waited_for = waited_for

    def greet(self, runner: web.AppRunner) -> asyncio.Protocol:
        """A new connection: one too many is hung up on at once."""
        assert runner.server  # noqa: S101 – it is set up
        caller = runner.server()
        too_many = len(runner.server.connections) >= self._patience.most
        self._wait(caller, 0 if too_many else self._patience.head)
        return caller

    async def _answer(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """The head is there; the body has its own time, and the answer as long as it takes."""
        if waiting := self._until.pop(request.protocol, None):
            waiting.cancel()
        try:
            await self._body(request)
            return await handler(request)
        finally:
            self._wait(request.protocol, self._patience.idle)

    async def _body(self, request: web.Request) -> None:
        try:
            async with asyncio.timeout(self._patience.body):
                await request.read()
        except TimeoutError:
            late = web.HTTPRequestTimeout()
            late.force_close()
            raise late from None

    def _wait(self, caller: RequestHandler, seconds: float) -> None:
        self._until[caller] = asyncio.get_running_loop().call_later(seconds, self._hang_up, caller)

    def _hang_up(self, caller: RequestHandler) -> None:
        self._until.pop(caller, None)
        caller.force_close()
