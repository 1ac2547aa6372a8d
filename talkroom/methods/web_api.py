"""The Web API: which methods there are, who may call them, and how their answers look."""

import hmac
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from aiohttp import web
from yarl import URL

from talkroom.bodies import arguments
from talkroom.cast import App
from talkroom.errors import SlackError
from talkroom.message import Json
from talkroom.methods import chat, conversations, directory, files, pins, reactions, scheduled, views
from talkroom.methods.call import Call

if TYPE_CHECKING:
    from talkroom.room import Talkroom

log = logging.getLogger(__name__)
Token = Literal["bot", "app"]


@dataclass(frozen=True, slots=True)
class Method:
    """What answers a method, the scope it takes (one of several), and with which kind of token it is called."""

    answer: Callable[[Call], Json]
    scopes: tuple[str, ...] = ()
    token: Token = "bot"  # noqa: S105 – a kind of token, not one


def connections_open(call: Call) -> Json:
    ticket = call.room.delivery.sockets.ticket(call.app.id)
    base = URL(call.room.url).with_scheme("ws")
    return {"url": str(base.joinpath("socket").with_query(ticket=ticket, app_id=call.app.id))}


_READ = tuple(f"{kind}:read" for kind in ("channels", "groups", "im", "mpim"))
_HISTORY = tuple(f"{kind}:history" for kind in ("channels", "groups", "im", "mpim"))

METHODS = {
    "apps.connections.open": Method(connections_open, token="app"),  # noqa: S106 – likewise
    "auth.test": Method(directory.auth_test),
    "bots.info": Method(directory.bot_info, ("users:read",)),
    "chat.delete": Method(chat.delete, ("chat:write",)),
    "chat.deleteScheduledMessage": Method(scheduled.delete, ("chat:write",)),
    "chat.getPermalink": Method(chat.get_permalink),
    "chat.postEphemeral": Method(chat.post_ephemeral, ("chat:write",)),
    "chat.postMessage": Method(chat.post_message, ("chat:write",)),
    "chat.scheduleMessage": Method(scheduled.schedule, ("chat:write",)),
    "chat.scheduledMessages.list": Method(scheduled.all_of_them),
    "chat.update": Method(chat.update, ("chat:write",)),
    "conversations.history": Method(conversations.history, _HISTORY),
    "conversations.info": Method(conversations.info, _READ),
    "conversations.list": Method(conversations.all_of_them, _READ),
    "conversations.members": Method(conversations.members, _READ),
    "conversations.open": Method(conversations.open_im, ("im:write", "mpim:write")),
    "conversations.replies": Method(conversations.replies, _HISTORY),
    "files.completeUploadExternal": Method(files.complete_upload, ("files:write",)),
    "files.delete": Method(files.delete, ("files:write",)),
    "files.getUploadURLExternal": Method(files.get_upload_url, ("files:write",)),
    "files.info": Method(files.info, ("files:read",)),
    "files.list": Method(files.all_of_them, ("files:read",)),
    "pins.add": Method(pins.add, ("pins:write",)),
    "pins.list": Method(pins.all_of_them, ("pins:read",)),
    "pins.remove": Method(pins.remove, ("pins:write",)),
    "reactions.add": Method(reactions.add, ("reactions:write",)),
    "reactions.get": Method(reactions.get, ("reactions:read",)),
    "reactions.remove": Method(reactions.remove, ("reactions:write",)),
    "team.info": Method(directory.team_info, ("team:read",)),
    "users.info": Method(directory.user_info, ("users:read",)),
    "users.list": Method(directory.users, ("users:read",)),
    "views.open": Method(views.open_modal),
    "views.publish": Method(views.publish),
    "views.push": Method(views.push),
    "views.update": Method(views.update),
}


class WebApi:
    """Answers /api/{method}: HTTP 200 always, `ok` says how it went."""

    def __init__(self, room: "Talkroom") -> None:
        self._room = room

    async def handle(self, request: web.Request) -> web.Response:
        name = request.match_info["method"]
        return await self._room.faults.around(request, name, lambda: self._judged(request, name))

    async def _judged(self, request: web.Request, name: str) -> web.Response:
        try:
            args = await arguments(request)
            said = str(args.pop("token", "") or "")
            return self._answer(name, args, token_of(request) or said)
        except SlackError as refusal:
            return web.json_response({"ok": False, "error": refusal.code, **refusal.details})

    def _answer(self, name: str, args: Json, token: str) -> web.Response:
        if name == "api.test":
            return web.json_response({"ok": "error" not in args, "args": args} | _only(args, "error"))
        method = METHODS.get(name)
        if not method:
            log.info("unknown method %s", name)
            raise SlackError("unknown_method", req_method=name)
        app = app_of(self._room.world.apps.values(), token, method.token)
        call = Call(self._room, app, args)
        call.permit(*method.scopes)
        answer = {"ok": True, **method.answer(call)}
        return web.json_response(answer, headers={"x-oauth-scopes": ",".join(app.scopes)})


def app_of(apps: Iterable[App], token: str, kind: Token) -> App:
    """Find whose token it is; a good token of the wrong kind is told apart from a bad one."""
    if not token:
        raise SlackError("not_authed")
    for app in apps:
        for each, known in (("bot", app.bot_token), ("app", app.app_token)):
            if known and hmac.compare_digest(known.encode(), token.encode(errors="surrogatepass")):
                if each != kind:
                    raise SlackError("not_allowed_token_type")
                return app
    raise SlackError("invalid_auth")


def token_of(request: web.Request) -> str:
    """Return the token of the Authorization header."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _only(args: Json, name: str) -> Json:
    return {name: args[name]} if name in args else {}
