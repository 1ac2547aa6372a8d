"""Rooms to test in, and a way to connect an app to them."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack

import aiohttp
import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from small_room import BOT, client, new_room

from talkroom import Talkroom, Waits


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


@pytest.fixture
def web(room: Talkroom) -> AsyncWebClient:
    return client(room)


Connect = Callable[[Talkroom, AsyncApp], Awaitable[None]]


@pytest.fixture
async def connect() -> AsyncIterator[Connect]:
    """Connect a Bolt app over Socket Mode; it is disconnected at the end."""
    async with AsyncExitStack() as stack:

        async def connected(room: Talkroom, app: AsyncApp) -> None:
            handler = AsyncSocketModeHandler(app, BOT.app_token)
            stack.push_async_callback(handler.close_async)
            await handler.connect_async()
            await asyncio.wait_for(room.connected(BOT.id), 3)

        yield connected
