"""The seal: what is said and what is opened carries its conference, so that a press in it acts there and nowhere else.

A view carries it before its metadata, a block of a message behind its id; whoever listens sees neither.
"""

import re
import time
from collections.abc import Iterable, Mapping
from typing import Any

from slack_bolt import BoltResponse
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from handlers.pulse import Pulse
from messages.blocks import Block

_BEFORE = re.compile("^([a-z][a-z0-9-]*)@")
_BEHIND = re.compile("@([a-z][a-z0-9-]*)$")
_PRESSED = frozenset({"actions", "context_actions", "input"})


def sealed(blocks: Iterable[Block], conference: str) -> list[Block]:
    """The same blocks; those in which something can be pressed carry the conference, unless they carry one already."""
    return [_sealed(each, conference) if each["type"] in _PRESSED or "accessory" in each else each for each in blocks]


def sealed_view(view: Mapping[str, Any], conference: str) -> dict[str, Any]:
    return {**view, "private_metadata": f"{conference}@{view.get('private_metadata', '')}"}


def unsealed(body: Mapping[str, Any]) -> str:
    """The conference whose message or view this came from, taken off in place; empty where it carries none."""
    if view := body.get("view"):
        return _taken_off(view, "private_metadata", _BEFORE)
    if values := body.get("state", {}).get("values"):
        for block_id in [each for each in values if _BEHIND.search(each)]:
            values[_BEHIND.sub("", block_id)] = values.pop(block_id)
    found = [_taken_off(each, "block_id", _BEHIND) for each in body.get("actions") or ()]
    return found[0] if found else ""


class Client(AsyncWebClient):
    """The chat's client for one conference: all that it sends can be pressed in that one alone."""

    def __init__(self, conference: str, like: AsyncWebClient, pulse: Pulse) -> None:
        super().__init__(
            like.token,
            base_url=like.base_url,
            session=like.session,
            timeout=like.timeout,
            retry_handlers=like.retry_handlers,
        )
        self._conference, self._pulse = conference, pulse

    async def api_call(self, api_method: str, **how: Any) -> AsyncSlackResponse:
        """Every method of the client ends here."""
        given = how.get("json") or {}
        if given.get("blocks"):
            how["json"] = {**given, "blocks": sealed(given["blocks"], self._conference)}
        elif given.get("view"):
            how["json"] = {**given, "view": sealed_view(given["view"], self._conference)}
        began = time.monotonic()
        answer = await super().api_call(api_method, **how)
        if api_method == "chat.postMessage" and str(answer.get("channel")).startswith("D"):
            self._pulse.posted(began)
        return answer


class Ack(AsyncAck):
    """The ack of a request, in which that is likewise so."""

    def __init__(self, conference: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._conference = conference

    async def __call__(self, *said: Any, **how: Any) -> BoltResponse:
        if how.get("blocks"):
            how["blocks"] = sealed(how["blocks"], self._conference)
        if how.get("view"):
            how["view"] = sealed_view(how["view"], self._conference)
        return await super().__call__(*said, **how)


def _sealed(block: Block, conference: str) -> Block:
    block_id = str(block["block_id"])
    return block if _BEHIND.search(block_id) else {**block, "block_id": f"{block_id}@{conference}"}


def _taken_off(thing: dict[str, Any], name: str, seal: re.Pattern[str]) -> str:
    written = str(thing.get(name) or "")
    found = seal.search(written)
    if found:
        thing[name] = written[: found.start()] + written[found.end() :]
    return found[1] if found else ""
