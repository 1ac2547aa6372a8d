"""What a person does with a reminder: 済, 対象外 or まだ; once more tomorrow; why it came."""

import re
from datetime import datetime
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from domain.calendar import TOKYO
from domain.choices import Choices
from domain.deadline import Deadline, Done, Tap
from domain.model import Member
from handlers.deadline_record import note, standing
from handlers.desk import Desk
from handlers.rights import for_the_secretariat
from messages import deadline as said
from messages import why as reasons
from messages.reminder import Open
from messages.words import day
from reminders import plan
from storage import audit, deadlines, postings


def register(app: AsyncApp) -> None:
    app.action(re.compile("^deadline:(done|exempt|open)$"))(tap)
    app.action("deadline:snooze")(snooze)
    app.action("deadline:why")(why)


async def tap(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk) -> None:
    """One tap for one municipality; the secretariat may tap for any."""
    deadline_id, code = action["value"].split()
    if code not in member.municipalities:
        for_the_secretariat(member)
    where = next(m for m in desk.catalogue.municipalities if m.code == code)
    state = Done(action["action_id"].rpartition(":")[2])
    about = _tapped(deadline_id, Tap(code, state, member.user, desk.now()), member, desk)
    await desk.answers.to_press(ack, body, said.tapped(about, where, state))


def _tapped(deadline_id: str, tapped: Tap, member: Member, desk: Desk) -> Deadline:
    conference = desk.catalogue.conference.id
    with desk.begin() as db:
        about = standing(deadlines.held(db, conference, deadline_id))
        if deadlines.tap(db, conference, about, tapped):
            note(db, "deadline.tap", about, member, desk, body=tapped.body, state=tapped.state.value)
    return about


async def snooze(ack: AsyncAck, body: dict[str, Any], member: Member, desk: Desk) -> None:
    """Tell it again on the morning of the next working day."""
    tomorrow = desk.days.ahead(desk.today(), 1)
    at = datetime.combine(tomorrow, desk.choices.plan.quiet_until, TOKYO)
    asked, conference = plan.snooze(member.user, at), desk.catalogue.conference.id
    with desk.begin() as db:
        if postings.add(db, conference, [asked]):
            audit.record(db, conference, at=desk.now(), by=member.user, action="snooze", subject=asked.key, detail={})
    await desk.answers.to_press(ack, body, said.snoozed(day(tomorrow)))


async def why(ack: AsyncAck, body: dict[str, Any], member: Member, desk: Desk) -> None:
    """Which deadline, which rule, which post and rung a reminder came for."""
    choices = desk.choices
    rules = [
        (item.deadline.title, item.municipality.name, _rule(item, choices, desk), item.rung)
        for item in desk.open_items(member.user)
    ]
    await desk.answers.to_press(ack, body, reasons.why(rules, member.post, choices.plan))


def _rule(item: Open, choices: Choices, desk: Desk) -> str | int | None:
    """The lead of the occasion that was last; of what is paused the reason of that."""
    if item.pause:
        return item.pause.reason
    past = [each for each in desk.compose.facts.occasions(item, choices) if each.at <= desk.now()]
    return past[-1].lead if past else None
