"""Members: who an account is in the conference, and for which municipalities it answers."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update
from sqlmodel import SQLModel

from domain.model import Member, Role
from domain.roster import answering, succeeded
from storage.dialect import one_at_a_time
from storage.tables import MemberMunicipalityRow, MemberRow

ROSTER = 4_021_103  # the advisory lock under which the roster is changed

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

_EVERYONE = (
    select(_member.user, _member.post, _member.role, _answers_for.c.municipality, _answers_for.c.rung)
    .select_from(
        _members.outerjoin(
            _answers_for,
            (_member.conference == _answers_for.c.conference) & (_member.user == _answers_for.c.user),
        )
    )
    .where(_member.conference == bindparam("conference"))
    .order_by(_member.user, _answers_for.c.municipality)
)
_KNOWN = select(_member.account).where(_member.conference == bindparam("conference"), _member.user == bindparam("user"))


def of(db: Connection, conference: str, user: str) -> Member | None:
    """The member whose account this is, None for anybody else. Read each time: a change of roster counts at once."""
    rows = db.execute(_OF, {"conference": conference, "user": user}).all()
    if not rows:
        return None
    rungs = {row.municipality: row.rung for row in rows if row.rung}
    codes = tuple(row.municipality for row in rows if row.municipality)
    return Member(user, rows[0].post, Role(rows[0].role), codes, rungs)


def conferences(db: Connection, among: Iterable[str], user: str) -> set[str]:
    """On the rosters of which of these conferences the account stands."""
    asked = select(_member.conference).where(_member.conference.in_(list(among)), _member.user == user)
    return set(db.execute(asked).scalars())


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


def one_by_one(db: Connection) -> None:
    """Whoever else would change the roster waits for the end of this transaction."""
    one_at_a_time(db, ROSTER)


def everyone(db: Connection, conference: str) -> list[Member]:
    """All members in the order of their accounts."""
    found: dict[str, tuple[str, str, dict[str, int]]] = {}
    for row in db.execute(_EVERYONE, {"conference": conference}):
        bodies = found.setdefault(row.user, (row.post, row.role, {}))[2]
        if row.municipality:
            bodies[row.municipality] = row.rung
    return [answering(user, post, Role(role), bodies) for user, (post, role, bodies) in found.items()]


def put(db: Connection, conference: str, member: Member) -> None:
    """From now on the roster says this of the account; what the chat told of it stays."""
    known = db.execute(_KNOWN, {"conference": conference, "user": member.user}).scalar()
    remove(db, conference, member.user)
    keep(db, conference, [member])
    if known:
        tell(db, conference, member.user, known)


def remove(db: Connection, conference: str, user: str) -> None:
    for table in (MemberMunicipalityRow, MemberRow):
        columns = SQLModel.metadata.tables[str(table.__tablename__)].c
        db.execute(delete(table).where(columns.conference == conference, columns.user == user))


def tell(db: Connection, conference: str, user: str, account: str) -> bool:
    """Keep what the chat says of a member's account; False where nothing is new in that."""
    mine = (_member.conference == conference, _member.user == user, _member.account != account)
    return db.execute(update(MemberRow).where(*mine).values(account=account)).rowcount == 1


def accounts(db: Connection, conference: str) -> dict[str, str]:
    """What the chat has told of accounts, as far as there is anything to tell."""
    asked = select(_member.user, _member.account).where(_member.conference == conference, _member.account != "")
    return {row.user: row.account for row in db.execute(asked)}


def succeed(db: Connection, conference: str, old: str, new: str) -> Member | None:
    """Everything that is `old`'s in the conference becomes `new`'s; None where `old` is not on the roster.

    What is said to whom is worked out from the roster, so nothing else need be moved. What belongs to a person in
    another way (drafts, open questions) is passed on here, too.
    """
    leaving = of(db, conference, old)
    if leaving is None:
        return None
    following = succeeded(leaving, of(db, conference, new), new)
    remove(db, conference, old)
    put(db, conference, following)
    return following
