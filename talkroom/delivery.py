"""Brings a payload to its app by the way the app has, and waits three seconds for the answer."""

import asyncio
from collections.abc import Callable

import aiohttp

from talkroom import ids
from talkroom.cast import App
from talkroom.errors import RefusedError, UndeliveredError
from talkroom.http_mode import HttpTransport
from talkroom.message import Json
from talkroom.socket_mode import Sockets
from talkroom.transport import FIRST, Answer, Kind, Retry, Transport
from talkroom.waits import Waits


class Delivery:
    """Knows each app's way: a transport handed in, else its request URL, else its open sockets."""

    def __init__(self, *, sockets: Sockets, waits: Waits, is_down: Callable[[], bool]) -> None:
        self.sockets, self._waits, self._is_down = sockets, waits, is_down
        self._attached: dict[str, Transport] = {}
        self._request_urls: dict[str, str] = {}
        self._session: aiohttp.ClientSession | None = None

    def attach(self, app_id: str, transport: Transport) -> None:
        self._attached[app_id] = transport

    async def use_request_url(self, app: App, url: str) -> None:
        """Send the app's payloads to this URL from now on, if it answers the challenge."""
        if not await self._http(app, url).verify(ids.fresh("", 24)):
            raise RefusedError("url_verification", f"{url} は確認の問いかけ（challenge）に答えませんでした。")
        self._request_urls[app.id] = url

    async def send(self, app: App, kind: Kind, payload: Json, retry: Retry = FIRST) -> Answer:
        if self._is_down():
            raise UndeliveredError("app_not_running")
        try:
            async with asyncio.timeout(self._waits.ack):
                answer = await self._deliver(app, kind, payload, retry)
        except TimeoutError as error:
            raise UndeliveredError("operation_timeout") from error
        if not 200 <= answer.status < 300:
            raise UndeliveredError("dispatch_failed")
        return answer

    def reaches(self, app: App) -> bool:
        """Whether there is a way to the app now; one with a request URL is taken at its word."""
        has_way = app.id in self._attached or self._request_urls.get(app.id, app.request_url)
        return not self._is_down() and bool(has_way or self.sockets.connections(app.id))

    async def close(self) -> None:
        await self.sockets.close()
        if self._session:
            await self._session.close()
            self._session = None

    async def _deliver(self, app: App, kind: Kind, payload: Json, retry: Retry) -> Answer:
        if attached := self._attached.get(app.id):
            return await attached.deliver(kind, payload)
        if url := self._request_urls.get(app.id, app.request_url):
            return await self._http(app, url).deliver(kind, payload, retry)
        return await self.sockets.deliver(app.id, kind, payload, retry)

    def _http(self, app: App, url: str) -> HttpTransport:
        self._session = self._session or aiohttp.ClientSession()
        return HttpTransport(self._session, url=url, signing_secret=app.signing_secret)
