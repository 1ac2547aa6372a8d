"""Who is let in: a deny-by-default middleware before every listener."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from aiohttp import ClientError
from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncBoltContext, AsyncBoltRequest
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from domain.errors import NotAdmitted
from domain.model import Member, Role
from handlers.desk import Desk
from messages import errors as sentences
from storage import members

log = structlog.get_logger()

REMEMBERED = 1_000  # event ids
FRESH = 600  # seconds for which an account is taken to be what users.info said
_OUTSIDERS = {
    "deleted": "deleted",
    "is_bot": "bot",
    "is_stranger": "other_team",
    "is_restricted": "guest",
    "is_ultra_restricted": "guest",
}


class Accounts:
    """The chat's accounts as users.info tells them, asked once each and kept for ten minutes."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client
        self._asked: dict[str, tuple[float, asyncio.Task[dict[str, Any]]]] = {}

    async def of(self, user: str) -> dict[str, Any]:
        """The account. Raises NotAdmitted when it cannot be looked up; a failure is not kept."""
        when, asking = self._asked.get(user, (0.0, None))
        if asking is None or time.monotonic() - when > FRESH:
            asking = asyncio.create_task(self._ask(user))
            self._asked[user] = (time.monotonic(), asking)
        try:
            return asking.result() if asking.done() else await asyncio.shield(asking)
        except (SlackClientError, ClientError, OSError, TimeoutError) as error:
            self._asked.pop(user, None)
            log.warning("lookup_failed", user=user, error=type(error).__name__)
            raise NotAdmitted("lookup_failed") from error

    def forget(self, user: str) -> None:
        """The chat says that the account has changed."""
        self._asked.pop(user, None)

    async def _ask(self, user: str) -> dict[str, Any]:
        answer = await self._client.users_info(user=user)
        account: dict[str, Any] = answer["user"]
        return account


class Door(AsyncMiddleware):
    """Before every listener: all is refused but what a known account of our own team asks that is on the roster."""

    def __init__(self, accounts: Accounts, desk: Desk) -> None:
        self._accounts = accounts
        self._desk = desk
        self._heard: dict[str, None] = {}

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,  # noqa: ARG002 – Bolt passes it by name
        next: Callable[[], Awaitable[BoltResponse]],
    ) -> BoltResponse | None:
        req.context["desk"] = self._desk
        event = req.body.get("event", {})
        if event.get("type") in {"user_change", "team_join"}:
            self._accounts.forget(event["user"]["id"])
            self._desk.homes.forget(event["user"]["id"])  # until they open it again, as whoever they are then
            return BoltResponse(status=200, body="")
        if event and self._heard_before(req.body.get("event_id")):
            return BoltResponse(status=200, body="")
        try:
            req.context["member"] = await self._admitted(req.body, req.context)
        except NotAdmitted as refusal:
            return self._refuse(refusal, req)
        return await next()

    def _heard_before(self, event_id: str | None) -> bool:
        """Whether this very event came before: what is not acknowledged in time is sent again."""
        if event_id is None or event_id in self._heard:
            return event_id is not None
        self._heard[event_id] = None
        if len(self._heard) > REMEMBERED:
            del self._heard[next(iter(self._heard))]
        return False

    async def _admitted(self, body: dict[str, Any], context: AsyncBoltContext) -> Member:
        user, home = context.user_id, context.authorize_result.team_id if context.authorize_result else None
        if not user or not home or body.get("event", {}).get("bot_id"):
            raise NotAdmitted("bot")
        if body.get("is_ext_shared_channel"):
            raise NotAdmitted("shared_room")
        if context.team_id != home or (context.actor_team_id or home) != home:
            raise NotAdmitted("other_team")
        account = await self._accounts.of(user)
        if account.get("team_id") != home:
            raise NotAdmitted("other_team")
        for mark, reason in _OUTSIDERS.items():
            if account.get(mark):
                raise NotAdmitted(reason)
        return self._on_the_roster(user)

    def _on_the_roster(self, user: str) -> Member:
        member = members.of(self._desk.read(), self._desk.catalogue.conference.id, user)
        if member is None and user in self._desk.secretariat:
            return Member(user, "事務局", Role.SECRETARIAT)
        if member is None:
            raise NotAdmitted("unknown")
        return member

    def _refuse(self, refusal: NotAdmitted, req: AsyncBoltRequest) -> BoltResponse:
        """Say whom to ask. Bots, and rooms full of people who were not talking to us, hear nothing."""
        context, event = req.context, req.body.get("event", {})
        log.info("refused", reason=refusal.reason, user=context.user_id, team=context.actor_team_id or context.team_id)
        at_home = event.get("type") == "app_home_opened"
        overheard = event and not at_home and event.get("type") != "app_mention" and event.get("channel_type") != "im"
        if refusal.reason in {"bot", "shared_room"} or overheard or context.client is None:
            return BoltResponse(status=200, body="")
        desk = self._desk
        ask = desk.secretariat or members.secretariat(desk.read(), desk.catalogue.conference.id)
        message = sentences.refused(refusal, desk.catalogue.conference.secretariat, ask)
        if at_home:
            desk.answers.later(desk.homes.refuse(event["user"], message))
            return BoltResponse(status=200, body="")
        return self._desk.answers.to_whoever_asked(context.client, req.body, message)
