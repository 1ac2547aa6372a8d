"""標準化PMOツールの一覧 in a file: its columns chosen once, checked cell by cell, kept, and reported from."""

import asyncio
import re
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from documents import marked
from documents.sheet import Sheet, address
from documents.table import Line, Unreadable
from domain.errors import NotAllowed
from domain.filling import as_typed, fill
from domain.forms import Theme
from domain.model import Member, Role
from domain.pmo_list import Entry, Known, PmoList, Reading, State, guess, head_of, is_whole, read
from domain.round import Round
from handlers.desk import Desk
from handlers.files import File
from handlers.filled import values
from handlers.report_asking import asking
from handlers.report_file import MOST, Read, problems, shown_back
from messages import pmo_list as said
from messages.blocks import Message
from storage import audit, figures, pmo_lists, rounds
from storage.database import Transaction

FEWEST = 2  # columns and lines of what may be a list


def register(app: AsyncApp) -> None:
    app.action("pmo:columns")(choose)
    app.view("pmo-columns")(chosen)
    app.action("pmo:keep")(keep)
    app.action(re.compile(r"^pmo:report:\d$"))(report)


def stepped(desk: Desk) -> Theme:
    """The theme that asks for the steps of the systems."""
    return next(theme for theme in desk.catalogue.themes if theme.systems)


def known(desk: Desk, member: Member | None = None) -> Known:
    """Against what a list is read; a member's may hold only the rows of their own municipalities."""
    catalogue = desk.catalogue
    everyone = catalogue.municipalities
    own = [each for each in everyone if member is None or _answers_for(each.code, member)]
    return Known(own, everyone, catalogue.systems, stepped(desk), address)


def is_one(lines: Sequence[Line]) -> bool:
    """Whether its head names all that is needed."""
    return is_whole(guess(lines[head_of(lines)][1]))


def may_be_one(lines: Sequence[Line]) -> bool:
    return len(lines) >= FEWEST and len(lines[head_of(lines)][1]) >= FEWEST


async def from_file(sheet: Sheet, member: Member, desk: Desk) -> Message:
    """Keep it as it came; how its columns are read, by its head or as the same was read the last time."""
    sheet.no_merged_cells(sheet.lines[head_of(sheet.lines)][0])
    brought = _brought(sheet.lines, sheet.name, member, desk)
    return said.brought(brought) if is_whole(brought.columns) else said.unknown(brought, desk.prefix)


async def choose(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk, client: AsyncWebClient
) -> None:
    """Open the form: which column is what, and of which day the list speaks."""
    found = _theirs(action["value"], member, desk)
    await client.views_open(trigger_id=body["trigger_id"], view=said.choosing(found, desk.today()))
    await ack()


async def chosen(ack: AsyncAck, view: dict[str, Any], member: Member, desk: Desk, client: AsyncWebClient) -> None:
    """Take the columns, if they can be; what the list says by them comes as a message."""
    found = _theirs(view["private_metadata"], member, desk)
    columns, as_of = _filled(view)
    if wrong := _unfit(columns, as_of, desk):
        await ack(response_action="errors", errors=said.errors(wrong))
        return
    with desk.begin() as db:
        pmo_lists.read_as(db, desk.catalogue.conference.id, found.id, columns, as_of)
    await ack()
    desk.answers.to_person(client, member.user, _read(found.id, member, desk))


async def keep(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk) -> None:
    """It counts from now on; once."""
    found = _theirs(action["value"], member, desk)
    reading = read(found, known(desk, member))
    if reading.faults:
        raise NotAllowed("no_round")
    where = desk.catalogue.conference.id
    with desk.begin() as db:
        if new := pmo_lists.keep(db, where, found.id):
            _note(db, found, reading, member, desk)
    asked = [each for each in rounds.open_ones(desk.read(), where) if each.theme == stepped(desk).id]
    await desk.answers.to_press(ack, body, said.kept(found, reading, asked, member.role, new=new), keep=True)


async def report(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk) -> None:
    """Fill the form of a round with what the list says; it is reported once that is confirmed."""
    id_, _, round_ = action["value"].partition(" ")
    found = _theirs(id_, member, desk)
    if found.state is not State.KEPT:
        raise NotAllowed("no_round")
    await desk.answers.to_press(ack, body, _reported(found, round_, member, desk), keep=True)


def _brought(lines: Sequence[Line], file: str, member: Member, desk: Desk) -> PmoList:
    nth, where = head_of(lines), desk.catalogue.conference.id
    below = tuple((number, tuple(cells)) for number, cells in lines[nth + 1 :])
    if not below:
        raise Unreadable("only_head")
    head = tuple(lines[nth][1])
    with desk.begin() as db:
        columns = pmo_lists.remembered(db, where, head) or guess(head)
        made = PmoList(0, file, head, below, columns, None, State.BROUGHT, member.user, desk.now())
        return pmo_lists.bring(db, where, made)


