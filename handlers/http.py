"""HTTP mode: the address Slack posts to, on aiohttp with Bolt's own request and response."""

import time
from http import HTTPStatus
from urllib.parse import parse_qsl

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.request.async_internals import build_async_context

from handlers.pulse import Pulse

PATH = "/slack/events"


def application(app: AsyncApp, pulse: Pulse) -> web.Application:
    """One URL for commands, presses and events, as the manifest says."""

    async def receive(request: web.Request) -> web.Response:
        heard = await to_bolt_request(request)
        mend_form(heard)
        began = time.monotonic()
        response = await app.async_dispatch(heard)
        if response.status != HTTPStatus.UNAUTHORIZED:  # what strangers send is not counted
            pulse.answered(heard.body, began)
        return await to_aiohttp_response(response)

    web_app = web.Application()
    web_app.router.add_post(PATH, receive)
    return web_app


def mend_form(request: AsyncBoltRequest) -> None:
    """Read a command whose text contains the word "payload": Bolt takes its form for an interaction and drops it."""
    if not request.body and "command=" in request.raw_body:
        request.body.update(parse_qsl(request.raw_body, keep_blank_values=True))
        build_async_context(request.context, request.body)
