"""What follows every change of the roster, in its transaction: the audit, applications, reminders."""

from collections.abc import Mapping
from typing import Any

from domain.model import Member
from domain.roster import Changes, Roster, Vacancy
from handlers.desk import Desk
from reminders import roster as news
from storage import applications, audit, postings
from storage import roster as kept
from storage.database import Transaction


class NobodyLeft(Exception):
    """The secretariat would be without anybody."""


def changed(db: Transaction, wanted: Changes, what: str, member: Member, desk: Desk) -> None:
    """Change it. Raises NobodyLeft where the secretariat would be without anybody."""
    where = desk.catalogue.conference.id
    kept.change(db, where, wanted)
    if not secretariat_stays(kept.of(db, where), desk):
        raise NobodyLeft
    note(db, what, "roster", _summary(wanted), member, desk)
    followed(db, [each.user for each in wanted.touched], member, desk)


def followed(db: Transaction, users: list[str], member: Member, desk: Desk) -> None:
    """Whoever asked to join and stands on the roster now is told so; and everybody's reminders are planned anew."""
    where, now = desk.catalogue.conference.id, desk.now()
    for user in users:
        if asked := applications.settle(db, where, user, applications.ACCEPTED, member.user):
            postings.add(db, where, [news.admission(user, asked.nth, now)])
    desk.ahead.again(db)


def note(db: Transaction, what: str, subject: str, detail: Mapping[str, Any], member: Member, desk: Desk) -> None:
    where = desk.catalogue.conference.id
    audit.record(db, where, at=desk.now(), by=member.user, action=what, subject=subject, detail=detail)


def secretariat_stays(after: Roster, desk: Desk) -> bool:
    """Those of the settings are always of the secretariat."""
    return bool(desk.secretariat) or after.has_secretariat()


def _summary(wanted: Changes) -> dict[str, Any]:
    return {
        "added": [kept.person(each) for each in wanted.added],
        "changed": [[kept.person(before), kept.person(after)] for before, after in wanted.changed],
        "removed": [kept.person(each) for each in wanted.removed],
        "vacated": [_post(each) for each in wanted.vacated],
        "filled": [_post(each) for each in wanted.filled],
    }


def _post(each: Vacancy) -> list[str | int]:
    return [each.municipality, each.rung, each.post]
