"""What a person does with a reminder: 済, 対象外 or まだ; once more tomorrow; why it came."""

import re
from datetime import datetime
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from domain.calendar import TOKYO
from domain.deadline import Deadline, Done, Tap
from domain.model import Member
from domain.plan import occasions
from handlers.deadline_record import for_the_secretariat, note, standing
from handlers.desk import Desk
from messages import deadline as said
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
    at = datetime.combine(tomorrow, desk.plan.quiet_until, TOKYO)
    asked, conference = plan.snooze(member.user, at), desk.catalogue.conference.id
    with desk.begin() as db:
        if postings.add(db, conference, [asked]):
            audit.record(db, conference, at=desk.now(), by=member.user, action="snooze", subject=asked.key, detail={})
    await desk.answers.to_press(ack, body, said.snoozed(day(tomorrow)))


async def why(ack: AsyncAck, body: dict[str, Any], member: Member, desk: Desk) -> None:
    """Which deadline, which rule, which post a reminder came for."""
    items = desk.open_items(member.user)
    rules = [(item.deadline.title, f"{_rule(item.deadline, desk)}（{member.post}）") for item in items]
    await desk.answers.to_press(ack, body, said.why(rules))


def _rule(deadline: Deadline, desk: Desk) -> str:
    """10開庁日前のお知らせ: the occasion that was last."""
    past = [each for each in occasions(deadline.due_at, desk.plan, desk.days) if each.at <= desk.now()]
    if not past:
        return "これからお知らせします"
    lead = past[-1].lead
    if lead == 0:
        return "当日のお知らせ"
    return f"{lead}開庁日前のお知らせ" if lead > 0 else f"締切から{-lead}開庁日後のご確認のお願い"
