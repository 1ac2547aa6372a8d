"""Steps, systems and forms brought in a file: checked, shown as a difference, in effect from a day once confirmed."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from documents import reference as papers
from documents.sheet import Sheet
from domain import form_check, reference_check, when
from domain.asking import OWN, usual_title
from domain.dates.verdict import Kind as Read
from domain.edition import FORM, STEPS, Edition
from domain.model import Member
from domain.reference import OWN_KIND, Brought, Differing, Facts, Problem, differing, present
from domain.typed import on_one_line
from handlers.desk import Desk
from handlers.filled import values
from handlers.rights import for_the_secretariat
from handlers.round_draft import usual
from handlers.round_open import form
from messages import reference as said
from messages.blocks import Message
from storage import audit, editions
from storage.database import Transaction

LONGEST_NAME = 200  # of a file


def register(app: AsyncApp) -> None:
    app.action("reference:date")(ask_for_the_day)
    app.view("reference-date")(take_the_day)
    app.action("reference:apply")(apply)
    app.action("reference:drop")(drop)
    app.action("reference:once")(use_once)


async def from_file(sheet: Sheet, member: Member, desk: Desk) -> Message:
    """What a file would change, or what is wrong with it, and nothing is kept. Raises NotAllowed, Unreadable."""
    for_the_secretariat(member)
    sheet.no_merged_cells(papers.head_row(sheet.lines))
    brought = await asyncio.to_thread(papers.read, sheet.lines)
    since, undated = _since(brought, desk)
    kind, wanted, problems = _checked(brought, desk)
    if found := [*undated, *problems]:
        return said.problems(found)
    edition = Edition(
        kind, 0, since or desk.today(), wanted, desk.now(), on_one_line(sheet.name, LONGEST_NAME), member.user
    )
    if kind != OWN_KIND and not _compared(edition, desk):
        return said.same(kind, edition.contents)
    with desk.begin() as db:
        number = editions.draft(db, desk.catalogue.conference.id, edition, dated=since is not None)
    return _shown(replace(edition, nth=number), desk, dated=since is not None)


async def ask_for_the_day(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk, client: AsyncWebClient
) -> None:
    """Open the form in which the day of effect is chosen."""
    for_the_secretariat(member)
    found = _kept(action["value"], desk)
    if found is None:
        await desk.answers.to_press(ack, body, said.settled())
        return
    await client.views_open(trigger_id=body["trigger_id"], view=said.asking(found.since, action["value"]))
    await ack()


async def take_the_day(ack: AsyncAck, view: dict[str, Any], member: Member, desk: Desk, client: AsyncWebClient) -> None:
    """Keep it with the draft, and show all of it once more with that day."""
    for_the_secretariat(member)
    since = date.fromisoformat(values(view)["since"]["selected_date"])
    answer = _dated(view["private_metadata"], since, desk)
    await ack()
    desk.answers.to_person(client, member.user, answer)


async def apply(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk) -> None:
    """It is in effect from its day on, where no other version came between."""
    for_the_secretariat(member)
    answer = _applied(action["value"], member, desk)
    desk.shelf.renew()
    await desk.answers.to_press(ack, body, answer, keep=True)
    desk.post_soon()


async def drop(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk) -> None:
    for_the_secretariat(member)
    where, (kind, number) = desk.catalogue.conference.id, _named(action["value"])
    with desk.begin() as db:
        if done := editions.drop(db, where, kind, number):
            _note(db, "reference.drop", kind, {}, member, desk)
    await desk.answers.to_press(ack, body, said.dropped() if done else said.settled())


async def use_once(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk, client: AsyncWebClient
) -> None:
    """Open the form of a new round with these fields as its own."""
    for_the_secretariat(member)
    found = _kept(action["value"], desk)
    lines = said.in_lines(found.contents["form"]) if found else ""
    if not lines:
        await desk.answers.to_press(ack, body, said.settled())
        return
    wanted = replace(usual(desk), theme=OWN, title=usual_title(None, desk.today()), lines=lines)
    await client.views_open(trigger_id=body["trigger_id"], view=form(wanted, desk))
    await ack()


def _checked(brought: Brought, desk: Desk) -> tuple[str, Any, Sequence[Problem]]:
    """What it is, what it says in the shape of `data/`, and what is wrong with it."""
    if brought.kind != FORM:
        check = reference_check.steps if brought.kind == STEPS else reference_check.systems
        return brought.kind, *check(brought.rows, desk.catalogue)
    found = form_check.form(brought, desk.catalogue, _ever(desk))
    if found.kind != OWN_KIND or found.problems:
        return found.kind, found.contents, found.problems
    unfit = said.unfit_for_once(found.contents["form"])
    return found.kind, found.contents, [Problem("", "not_once", unfit)] if unfit else []


def _ever(desk: Desk) -> list[Facts]:
    """Every form that there was, the newest first: what was once answered keeps its meaning."""
    every = editions.every(desk.read(), desk.catalogue.conference.id)
    loaded = [each.contents for each in every if each.kind.startswith(FORM)]
    first = desk.catalogue.on(date.min)
    return [*loaded[::-1], *(present(first, f"{FORM}{theme.id}") for theme in first.themes)]


def _since(brought: Brought, desk: Desk) -> tuple[date | None, list[Problem]]:
    """The day of effect that stands in the file, if any does."""
    cell = brought.above.get("since")
    if cell is None or not cell.text.strip():
        return None, []
    verdict = when.read(cell.text, desk.now(), desk.days)
    if verdict.kind in {Read.DATE, Read.PAST} and verdict.day and not verdict.subject:
        return verdict.day, []
    return None, [Problem(cell.at, "no_day", cell.text)]


def _compared(edition: Edition, desk: Desk) -> Differing:
    """How it differs from what would count on its day without it."""
    return differing(edition.kind, present(desk.catalogue.on(edition.since), edition.kind), edition.contents)


def _shown(edition: Edition, desk: Desk, *, dated: bool) -> Message:
    value = f"{edition.kind} {edition.nth}"
    if edition.kind == OWN_KIND:
        return said.for_once(edition.contents["form"], value)
    nth = editions.next_nth(desk.read(), desk.catalogue.conference.id, edition.kind)
    facts = said.Proposed(edition.kind, nth, edition.since if dated else None, desk.today(), edition.contents)
    return said.proposal(facts, _compared(edition, desk), value)


def _dated(value: str, since: date, desk: Desk) -> Message:
    where, (kind, number) = desk.catalogue.conference.id, _named(value)
    with desk.begin() as db:
        found = editions.drafted(db, where, kind, number)
        if found is None:
            return said.settled()
        edition, state = found
        if state == editions.OVERTAKEN:
            return said.overtaken()
        editions.date_from(db, where, edition, since)
    return _shown(replace(edition, since=since), desk, dated=True)


def _applied(value: str, member: Member, desk: Desk) -> Message:
    where, (kind, number) = desk.catalogue.conference.id, _named(value)
    with desk.begin() as db:
        found = editions.drafted(db, where, kind, number)
        if found is None or kind == OWN_KIND:
            return said.settled()
        edition, state = found
        if state != editions.WAITING:
            return said.overtaken()
        changes = _compared(edition, desk)
        nth = editions.put_in_effect(db, where, edition, desk.now())
        _note(db, "reference.apply", f"{kind}/{nth}", _summary(edition, changes), member, desk)
    return said.applied(kind, nth, edition, changes, desk.today())


def _kept(value: str, desk: Desk) -> Edition | None:
    """The draft while it waits."""
    kind, number = _named(value)
    with desk.begin() as db:
        found = editions.drafted(db, desk.catalogue.conference.id, kind, number)
    return found[0] if found else None


def _named(value: str) -> tuple[str, int]:
    kind, number = value.split()
    return kind, int(number)


def _summary(edition: Edition, changes: Differing) -> Facts:
    counts = {"added": list(changes.added), "removed": list(changes.removed)}
    changed = [[before, after] for before, after in changes.changed]
    return {"since": edition.since.isoformat(), "file": edition.file, **counts, "changed": changed}


def _note(db: Transaction, what: str, kind: str, detail: Facts, member: Member, desk: Desk) -> None:
    where, subject = desk.catalogue.conference.id, f"reference/{kind}"
    audit.record(db, where, at=desk.now(), by=member.user, action=what, subject=subject, detail=detail)
