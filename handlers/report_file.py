"""A report in a file: the form of a round handed out as a workbook, filled in, brought back, confirmed, kept."""

import asyncio
import json
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from documents import answer_sheet as document
from documents.sheet import Sheet
from documents.table import Unreadable
from domain.answer_sheet import Cell, Wrong, as_written, placed
from domain.answers import Place
from domain.errors import NotAllowed
from domain.filling import Asking, Filled, fill, wrong
from domain.model import Member, Role
from domain.round import Draft, How, Report, Round
from handlers.desk import Desk
from handlers.files import File
from handlers.report_asking import asking, held
from handlers.reporting import keep, may_report
from messages import report_file as said
from messages.blocks import Message
from storage import audit, rounds
from storage.database import Transaction

MOST = 250  # municipalities that a button can name; no prefecture has as many


class UnknownBody(Exception):
    """A row is of a municipality that the conference does not know."""

    def __init__(self, cell: Cell) -> None:
        super().__init__(cell.municipality)
        self.cell = cell


@dataclass(frozen=True, slots=True)
class Read:
    """What a file says for one municipality; `at` is where each answer stands."""

    asking: Asking
    typed: Mapping[str, str]
    filled: Filled
    at: Mapping[Place, str]
    wrong: Sequence[Wrong]

    @property
    def is_new(self) -> bool:
        """Whether it says anything but what was reported already."""
        return self.asking.report is None or self.filled.answers != self.asking.report.answers


def register(app: AsyncApp) -> None:
    app.action(re.compile(r"^report:sheet(:\d)?$"))(hand_out)
    app.action("report:sheet-keep")(confirm)


async def hand_out(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk) -> None:
    """Send the round's form for the presser's municipalities; to the secretariat for all that are asked."""
    found = rounds.one(desk.read(), desk.catalogue.conference.id, action["value"])
    codes = _theirs(found, member, desk)
    if found is None or not codes:
        raise NotAllowed("no_round")
    every = [asking(found.id, code, member, desk) for code in codes]
    _note(found, len(every), member, desk)
    await desk.answers.to_press(ack, body, _handed(found, every, member, desk), keep=True)


async def from_file(sheet: Sheet, member: Member, desk: Desk) -> Message:
    """What it would report, to be confirmed; or what is wrong with it, cell by cell, and nothing is kept.

    Raises Unreadable, NotAllowed.
    """
    sheet.no_merged_cells(document.head_row(sheet.lines))
    try:
        every = _read(*document.read(sheet.lines), member, desk)
    except UnknownBody as failure:
        return said.unknown_body(failure.cell)
    if any(problems(each) for each in every):
        return await _sent_back(every, member, desk)
    new = [each for each in every if each.is_new]
    return shown_back(new[:MOST], member, desk) if new else said.nothing_new()


async def confirm(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk) -> None:
    """Keep all of it in one transaction, if nobody has reported since; otherwise nothing."""
    made = json.loads(action["value"])
    await desk.answers.to_press(ack, body, _kept(made["round"], made["once"], made["bodies"].split(), member, desk))
    desk.post_soon()


def _theirs(asked: Round | None, member: Member, desk: Desk) -> list[str]:
    if asked is None:
        return []
    targets = [body.code for body in asked.targets(desk.catalogue.municipalities)]
    return targets if member.role is Role.SECRETARIAT else [code for code in targets if code in member.municipalities]


async def _handed(asked: Round, every: Sequence[Asking], member: Member, desk: Desk) -> Message:
    rows = [row for about in every for row in said.rows(about, as_written(about))]
    head = (asked.title, asked.id, said.day_of(asked))
    contents = await asyncio.to_thread(document.written, *head, rows)
    file = File(said.file_name(asked), asked.title, said.comment(asked), contents)
    return said.handed(len(every)) if await desk.files.send(member.user, file) else said.unsent(asked.id)


def _read(round_: str, cells: Sequence[Cell], member: Member, desk: Desk) -> list[Read]:
    """What it says for each municipality in it. Raises NotAllowed, UnknownBody, Unreadable."""
    may = rounds.one(desk.read(), desk.catalogue.conference.id, round_)
    codes = {name: body.code for body in desk.catalogue.municipalities for name in (body.code, body.name)}
    by_body: dict[str, list[Cell]] = {}
    for cell in cells:
        if cell.municipality not in codes:
            raise UnknownBody(cell)
        code = codes[cell.municipality]
        may_report(may, code, member)
        by_body.setdefault(code, []).append(cell)
    if not by_body:
        raise Unreadable("empty")
    return [_one(round_, code, rows, member, desk) for code, rows in by_body.items()]


