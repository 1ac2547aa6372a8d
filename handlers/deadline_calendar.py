"""Deadlines for one's own calendar: a file (.ics) of all or of one, sent to the asker's direct messages."""

import asyncio
import re
from collections.abc import Coroutine, Sequence
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from documents import ics
from domain.deadline import Deadline
from domain.errors import NotAllowed
from domain.model import Member, Role, ScheduleItem
from handlers.answers import Reply
from handlers.desk import Desk
from handlers.files import File
from messages import deadline_calendar as said
from messages.blocks import Message
from storage import audit, deadlines, schedule

ALL = "all"
ITEMS = 200  # schedule items asked for: more than the papers hold


def register(app: AsyncApp) -> None:
    app.action(re.compile("^deadline:calendar(-all)?$"))(press)


async def press(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk) -> None:
    wanted = action["value"]
    reply = of_all(member, desk) if wanted == ALL else of_one(wanted, member, desk)
    await desk.answers.to_press(ack, body, reply, keep=True)


def of_all(member: Member, desk: Desk) -> Reply:
    """Whatever concerns the asker: of the list, of what was called off, and the papers' own with an exact day."""
    db, conference = desk.read(), desk.catalogue.conference.id
    every = [*desk.compose.current(), *deadlines.called_off(db, conference, desk.now())]
    items = [item for item in schedule.upcoming(db, conference, on=desk.today(), limit=ITEMS) if item.day]
    if member.role is not Role.SECRETARIAT:
        every = [each for each in every if any(map(each.concerns, member.municipalities))]
        items = [item for item in items if item.concerns(member.municipalities)]
    return _handed(every, items, member, desk) if every or items else said.nothing()


def of_one(deadline_id: str, member: Member, desk: Desk) -> Reply:
    """That one, even if it was called off: a calendar that has it learns of it."""
    found = deadlines.one(desk.read(), desk.catalogue.conference.id, deadline_id)
    if found is None:
        raise NotAllowed("gone")
    return _handed([found], [], member, desk)


def _handed(
    every: Sequence[Deadline], items: Sequence[ScheduleItem], member: Member, desk: Desk
) -> Coroutine[Any, Any, Message]:
    """Write down what is handed over; the file follows after the ack."""
    conference = desk.catalogue.conference.id
    changes = deadlines.changes(desk.read(), conference, every)
    events = [*(_event(each, changes[each.id], desk) for each in every), *(_event_of(item, desk) for item in items)]
    detail = {"deadlines": len(every), "items": len(items)}
    by, what = member.user, every[0].id if len(every) == 1 and not items else ALL
    with desk.begin() as db:
        audit.record(
            db, conference, at=desk.now(), by=by, action="deadline.calendar", subject=f"deadline/{what}", detail=detail
        )
    return _sent(events, (len(every), len(items)), member, desk)


async def _sent(events: Sequence[ics.Event], counts: tuple[int, int], member: Member, desk: Desk) -> Message:
    """Build the file beside the loop, send it, and say where it went."""
    contents = await asyncio.to_thread(ics.calendar, said.TITLE, events, desk.now())
    file = File(said.FILE, said.TITLE, said.comment(*counts), contents)
    return said.handed(*counts) if await desk.files.send(member.user, file) else said.failed()


def _event(about: Deadline, changes: int, desk: Desk) -> ics.Event:
    return ics.Event(
        uid=f"deadline-{about.id}@{desk.catalogue.conference.id}",
        summary=said.summary(about),
        description=said.described(about, desk.catalogue.municipalities),
        at=about.due_at,
        sequence=changes,
        cancelled=about.cancelled,
    )


def _event_of(item: ScheduleItem, desk: Desk) -> ics.Event:
    return ics.Event(
        uid=f"paper-{item.id}@{desk.catalogue.conference.id}",
        summary=said.summary_of(item),
        description=said.described_of(item),
        at=item.day or desk.today(),
    )
