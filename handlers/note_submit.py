"""What becomes of a submitted note: kept once, and never over somebody else's words; or kept as begun."""

from dataclasses import replace
from typing import Any

from domain.model import Member
from domain.note import Draft, Note, Version, Writing, problems
from handlers.desk import Desk
from handlers.note_opened import Opened
from handlers.note_record import around, followed, standing, written_by
from messages import note as told
from messages import note_form as said
from storage import notes
from storage.database import Transaction


def submitted(opened: Opened, writing: Writing, member: Member, desk: Desk, *, cleaned: bool = False) -> dict[str, Any]:
    """The answer to a submission, once it is stored.

    1. What cannot be is said at its field.
    2. A new note is kept, unless the same one came before.
    3. A note that somebody has changed since is not written over: both texts are shown, to choose.
    """
    code = standing(opened.note, desk).municipality if opened.note else opened.body
    written_by(member, code)
    if wrong := told.wrong(problems(writing), writing):
        return {"response_action": "errors", "errors": {_place(place): each for place, each in wrong.items()}}
    with desk.begin() as db:
        if opened.note:
            return _revised(db, opened, writing, member, desk, cleaned=cleaned)
        kept = notes.add(db, desk.catalogue.conference.id, code, _version(writing, member, desk))
        notes.drop_draft(db, desk.catalogue.conference.id, member.user, opened.key)
        if kept:
            followed(db, kept, "note.write", member, desk)
    return _shown("new" if kept else "known", kept, cleaned=cleaned)


def _revised(
    db: Transaction, opened: Opened, writing: Writing, member: Member, desk: Desk, *, cleaned: bool
) -> dict[str, Any]:
    where, now = desk.catalogue.conference.id, standing(opened.note, desk, db)
    if writing == now.writing and not now.version.deleted:
        notes.drop_draft(db, where, member.user, opened.key)
        return _shown("same", now)
    made_from = replace(now, version=replace(now.version, number=opened.on))
    kept = notes.revise(db, where, made_from, _version(writing, member, desk))
    if kept is None:
        return _meanwhile(db, opened, writing, member, desk)
    notes.drop_draft(db, where, member.user, opened.key)
    followed(db, kept, "note.edit", member, desk)
    return _shown("edit", kept, cleaned=cleaned)


def _meanwhile(db: Transaction, opened: Opened, writing: Writing, member: Member, desk: Desk) -> dict[str, Any]:
    """Somebody was first: what this one wrote is kept as begun, and both are shown."""
    kept = standing(opened.note, desk, db)
    draft = _draft(opened, writing, member, desk)
    notes.keep_draft(db, desk.catalogue.conference.id, draft)
    about = around([kept], desk)
    metadata = replace(opened, on=kept.version.number).written()
    view = said.conflict(kept, draft, about.who(kept.version.by), about, metadata)
    return {"response_action": "update", "view": view}


def keep_draft(opened: Opened, writing: Writing, member: Member, desk: Desk) -> Draft:
    draft = _draft(opened, writing, member, desk)
    with desk.begin() as db:
        notes.keep_draft(db, desk.catalogue.conference.id, draft)
    return draft


def drop_draft(key: str, member: Member, desk: Desk) -> None:
    with desk.begin() as db:
        notes.drop_draft(db, desk.catalogue.conference.id, member.user, key)


def _shown(kind: str, note: Note | None, *, cleaned: bool = False) -> dict[str, Any]:
    return {"response_action": "update", "view": said.instead(told.done(kind, note, cleaned=cleaned))}


def _draft(opened: Opened, writing: Writing, member: Member, desk: Desk) -> Draft:
    return Draft(member.user, opened.key, opened.body, opened.note, opened.on, writing, desk.now())


def _version(writing: Writing, member: Member, desk: Desk) -> Version:
    return Version(0, writing, member.user, desk.now())


def _place(place: str) -> str:
    return f"{said.BODY}-0" if place == "body" else place
