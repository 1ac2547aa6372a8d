"""What strangers and slow callers get at the port of HTTP mode, over real sockets."""

import asyncio
import json
import time
from contextlib import asynccontextmanager
from io import BytesIO
from urllib.parse import urlencode

import pytest
from aiohttp import ClientSession
from slack_sdk.signature import SignatureVerifier
from talk import ROOM, YAMAGUCHI, settings_for

import bot
from handlers.http import LARGEST, application
from handlers.port import Patience, opened
from handlers.pulse import Pulse

USUAL = Patience(head=20, body=20, idle=20)
HASTE = Patience(head=0.3, body=0.3, idle=0.3)
ASKED = {"command": "/status", "text": "山口市", "user_id": YAMAGUCHI, "channel_id": ROOM, "token": "t"}
HEAD = "POST /slack/events HTTP/1.1\r\nHost: bot\r\nContent-Length: {length}\r\n"


@pytest.fixture
def loaded_url(loaded_sqlite, tmp_path):
    (tmp_path / "bot.db").write_bytes(loaded_sqlite.read_bytes())
    return f"sqlite:///{tmp_path / 'bot.db'}"


@asynccontextmanager
async def listening(url, patience=USUAL):
    """A bot that hears over HTTP; how it can be asked, and signed for."""
    settings = settings_for(url)
    room = bot.furnished(settings)
    await room.start()
    line = bot.line_to(room)
    with bot.opened(settings) as database:
        async with bot.assembled(settings, line, database) as (app, _):
            heard = application(app, line.signing_secret, Pulse(()))
            async with opened(heard, "127.0.0.1", 0, patience) as port, ClientSession() as http:
                yield Caller(http, port, line.signing_secret, room.world.team.id)
    await room.stop()


class Caller:
    """Somebody who knows the address; with the secret, Slack."""

    def __init__(self, http, port, secret, team):
        self._http, self.port, self._secret, self._team = http, port, secret, team

    async def asks(self, *, ago=0, body=None, **headers):
        """Ask, signed so many seconds ago; the status of the answer, and its text."""
        body = body or urlencode({**ASKED, "team_id": self._team})
        at = str(int(time.time()) - ago)
        signed = SignatureVerifier(self._secret).generate_signature(timestamp=at, body=body)
        given = {"X-Slack-Request-Timestamp": at, "X-Slack-Signature": signed, **headers}
        given["Content-Type"] = "application/x-www-form-urlencoded"
        address = f"http://127.0.0.1:{self.port}/slack/events"
        async with self._http.post(address, data=BytesIO(body.encode()), headers=given) as answer:
            return answer.status, await answer.text()

    async def drips(self, begun, drop):
        """Begin a request, and go on with a byte at a time until the bot hangs up; what it said before."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(begun.encode())
        told = asyncio.create_task(reader.read())
        while not told.done():
            await asyncio.wait({told}, timeout=0.02)
            writer.write(drop)
        writer.close()
        return await told


async def test_what_slack_has_signed_just_now_is_answered(loaded_url):
    async with listening(loaded_url) as slack:
        status, said = await slack.asks()

    assert 200 == status
    assert json.loads(said)["text"].startswith("山口市の現況")


@pytest.mark.parametrize("ago", [301, 3_600, -301], ids=["five minutes old", "an hour old", "from the future"])
async def test_what_was_signed_at_another_time_is_a_replay(loaded_url, ago):
    async with listening(loaded_url) as thief:
        status, said = await thief.asks(ago=ago)

    assert (401, False) == (status, "山口" in said)


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Slack-Signature": "v0=00"},
        {"X-Slack-Signature": "署名"},
        {"X-Slack-Signature": ""},
        {"X-Slack-Request-Timestamp": "now"},
        {"X-Slack-Request-Timestamp": "9" * 5_000},
        {"X-Slack-Request-Timestamp": "-1e9"},
    ],
)
async def test_what_is_not_signed_is_refused_before_it_is_read(loaded_url, headers):
    async with listening(loaded_url) as stranger:
        status, _ = await stranger.asks(**headers)

    assert 401 == status


async def test_a_body_larger_than_slack_sends_is_refused(loaded_url):
    async with listening(loaded_url) as stranger:
        status, _ = await stranger.asks(body="a" * (LARGEST + 1))

    assert 413 == status


@pytest.mark.parametrize(
    "body",
    [
        'payload={"type":',
        "payload=[]",
        'payload={"team":1,"user":[]}',
        '{"type":"event_callback","authorizations":[null],"event":{"type":"message"}}',
        "command=%ff%fe&user_id=%00",
    ],
)
async def test_what_is_signed_and_yet_unreadable_is_no_failure(loaded_url, body):
    async with listening(loaded_url) as slack:
        status, _ = await slack.asks(body=body)

    assert status < 500


async def test_a_head_without_end_is_refused(loaded_url):
    async with listening(loaded_url) as stranger:
        said = await stranger.drips("GET / HTTP/1.1\r\nX-Long: " + "a" * 20_000 + "\r\n", b"")

    assert b"400" in said.split(b"\r\n")[0]


@pytest.mark.parametrize("begun", ["", "POST /sl", HEAD.format(length=10), HEAD.format(length=10) + "X-Slow: "])
async def test_whoever_sends_the_head_byte_by_byte_is_hung_up_on(loaded_url, begun):
    async with listening(loaded_url, HASTE) as slow:
        said = await asyncio.wait_for(slow.drips(begun, b"a" if begun else b""), 10)

    assert b"" == said


async def test_whoever_sends_the_body_byte_by_byte_is_told_and_hung_up_on(loaded_url):
    async with listening(loaded_url, HASTE) as slow:
        said = await asyncio.wait_for(slow.drips(HEAD.format(length=100_000) + "\r\n", b"a"), 10)

    assert b"HTTP/1.1 408" in said


async def test_a_connection_that_says_nothing_more_after_its_answer_is_closed(loaded_url):
    async with listening(loaded_url, HASTE) as idle:
        said = await asyncio.wait_for(idle.drips("GET /nothing HTTP/1.1\r\nHost: bot\r\n\r\n", b""), 10)

    assert b"HTTP/1.1 404" in said


async def test_a_hundred_slow_callers_keep_nobody_waiting(loaded_url):
    async with listening(loaded_url) as slack:
        slow = [await asyncio.open_connection("127.0.0.1", slack.port) for _ in range(100)]
        for _, writer in slow:
            writer.write(b"POST /slack/events HTTP/1.1\r\nX-Slow: ")
        status, _ = await asyncio.wait_for(slack.asks(), 10)
        for _, writer in slow:
            writer.close()

    assert 200 == status


async def test_one_connection_too_many_is_hung_up_on(loaded_url):
    async with listening(loaded_url, Patience(head=20, most=3)) as many:
        first = [await asyncio.open_connection("127.0.0.1", many.port) for _ in range(3)]
        said = await asyncio.wait_for(many.drips("", b""), 10)
        still = [reader.at_eof() for reader, _ in first]
        for _, writer in first:
            writer.close()

    assert (b"", [False] * 3) == (said, still)
