"""A round opens: filled in, shown as its receivers will see it, and opened once it is confirmed."""

import re
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from domain.asking import OWN, Wanted, usual_title
from domain.calendar import TOKYO, last_day
from domain.dates import wording
from domain.dates.hours import Hour, moment
from domain.dates.verdict import Kind
from domain.deadline import Deadline
from domain.model import Member
from domain.own_form import Wrong, read
from domain.own_form import written as in_lines
from domain.round import Known, progress
from domain.unreported import Heard, of_round
from handlers.desk import Desk
from handlers.filled import chosen_moment, values
from handlers.rights import for_the_secretariat
from handlers.round_draft import carried, keep, new_once, usual, written
from messages import forms, round_forms
from messages import round_opened as said
from messages.blocks import Message
from messages.deadline_forms import LONGEST_TITLE
from messages.round_state import Asked
from messages.words import day
from reminders.opening import asked_for
from reminders.rounds import own, theme
from storage import rounds

View = dict[str, Any]


def register(app: AsyncApp) -> None:
    app.action(re.compile("^round:(new|form|copy)$"))(open_form)
    app.view("round-new")(fill_in)
    app.action("round:earlier")(earlier)
    app.action("round:rewrite")(rewrite)
    app.view("round-confirm")(confirm)
    app.action("round:open")(open_now)
    app.action("round:leave")(leave)


async def open_form(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk, client: AsyncWebClient
) -> None:
    """Open it with what the button knows: the usual, what was understood of a text, or the last round once more."""
    for_the_secretariat(member)
    match action["action_id"]:
        case "round:form":
            wanted = carried(action["value"])
        case "round:copy":
            wanted = once_more(action["value"], desk)
        case _:
            wanted = usual(desk)
    await client.views_open(trigger_id=body["trigger_id"], view=form(wanted, desk))
    await ack()


async def fill_in(ack: AsyncAck, view: View, member: Member, desk: Desk) -> None:
    """Show it as its receivers will see it, or say at the field what is wrong with it."""
    for_the_secretariat(member)
    wanted = _filled(view, desk)
    if wrong := _wrong(wanted, desk):
        await ack(response_action="errors", errors=wrong)
    else:
        await ack(response_action="update", view=_preview(wanted, member, desk))


async def earlier(ack: AsyncAck, body: dict[str, Any], member: Member, desk: Desk, client: AsyncWebClient) -> None:
    """Take the working day before instead; it still has to be confirmed."""
    for_the_secretariat(member)
    wanted = carried(body["view"]["private_metadata"])
    taken = replace(wanted, due_at=_before(wanted, desk) or wanted.due_at)
    await client.views_update(view_id=body["view"]["id"], view=_preview(taken, member, desk))
    await ack()


async def rewrite(ack: AsyncAck, body: dict[str, Any], member: Member, desk: Desk, client: AsyncWebClient) -> None:
    """Back to the form, with what was filled in."""
    for_the_secretariat(member)
    before = form(carried(body["view"]["private_metadata"]), desk)
    await client.views_update(view_id=body["view"]["id"], view=before)
    await ack()


async def confirm(ack: AsyncAck, view: View, member: Member, desk: Desk) -> None:
    """Open it, and say so in the place of the form."""
    for_the_secretariat(member)
    kept = keep(carried(view["private_metadata"]), member, desk)
    await ack(response_action="update", view=forms.sentence(kept, "照会を開く", "閉じる"))
    desk.post_soon()


async def open_now(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk) -> None:
    """Open what was understood of a text."""
    for_the_secretariat(member)
    await desk.answers.to_press(ack, body, keep(carried(action["value"]), member, desk))
    desk.post_soon()


async def leave(ack: AsyncAck, body: dict[str, Any], desk: Desk) -> None:
    await desk.answers.to_press(ack, body, said.left_out())


def proposal(about: str, text: str, member: Member, desk: Desk) -> Message:
    """What is understood of a theme and a day, before it counts."""
    from domain import when  # noqa: PLC0415 – a start is quicker without the grammar of dates

    for_the_secretariat(member)
    verdict = when.read(text, desk.now(), desk.days)
    kept = verdict.due_at if verdict.kind in {Kind.DATE, Kind.RANGE} else None
    if kept is None or kept <= desk.now():
        return said.question(verdict.say, written(usual(desk, about)))
    wanted = usual(desk, about, kept)
    if name := " ".join(verdict.subject.split()):
        wanted = replace(wanted, title=name[:LONGEST_TITLE])
    return said.proposal(_shown(wanted, member, desk), written(wanted))


