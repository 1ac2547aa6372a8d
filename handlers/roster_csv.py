"""A roster handed in as a CSV file or pasted: checked, shown as a difference, applied once it is confirmed."""

import asyncio
from collections.abc import Sequence
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from documents import roster as papers
from documents import table
from documents.sheet import Sheet
from documents.table import Line as Cells
from documents.table import Unreadable
from domain.model import Member, Role
from domain.roster import Changes, Roster, changes
from domain.roster_check import Checked, Line, Problem, check
from handlers.desk import Desk
from handlers.rights import for_the_secretariat
from handlers.roster_record import NobodyLeft, changed, note, secretariat_stays
from messages import forms
from messages import roster_csv as said
from messages.blocks import Message
from messages.brought import unreadable
from storage import roster as kept


def register(app: AsyncApp) -> None:
    app.action("roster:paste")(paste)
    app.view("roster-paste")(pasted)
    app.action("roster:apply")(apply)
    app.action("roster:drop")(drop)


async def from_file(sheet: Sheet, member: Member, desk: Desk) -> Message:
    """What a file would change. Raises NotAllowed, Unreadable."""
    for_the_secretariat(member)
    return await _proposed(sheet.lines, member, desk)


async def paste(ack: AsyncAck, body: dict[str, Any], member: Member, client: AsyncWebClient) -> None:
    """Open the form."""
    for_the_secretariat(member)
    await client.views_open(trigger_id=body["trigger_id"], view=said.pasting())
    await ack()


async def pasted(ack: AsyncAck, view: dict[str, Any], member: Member, desk: Desk, client: AsyncWebClient) -> None:
    """Asking the chat for every account takes longer than a form waits: what was found comes as a message."""
    for_the_secretariat(member)
    text = str(view["state"]["values"]["rows"]["rows"].get("value") or "")
    await ack(response_action="update", view=forms.sentence(said.checking(), "名簿の確認", "閉じる"))
    desk.answers.to_person(client, member.user, _pasted(text, member, desk))


async def apply(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk) -> None:
    """It counts now, where the roster is still the one it was compared with; else it is asked again."""
    for_the_secretariat(member)
    try:
        answer = _applied(action["value"], member, desk)
    except NobodyLeft:
        answer = said.problems([Problem(0, "last_secretariat")])
    await desk.answers.to_press(ack, body, answer, keep=True)
    desk.post_soon()


async def drop(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk) -> None:
    for_the_secretariat(member)
    where = desk.catalogue.conference.id
    with desk.begin() as db:
        if done := kept.settle(db, where, action["value"], kept.DROPPED):
            note(db, "roster.drop", f"roster/{action['value']}", {}, member, desk)
    await desk.answers.to_press(ack, body, said.dropped() if done else said.settled())


def _applied(id_: str, member: Member, desk: Desk) -> Message:
    where = desk.catalogue.conference.id
    with desk.begin() as db:
        present, found = kept.held(db, where), kept.drafted(db, where, id_)
        if found is None:
            return said.settled()
        wanted, basis = found
        if present.mark() != basis:
            kept.settle(db, where, id_, kept.DROPPED)
            again = kept.draft(db, where, wanted, present.mark(), member.user, desk.now())
            return _shown(changes(present, wanted), wanted, again, desk, again=True)
        kept.settle(db, where, id_, kept.APPLIED)
        differing = changes(present, wanted)
        changed(db, differing, "roster.import", member, desk)
        return said.applied(differing)


async def _pasted(text: str, member: Member, desk: Desk) -> Message:
    try:
        return await _proposed(table.read(text), member, desk)
    except Unreadable as fault:
        return unreadable(fault.reason, fault.about)


async def _proposed(lines: Sequence[Cells], member: Member, desk: Desk) -> Message:
    """What it would change, or what is wrong with it. Raises Unreadable."""
    rows = await asyncio.to_thread(papers.read, lines)
    checked = check([Line(**{**row, "nth": int(row["nth"])}) for row in rows], desk.catalogue.names)  # type: ignore[arg-type]
    where = desk.catalogue.conference.id
    wanted = _with_the_settings(checked.roster, desk)
    differing = changes(kept.of(desk.read(), where), wanted)
    if found := [*checked.problems, *await _strangers(checked, differing, desk), *_nobody(wanted, desk)]:
        return said.problems(sorted(found, key=lambda each: each.nth))
    present = kept.of(desk.read(), where)
    with desk.begin() as db:
        id_ = kept.draft(db, where, wanted, present.mark(), member.user, desk.now())
    return _shown(changes(present, wanted), wanted, id_, desk)


def _shown(differing: Changes, after: Roster, id_: str, desk: Desk, *, again: bool = False) -> Message:
    if not differing:
        return said.same()
    return said.proposal(differing, after, desk.catalogue.municipalities, id_, again=again)


async def _strangers(checked: Checked, differing: Changes, desk: Desk) -> list[Problem]:
    """The new or changed accounts that are none of our own people, each at its line."""
    users = [each.user for each in differing.touched]
    states = await desk.accounts.states(users) if users and not checked.problems else {}
    return [Problem(checked.lines[user], state, user) for user, state in states.items() if state]


def _nobody(wanted: Roster, desk: Desk) -> list[Problem]:
    return [] if secretariat_stays(wanted, desk) else [Problem(0, "last_secretariat")]


def _with_the_settings(roster: Roster, desk: Desk) -> Roster:
    """Those of the settings stay of the secretariat, whatever is written."""
    people = [_led(member) if member.user in desk.secretariat else member for member in roster.members]
    return Roster(tuple(people), roster.vacancies)


def _led(member: Member) -> Member:
    return Member(member.user, member.post, Role.SECRETARIAT, member.municipalities, member.rungs)
