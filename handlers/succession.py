"""A succession (異動): the secretariat names who takes over from whom, and from which day."""

from datetime import date
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from domain.model import Member
from handlers.desk import Desk
from handlers.rights import for_the_secretariat
from handlers.roster_record import followed, note
from messages import forms
from messages import roster_forms as said
from messages.blocks import Message
from reminders.succession import pass_on
from storage import roster as kept
from storage import successions


def register(app: AsyncApp) -> None:
    app.action("succession:begin")(begin)
    app.view("succession")(succeed)


async def begin(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk, client: AsyncWebClient
) -> None:
    """Open the form, with the person the button knows."""
    for_the_secretariat(member)
    roster = kept.of(desk.read(), desk.catalogue.conference.id)
    view = said.succession(roster, action["value"], desk.today())
    await client.views_open(trigger_id=body["trigger_id"], view=view)
    await ack()


async def succeed(ack: AsyncAck, view: dict[str, Any], member: Member, desk: Desk) -> None:
    """Now, or by itself on the day."""
    for_the_secretariat(member)
    values = view["state"]["values"]
    old, new = values["old"]["old"]["selected_option"]["value"], values["new"]["new"]["selected_user"]
    on = date.fromisoformat(values["day"]["day"]["selected_date"])
    if wrong := await _wrong(old, new, on, desk):
        await ack(response_action="errors", errors=wrong)
        return
    await ack(response_action="update", view=forms.sentence(_done(old, new, on, member, desk), "異動", "閉じる"))
    desk.post_soon()


async def _wrong(old: str, new: str, on: date, desk: Desk) -> dict[str, str]:
    wrong = {}
    if kept.of(desk.read(), desk.catalogue.conference.id).of(old) is None:
        wrong["old"] = said.WRONG["gone"]
    if state := (await desk.accounts.states([new]))[new]:
        wrong["new"] = said.ACCOUNTS[state]
    if old == new:
        wrong["new"] = said.WRONG["same"]
    if on < desk.today():
        wrong["day"] = said.WRONG["past"]
    return wrong


def _done(old: str, new: str, on: date, member: Member, desk: Desk) -> Message:
    """All of it in one transaction; a second one finds nobody to take over from."""
    where, now = desk.catalogue.conference.id, desk.now()
    with desk.begin() as db:
        asked = successions.plan(db, where, (old, new), on, member.user, now)
        if on > desk.today():
            note(db, "succession.plan", f"member/{old}", {"to": new, "day": on.isoformat()}, member, desk)
            return said.planned(old, new, on)
        following = pass_on(db, where, asked, now)
        if following is None:
            return said.gone()
        followed(db, [], member, desk)
    return said.passed_on(following, old, desk.catalogue.municipalities)
