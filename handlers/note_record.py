"""What goes with every note: who may write it, what is found and audited of it, and that no stranger reads along."""

from collections.abc import Iterable, Mapping
from typing import Any

from domain import findable
from domain.errors import NotAllowed
from domain.model import Member, Municipality, Role
from domain.note import Note
from domain.search import Kind
from handlers.desk import Desk
from messages.note import Around
from reminders import notes as of_notes
from storage import audit, notes, search
from storage.database import Transaction


def may_write(member: Member, code: str) -> bool:
    """The secretariat, and the municipality's own."""
    return member.role is Role.SECRETARIAT or code in member.municipalities


def writable(member: Member, desk: Desk) -> list[Municipality]:
    """The municipalities whose notes this person may write, their own first."""
    mine = [body for body in desk.catalogue.municipalities if may_write(member, body.code)]
    return sorted(mine, key=lambda body: body.code not in member.municipalities)


def written_by(member: Member, code: str) -> None:
    """Raise NotAllowed for anybody who may not write that municipality's notes."""
    if not may_write(member, code):
        raise NotAllowed("note")


def standing(id_: int, desk: Desk, db: Transaction | None = None) -> Note:
    """The note, a deleted one too. Raises NotAllowed where there is none."""
    if found := notes.one(db or desk.read(), desk.catalogue.conference.id, id_):
        return found
    raise NotAllowed("no_note")


def followed(db: Transaction, note: Note, what: str, member: Member, desk: Desk) -> None:
    """It is found with its newest words, or no more; the audit says what was done, and nothing of what it says."""
    where, version, subject = desk.catalogue.conference.id, note.version, str(note.id)
    if version.deleted:
        search.forget(db, where, Kind.NOTE, subject)
    else:
        search.keep(db, where, findable.note(note))
    detail = {"municipality": note.municipality, "version": version.number, "kind": note.writing.kind.value}
    entered(db, what, note.id, {**detail, **({"like": version.like} if version.like else {})}, member, desk)


def entered(db: Transaction, what: str, id_: int, detail: Mapping[str, Any], member: Member, desk: Desk) -> None:
    """Write it down in the audit log."""
    where = desk.catalogue.conference.id
    audit.record(db, where, at=desk.now(), by=member.user, action=what, subject=f"note/{id_}", detail=detail)


def around(every: Iterable[Note], desk: Desk, *users: str) -> Around:
    """What stands around these notes."""
    return of_notes.around(every, desk.read(), desk.catalogue, *users)
