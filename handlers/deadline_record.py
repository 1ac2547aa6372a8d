"""What goes with every change of a deadline: that it still stands, the news, the audit entry."""

from domain.deadline import Deadline
from domain.errors import NotAllowed
from domain.model import Member
from handlers.desk import Desk
from messages.moments import until
from reminders import plan
from storage import audit, postings
from storage.database import Transaction


def standing(found: Deadline | None) -> Deadline:
    """The deadline, unless it is gone: unknown, or called off. That of a round is answered and changed there."""
    if found is None or found.cancelled or found.round:
        raise NotAllowed("gone")
    return found


def tell(db: Transaction, deadline: Deadline, what: str, desk: Desk) -> None:
    """Let the conference's room hear of it, where there is one."""
    if desk.room:
        postings.add(db, desk.catalogue.conference.id, [plan.news(deadline, desk.room, what, desk.now())])


def note(db: Transaction, what: str, about: Deadline, member: Member, desk: Desk, **more: str) -> None:
    """Write it down in the audit log."""
    detail = {"title": about.title, "due": until(about.due_at), **more}
    where = desk.catalogue.conference.id
    audit.record(db, where, at=desk.now(), by=member.user, action=what, subject=f"deadline/{about.id}", detail=detail)
