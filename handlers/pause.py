"""A pause (休止) of one municipality's reminders: asked for in a form, ended by a press."""

import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from domain.calendar import TOKYO
from domain.model import Member, Municipality, Role
from domain.pause import Pause
from handlers.desk import Desk
from handlers.rights import for_the_secretariat
from messages import pause as said
from messages.blocks import Block
from storage import audit, pauses
from storage.database import Transaction


def register(app: AsyncApp) -> None:
    app.action("pause:begin")(begin)
    app.action(re.compile("^pause:end"))(end)
    app.view("pause")(pause)


def buttons(member: Member, desk: Desk) -> list[Block]:
    """What a person can do here: pause their own, or end the pause of those that are paused."""
    paused, own = holding(desk), _own(member, desk)
    resting = [body for body in own if body.code in paused]
    more = [said.pausing_any()] if len(own) > len(resting) else []
    return [*more, *said.resuming(resting[: said.MOST_BUTTONS])]


def holding(desk: Desk) -> dict[str, Pause]:
    """The municipalities that are paused now, by their codes."""
    return pauses.holding(desk.read(), desk.catalogue.conference.id, desk.now())


async def begin(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk, client: AsyncWebClient
) -> None:
    """Open the form for the municipalities the button names, or for all that are the person's to pause."""
    named = [code for code in action["value"].split(",") if code]
    own = _own(member, desk)
    bodies = [each for each in own if each.code in named] or own
    if not bodies:
        for_the_secretariat(member)
    await client.views_open(trigger_id=body["trigger_id"], view=said.pausing(bodies))
    await ack()


async def pause(ack: AsyncAck, view: dict[str, Any], member: Member, desk: Desk) -> None:
    """Pause it, and say until when."""
    values = view["state"]["values"]
    body = _theirs(values["body"]["body"]["selected_option"]["value"], member, desk)
    on, reason = values["until"]["until"].get("selected_date"), (values["reason"]["reason"].get("value") or "").strip()
    wrong = {"until": said.OVER} if on and date.fromisoformat(on) <= desk.today() else {}
    wrong |= {} if reason else {"reason": said.NOTHING}
    if wrong:
        await ack(response_action="errors", errors=wrong)
        return
    until = datetime.combine(date.fromisoformat(on) + timedelta(days=1), time(), TOKYO) if on else None
    asked = _paused(Pause(body.code, desk.now(), until, reason, member.user), desk)
    await ack(response_action="update", view=said.paused(body, asked))


def _paused(asked: Pause, desk: Desk) -> Pause:
    """The pause, what follows it and the audit in one transaction. A pause that is changed began when it began."""
    where, now = desk.catalogue.conference.id, desk.now()
    with desk.begin() as db:
        held = pauses.holding(db, where, now).get(asked.body)
        asked = replace(asked, since=held.since) if held else asked
        pauses.keep(db, where, asked, now)
        desk.ahead.after(db, asked)
        _note(db, "pause", asked, desk)
    return asked


async def end(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk) -> None:
    """Go on at once; a second press changes nothing."""
    where = _theirs(action["value"], member, desk)
    was = _ended(where, member, desk)
    await desk.answers.to_press(ack, body, said.resumed(where, was=was))
    desk.post_soon()


def _ended(body: Municipality, member: Member, desk: Desk) -> bool:
    where, now = desk.catalogue.conference.id, desk.now()
    with desk.begin() as db:
        held = pauses.holding(db, where, now).get(body.code)
        if held:
            over = replace(held, until=now, by=member.user)
            pauses.keep(db, where, over, now)
            desk.ahead.after(db, over)
            _note(db, "resume", over, desk)
    return held is not None


def _own(member: Member, desk: Desk) -> list[Municipality]:
    """The municipalities whose reminders are this person's to pause."""
    everyone = desk.catalogue.municipalities
    return [m for m in everyone if member.role is Role.SECRETARIAT or m.code in member.municipalities]


def _theirs(code: str, member: Member, desk: Desk) -> Municipality:
    """The municipality, where it is theirs. Raises NotAllowed."""
    if code not in member.municipalities:
        for_the_secretariat(member)
    return next(m for m in desk.catalogue.municipalities if m.code == code)


def _note(db: Transaction, what: str, about: Pause, desk: Desk) -> None:
    detail = {"reason": about.reason, "until": about.until.isoformat() if about.until else None}
    where = desk.catalogue.conference.id
    audit.record(db, where, at=desk.now(), by=about.by, action=what, subject=f"pause/{about.body}", detail=detail)
