"""Reads the arguments of a Web API call from the four forms Slack's clients send: JSON, form, query, nothing."""

import json
import math
from typing import Any

from aiohttp import BodyPartReader, StreamReader, web

from talkroom.errors import SlackError
from talkroom.message import Json

DEEPEST = 100


async def arguments(request: web.Request) -> Json:
    """Return the call's arguments; what the body says wins over the query."""
    return {**request.query, **await _body(request)}


async def _body(request: web.Request) -> Json:
    if request.method == "GET" or not request.body_exists:
        return {}
    if request.content_type == "application/json":
        return await json_object(request)
    try:
        form = await request.post()
    except UnicodeDecodeError as error:
        raise SlackError("invalid_charset") from error
    except (ValueError, LookupError) as error:
        raise SlackError("invalid_form_data") from error
    return {name: value for name, value in form.items() if isinstance(value, str)}


def read_json(text: str | bytes) -> Any:
    """Read JSON as it is defined: no NaN, no number that is none, nothing deeper than anybody needs."""
    try:
        value = json.loads(text, parse_constant=_no_number, parse_float=_finite)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    level = [value]
    for _ in range(DEEPEST):
        level = [inner for each in level for inner in _inner(each)]
        if not level:
            return value
    raise ValueError("nested too deeply")


def _inner(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def _finite(written: str) -> float:
    number = float(written)
    if math.isinf(number):
        raise ValueError(f"{written} is no number")
    return number


async def json_object(request: web.Request) -> Json:
    """Read a JSON object; nothing at all is an empty one, and NaN is no JSON."""
    said = await request.read()
    if not said.strip():
        return {}
    try:
        body = read_json(said)
    except ValueError as error:
        raise SlackError("invalid_json") from error
    if not isinstance(body, dict):
        raise SlackError("json_not_object")
    return body


async def read_up_to(source: StreamReader | BodyPartReader, most: int) -> bytes | None:
    """Read raw bytes; None if there are more than `most`."""
    read = source.readany if isinstance(source, StreamReader) else source.read_chunk
    contents = bytearray()
    while chunk := await read():
        contents += chunk
        if len(contents) > most:
            return None
    return bytes(contents)


def flag(value: Any) -> bool:
    """Read a boolean: forms and queries say "1", "0", "true" or "false"."""
    return str(value).lower() in {"1", "true"}


def listed(value: Any) -> list[str]:
    """Read a list: forms and queries say "a,b"."""
    return (
        [str(each) for each in value] if isinstance(value, list) else [each for each in str(value).split(",") if each]
    )


def parsed(value: Any) -> Any:
    """Read what forms and queries send as JSON text."""
    try:
        return read_json(value) if isinstance(value, str) else value
    except ValueError as error:
        raise SlackError("invalid_arguments") from error


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no JSON")
