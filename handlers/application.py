"""An application (参加の申し込み): one press of somebody unknown, decided by the secretariat."""

from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from domain.model import Member
from handlers.desk import Desk
from handlers.rights import for_the_secretariat
from handlers.roster_record import note
from messages import application as said
from messages import roster_forms
from messages.blocks import Message
from reminders import roster as news
from storage import applications, audit, members, postings

ASK = "application:ask"


def register(app: AsyncApp) -> None:
    app.action(ASK)(ask)
    app.action("application:accept")(accept)
    app.action("application:refuse")(refuse)


def asks_to_join(body: Mapping[str, Any]) -> bool:
    """Whether it is this one press, and nothing besides: the only thing that needs no place on the roster."""
    pressed = [each.get("action_id") for each in body.get("actions") or ()]
    return body.get("type") == "block_actions" and pressed == [ASK]


async def ask(ack: AsyncAck, body: dict[str, Any], desk: Desk) -> None:
    """Bring it before the secretariat, once while it waits. The door lets nobody in here but our own people."""
    user = body["user"]["id"]
    await desk.answers.to_press(ack, body, _asked(user, await desk.accounts.name(user), desk))
    desk.post_soon()


async def accept(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk, client: AsyncWebClient
) -> None:
    """Open the form for a new person, with the account in it; whoever is kept there has been accepted."""
    for_the_secretariat(member)
    asked = applications.of(desk.read(), desk.catalogue.conference.id, action["value"])
    if asked is None or asked.state != applications.WAITING:
        await desk.answers.to_press(ack, body, said.decided())
        return
    filled = roster_forms.Filled(asked.user)
    form = roster_forms.person(filled, desk.catalogue.municipalities)
    await client.views_open(trigger_id=body["trigger_id"], view=form)
    await ack()


async def refuse(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk) -> None:
    """The asker hears of it; a second press changes nothing."""
    for_the_secretariat(member)
    await desk.answers.to_press(ack, body, _refused(action["value"], member, desk))
    desk.post_soon()


def _asked(user: str, name: str, desk: Desk) -> Message:
    where, now = desk.catalogue.conference.id, desk.now()
    with desk.begin() as db:
        if members.of(db, where, user):
            return said.listed()
        asked = applications.ask(db, where, user, name, now)
        if asked:
            postings.add(db, where, news.application(user, asked.nth, desk.ahead.secretariat(db), now))
            subject = f"application/{user}/{asked.nth}"
            audit.record(db, where, at=now, by=user, action="application.ask", subject=subject, detail={})
    return said.asked(again=asked is None)


def _refused(user: str, member: Member, desk: Desk) -> Message:
    where, now = desk.catalogue.conference.id, desk.now()
    with desk.begin() as db:
        asked = applications.settle(db, where, user, applications.REFUSED, member.user)
        if asked is None:
            return said.decided()
        postings.add(db, where, [news.admission(user, asked.nth, now)])
        note(db, "application.refuse", f"application/{user}/{asked.nth}", {}, member, desk)
    return said.refused(user)
