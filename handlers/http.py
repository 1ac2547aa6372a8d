"""HTTP mode: the address Slack posts to, on aiohttp with Bolt's own request and response."""

from urllib.parse import parse_qsl

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.request.async_internals import build_async_context

PATH = "/slack/events"


def application(app: AsyncApp) -> web.Application:
    """One URL for commands, presses and events, as the manifest says."""

    async def receive(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

    web_app = web.Application()
    web_app.router.add_post(PATH, receive)
    return web_app


async def mend_form(req: AsyncBoltRequest, next: object) -> None:
    """Read a command whose text contains the word "payload": Bolt takes its form for an interaction and drops it."""
    if not req.body and "command=" in req.raw_body:
        req.body.update(parse_qsl(req.raw_body, keep_blank_values=True))
        build_async_context(req.context, req.body)
    await next()  # type: ignore[operator]
