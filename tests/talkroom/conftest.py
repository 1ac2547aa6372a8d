"""Rooms to test in, and a way to connect an app to them."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import aiohttp
import pytest
from direct_room import There, opened
from direct_server import DirectServer
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk import WebClient
from slack_sdk.web.async_client import AsyncWebClient
from small_room import BOT, client, new_room

from talkroom import App, Talkroom, Waits


@pytest.fixture
async def room() -> AsyncIterator[Talkroom]:
    there = new_room()
    await there.start()
    yield there
    await there.stop()


@pytest.fixture
async def hasty_room() -> AsyncIterator[Talkroom]:
    """A room that waits for next to nothing, for what comes too late."""
    there = new_room(waits=Waits(ack=0.15, trigger=0.05, ticket=0.05, response_url=0.05, again=(0, 0, 0)))
    await there.start()
    yield there
    await there.stop()


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


class InThread:
    """The stock sync client, its calls awaited in a thread."""

    def __init__(self, sync: WebClient) -> None:
        self._sync = sync

    def __getattr__(self, name: str) -> Callable[..., Awaitable[object]]:
        return lambda **said: asyncio.to_thread(getattr(self._sync, name), **said)


@pytest.fixture(params=["async", "sync"])
def web(request: pytest.FixtureRequest, room: Talkroom) -> AsyncWebClient | InThread:
    """Each of the two stock clients."""
    if request.param == "async":
        return client(room)
    return InThread(WebClient(token=BOT.bot_token, base_url=room.api_url))


Connect = Callable[..., Awaitable[None]]


@pytest.fixture
async def connect() -> AsyncIterator[Connect]:
    """Connect a Bolt app over Socket Mode; it is disconnected at the end."""
    async with AsyncExitStack() as stack:

        async def connected(room: Talkroom, app: AsyncApp, known: App = BOT) -> None:
            handler = AsyncSocketModeHandler(app, known.app_token, ping_interval=1)
            stack.push_async_callback(handler.close_async)
            await handler.connect_async()
            await asyncio.wait_for(room.connected(known.id), 3)

        yield connected


@pytest.fixture
async def server() -> AsyncIterator[DirectServer]:
    """A small business chat."""
    async with DirectServer() as there:
        yield there


@pytest.fixture
async def there(tmp_path: Path, server: DirectServer) -> AsyncIterator[There]:
    """The room in it, its session open."""
    async with opened(tmp_path, server) as room:
        await server.listening()
        yield room
