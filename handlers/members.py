"""Who is let in: a deny-by-default middleware before every listener."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

import structlog
from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncBoltContext, AsyncBoltRequest
from slack_bolt.middleware.async_middleware import AsyncMiddleware

from domain.errors import NotAdmitted
from handlers.accounts import outsider
from handlers.application import asks_to_join
from handlers.conferences import sentence, which
from handlers.desk import Desk
from handlers.desks import Desks, room_of
from handlers.legible import make_legible
from handlers.seal import Ack, sealed
from messages import errors as sentences
from messages.blocks import Block, Message
from messages.pieces import message
from storage import members

log = structlog.get_logger()

REMEMBERED = 1_000  # event ids
TOLD = {"user_change", "team_join", "channel_shared", "channel_unshared"}
"""Events that the chat itself tells: nobody asks for anything, so there is nobody to admit."""


class Door(AsyncMiddleware):
    """Before every listener: all is refused but what a known account of our own team asks that is on the roster.

    It is the roster of the conference that is meant, whose desk the listener gets. One press passes without a roster,
    and without a member for its listener: asking to be put on it.
    """

    def __init__(self, desks: Desks) -> None:
        self._desks = desks
        self._heard: dict[str, None] = {}

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,  # noqa: ARG002 – Bolt passes it by name
        next: Callable[[], Awaitable[BoltResponse]],
    ) -> BoltResponse | None:
        make_legible(req.body)
        req.context["desks"], req.context["desk"] = self._desks, self._desks.first
        event = req.body.get("event", {})
        if event.get("type") in TOLD:
            return await next()
        if event and self._heard_before(req.body.get("event_id")):
            return BoltResponse(status=200, body="")
        try:
            meant = self._desks.meant(req.body, await self._known(req.body, req.context))
        except NotAdmitted as refusal:
            return self._refuse(refusal, req, ())
        return await self._at(meant, req, next)

    async def _at(
        self, meant: Sequence[Desk], req: AsyncBoltRequest, next: Callable[[], Awaitable[BoltResponse]]
    ) -> BoltResponse | None:
        """Let them in where one conference is meant, and they are on its roster; of several ask which it is."""
        user = str(req.context.user_id)
        if len(meant) > 1:
            return self._ask(meant, req)
        member = meant[0].compose.facts.member(user) if meant else None
        if member is None and not (meant and asks_to_join(req.body)):
            return self._refuse(NotAdmitted("unknown"), req, meant)
        self._prepare(req, meant[0])
        if member:
            req.context["member"] = member
        return await next()

    @staticmethod
    def _ask(meant: Sequence[Desk], req: AsyncBoltRequest) -> BoltResponse:
        """Of what people say to one another nothing is asked."""
        if _overheard(req.body):
            return BoltResponse(status=200, body="")
        return meant[0].answers.to_whoever_asked(meant[0].client, req.body, which(meant, sentence(req.body)))

    @staticmethod
    def _prepare(req: AsyncBoltRequest, desk: Desk) -> None:
        """From here on all is said for this conference."""
        req.context["desk"], req.context["client"], req.context["ack"] = desk, desk.client, Ack(desk.id)

    def _heard_before(self, event_id: str | None) -> bool:
        """Whether this very event came before: what is not acknowledged in time is sent again."""
        if event_id is None or event_id in self._heard:
            return event_id is not None
        self._heard[event_id] = None
        if len(self._heard) > REMEMBERED:
            del self._heard[next(iter(self._heard))]
        return False

    async def _known(self, body: dict[str, Any], context: AsyncBoltContext) -> str:
        """The account, where it is one of our own people's."""
        user, home = context.user_id, context.authorize_result.team_id if context.authorize_result else None
        if not user or not home or body.get("event", {}).get("bot_id"):
            raise NotAdmitted("bot")
        if body.get("is_ext_shared_channel"):
            raise NotAdmitted("shared_room")
        if context.team_id != home or (context.actor_team_id or home) != home:
            raise NotAdmitted("other_team")
        account = await self._desks.first.accounts.of(user)
        if reason := outsider(account, home):
            raise NotAdmitted(reason)
        return user

    def _refuse(self, refusal: NotAdmitted, req: AsyncBoltRequest, meant: Sequence[Desk]) -> BoltResponse:
        """Say whom to ask. Bots, and rooms full of people who were not talking to us, hear nothing."""
        context, event = req.context, req.body.get("event", {})
        log.info("refused", reason=refusal.reason, user=context.user_id, team=context.actor_team_id or context.team_id)
        if refusal.reason in {"bot", "shared_room"} or _overheard(req.body) or context.client is None:
            return BoltResponse(status=200, body="")
        desks = meant or self._desks.of_room(room_of(req.body)) or self._desks.every
        said = _refusal(refusal, desks)
        if event.get("type") == "app_home_opened":
            desks[0].answers.later(desks[0].homes.refuse(event["user"], said))
            return BoltResponse(status=200, body="")
        return desks[0].answers.to_whoever_asked(desks[0].client, req.body, said)


def _overheard(body: Mapping[str, Any]) -> bool:
    """Whether people were talking to one another in a room."""
    event = body.get("event", {})
    to_us = event.get("type") in {"app_home_opened", "app_mention"} or event.get("channel_type") == "im"
    return bool(event) and not to_us


def _refusal(refusal: NotAdmitted, desks: Sequence[Desk]) -> Message:
    """Whom to ask: where it may be any of several conferences, of each."""
    every = [_said(refusal, desk) for desk in (desks[:1] if refusal.reason == "gone" else desks)]
    if len(every) == 1:
        return every[0]
    blocks: list[Block] = []
    for nth, (desk, said) in enumerate(zip(desks, every, strict=True)):
        numbered = [{**each, "block_id": f"{each['block_id']}-{nth}"} for each in said["blocks"]]
        blocks += sealed(numbered, desk.id)
    return message(blocks)


def _said(refusal: NotAdmitted, desk: Desk) -> Message:
    people = desk.secretariat or members.secretariat(desk.read(), desk.id)
    return sentences.refused(refusal, desk.catalogue.conference.secretariat, people)
