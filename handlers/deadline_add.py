"""A new deadline from free text: what is understood is shown, and counts once it is confirmed."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from domain.dates.hours import moment
from domain.dates.verdict import Kind, Verdict
from domain.deadline import Draft
from domain.model import Member
from handlers.deadline_draft import carried, keep, new_once, written
from handlers.desk import Desk
from handlers.rights import for_the_secretariat
from messages import deadline as said
from messages.blocks import Message, cut
from messages.deadline_forms import LONGEST_TITLE
from messages.words import day


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
        return said.question(verdict.say, list(_candidates(verdict, name, desk)), name)
    if verdict.rule is None and moment(verdict.day, verdict.hour) <= desk.now():
        return said.question(verdict.say, name=name)
    if not name:
        return said.question(f"{verdict.say}\n何の締切か、日付の後に続けてお書きください。")
    words = cut(" ".join(text.removesuffix(verdict.subject).split()), 60)
    draft = Draft(new_once(), name, moment(verdict.day, verdict.hour), words, verdict.rule)
    return said.proposal(name, verdict.say, written(draft), _before(verdict, draft, desk))


def _candidates(verdict: Verdict, name: str, desk: Desk) -> Iterator[tuple[str, str]]:
    """What may be meant and can still be kept, with the whole text put right; an hour stays beside it."""
    from domain import when  # noqa: PLC0415 – likewise

    if verdict.instead:
        yield verdict.instead, " ".join(filter(None, (verdict.instead, verdict.at, name)))
    for each in verdict.candidates:
        text = " ".join(filter(None, (each.isoformat(), verdict.at, name)))
        read = when.read(text, desk.now(), desk.days)
        if read.due_at and read.due_at > desk.now():
            yield f"{day(each)} {read.hour}" if read.hour else day(each), text


def _before(verdict: Verdict, draft: Draft, desk: Desk) -> tuple[str, str] | None:
    """Where the day is closed, the working day before, and what is kept then."""
    if not verdict.closed_day or verdict.rule or not verdict.day:
        return None
    earlier = desk.days.ahead(verdict.day, -1)
    if moment(earlier, verdict.hour) <= desk.now():
        return None
    return day(earlier), written(replace(draft, due_at=moment(earlier, verdict.hour), words=""))


async def add(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk) -> None:
    """Keep the deadline, and say so."""
    for_the_secretariat(member)
    await desk.answers.to_press(ack, body, keep(carried(action["value"]), member, desk))
    desk.post_soon()


async def leave(ack: AsyncAck, body: dict[str, Any], desk: Desk) -> None:
    await desk.answers.to_press(ack, body, said.left_out())
