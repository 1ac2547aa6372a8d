"""A fake Slack to measure against: the few Web API methods a bot calls at start and at the door, and Socket Mode."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

from bench.lines import SocketLine

TEAM, ROOM, APP = "T0BENCH0001", "C0BENCH0001", "A0BENCH0001"
BOT_TOKEN = "xoxb-bench"

Answer = dict[str, Any]


class FakeSlack:
    """Answers every bot alike; a Socket Mode line is known by the app token that opens it."""

    def __init__(self) -> None:
        self.delay = 0.0  # seconds that every Web API call takes
        self.address = ""
        self._sockets: dict[str, SocketLine] = {}

    @property
    def api_url(self) -> str:
        return f"{self.address}/api/"

    def socket(self, app_token: str) -> SocketLine:
        """A new line for the bot that will connect with this token."""
        self._sockets[app_token] = SocketLine()
        return self._sockets[app_token]

    def command(self, user: str, text: str) -> dict[str, str]:
        """What Slack sends of `/status text`."""
        return {
            "token": "bench",
            "team_id": TEAM,
            "team_domain": "bench",
            "channel_id": ROOM,
            "channel_name": "renkei-kaigi",
            "user_id": user,
            "user_name": user.lower(),
            "command": "/status",
            "text": text,
            "api_app_id": APP,
            "is_enterprise_install": "false",
            "response_url": f"{self.address}/respond",
            "trigger_id": "1234567890.1234567890.0123456789abcdef0123456789abcdef",
        }

    async def call(self, request: web.Request) -> web.Response:
        if self.delay:
            await asyncio.sleep(self.delay)
        method = request.match_info["method"]
        if method == "apps.connections.open":
            token = request.headers["Authorization"].removeprefix("Bearer ")
            return web.json_response({"ok": True, "url": f"{self.address}/link/{token}".replace("http", "ws", 1)})
        asked = {**request.query, **(await request.post() if request.method == "POST" else {})}
        known = _METHODS.get(method)
        return web.json_response({"ok": True, **known(asked)} if known else {"ok": False, "error": "unknown_method"})

    async def link(self, request: web.Request) -> web.WebSocketResponse:
        return await self._sockets[request.match_info["token"]].serve(request)


@asynccontextmanager
async def fake_slack() -> AsyncIterator[FakeSlack]:
    """A fake Slack on a free port of the loopback address."""
    slack, app = FakeSlack(), web.Application()
    app.router.add_route("*", "/api/{method}", slack.call)
    app.router.add_get("/link/{token}", slack.link)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        slack.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
        yield slack
    finally:
        await runner.cleanup()


def _auth_test(_asked: Answer) -> Answer:
    return {"team": "bench", "team_id": TEAM, "user": "bot", "user_id": "U0BENCHBOT", "bot_id": "B0BENCHBOT"}


def _users_info(asked: Answer) -> Answer:
    """Everybody who is asked for is a full member of the one team."""
    outside = dict.fromkeys(("deleted", "is_bot", "is_stranger", "is_restricted", "is_ultra_restricted"), False)
    return {"user": {"id": asked["user"], "team_id": TEAM, "name": asked["user"].lower(), **outside}}


def _conversations_info(asked: Answer) -> Answer:
    return {"channel": {"id": asked["channel"], "name": "renkei-kaigi", "is_channel": True, "is_member": True}}


def _chat_post_message(asked: Answer) -> Answer:
    return {"channel": asked.get("channel", ROOM), "ts": "1662595200.000100"}


_METHODS: dict[str, Callable[[Answer], Answer]] = {
    "auth.test": _auth_test,
    "users.info": _users_info,
    "conversations.info": _conversations_info,
    "chat.postMessage": _chat_post_message,
}
