"""HTTP mode: the address Slack posts to, on aiohttp with Bolt's own request and response."""

from urllib.parse import parse_qsl

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.request.async_internals import build_async_context

PATH, HEALTH = "/slack/events", "/healthz"


def application(app: AsyncApp) -> web.Application:
    """One URL for commands, presses and events, as the manifest says, and one that tells a balancer we are up."""

    async def receive(request: web.Request) -> web.Response:
        heard = await to_bolt_request(request)
        mend_form(heard)
        return await to_aiohttp_response(await app.async_dispatch(heard))

    async def healthy(_request: web.Request) -> web.Response:
        return web.json_response({"ok": True})

    web_app = web.Application()
    web_app.router.add_post(PATH, receive)
    web_app.router.add_get(HEALTH, healthy)
    return web_app


def mend_form(request: AsyncBoltRequest) -> None:
    """Read a command whose text contains the word "payload": Bolt takes its form for an interaction and drops it."""
    if not request.body and "command=" in request.raw_body:
        request.body.update(parse_qsl(request.raw_body, keep_blank_values=True))
        build_async_context(request.context, request.body)
