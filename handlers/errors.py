"""What happens when a listener raises: the person's mistakes are explained, ours get a number."""

import secrets
from typing import Any

import structlog
from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from domain.errors import UserError
from handlers.desk import Desk
from messages import errors as sentences
from messages.blocks import Message
from messages.report_form import unstored
from storage.database import Trouble

log = structlog.get_logger()


def register(app: AsyncApp) -> None:
    app.error(explain)


async def explain(error: Exception, body: dict[str, Any], client: AsyncWebClient, desk: Desk | None) -> BoltResponse:
    """Tell the person what to do next; log what is ours under the number they are given.

    What the door itself could not read has no desk, and nobody to tell.
    """
    if desk is None:
        numbered(error)
        return BoltResponse(status=200, body="")
    if isinstance(error, Trouble) and (field := _first_input(body)):
        log.warning("not_stored", error=type(error).__name__)
        errors = {"response_action": "errors", "errors": {field: unstored()}}
        return BoltResponse(status=200, body=errors)
    message = sentences.explain(error, desk.prefix) if isinstance(error, UserError) else numbered(error)
    return desk.answers.to_whoever_asked(client, body, message)


def numbered(error: Exception) -> Message:
    """What broke on our side is logged under a number, and that number is said."""
    number = secrets.token_hex(3).upper()
    log.error("failed", number=number, error=type(error).__name__, exc_info=error)
    return sentences.ours(number)


def _first_input(body: dict[str, Any]) -> str:
    """The first field of a form that was submitted: there it is said what keeps the form open."""
    blocks = body["view"]["blocks"] if body.get("type") == "view_submission" else ()
    return next((str(each["block_id"]) for each in blocks if each["type"] == "input"), "")
