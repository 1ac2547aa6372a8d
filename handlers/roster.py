"""/roster: who answers for what. The secretariat sees all of it, a member the people of their own municipalities."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from documents import roster as papers
from domain.leave import Leave
from domain.model import Member, Municipality, Role
from domain.roster import RUNGS, Roster
from handlers import usage
from handlers.answers import Reply
from handlers.commands import Command, slash
from handlers.desk import Desk
from handlers.files import File
from handlers.rights import for_the_secretariat
from handlers.roster_record import note
from messages import roster as said
from messages.blocks import Message
from messages.words import day
from storage import leaves, members
from storage import roster as kept

COMMAND = Command(
    "roster",
    "だれが何を受け持つかを見る・不在を登録する（事務局は変えられます）",
    "（一覧）| 山口市 | CSV",
    ("山口市", "CSV"),
    ("名簿", "roster"),
    lists=True,
)
OFFICE, POST = "市町", "情報政策担当"  # what the template fills in


def register(app: AsyncApp) -> None:
    app.command(slash(COMMAND))(command)
    app.action("roster:show")(show)
    app.action(re.compile("^roster:(csv|template)$"))(hand)


async def command(ack: AsyncAck, body: dict[str, Any], member: Member, desk: Desk) -> None:
    await desk.answers.to_command(ack, body, answer(body.get("text", ""), member, desk))


async def show(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk) -> None:
    """Another page of it."""
    await desk.answers.to_press(ack, body, _listing(_own(member, desk), member, desk, int(action["value"])))


async def hand(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk) -> None:
    """Send the roster, or a template of one, to the secretariat person's direct messages."""
    reply = template(member, desk) if action["value"] == "template" else as_csv(member, desk)
    await desk.answers.to_press(ack, body, reply, keep=True)


def answer(text: str, member: Member, desk: Desk) -> Reply:
    """All of it, or one municipality's part, or the file."""
    plain = unicodedata.normalize("NFKC", text).strip().casefold()
    if plain == "csv":
        return as_csv(member, desk)
    if plain and usage.wanted(plain):
        return usage.answer(plain, member, desk)
    own = _own(member, desk)
    asked = [each for each in desk.catalogue.names.called(plain) if each in own] if plain else []
    notice = said.no_such(text.strip()) if plain and not asked and plain not in {"一覧", "全部", "全体"} else ""
    return _listing([each for each in own if each in asked] or own, member, desk, notice=notice)


def as_csv(member: Member, desk: Desk) -> Reply:
    """The present roster as a file. It is noted who took it."""
    for_the_secretariat(member)
    roster = kept.of(desk.read(), desk.catalogue.conference.id)
    with desk.begin() as db:
        note(db, "roster.export", "roster", {"members": len(roster.members)}, member, desk)
    words = said.comment(len(roster.members), day(desk.today()))
    return _sent(File(said.FILE, said.TITLE, words, papers.write(rows(roster, desk))), member, desk)


def template(member: Member, desk: Desk) -> Reply:
    """A file with every municipality in it, to be filled in."""
    for_the_secretariat(member)
    rows = [{"post": "事務局 担当", "role": "事務局"}]
    rows += [_row(body.name, f"{body.name} {POST}", "", 0, OFFICE) for body in desk.catalogue.municipalities]
    file = File(said.TEMPLATE, f"{said.TITLE}のひな形", said.template_comment(), papers.write(rows))
    return _sent(file, member, desk)


async def _sent(file: File, member: Member, desk: Desk) -> Message:
    return said.handed() if await desk.files.send(member.user, file) else said.failed()


async def _listing(
    bodies: Sequence[Municipality], member: Member, desk: Desk, page: int = 1, *, notice: str = ""
) -> Message:
    """The page, with what the chat says of the accounts on it."""
    db, where, today = desk.read(), desk.catalogue.conference.id, desk.today()
    roster, coming = kept.of(db, where), leaves.coming(db, where, today)
    theirs = member.role is Role.SECRETARIAT
    last = max(1, -(-len(bodies) // said.PAGE))
    page = min(max(page, 1), last)
    return said.listing(
        said.Shown(
            bodies=bodies,
            roster=roster,
            leaves={each.user: each for each in reversed(coming)},
            accounts=await _accounts(bodies[(page - 1) * said.PAGE : page * said.PAGE], roster, desk),
            ends=_ends(coming, roster, member),
            secretariat=theirs,
            page=page,
            notice=notice,
        )
    )


async def _accounts(bodies: Sequence[Municipality], roster: Roster, desk: Desk) -> Mapping[str, str]:
    """What is wrong with the accounts of these municipalities and of the secretariat, as far as it can be known."""
    codes = {body.code for body in bodies}
    here = [each.user for each in roster.members if codes & set(each.municipalities) or not each.municipalities]
    told = members.accounts(desk.read(), desk.catalogue.conference.id)
    return {**told, **await desk.accounts.states(here)}


def _own(member: Member, desk: Desk) -> list[Municipality]:
    everyone = desk.catalogue.municipalities
    return [m for m in everyone if member.role is Role.SECRETARIAT or m.code in member.municipalities]


def _ends(coming: Sequence[Leave], roster: Roster, member: Member) -> list[tuple[Leave, str]]:
    """The times of leave that this person may call off."""
    theirs = [each for each in coming if member.role is Role.SECRETARIAT or each.user == member.user]
    people = [(each, roster.of(each.user)) for each in theirs]
    return [(leave, person.post) for leave, person in people if person]


def rows(roster: Roster, desk: Desk) -> list[dict[str, str]]:
    """One row for each person and municipality, in code order, then the posts without anybody."""
    names = {body.code: body.name for body in desk.catalogue.municipalities}
    rows = []
    for member in roster.members:
        role = "事務局" if member.role is Role.SECRETARIAT else OFFICE
        codes = member.municipalities or ("",)
        rows += [_row(names.get(code, ""), member.post, member.user, member.rung(code), role) for code in codes]
    rows += [_row(names[each.municipality], each.post, "", each.rung, OFFICE) for each in roster.vacancies]
    return rows


def _row(municipality: str, post: str, user: str, rung: int, role: str) -> dict[str, str]:
    return {"municipality": municipality, "post": post, "user": user, "rung": RUNGS[rung], "role": role}
