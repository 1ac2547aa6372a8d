"""HTTP mode: the address Slack posts to, on aiohttp with Bolt's own request and response."""

import time
from collections.abc import Mapping
from urllib.parse import parse_qsl

import structlog
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.request.async_internals import build_async_context
from slack_sdk.signature import SignatureVerifier

from handlers.pulse import Pulse

log = structlog.get_logger()

PATH = "/slack/events"
LARGEST = 3 * 2**20  # bytes: a view of 250 KB that is submitted, every letter of it written as %E3%81%82


def application(app: AsyncApp, signing_secret: str, pulse: Pulse) -> web.Application:
    """One URL for commands, presses and events, as the manifest says. What is not signed is not even parsed."""
    verifier = SignatureVerifier(signing_secret)

    async def receive(request: web.Request) -> web.Response:
        if not is_signed(verifier, await request.read(), request.headers):
            raise web.HTTPUnauthorized
        try:
            heard = await to_bolt_request(request)
            mend_form(heard)
        except Exception as error:  # noqa: BLE001 – Bolt raises whatever its parts do
            log.warning("unreadable", error=type(error).__name__)
            raise web.HTTPBadRequest from None
        began = time.monotonic()
        response = await app.async_dispatch(heard)
        pulse.answered(heard.body, began)
        return await to_aiohttp_response(response)

    web_app = web.Application(client_max_size=LARGEST)
    web_app.router.add_post(PATH, receive)
    return web_app


def is_signed(verifier: SignatureVerifier, body: bytes, headers: Mapping[str, str]) -> bool:
    """Whether Slack has signed it within the last five minutes: an older one is a replay."""
    try:
        return verifier.is_valid_request(body, headers)
    except (TypeError, ValueError, OverflowError):  # a time or a signature that is none
        return False


def mend_form(request: AsyncBoltRequest) -> None:
    """Read a command whose text contains the word "payload": Bolt takes its form for an interaction and drops it."""
    if not request.body and "command=" in request.raw_body:
        request.body.update(parse_qsl(request.raw_body, keep_blank_values=True))
        build_async_context(request.context, request.body)
