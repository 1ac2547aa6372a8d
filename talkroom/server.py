"""The room's HTTP server: where it listens, and which address is answered by what."""

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from aiohttp import BodyPartReader, web
from aiohttp.typedefs import Handler

from talkroom.bodies import json_object, read_up_to
from talkroom.errors import SlackError
from talkroom.files import LARGEST
from talkroom.guard import Guard, harden, is_loopback
from talkroom.json_api.acting import Acting
from talkroom.json_api.line import Line
from talkroom.json_api.live import Live
from talkroom.json_api.looking import Looking
from talkroom.message import Json
from talkroom.methods.web_api import WebApi, app_of, token_of
from talkroom.waits import Waits

if TYPE_CHECKING:
    from talkroom.room import Talkroom

log = logging.getLogger(__name__)
PAGE = Path(__file__).parent / "page"
LARGEST_BODY = 4 * 1024 * 1024


class Server:
    """Serves a room: the Web API, Socket Mode, response URLs and, if it has one, the page and its JSON API."""

    def __init__(self, room: "Talkroom", *, password: str | None, waits: Waits, page: bool = True) -> None:
        self._room, self._password, self._has_page = room, password, page
        self._live = Live(room, waits=waits)
        self._runner: web.AppRunner | None = None
        self.url = "http://127.0.0.1/"

    async def start(self, host: str, port: int) -> None:
        if not is_loopback(host) and not self._password:
            raise ValueError(f"{host} で待ち受けるには、パスワードの設定が必要です。")
        app = self._app(Guard(self._password, for_others=not is_loopback(host)))
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1, handle_signals=False)
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        shown = "127.0.0.1" if host in {"0.0.0.0", "", "::"} else host
        self.url = f"http://{f'[{shown}]' if ':' in shown else shown}:{self._runner.addresses[0][1]}/"

    def tell_of_reset(self) -> None:
        """Let every open window begin anew too."""
        self._live.tell_all({"type": "reset"})

    async def stop(self) -> None:
        self._live.close()
        if self._runner:
            await self._runner.cleanup()
            self._runner = None

    def _app(self, guard: Guard) -> web.Application:
        app = web.Application(middlewares=[guard.middleware, _net], client_max_size=LARGEST_BODY)
        app.on_response_prepare.append(harden)
        api = WebApi(self._room).handle
        app.add_routes(
            [
                web.get("/api/{method}", api),
                web.post("/api/{method}", api),
                web.get("/socket", self._room.delivery.sockets.upgrade),
                web.post("/respond/{secret}", self._respond),
                web.post("/upload/{secret}", self._upload),
                web.get("/files-pri/{file}/{name:.*}", self._file),
            ]
        )
        app.add_routes(self._for_people() if self._has_page else ())
        return app

    def _for_people(self) -> list[web.RouteDef]:
        """The page, where whoever opens it can be anybody, and what it asks for."""
        return [
            web.get("/", _front),
            web.get("/page/{name:.+}", _page),
            web.get("/archives/{channel}/p{ts:\\d+}", _permalink),
            *Looking(self._room, self._live).routes(),
            *Acting(self._room).routes(),
            *Line(self._room).routes(),
        ]

    async def _respond(self, request: web.Request) -> web.Response:
        """Take what an app sends to a response URL."""
        if self._room.faults.outage:
            raise web.HTTPServiceUnavailable
        try:
            self._room.answers.respond(request.match_info["secret"], await json_object(request))
        except SlackError as refusal:
            return _not_ok(refusal)
        return web.Response(text="ok")

    async def _upload(self, request: web.Request) -> web.Response:
        """Take the bytes of a file an app has announced: as they are, or as the first part of a form."""
        if self._room.faults.outage:
            raise web.HTTPServiceUnavailable
        try:
            file = self._room.uploads.receive(request.match_info["secret"], await _sent(request) or b"")
        except SlackError as refusal:
            return _not_ok(refusal)
        return web.Response(text=f"OK - {file.size}")

    async def _file(self, request: web.Request) -> web.Response:
        """Give an app a file it can see: url_private, with its token."""
        if self._room.faults.outage:
            raise web.HTTPServiceUnavailable
        file = self._room.world.files.get(request.match_info["file"].rpartition("-")[2])
        try:
            app = app_of(self._room.world.apps.values(), token_of(request), "bot")
        except SlackError as refusal:
            raise web.HTTPForbidden(text=refusal.code) from refusal
        if not file or not self._room.world.sees_file(app.bot_user, file):
            raise web.HTTPNotFound(text="file_not_found")
        if app.scopes and "files:read" not in app.scopes:
            raise web.HTTPForbidden(text="missing_scope")
        return web.Response(body=self._room.world.files.contents(file), content_type=file.mimetype)


@web.middleware
async def _net(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer in words and in JSON where something of ours broke; the log tells what."""
    try:
        return await handler(request)
    except web.HTTPException:
        raise
    except ConnectionError:
        return web.Response(status=400)  # whoever asked has gone: nobody is left to read it
    except Exception:
        log.exception("%s %s failed", request.method, request.path)
        say = "トークルームの側で問題が起きました。もう一度お試しください。"
        return web.json_response({"ok": False, "error": "internal_error", "say": say, "keep": True}, status=500)


async def _sent(request: web.Request) -> bytes | None:
    if request.content_type != "multipart/form-data":
        return await read_up_to(request.content, LARGEST)
    try:
        part = await (await request.multipart()).next()
    except (ValueError, LookupError) as error:
        raise SlackError("invalid_form_data") from error
    return await read_up_to(part, LARGEST) if isinstance(part, BodyPartReader) else None


def _not_ok(refusal: SlackError) -> web.Response:
    answer: Json = {"ok": False, "error": refusal.code, **refusal.details}
    return web.json_response(answer, status=answer.pop("status", 400))


async def _front(_: web.Request) -> web.StreamResponse:
    return _file("index.html")


async def _page(request: web.Request) -> web.StreamResponse:
    return _file(request.match_info["name"])


async def _permalink(request: web.Request) -> web.Response:
    """Lead a permalink to its place in the page."""
    ts = request.match_info["ts"]
    raise web.HTTPFound(f"/#{request.match_info['channel']}/{ts[:-6]}.{ts[-6:]}")


def _file(name: str) -> web.StreamResponse:
    try:
        path = (PAGE / name).resolve()
        found = path.is_relative_to(PAGE.resolve()) and path.is_file()
    except (OSError, ValueError):
        found = False
    if not found:
        raise web.HTTPNotFound(text="not found")
    return web.FileResponse(path, headers={"Cache-Control": "no-cache"})
