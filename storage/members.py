"""Members: who an account is in the conference, and for which municipalities it answers."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select
from sqlmodel import SQLModel

from domain.model import Member, Role
from storage.tables import MemberMunicipalityRow, MemberRow

_members = SQLModel.metadata.tables["member"]
_answers_for = SQLModel.metadata.tables["member_municipality"]
_member: Any = _members.c

_OF = (
    select(_member.post, _member.role, _answers_for.c.municipality, _answers_for.c.rung)
    .select_from(
        _members.outerjoin(
            _answers_for,
            (_member.conference == _answers_for.c.conference) & (_member.user == _answers_for.c.user),
        )
    )
    .where(_member.conference == bindparam("conference"), _member.user == bindparam("user"))
    .order_by(_answers_for.c.municipality)
)


def of(db: Connection, conference: str, user: str) -> Member | None:
    """The member whose account this is, None for anybody else. Read each time: a change of roster counts at once."""
    rows = db.execute(_OF, {"conference": conference, "user": user}).all()
    if not rows:
        return None
    rungs = {row.municipality: row.rung for row in rows if row.rung}
    codes = tuple(row.municipality for row in rows if row.municipality)
    return Member(user, rows[0].post, Role(rows[0].role), codes, rungs)


def keep(db: Connection, conference: str, members: Iterable[Member]) -> None:
    for member in members:
        key = {"conference": conference, "user": member.user}
        db.execute(insert(MemberRow), {**key, "post": member.post, "role": member.role.value})
        for code in member.municipalities:
            db.execute(insert(MemberMunicipalityRow), {**key, "municipality": code, "rung": member.rung(code)})


def secretariat(db: Connection, conference: str) -> list[str]:
    """The accounts of the secretariat, for whoever has to be told whom to ask."""
    asked = select(_member.user).where(_member.conference == conference, _member.role == Role.SECRETARIAT.value)
    return list(db.execute(asked.order_by(_member.user)).scalars())


def posts(db: Connection, conference: str, users: Iterable[str]) -> dict[str, str]:
    """The posts of these accounts; one that is not on the roster has none."""
    asked = select(_member.user, _member.post).where(_member.conference == conference, _member.user.in_(list(users)))
    return {row.user: row.post for row in db.execute(asked)}


def by_municipality(db: Connection, conference: str, codes: Iterable[str]) -> dict[str, dict[str, int]]:
    """Who answers for each of these municipalities and on which rung, by its code; nobody for one without anybody."""
    found: dict[str, dict[str, int]] = {code: {} for code in codes}
    columns = (_answers_for.c.municipality, _answers_for.c.user, _answers_for.c.rung)
    asked = select(*columns).where(_answers_for.c.conference == conference)
    for row in db.execute(asked.order_by(_answers_for.c.rung, _answers_for.c.user)):
        if row.municipality in found:
            found[row.municipality][row.user] = row.rung
    return found
