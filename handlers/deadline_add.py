"""A new deadline from free text: what is understood is shown, and counts once it is confirmed."""

import json
import re
import secrets
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from domain.dates.hours import moment
from domain.dates.verdict import Kind, Verdict
from domain.deadline import Deadline
from domain.model import Member
from handlers.deadline_record import for_the_secretariat, note, tell
from handlers.desk import Desk
from messages import deadline as said
from messages import forms
from messages.blocks import Message, cut
from messages.words import day
from storage import deadlines, heard

LONGEST_TITLE = 100


def register(app: AsyncApp) -> None:
    app.action(re.compile("^deadline:add(-before)?$"))(add)
    app.action("deadline:leave")(leave)


def proposal(text: str, member: Member, desk: Desk) -> Message:
    """Read the text, and show what was understood before it counts. Only a moment still to come can be kept."""
    from domain import when  # noqa: PLC0415 – a start is quicker without the grammar of dates

    for_the_secretariat(member)
    verdict = when.read(text, desk.now(), desk.days)
    name = cut(" ".join(verdict.subject.split()), LONGEST_TITLE)
    if verdict.day is None or verdict.kind is Kind.PAST:
        return said.question(verdict.say, list(_candidates(verdict, name, desk)))
    if verdict.rule is None and moment(verdict.day, verdict.hour) <= desk.now():
        return said.question(verdict.say)
    if not name:
        return said.question(f"{verdict.say}\n何の締切か、日付の後に続けてお書きください。")
    words = " ".join(text.removesuffix(verdict.subject).split())
    return said.proposal(name, verdict.say, _value(verdict, name, words, verdict.day), _before(verdict, name, desk))


def _candidates(verdict: Verdict, name: str, desk: Desk) -> Iterator[tuple[str, str]]:
    """Each day that may be meant and can still be kept, with the whole text put right; an hour stays beside it."""
    from domain import when  # noqa: PLC0415 – likewise

    for each in verdict.candidates:
        text = " ".join(filter(None, (each.isoformat(), verdict.at, name)))
        read = when.read(text, desk.now(), desk.days)
        if read.due_at and read.due_at > desk.now():
            yield f"{day(each)} {read.hour}" if read.hour else day(each), text


def _before(verdict: Verdict, name: str, desk: Desk) -> tuple[str, str] | None:
    """Where the day is closed, the working day before, and what is kept then."""
    if not verdict.closed_day or verdict.rule or not verdict.day:
        return None
    earlier = desk.days.ahead(verdict.day, -1)
    if moment(earlier, verdict.hour) <= desk.now():
        return None
    return day(earlier), _value(verdict, name, "", earlier)


def _value(verdict: Verdict, name: str, words: str, on: date) -> str:
    """What the button carries: the press keeps what was shown, `once`."""
    due = moment(on, verdict.hour).isoformat()
    kept = {"title": name, "due": due, "rule": verdict.rule, "words": cut(words, 60), "once": secrets.token_hex(6)}
    return json.dumps(kept, ensure_ascii=False)


async def add(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk) -> None:
    """Keep the deadline, and say so."""
    for_the_secretariat(member)
    await desk.answers.to_press(ack, body, _added(json.loads(action["value"]), member, desk))
    desk.post_soon()


def _added(given: dict[str, Any], member: Member, desk: Desk) -> Message:
    """The deadline, its reminders and the news of it in one transaction; a second press changes nothing."""
    conference, now, due = desk.catalogue.conference.id, desk.now(), datetime.fromisoformat(given["due"])
    if due <= now and not given["rule"]:
        return said.question(forms.OVER)
    asked = Deadline("", given["title"], due, given["words"], given["rule"], created_by=member.user)
    with desk.begin() as db:
        if not heard.first_time(db, conference, f"deadline:{given['once']}", now):
            return said.known(given["title"])
        kept = deadlines.add(db, conference, asked, now)
        reminders = desk.ahead.add(db, kept)
        tell(db, kept, "opened", desk)
        note(db, "deadline.add", kept, member, desk)
        return said.registered(kept, reminders, desk.ahead.without_anybody(db, kept))


async def leave(ack: AsyncAck, body: dict[str, Any], desk: Desk) -> None:
    await desk.answers.to_press(ack, body, said.left_out())
