"""期限の延長の申し出: a municipality asks for more time, the secretariat answers, and its people hear of it."""

from datetime import date
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from domain.asking import same_hour
from domain.model import Member, Role
from domain.round import Event, What
from handlers.desk import Desk
from handlers.rights import for_the_secretariat
from handlers.round_change import standing
from handlers.round_decide import Here, already, found, happens
from messages import round_changed
from messages import round_decide as said
from messages.blocks import Message
from reminders import opening, plan
from storage import postings, rounds
from storage.database import Transaction

View = dict[str, Any]


def register(app: AsyncApp) -> None:
    app.action("round:longer")(open_form)
    app.view("round-longer")(ask)
    app.action("round:give")(give)
    app.action("round:refuse")(open_refusal)
    app.view("round-refuse")(refuse)


async def open_form(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk, client: AsyncWebClient
) -> None:
    """Open the form for those of the person's municipalities that have not reported."""
    conference = desk.catalogue.conference.id
    about = standing(rounds.one(desk.read(), conference, action["value"]))
    every = rounds.progress(desk.read(), conference, about, desk.catalogue.municipalities, desk.now())
    mine = [each.municipality for each in every if each.is_missing and _may_ask(each.municipality.code, member)]
    if not mine:
        for_the_secretariat(member)
        mine = [each.municipality for each in every]
    await client.views_open(trigger_id=body["trigger_id"], view=said.asking(about, mine))
    await ack()


async def ask(ack: AsyncAck, view: View, member: Member, desk: Desk) -> None:
    """Tell the secretariat; the same once more while it waits is told as a new one."""
    values = {name: element[name] for name, element in view["state"]["values"].items()}
    code, day = values["body"]["selected_option"]["value"], date.fromisoformat(values["day"]["selected_date"])
    reason = (values["reason"]["value"] or "").strip()
    if not _may_ask(code, member):
        for_the_secretariat(member)
    due_at = found(desk.read(), view["private_metadata"], code, desk).progress.due_at
    until = same_hour(day, due_at)
    wrong = {} if reason else {"reason": said.NO_REASON}
    wrong |= {"day": said.NOT_LATER} if until <= max(due_at, desk.now()) else {}
    if wrong:
        await ack(response_action="errors", errors=wrong)
        return
    with desk.begin() as db:
        here = found(db, view["private_metadata"], code, desk, held=True)
        told = _asked(db, here, Event(code, What.ASKED_LONGER, member.user, desk.now(), reason, here.nth, until), desk)
    await ack(response_action="update", view=round_changed.laid(told))
    desk.post_soon()


def _asked(db: Transaction, here: Here, event: Event, desk: Desk) -> Message:
    if not here.progress.is_missing:
        return said.not_missing(here.round, here.progress)
    conference = desk.catalogue.conference.id
    nth = rounds.note(db, conference, here.round.id, event)
    to = desk.ahead.secretariat(db)
    postings.add(db, conference, plan.happened(here.round, here.code, event.what, nth, to, desk.now()))
    detail = {"body": here.code, "reason": event.reason}
    opening.note(db, conference, "round.asked_longer", here.round, event.by, desk.now(), **detail)
    return said.asked(here.round, here.progress, event.until or here.progress.due_at)


async def give(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk) -> None:
    """Give as long as was asked for."""
    for_the_secretariat(member)
    round_id, code, nth = action["value"].split()
    with desk.begin() as db:
        here = found(db, round_id, code, desk, held=True)
        told = _answered(db, here, int(nth), What.GIVEN_LONGER, "", member, desk)
    await desk.answers.to_press(ack, body, told)
    desk.post_soon()


async def open_refusal(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk, client: AsyncWebClient
) -> None:
    for_the_secretariat(member)
    round_id, code, _ = action["value"].split()
    here = found(desk.read(), round_id, code, desk)
    form = said.refusing(here.round, here.progress.municipality, action["value"])
    await client.views_open(trigger_id=body["trigger_id"], view=form)
    await ack()


async def refuse(ack: AsyncAck, view: View, member: Member, desk: Desk) -> None:
    """Not longer, and why."""
    for_the_secretariat(member)
    reason = (view["state"]["values"]["reason"]["reason"]["value"] or "").strip()
    if not reason:
        await ack(response_action="errors", errors={"reason": said.NO_REASON})
        return
    round_id, code, nth = view["private_metadata"].split()
    with desk.begin() as db:
        here = found(db, round_id, code, desk, held=True)
        told = _answered(db, here, int(nth), What.NOT_LONGER, reason, member, desk)
    await ack(response_action="update", view=round_changed.laid(told))
    desk.post_soon()


def _answered(  # noqa: PLR0913, PLR0917 – one answer to one request
    db: Transaction, here: Here, nth: int, what: What, reason: str, member: Member, desk: Desk
) -> Message:
    """Answer that very request, unless it was answered, asked anew, or is not needed any more."""
    asked = here.events[nth - 1]
    newest = max((n for n, each in enumerate(here.events, 1) if each.what is What.ASKED_LONGER), default=0)
    if not here.progress.asks_longer or newest != nth or not here.progress.is_missing:
        return already(db, here, desk)
    until = asked.until if what is What.GIVEN_LONGER else None
    if until and until <= desk.now():
        return said.too_late(here.round, here.progress)
    return happens(db, here, Event(here.code, what, member.user, desk.now(), reason, here.nth, until), desk)


def _may_ask(code: str, member: Member) -> bool:
    return code in member.municipalities or member.role is Role.SECRETARIAT
