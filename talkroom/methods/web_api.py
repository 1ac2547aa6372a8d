"""The Web API: which methods there are, who may call them, and how their answers look."""

import hmac
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from aiohttp import web
from yarl import URL

from talkroom.bodies import arguments
from talkroom.cast import App
from talkroom.errors import SlackError
from talkroom.message import Json
from talkroom.methods import chat, conversations, directory, reactions
from talkroom.methods.call import Call

if TYPE_CHECKING:
    from talkroom.room import Talkroom

log = logging.getLogger(__name__)
Token = Literal["bot", "app"]


@dataclass(frozen=True, slots=True)
class Method:
    """What answers a method, and with which kind of token it is called."""

    answer: Callable[[Call], Json]
    token: Token = "bot"  # noqa: S105 – a kind of token, not one


def connections_open(call: Call) -> Json:
    ticket = call.room.delivery.sockets.ticket(call.app.id)
    base = URL(call.room.url).with_scheme("ws")
    return {"url": str(base.joinpath("socket").with_query(ticket=ticket, app_id=call.app.id))}


METHODS = {
    "apps.connections.open": Method(connections_open, token="app"),  # noqa: S106 – likewise
    "auth.test": Method(directory.auth_test),
    "bots.info": Method(directory.bot_info),
    "chat.delete": Method(chat.delete),
    "chat.getPermalink": Method(chat.get_permalink),
    "chat.postEphemeral": Method(chat.post_ephemeral),
    "chat.postMessage": Method(chat.post_message),
    "chat.update": Method(chat.update),
    "conversations.history": Method(conversations.history),
    "conversations.info": Method(conversations.info),
    "conversations.list": Method(conversations.all_of_them),
    "conversations.members": Method(conversations.members),
    "conversations.open": Method(conversations.open_im),
    "conversations.replies": Method(conversations.replies),
    "reactions.add": Method(reactions.add),
    "reactions.get": Method(reactions.get),
    "reactions.remove": Method(reactions.remove),
    "team.info": Method(directory.team_info),
    "users.info": Method(directory.user_info),
    "users.list": Method(directory.users),
}


class WebApi:
    """Answers /api/{method}: HTTP 200 always, `ok` says how it went."""

    def __init__(self, room: "Talkroom") -> None:
        self._room = room

    async def handle(self, request: web.Request) -> web.Response:
        name = request.match_info["method"]
        try:
            args = await arguments(request)
            return self._answer(name, args, _token(request, args))
        except SlackError as refusal:
            return web.json_response({"ok": False, "error": refusal.code, **refusal.details})

    def _answer(self, name: str, args: Json, token: str) -> web.Response:
        if name == "api.test":
            return web.json_response({"ok": "error" not in args, "args": args} | _only(args, "error"))
        method = METHODS.get(name)
        if not method:
            log.info("unknown method %s", name)
            raise SlackError("unknown_method", req_method=name)
        app = self._app(token, method.token)
        answer = {"ok": True, **method.answer(Call(self._room, app, args))}
        return web.json_response(answer, headers={"x-oauth-scopes": ",".join(app.scopes)})

    def _app(self, token: str, kind: Token) -> App:
        """Find whose token it is; a good token of the wrong kind is told apart from a bad one."""
        if not token:
            raise SlackError("not_authed")
        for app in self._room.world.apps.values():
            tokens = {"bot": app.bot_token, "app": app.app_token}
            for each, known in tokens.items():
                if known and hmac.compare_digest(known.encode(), token.encode()):
                    if each != kind:
                        raise SlackError("not_allowed_token_type")
                    return app
        raise SlackError("invalid_auth")


def _token(request: web.Request, args: Json) -> str:
    said = args.pop("token", "")
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else str(said or "")


def _only(args: Json, name: str) -> Json:
    return {name: args[name]} if name in args else {}
