"""Who is let in: a deny-by-default middleware before every listener."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import structlog
from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncBoltContext, AsyncBoltRequest
from slack_bolt.middleware.async_middleware import AsyncMiddleware

from domain.errors import NotAdmitted
from domain.model import Member, Role
from handlers.accounts import outsider
from handlers.application import asks_to_join
from handlers.desk import Desk
from handlers.legible import make_legible
from messages import errors as sentences
from storage import members

log = structlog.get_logger()

REMEMBERED = 1_000  # event ids
TOLD = {"user_change", "team_join", "channel_shared", "channel_unshared"}
"""Events that the chat itself tells: nobody asks for anything, so there is nobody to admit."""


class Door(AsyncMiddleware):
    """Before every listener: all is refused but what a known account of our own team asks that is on the roster.

    One press passes without a roster, and without a member for its listener: asking to be put on it.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._heard: dict[str, None] = {}

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,  # noqa: ARG002 – Bolt passes it by name
        next: Callable[[], Awaitable[BoltResponse]],
    ) -> BoltResponse | None:
        make_legible(req.body)
        req.context["desk"] = self._desk
        event = req.body.get("event", {})
        if event.get("type") in TOLD:
            return await next()
        if event and self._heard_before(req.body.get("event_id")):
            return BoltResponse(status=200, body="")
        try:
            req.context["member"] = await self._admitted(req.body, req.context)
        except NotAdmitted as refusal:
            if refusal.reason != "unknown" or not asks_to_join(req.body):
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
        account = await self._desk.accounts.of(user)
        if reason := outsider(account, home):
            raise NotAdmitted(reason)
        return self._on_the_roster(user)

    def _on_the_roster(self, user: str) -> Member:
        member = members.of(self._desk.read(), self._desk.catalogue.conference.id, user)
        if user in self._desk.secretariat:
            return replace(member or Member(user, "事務局", Role.SECRETARIAT), role=Role.SECRETARIAT)
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
