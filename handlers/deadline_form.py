"""A new deadline from a form: filled in, shown back, and kept once it is confirmed."""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from domain.calendar import TOKYO, last_day
from domain.dates import wording
from domain.dates.hours import Hour, moment
from domain.dates.recurrence import USUAL, occurrences
from domain.deadline import Draft
from domain.model import Member
from handlers.deadline_draft import carried, keep, written
from handlers.desk import Desk
from handlers.filled import chosen_moment, values
from handlers.rights import for_the_secretariat
from messages import deadline_forms as said
from messages import forms
from messages.words import day

View = dict[str, Any]


def register(app: AsyncApp) -> None:
    app.action(re.compile("^deadline:(form|targets)$"))(open_form)
    app.view("deadline-new")(fill_in)
    app.action("deadline:earlier")(earlier)
    app.action("deadline:rewrite")(rewrite)
    app.view("deadline-confirm")(confirm)


async def open_form(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk, client: AsyncWebClient
) -> None:
    """Open it with what the button knows: nothing, a title, or all that was understood of a text."""
    for_the_secretariat(member)
    await client.views_open(trigger_id=body["trigger_id"], view=_form(carried(action["value"]), desk))
    await ack()


async def fill_in(ack: AsyncAck, view: View, member: Member, desk: Desk) -> None:
    """Show back what was filled in, or say at the field what is wrong with it."""
    for_the_secretariat(member)
    at, draft = _filled(view, desk)
    if wrong := _wrong(draft, at, desk):
        await ack(response_action="errors", errors=wrong)
    else:
        await ack(response_action="update", view=_confirmation(draft, desk))


async def earlier(ack: AsyncAck, body: dict[str, Any], member: Member, desk: Desk, client: AsyncWebClient) -> None:
    """Take the working day before instead; it still has to be confirmed."""
    for_the_secretariat(member)
    draft = carried(body["view"]["private_metadata"])
    taken = _before(draft, desk) or draft.due_at
    view = _confirmation(replace(draft, due_at=taken, words=""), desk)
    await client.views_update(view_id=body["view"]["id"], view=view)
    await ack()


async def rewrite(ack: AsyncAck, body: dict[str, Any], member: Member, desk: Desk, client: AsyncWebClient) -> None:
    """Back to the form, with what was filled in."""
    for_the_secretariat(member)
    form = _form(carried(body["view"]["private_metadata"]), desk)
    await client.views_update(view_id=body["view"]["id"], view=form)
    await ack()


async def confirm(ack: AsyncAck, view: View, member: Member, desk: Desk) -> None:
    """Keep the deadline, and say so in the place of the form."""
    for_the_secretariat(member)
    kept = keep(carried(view["private_metadata"]), member, desk)
    await ack(response_action="update", view=forms.sentence(kept, "締切の登録", "閉じる"))
    desk.post_soon()


def _form(draft: Draft, desk: Desk) -> View:
    return said.adding(draft, desk.catalogue.municipalities, written(draft))


def _confirmation(draft: Draft, desk: Desk) -> View:
    before = _before(draft, desk)
    offered = day(last_day(before)) if before else ""
    return said.confirming(draft, _say(draft, desk), offered, desk.catalogue.municipalities, written(draft))


def _filled(view: View, desk: Desk) -> tuple[datetime, Draft]:
    """The moment that was chosen, and the draft: of what recurs, with the first moment from there on."""
    given = values(view)
    opened = carried(view["private_metadata"])
    at = chosen_moment(given)
    words = given["repeat"]["selected_option"]["value"]
    rule = opened.rule if opened.rule and words == opened.words else USUAL.get(words)
    first = moment(_coming(rule, at, desk)[0], _hour(at)) if rule else at
    draft = Draft(
        once=opened.once,
        title=" ".join((given["title"]["value"] or "").split()),
        due_at=first,
        words=words if rule else _words(opened, at),
        rule=rule,
        bodies=_bodies([each["value"] for each in given["bodies"]["selected_options"]], desk),
    )
    return at, draft


def _words(opened: Draft, at: datetime) -> str:
    """How the moment was written, while it is that one."""
    return opened.words if opened.due_at == at and not opened.rule else ""


def _bodies(chosen: list[str], desk: Desk) -> tuple[str, ...]:
    """Those of the conference; all of them are none in particular."""
    everyone = [body.code for body in desk.catalogue.municipalities]
    known = tuple(code for code in everyone if code in chosen)
    return () if len(known) == len(everyone) else known


def _wrong(draft: Draft, at: datetime, desk: Desk) -> dict[str, str]:
    wrong = {}
    if not draft.title:
        wrong["title"] = said.NO_TITLE
    elif len(draft.title) > said.LONGEST_TITLE:
        wrong["title"] = said.too_long(len(draft.title))
    if at <= desk.now():
        wrong["day"] = forms.OVER
    return wrong


def _say(draft: Draft, desk: Desk) -> str:
    """The day with its era and weekday, how long there is, and whether offices are closed."""
    due = draft.due_at or desk.now()
    if draft.rule:
        return wording.again(draft.words, _coming(draft.rule, due, desk), _hour(due), draft.rule, desk.days)
    return wording.echo(last_day(due), _hour(due), desk.today(), desk.days)


def _before(draft: Draft, desk: Desk) -> datetime | None:
    """The same hour of the working day before, where the day is closed and that day is still to come."""
    if draft.due_at is None or draft.rule or desk.days.is_open(last_day(draft.due_at)):
        return None
    before = moment(desk.days.ahead(last_day(draft.due_at), -1), _hour(draft.due_at))
    return before if before > desk.now() else None


def _coming(rule: str, at: datetime, desk: Desk) -> list[date]:
    return occurrences(rule, last_day(at) - timedelta(days=1), count=3, days=desk.days)


def _hour(at: datetime) -> Hour:
    """Midnight ends the day before: 24:00."""
    here = at.astimezone(TOKYO)
    return Hour(here.hour, here.minute) if here.hour or here.minute else Hour(24)