def _one(round_: str, code: str, cells: Sequence[Cell], member: Member, desk: Desk) -> Read:
    about = asking(round_, code, member, desk)
    typed, at, unclear = placed(about, cells)
    return Read(about, typed, fill(about, typed, desk.now(), desk.days), at, unclear)


def problems(each: Read) -> list[Wrong]:
    """What is wrong with it, each with its address."""
    found = [Wrong(each.at.get(p.place, ""), p.place, p) for p in wrong(each.asking, each.filled)]
    return [*each.wrong, *found]


async def _sent_back(every: Sequence[Read], member: Member, desk: Desk) -> Message:
    """The list of what is wrong, and the file again with the places marked."""
    found = [(each.asking, problems(each)) for each in every]
    rows = [
        row
        for each, (about, faults) in zip(every, found, strict=True)
        for row in said.rows(about, as_written(about, each.typed), faults)
    ]
    asked = every[0].asking.round
    contents = await asyncio.to_thread(document.written, asked.title, asked.id, said.day_of(asked), rows)
    file = File(f"直すところ_{said.file_name(asked)}", asked.title, said.marked(), contents)
    await desk.files.send(member.user, file)
    return said.problems(found)


def shown_back(new: Sequence[Read], member: Member, desk: Desk) -> Message:
    """Kept as drafts until it is confirmed: whatever happens, nothing of it is lost."""
    asked, where = new[0].asking.round, desk.catalogue.conference.id
    with desk.begin() as db:
        for each in new:
            code = each.asking.municipality.code
            rounds.keep_draft(db, where, Draft(asked.id, code, member.user, each.typed, desk.now(), each.asking.on))
    bodies = [each.asking.municipality.code for each in new]
    value = json.dumps({"round": asked.id, "once": secrets.token_hex(6), "bodies": " ".join(bodies)})
    return said.reading([(each.asking, each.filled) for each in new], value, proxy=_is_proxy(bodies, member))


def _kept(round_: str, once: str, bodies: Sequence[str], member: Member, desk: Desk) -> Message:
    with desk.begin() as db:
        every = [_as_confirmed(db, held(db, round_, code, member, desk), member, desk) for code in sorted(bodies)]
        if any(
            report.key == f"file:{once}:{about.municipality.code}" for about, _ in every for report in about.reports
        ):
            return said.known(len(bodies))
        made = [(about, filled) for about, filled in every if filled]
        if len(made) < len(bodies):
            return said.moved([about.municipality.name for about, filled in every if filled is None])
        for about, filled in made:
            keep(db, _report(about, filled, once, member, desk), member, desk)
    return said.done([about for about, _ in made])


def _as_confirmed(db: Transaction, about: Asking, member: Member, desk: Desk) -> tuple[Asking, Filled | None]:
    """What was read of the file; None where it is gone, or somebody has reported meanwhile."""
    code = about.municipality.code
    draft = rounds.draft(db, desk.catalogue.conference.id, about.round.id, code, member.user)
    if draft is None or draft.based_on != about.on:
        return about, None
    filled = fill(about, draft.typed, desk.now(), desk.days)
    return about, None if wrong(about, filled) else filled


def _report(about: Asking, filled: Filled, once: str, member: Member, desk: Desk) -> Report:
    code = about.municipality.code
    said_so = {"key": f"file:{once}:{code}", "reason": filled.reason, "proxy": code not in member.municipalities}
    return Report(about.round.id, code, member.user, desk.now(), How.FILE, filled.answers, **said_so)  # type: ignore[arg-type]


def _is_proxy(bodies: Sequence[str], member: Member) -> bool:
    return any(code not in member.municipalities for code in bodies)


def _note(asked: Round, count: int, member: Member, desk: Desk) -> None:
    where, subject = desk.catalogue.conference.id, f"round/{asked.id}"
    with desk.begin() as db:
        detail = {"municipalities": count}
        audit.record(db, where, at=desk.now(), by=member.user, action="report.sheet", subject=subject, detail=detail)