def _theirs(id_: str, member: Member, desk: Desk) -> PmoList:
    """The list, to whoever brought it and to the secretariat. Raises NotAllowed."""
    found = pmo_lists.one(desk.read(), desk.catalogue.conference.id, int(id_)) if id_.isdecimal() else None
    if found is None or (found.by != member.user and member.role is not Role.SECRETARIAT):
        raise NotAllowed("secretariat")
    return found


def _filled(view: Mapping[str, Any]) -> tuple[dict[str, int], date]:
    """The columns that were chosen, and the day."""
    given = values(view)
    options = {column: given[column].get("selected_option") for column in said.ASKED if column in given}
    columns = {column: int(option["value"]) for column, option in options.items() if option and option["value"] != "-"}
    return columns, date.fromisoformat(given["as_of"]["selected_date"])


def _unfit(columns: Mapping[str, int], as_of: date, desk: Desk) -> dict[str, str]:
    """What is wrong with the choice, by its field."""
    wrong = {"as_of": "future"} if as_of > desk.today() else {}
    if not is_whole(columns):
        wrong |= {"municipality" if "step" in columns else "step": "needed"}
    every = list(columns.values())
    return wrong | {column: "twice" for column, nth in columns.items() if every.count(nth) > 1}


async def _read(id_: int, member: Member, desk: Desk) -> Message:
    """What it says, beside what was reported; or what cannot be read, with a file in which it is marked."""
    found = _theirs(str(id_), member, desk)
    reading = await asyncio.to_thread(read, found, known(desk, member))
    if reading.faults:
        await desk.files.send(member.user, await _marked(found, reading))
        return said.faults(found, reading)
    return said.read(found, reading, _differing(found, reading, desk))


async def _marked(found: PmoList, reading: Reading) -> File:
    head = found.lines[0][0] - 1
    lines = [(head, list(found.head)), *((number, list(cells)) for number, cells in found.lines)]
    wrong = {fault.at: said.fault(fault) for fault in reading.faults if fault.at}
    contents = await asyncio.to_thread(marked.written, lines, head, wrong)
    name = f"直すところ_{said.stem(found.name)}.xlsx"
    return File(name, name, said.marked_comment(), contents)


def _differing(found: PmoList, reading: Reading, desk: Desk) -> int:
    """In how many places what was reported by that day says something else."""
    on, theme = found.as_of or desk.today(), stepped(desk)
    standing = figures.in_theme(desk.read(), desk.catalogue.conference.id, theme.id, on=on)
    fields = {field.id for item in (0, 1) if (field := known(desk).field(item))}
    told = {(each.body, each.item): each.value for each in standing if each.field in fields}
    listed = {(entry.municipality, entry.system): entry.value for entry in reading.entries}
    return sum(1 for place, value in listed.items() if place in told and told[place] != value)


def _reported(found: PmoList, round_: str, member: Member, desk: Desk) -> Message:
    """What would be reported; nothing where it says what was reported already."""
    asked = rounds.one(desk.read(), desk.catalogue.conference.id, round_)
    if asked is None or asked.theme != stepped(desk).id:
        raise NotAllowed("no_round")
    of = known(desk, member)
    by_body: dict[str, list[Entry]] = {}
    for entry in read(found, of).entries:
        if asked.concerns(entry.municipality):
            by_body.setdefault(entry.municipality, []).append(entry)
    every = (_filled_in(asked, code, told, of, member, desk) for code, told in by_body.items())
    new = [*islice((each for each in every if each.is_new), MOST)]  # pressed again, the next ones
    if wrong := [(each.asking, faults) for each in new if (faults := problems(each))]:
        return said.not_reportable(wrong)
    return shown_back(new, member, desk) if new else said.nothing_new()


def _filled_in(asked: Round, code: str, told: Sequence[Entry], of: Known, member: Member, desk: Desk) -> Read:
    """The form with the last answers, and over them what the list says."""
    about = asking(asked.id, code, member, desk)
    placed = {(field.id, entry.system): entry for entry in told if (field := of.field(entry.system))}
    new = {place: entry.value for place, entry in placed.items()}
    typed = {**as_typed(about.before), **as_typed(new)}
    at = {place: entry.at for place, entry in placed.items()}
    return Read(about, typed, fill(about, typed, desk.now(), desk.days), at, [])


def _note(db: Transaction, found: PmoList, reading: Reading, member: Member, desk: Desk) -> None:
    detail = {"entries": len(reading.entries), "as_of": found.as_of.isoformat() if found.as_of else ""}
    where, subject = desk.catalogue.conference.id, f"pmo_list/{found.id}"
    audit.record(db, where, at=desk.now(), by=member.user, action="pmo_list.keep", subject=subject, detail=detail)


def _answers_for(code: str, member: Member) -> bool:
    return member.role is Role.SECRETARIAT or code in member.municipalities
