"""The line of MessagePack-RPC: asked and answered, pushed and acknowledged, cut and opened anew."""

import asyncio
from contextlib import asynccontextmanager

import aiohttp
import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from talkroom.direct.link import Cut, Link, Refused, Unwanted
from talkroom.direct.pack import Unpackable, packed, unpacked

PLAIN = st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats(allow_nan=False) | st.text()
VALUES = st.recursive(PLAIN, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner))


@given(VALUES)
def test_what_is_packed_comes_back(value):
    assert value == unpacked(packed(value))


@pytest.mark.parametrize(
    ("value", "data"),
    [
        ([0, 1, "ping", []], "940001a470696e6790"),
        ({"a": -33}, "81a161d3ffffffffffffffdf"),
        ("あ" * 11, "da0021" + "e38182" * 11),
        (1 << 32, "cf0000000100000000"),
    ],
)
def test_it_is_the_format_that_the_public_client_reads(value, data):
    assert data == packed(value).hex()


@pytest.mark.parametrize(("data", "value"), [("c40101", b"\x01"), ("d921" + "e38182" * 11, "あ" * 11)])
def test_what_comes_may_have_the_newer_marks(data, value):
    assert value == unpacked(bytes.fromhex(data))


@given(st.binary(max_size=60))
def test_any_bytes_are_a_value_or_refused(data):
    try:
        unpacked(data)
    except Unpackable:
        return


@pytest.mark.parametrize("value", [object(), 2**64, {1, 2}, b"bytes"])
def test_what_it_does_not_know_is_refused(value):
    with pytest.raises(Unpackable):
        packed(value)


class Server:
    """A small chat: it answers `echo`, refuses everything else, and closes or pushes as it is told."""

    def __init__(self):
        self.sockets, self.acknowledged = [], []
        self.opened = asyncio.Semaphore(0)
        self.taken = asyncio.Event()

    async def serve(self, request):
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.sockets.append(socket)
        self.opened.release()
        async for frame in socket:
            await self._answer(socket, *unpacked(frame.data))
        return socket

    async def _answer(self, socket, kind, number, method, params):
        if kind == 1:
            self.acknowledged.append((number, method, params))
            self.taken.set()
        elif method == "echo":
            await socket.send_bytes(packed([1, number, None, params]))
        elif method == "hang up":
            await socket.close()
        else:
            await socket.send_bytes(packed([1, number, {"code": 400, "message": "no such method"}, None]))


@asynccontextmanager
async def linked():
    server, heard, ready = Server(), [], asyncio.Semaphore(0)

    def hears(name, said):
        heard.append((name, said))

    async def begins():
        assert ["token"] == await link.call("echo", "token")
        ready.release()

    app = web.Application()
    app.router.add_get("/", server.serve)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    endpoint = f"ws://127.0.0.1:{runner.addresses[0][1]}/"
    async with aiohttp.ClientSession() as session:
        link = Link(endpoint=endpoint, session=session, begins=begins, ends=lambda: None, hears=hears, again=0.01)
        running = asyncio.create_task(link.run())
        async with asyncio.timeout(10):
            await ready.acquire()
            yield link, server, heard, ready, running
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    await runner.cleanup()


async def test_a_request_is_answered_or_refused():
    async with linked() as (link, *_):
        assert [1, "二"] == await link.call("echo", 1, "二")
        with pytest.raises(Refused, match="no such method"):
            await link.call("anything")


async def test_a_push_is_heard_and_acknowledged():
    async with linked() as (_, server, heard, *_):
        await server.sockets[0].send_bytes(packed([0, 7, "notify_create_message", [{"content": "こんにちは"}]]))
        await server.sockets[0].send_bytes(b"\xc1")
        await server.taken.wait()

        assert [("notify_create_message", {"content": "こんにちは"})] == heard
        assert [(7, None, True)] == server.acknowledged


async def test_a_cut_line_is_opened_anew_and_who_waits_is_told():
    async with linked() as (link, server, _, ready, _):
        with pytest.raises(Cut):
            await link.call("hang up")
        await ready.acquire()

        assert 2 == len(server.sockets)
        assert ["again"] == await link.call("echo", "again")


async def test_where_it_is_not_wanted_it_stays_away():
    async with linked() as (link, server, _, _, running):
        await server.sockets[0].close(message=b"concurrent access")
        with pytest.raises(Unwanted):
            await running

        assert 1 == len(server.sockets)
        with pytest.raises(Cut):
            await link.call("echo")
