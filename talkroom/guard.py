"""Keeps strangers out: other hosts, other pages, and whoever does not know the password."""

import base64
import binascii
import hmac
import ipaddress

from aiohttp import web
from aiohttp.typedefs import Handler
from yarl import URL

from talkroom.message import Json

_PAGE_ONLY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": _PAGE_ONLY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_FOR_APPS = ("/api/", "/socket", "/respond/", "/upload/", "/files-pri/")
_FOREIGN = {"cross-site", "same-site"}  # what a browser says of a request by another page, even without an Origin
_LINK = ("navigate", "document")
_RAW = "/files"  # where a page sends the bytes of a file


class Guard:
    """Judges every request: those of the page by host, origin and password; those of apps by origin."""

    def __init__(self, password: str | None, *, for_others: bool) -> None:
        self._password, self._for_others = password, for_others

    @web.middleware
    async def middleware(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if refusal := self._refusal(request):
            return refusal
        return await handler(request)

    def _refusal(self, request: web.Request) -> web.Response | None:
        if not self._host_is_ours(request):
            return _refused("wrong_host", "このアドレスでは開けません。127.0.0.1 か localhost で開いてください。", 403)
        if not _origin_is_ours(request) or _is_anothers(request):
            return _refused("wrong_origin", "ほかのページからの操作は受け付けません。", 403)
        if request.path.startswith(_FOR_APPS):
            return None
        if self._password is not None and not self._knows_password(request):
            return _password_wanted()
        if request.method == "POST" and request.content_type != _wanted_type(request):
            return _refused("wrong_type", "JSON で送ってください。", 415)
        return None

    def _host_is_ours(self, request: web.Request) -> bool:
        """Tell our own name from one that a foreign page bound to our address (DNS rebinding)."""
        if self._for_others:
            return True
        try:
            host = URL(f"http://{request.headers.get('Host', '')}")
            port = host.explicit_port
        except ValueError:
            return False
        if not is_loopback(host.host or ""):
            return False
        # The SDK's own WebSocket client leaves the port out.
        return port == _port(request) or (port is None and request.path.startswith(_FOR_APPS))

    def _knows_password(self, request: web.Request) -> bool:
        scheme, _, told = request.headers.get("Authorization", "").partition(" ")
        try:
            _, _, password = base64.b64decode(told, validate=True).partition(b":")
        except (binascii.Error, ValueError):
            return False
        return scheme.lower() == "basic" and hmac.compare_digest(password, (self._password or "").encode())


def _is_anothers(request: web.Request) -> bool:
    """Whether a browser sends it for another page; a link that leads here is followed all the same."""
    told = request.headers
    follows_a_link = request.method == "GET" and (told.get("Sec-Fetch-Mode"), told.get("Sec-Fetch-Dest")) == _LINK
    return told.get("Sec-Fetch-Site") in _FOREIGN and not (follows_a_link and not request.path.startswith(_FOR_APPS))


def _wanted_type(request: web.Request) -> str:
    return "application/octet-stream" if request.path.endswith(_RAW) else "application/json"


async def harden(_: web.Request, response: web.StreamResponse) -> None:
    """Give every answer the headers that keep a page from running what is not ours."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Cache-Control", "no-store")


def is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _origin_is_ours(request: web.Request) -> bool:
    origin = request.headers.get("Origin")
    host = request.headers.get("Host", "")
    return origin is None or origin in {f"http://{host}", f"https://{host}"}


def _port(request: web.Request) -> int | None:
    socket = request.transport and request.transport.get_extra_info("sockname")
    return socket[1] if socket else None


def _refused(code: str, say: str, status: int) -> web.Response:
    answer: Json = {"ok": False, "error": code, "say": say}
    return web.json_response(answer, status=status)


def _password_wanted() -> web.Response:
    refusal = _refused("no_password", "パスワードを入力してください。", 401)
    refusal.headers["WWW-Authenticate"] = 'Basic realm="talkroom", charset="UTF-8"'
    return refusal
