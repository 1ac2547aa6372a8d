"""The form of a report: opened filled with what was answered last, kept as a draft, submitted once."""

import asyncio
import re
from collections.abc import Sequence
from typing import Any

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from domain.filling import Asking, as_typed
from domain.model import Member
from domain.round import Draft, Event, What
from handlers.answers import Reply
from handlers.desk import Desk
from handlers.report_asking import Hurry, Opened, TooSlow, asking, at_leisure, carried, typed, within
from handlers.report_submit import submitted
from messages import report_form as said
from messages import report_list
from messages.pieces import message
from reminders.refusals import code_of
from storage import rounds
from storage.database import Trouble

View = dict[str, Any]
BEFORE_OPENING = 0.5  # seconds in which a statement may begin: with its own limit of one, and the door's, within three
LET_THE_ACK_OUT = 0.02  # seconds: reading holds the loop, and what is slow would hold up the ack
EXPIRED = {"expired_trigger_id", "trigger_expired", "exchanged_trigger_id", "trigger_exchanged"}
log = structlog.get_logger()


def register(app: AsyncApp) -> None:
    app.action(re.compile("^report:open(:|$)"))(open_form)
    app.view("report")(submit)
    app.view_closed("report")(closed)
    app.action("report:draft")(save)
    app.action("report:undraft")(discard)
    app.action("report:edit")(edit)


async def open_form(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk, client: AsyncWebClient
) -> None:
    """Open it for the municipality that is named, or the presser's own; of several ask for which."""
    round_, *named = action["value"].split()
    codes = named or _own(round_, member, desk)
    if len(codes) != 1:
        await desk.answers.to_press(ack, body, report_list.which(round_, codes, desk.catalogue.municipalities))
    elif instead := await show(client, body["trigger_id"], Opened(round_, codes[0]), member, desk):
        await desk.answers.to_press(ack, body, instead, keep=True)
    else:
        await ack()


async def show(client: AsyncWebClient, trigger: str, where: Opened, member: Member, desk: Desk) -> Reply | None:
    """Open the form within the three seconds that the chat gives, or return what to say where that was too late.

    Where reading takes too long or fails something else stands there, until it is read after the ack.
    """
    try:
        view = _drawn_in_time(where, member, desk)
        opened = await client.views_open(trigger_id=trigger, view=view or said.waiting())
    except SlackApiError as refusal:
        if code_of(refusal) not in EXPIRED:
            raise
        return message(said.not_opened(where.round, where.body))
    shown = "" if view else str(opened["view"]["id"])
    desk.answers.later(_after_the_ack(client, shown, where, member, desk))
    return None


async def _after_the_ack(client: AsyncWebClient, view: str, where: Opened, member: Member, desk: Desk) -> None:
    """Fill the form that stands empty so far, if any, and note that it was opened."""
    await asyncio.sleep(LET_THE_ACK_OUT)
    if view:
        await client.views_update(view_id=view, view=_drawn_or_not(where, member, desk))
    seen(where, member, desk)


def _drawn_in_time(where: Opened, member: Member, desk: Desk) -> View | None:
    try:
        return drawn(where, member, desk, hurry=within(BEFORE_OPENING))
    except (TooSlow, *Trouble):
        return None


def _drawn_or_not(where: Opened, member: Member, desk: Desk) -> View:
    try:
        return drawn(where, member, desk)
    except Trouble:
        log.warning("report_unreadable", round=where.round, body=where.body)
        return said.unreadable(where.round, where.body)


def drawn(where: Opened, member: Member, desk: Desk, *, hurry: Hurry = at_leisure) -> View:
    """The form as it stands now: with this person's draft, or else with what was answered last."""
    about = asking(where.round, where.body, member, desk, hurry)
    hurry()
    draft = rounds.draft(desk.read(), desk.catalogue.conference.id, where.round, where.body, member.user)
    return _view(about, draft, member, saved=False)


def _view(about: Asking, draft: Draft | None, member: Member, *, saved: bool) -> View:
    code = about.municipality.code
    metadata = Opened(about.round.id, code, draft.based_on if draft else about.on).written()
    inside = draft.typed if draft else as_typed(about.before)
    return said.form(about, inside, metadata, draft=draft, saved=saved, proxy=code not in member.municipalities)


async def submit(ack: AsyncAck, view: View, member: Member, desk: Desk) -> None:
    """Keep the report, or say what is in the way; the form closes only on what is stored."""
    await ack(**submitted(carried(view["private_metadata"]), typed(view), view["id"], member, desk))
    desk.boards_soon()


async def closed(ack: AsyncAck, view: View, member: Member, desk: Desk) -> None:
    """Whoever closes the form loses nothing that the chat still tells of it."""
    where, inside = carried(view["private_metadata"]), typed(view)
    about = asking(where.round, where.body, member, desk)
    if any(inside.values()) and _differs(inside, as_typed(about.before)):
        keep_draft(where, inside, member, desk)
    await ack()


async def save(ack: AsyncAck, body: dict[str, Any], member: Member, desk: Desk, client: AsyncWebClient) -> None:
    """Keep what stands in the form as a draft, and go on."""
    where = carried(body["view"]["private_metadata"])
    about = asking(where.round, where.body, member, desk)
    draft = keep_draft(where, typed(body["view"]), member, desk)
    await client.views_update(view_id=body["view"]["id"], view=_view(about, draft, member, saved=True))
    await ack()


async def discard(ack: AsyncAck, body: dict[str, Any], member: Member, desk: Desk, client: AsyncWebClient) -> None:
    """Throw the draft away; the form is filled with what was answered last."""
    where = carried(body["view"]["private_metadata"])
    with desk.begin() as db:
        rounds.drop_draft(db, desk.catalogue.conference.id, where.round, where.body, member.user)
    await client.views_update(view_id=body["view"]["id"], view=drawn(where, member, desk))
    await ack()


async def edit(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk, client: AsyncWebClient
) -> None:
    """Back to the form, in the place of what came after it."""
    round_, code = action["value"].split()
    view = drawn(Opened(round_, code), member, desk)
    await client.views_update(view_id=body["view"]["id"], view=view)
    await ack()


def keep_draft(where: Opened, inside: dict[str, str], member: Member, desk: Desk) -> Draft:
    draft = Draft(where.round, where.body, member.user, inside, desk.now(), where.on)
    with desk.begin() as db:
        rounds.keep_draft(db, desk.catalogue.conference.id, draft)
    return draft


def seen(where: Opened, member: Member, desk: Desk) -> None:
    """Note that the municipality has opened the form, the first time it does; without it nothing is missing."""
    if where.body not in member.municipalities:
        return
    conference = desk.catalogue.conference.id
    try:
        with desk.begin() as db:
            rounds.held_for(db, conference, where.round, where.body)
            known = rounds.events(db, conference, where.round, [where.body]).get(where.body, ())
            if all(each.what is not What.SEEN for each in known):
                rounds.note(db, conference, where.round, Event(where.body, What.SEEN, member.user, desk.now()))
    except Trouble:
        log.warning("seen_not_noted", round=where.round, body=where.body)


def _differs(inside: dict[str, str], before: dict[str, str]) -> bool:
    return {name: each for name, each in inside.items() if each} != before


def _own(round_: str, member: Member, desk: Desk) -> Sequence[str]:
    """The municipalities of this person which the round concerns."""
    asked = rounds.one(desk.read(), desk.catalogue.conference.id, round_)
    return [code for code in member.municipalities if asked and asked.concerns(code)]
