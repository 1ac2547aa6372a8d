"""The roster as a whole: read, compared and changed at once; the posts without anybody, and drafts of another one."""

import json
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select, update
from sqlmodel import SQLModel

from domain.model import Member, Role
from domain.roster import Changes, Roster, Vacancy, answering
from storage import members
from storage.columns import seconds
from storage.dialect import insert
from storage.tables import RosterDraftRow, VacancyRow

_vacancy: Any = SQLModel.metadata.tables["vacancy"].c
_draft: Any = SQLModel.metadata.tables["roster_draft"].c
WAITING, APPLIED, DROPPED = "waiting", "applied", "dropped"


def of(db: Connection, conference: str) -> Roster:
    return Roster(tuple(members.everyone(db, conference)), tuple(vacancies(db, conference)))


def held(db: Connection, conference: str) -> Roster:
    """The same, to be changed: whoever else would change it waits for the end of this transaction."""
    members.one_by_one(db)
    return of(db, conference)


def change(db: Connection, conference: str, wanted: Changes) -> None:
    """Do it all, in the caller's transaction."""
    for member in wanted.removed:
        members.remove(db, conference, member.user)
    for member in wanted.touched:
        members.put(db, conference, member)
    for gone in wanted.filled:
        mine = (_vacancy.conference == conference, _vacancy.municipality == gone.municipality)
        db.execute(delete(VacancyRow).where(*mine, _vacancy.rung == gone.rung, _vacancy.post == gone.post))
    for new in wanted.vacated:
        row = {"conference": conference, "municipality": new.municipality, "rung": new.rung, "post": new.post}
        db.execute(insert(db, VacancyRow).values(row).on_conflict_do_nothing())


def vacancies(db: Connection, conference: str) -> list[Vacancy]:
    """The posts that nobody holds, in code order."""
    columns = (_vacancy.municipality, _vacancy.rung, _vacancy.post)
    asked = select(*columns).where(_vacancy.conference == conference).order_by(*columns)
    return [Vacancy(*row) for row in db.execute(asked)]


def draft(db: Connection, conference: str, wanted: Roster, basis: str, by: str, at: datetime) -> str:
    """Keep it until it is confirmed or dropped; its id."""
    given = {"id": secrets.token_hex(6), "roster": json.dumps(facts(wanted), ensure_ascii=False), "basis": basis}
    row = {"conference": conference, **given, "by": by, "at": seconds(at), "state": WAITING}
    db.execute(insert(db, RosterDraftRow).values(row))
    return given["id"]


def drafted(db: Connection, conference: str, id_: str) -> tuple[Roster, str] | None:
    """The draft and what it was compared with, while it waits."""
    mine = (_draft.conference == conference, _draft.id == id_, _draft.state == WAITING)
    row = db.execute(select(_draft.roster, _draft.basis).where(*mine)).one_or_none()
    return (_roster(json.loads(row.roster)), row.basis) if row else None


def settle(db: Connection, conference: str, id_: str, state: str) -> bool:
    """It is applied or dropped; False where that was done before."""
    mine = (_draft.conference == conference, _draft.id == id_, _draft.state == WAITING)
    return db.execute(update(RosterDraftRow).where(*mine).values(state=state)).rowcount == 1


def facts(roster: Roster) -> dict[str, Any]:
    """The roster as JSON can say it."""
    people = [person(member) for member in roster.members]
    return {"members": people, "vacancies": [[each.municipality, each.rung, each.post] for each in roster.vacancies]}


def person(member: Member) -> dict[str, Any]:
    """A member as JSON can say them."""
    rungs = {code: member.rung(code) for code in member.municipalities}
    return {"user": member.user, "post": member.post, "role": member.role.value, "rungs": rungs}


def _roster(said: Mapping[str, Any]) -> Roster:
    people = [answering(each["user"], each["post"], Role(each["role"]), each["rungs"]) for each in said["members"]]
    return Roster(tuple(people), tuple(Vacancy(*each) for each in said["vacancies"]))
