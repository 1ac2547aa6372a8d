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

log = structlog.get_logger()


def register(app: AsyncApp) -> None:
    app.error(explain)


async def explain(error: Exception, body: dict[str, Any], client: AsyncWebClient, desk: Desk) -> BoltResponse:
    """Tell the person what to do next; log what is ours under the number they are given."""
    if isinstance(error, UserError):
        message = sentences.explain(error, desk.prefix)
    else:
        number = secrets.token_hex(3).upper()
        log.error("failed", number=number, error=type(error).__name__, exc_info=error)
        message = sentences.ours(number)
    return desk.answers.to_whoever_asked(client, body, message)
