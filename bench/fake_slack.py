"""A fake Slack to measure against: the few Web API methods a bot calls at start and at the door, and Socket Mode."""

import asyncio
import json
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
        self.said: dict[str, asyncio.Event] = {}  # by a bot's token: set once it posts a message
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
        asked = {**request.query, **await _given(request)}
        if method == "chat.postMessage" and (said := self.said.get(_token(request, asked))):
            said.set()
        known = _METHODS.get(method)
        answer = {"ok": True, **known(asked)} if known else {"ok": False, "error": "unknown_method"}
        return web.json_response(answer, headers={"x-oauth-scopes": "chat:write,commands,channels:history"})

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


async def _given(request: web.Request) -> Answer:
    """A form, or JSON."""
    if request.content_type == "application/json":
        given: Answer = json.loads(await request.text() or "{}")
        return given
    return dict(await request.post()) if request.method == "POST" else {}


def _token(request: web.Request, asked: Answer) -> str:
    return request.headers.get("Authorization", "").removeprefix("Bearer ") or str(asked.get("token", ""))


def _auth_test(_asked: Answer) -> Answer:
    return {"team": "bench", "team_id": TEAM, "user": "bot", "user_id": "U0BENCHBOT", "bot_id": "B0BENCHBOT"}


def _users_info(asked: Answer) -> Answer:
    """Everybody who is asked for is a full member of the one team."""
    outside = dict.fromkeys(("deleted", "is_bot", "is_stranger", "is_restricted", "is_ultra_restricted"), False)
    name = asked["user"].lower()
    names = dict.fromkeys(("real_name", "display_name", "real_name_normalized", "display_name_normalized"), name)
    told = {"profile": {"avatar_hash": "", "team": TEAM, **names}, "updated": 1662595200, "is_app_user": False}
    return {"user": {"id": asked["user"], "team_id": TEAM, "name": name, "real_name": name, **told, **outside}}


def _bots_info(asked: Answer) -> Answer:
    return {"bot": {"id": asked.get("bot", "B0BENCHBOT"), "name": "bot", "user_id": "U0BENCHBOT", "app_id": APP}}


def _conversations_info(asked: Answer) -> Answer:
    direct = asked["channel"].startswith("D")
    closed = {"is_archived": False, "is_org_shared": False, "is_private": direct, "created": 1662595200}
    about = {name: {"value": "", "creator": "", "last_set": 0} for name in ("topic", "purpose")}
    kind = {"is_channel": not direct, "is_im": direct, "is_group": False, "is_member": True, **about}
    return {"channel": {"id": asked["channel"], "name": "renkei-kaigi", **kind, **closed}}


def _chat_post_message(asked: Answer) -> Answer:
    return {"channel": asked.get("channel", ROOM), "ts": "1662595200.000100"}


def _views_publish(_asked: Answer) -> Answer:
    return {"view": {"id": "V0BENCH", "hash": "1662595200.home"}}


def _team_info(_asked: Answer) -> Answer:
    return {"team": {"id": TEAM, "name": "bench", "domain": "bench"}}


def _users_list(_asked: Answer) -> Answer:
    return {"members": [_users_info({"user": "U0BENCH00000"})["user"]], "response_metadata": {"next_cursor": ""}}


def _conversations_list(_asked: Answer) -> Answer:
    return {"channels": [_conversations_info({"channel": ROOM})["channel"]], "response_metadata": {"next_cursor": ""}}


_METHODS: dict[str, Callable[[Answer], Answer]] = {
    "auth.test": _auth_test,
    "users.info": _users_info,
    "conversations.info": _conversations_info,
    "chat.postMessage": _chat_post_message,
    "bots.info": _bots_info,
    "team.info": _team_info,
    "users.list": _users_list,
    "conversations.list": _conversations_list,
    "views.publish": _views_publish,
    "chat.update": _chat_post_message,
}
