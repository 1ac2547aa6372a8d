"""A succession (異動) on its day: everything passes to the successor, who is told what is open."""

from datetime import datetime

from domain.model import Member
from reminders import roster
from storage import applications, audit, members, postings, successions
from storage.database import Transaction
from storage.successions import Succession


def pass_on(db: Transaction, conference: str, each: Succession, now: datetime) -> Member | None:
    """The member who follows; None where there was nobody to take over from. In the caller's transaction."""
    members.one_by_one(db)
    following = members.succeed(db, conference, each.old, each.new)
    successions.settle(db, conference, each.old, successions.DONE if following else successions.DROPPED)
    if following is None:
        return None
    applications.settle(db, conference, each.new, applications.ACCEPTED, each.by)
    postings.add(db, conference, [roster.welcome(each.old, each.new, each.day, now)])
    detail = {"to": each.new, "post": following.post, "municipalities": list(following.municipalities)}
    subject = f"member/{each.old}"
    audit.record(db, conference, at=now, by=each.by, action="succession", subject=subject, detail=detail)
    return following
