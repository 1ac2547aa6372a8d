"""Rounds that open themselves every month (毎月の照会): listed, made, changed, stopped."""

import re
from datetime import date, datetime, timedelta
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from domain.calendar import TOKYO, month_end
from domain.errors import NotAllowed
from domain.model import Member
from domain.template import MONTH, Template
from handlers.desk import Desk
from handlers.rights import for_the_secretariat
from handlers.round_open import known_bodies, wrong_title
from messages import round_changed
from messages import round_template as said
from storage import audit, templates
from storage.database import Transaction

View = dict[str, Any]


def register(app: AsyncApp) -> None:
    app.action("round:templates")(listed)
    app.action("round:template")(edit)
    app.view("round-template")(keep)
    app.action(re.compile("^round:template-stop$"))(stop)


async def listed(ack: AsyncAck, body: dict[str, Any], member: Member, desk: Desk) -> None:
    """Those that were not stopped, with their next day."""
    for_the_secretariat(member)
    every = templates.standing(desk.read(), desk.catalogue.conference.id)
    themes = {each.id: each for each in desk.catalogue.themes}
    coming = {each.id: coming_day(each, desk) for each in every}
    await desk.answers.to_press(ack, body, said.listing(every, themes, coming, desk.catalogue.municipalities))


async def edit(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk, client: AsyncWebClient
) -> None:
    """Open the form: a new one, or one that is there."""
    for_the_secretariat(member)
    found = _fresh(desk) if action["value"] == "new" else _standing(desk.read(), action["value"], desk)
    form = said.editing(found, desk.catalogue.themes, desk.catalogue.municipalities, found.id)
    await client.views_open(trigger_id=body["trigger_id"], view=form)
    await ack()


async def keep(ack: AsyncAck, view: View, member: Member, desk: Desk) -> None:
    """Keep it, and say when it opens next. From now on: a day that has passed opens nothing."""
    for_the_secretariat(member)
    wanted = _filled(view, member, desk)
    if wrong := wrong_title(wanted.title):
        await ack(response_action="errors", errors=wrong)
        return
    conference = desk.catalogue.conference.id
    with desk.begin() as db:
        if wanted.id:
            _standing(db, wanted.id, desk)
        kept = templates.keep(db, conference, wanted)
        _note(db, "round.template", kept, member, desk)
    await ack(response_action="update", view=round_changed.laid(said.kept(kept, coming_day(kept, desk))))


async def stop(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk) -> None:
    """It opens no round any more; a second press is told so."""
    for_the_secretariat(member)
    conference = desk.catalogue.conference.id
    with desk.begin() as db:
        found = templates.one(db, conference, action["value"])
        if found and templates.stop(db, conference, found.id, desk.now()):
            _note(db, "round.template_stop", found, member, desk)
    await desk.answers.to_press(ack, body, said.stopped(found))


def coming_day(template: Template, desk: Desk) -> date | None:
    """The day on which it opens next."""
    today, at = desk.today(), desk.choices.plan.at
    month = today.replace(day=1)
    for _ in range(3):
        day = template.opens_on(month.year, month.month, desk.days)
        if day and datetime.combine(day, at, TOKYO) > desk.now():
            return day
        month = month_end(month.year, month.month) + timedelta(days=1)
    return None


def _fresh(desk: Desk) -> Template:
    theme = desk.catalogue.themes[0]
    return Template("", theme.id, f"{MONTH} {theme.short}の進捗照会", nth=1, on_day=0, days=10)


def _filled(view: View, member: Member, desk: Desk) -> Template:
    values = {name: element[name] for name, element in view["state"]["values"].items()}
    kind, number = values["when"]["selected_option"]["value"].split()
    chosen = [each["value"] for each in values["bodies"]["selected_options"]]
    return Template(
        id=view["private_metadata"],
        theme=values["theme"]["selected_option"]["value"],
        title=" ".join((values["title"]["value"] or "").split()),
        nth=int(number) if kind == "nth" else 0,
        on_day=int(number) if kind == "day" else 0,
        days=int(values["days"]["selected_option"]["value"]),
        bodies=known_bodies(chosen, desk),
        closes=bool(values["closes"]["selected_options"]),
        created_by=member.user,
        since=desk.now(),
    )


def _standing(db: Transaction, template: str, desk: Desk) -> Template:
    found = templates.one(db, desk.catalogue.conference.id, template)
    if found is None:
        raise NotAllowed("no_round")
    return found


def _note(db: Transaction, what: str, about: Template, member: Member, desk: Desk) -> None:
    detail = {"title": about.title, "day": about.words(), "bodies": ",".join(about.bodies)}
    where, subject = desk.catalogue.conference.id, f"round_template/{about.id}"
    audit.record(db, where, at=desk.now(), by=member.user, action=what, subject=subject, detail=detail)