def once_more(round: str, desk: Desk) -> Wanted:
    """The round of that id – or the last one – as it was, with this month's days."""
    every = rounds.asked(desk.read(), desk.catalogue.conference.id)
    last = next((each for each in every if each.id == round), every[-1] if every else None)
    if last is None:
        return usual(desk)
    fresh, about = usual(desk, last.theme), theme(last, desk.catalogue)
    title = last.title if last.form else usual_title(about, desk.today())
    kept = replace(fresh, title=title, bodies=last.bodies, closes=last.closes)
    if last.form is None:
        return kept
    return replace(kept, theme=OWN, lines=in_lines(last.form.form), again=last.theme)


def form(wanted: Wanted, desk: Desk) -> View:
    return round_forms.opening(wanted, desk.catalogue.themes, desk.catalogue.municipalities, written(wanted))


def _preview(wanted: Wanted, member: Member, desk: Desk) -> View:
    names = desk.choices.names_in_room
    return said.preview(_shown(wanted, member, desk), desk.now(), desk.days, names=names, metadata=written(wanted))


def _shown(wanted: Wanted, member: Member, desk: Desk) -> said.Preview:
    """The round as it would stand the moment it opens."""
    about = asked_for(wanted, member.user, desk.now())
    targets = about.targets(desk.catalogue.municipalities)
    due, before = Deadline("", about.title, wanted.due_at, "", bodies=wanted.bodies), _before(wanted, desk)
    stands = [progress(body, Known(), wanted.due_at, desk.now()) for body in targets[:1]]
    matter = of_round(about, targets, Heard(), [due], desk.now())
    asked = Asked(about, theme(about, desk.catalogue), matter, wanted.due_at, stands)
    codes = [body.code for body in targets]
    return said.Preview(
        asked=asked,
        say=_say(wanted, desk),
        people=len(desk.ahead.people(desk.read(), codes)),
        nobody=desk.ahead.without_anybody(desk.read(), due),
        sample=own(desk.read(), desk.catalogue, asked, codes[:1]),
        before=day(last_day(before)) if before else "",
        room=bool(desk.room),
    )


def _filled(view: View, desk: Desk) -> Wanted:
    given = values(view)
    opened = carried(view["private_metadata"])
    about = given["theme"]["selected_option"]["value"]
    chosen = [each["value"] for each in given["bodies"]["selected_options"]]
    is_own = about == OWN
    return replace(
        opened,
        once=opened.once or new_once(),
        theme=about,
        title=_title(" ".join((given["title"]["value"] or "").split()), about, opened, desk),
        as_of=date.fromisoformat(given["as_of"]["selected_date"]),
        due_at=chosen_moment(given),
        bodies=known_bodies(chosen, desk),
        closes=bool(given["closes"]["selected_options"]),
        lines=(given["lines"].get("value") or "").strip() if is_own else "",
        again=opened.again if is_own else "",
    )


def _title(typed: str, about: str, opened: Wanted, desk: Desk) -> str:
    """What was typed; where the theme was changed and the usual title left, the usual one of the new theme."""
    if typed != opened.title or about == opened.theme:
        return typed
    chosen = next((each for each in desk.catalogue.themes if each.id == about), None)
    return usual_title(chosen, desk.today())


def known_bodies(chosen: list[str], desk: Desk) -> tuple[str, ...]:
    """Those of the conference; all of them are none in particular."""
    everyone = [body.code for body in desk.catalogue.municipalities]
    known = tuple(code for code in everyone if code in chosen)
    return () if len(known) == len(everyone) else known


def _wrong(wanted: Wanted, desk: Desk) -> dict[str, str]:
    wrong = wrong_title(wanted.title)
    if wanted.as_of > desk.today():
        wrong["as_of"] = round_forms.AHEAD_OF_US
    if wanted.due_at <= desk.now():
        wrong["day"] = forms.OVER
    if wanted.theme == OWN and isinstance(found := read("own", wanted.title, wanted.lines), Wrong):
        wrong["lines"] = round_forms.wrong_line(found)
    return wrong


def wrong_title(title: str) -> dict[str, str]:
    if not title:
        return {"title": round_forms.NO_TITLE}
    return {"title": round_forms.too_long(len(title))} if len(title) > LONGEST_TITLE else {}


def _say(wanted: Wanted, desk: Desk) -> str:
    """The day with its era and weekday, how long there is, and whether offices are closed."""
    return wording.echo(last_day(wanted.due_at), _hour(wanted.due_at), desk.today(), desk.days)


def _before(wanted: Wanted, desk: Desk) -> datetime | None:
    """The same hour of the working day before, where the day is closed and that day is still to come."""
    last = last_day(wanted.due_at)
    if desk.days.is_open(last):
        return None
    before = moment(desk.days.ahead(last, -1), _hour(wanted.due_at))
    return before if before > desk.now() else None


def _hour(at: datetime) -> Hour:
    """Midnight ends the day before: 24:00."""
    here = at.astimezone(TOKYO)
    return Hour(here.hour, here.minute) if here.hour or here.minute else Hour(24)
