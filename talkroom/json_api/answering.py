"""How the JSON API answers: a JSON object, or a refusal with the sentence for the person."""

from collections.abc import Awaitable, Callable
from functools import wraps

from aiohttp import web

from talkroom.bodies import json_object
from talkroom.errors import RefusedError, SlackError
from talkroom.message import Json

Answering = Callable[[web.Request], Awaitable[Json]]
PERSON = "/room/people/{user}"
CHANNEL = f"{PERSON}/channels/{{channel}}"


def answered(answering: Answering) -> Callable[[web.Request], Awaitable[web.Response]]:
    @wraps(answering)
    async def handler(request: web.Request) -> web.Response:
        try:
            return web.json_response(await answering(request))
        except RefusedError as refusal:
            return refused(refusal)

    return handler


def refused(refusal: RefusedError) -> web.Response:
    answer = {"ok": False, "error": refusal.code, "say": refusal.say, "keep": True}
    return web.json_response(answer, status=refusal.status if refusal.status < 500 else 422)


async def body(request: web.Request) -> Json:
    try:
        return await json_object(request)
    except SlackError as error:
        raise RefusedError(error.code, "JSON のオブジェクトを送ってください。") from error


def text_of(said: Json, name: str) -> str | None:
    return str(said[name]) if said.get(name) else None


def object_of(said: Json, name: str) -> Json:
    found = said.get(name) or {}
    if not isinstance(found, dict):
        raise RefusedError("invalid_arguments", f"{name} は JSON のオブジェクトで送ってください。")
    return found
