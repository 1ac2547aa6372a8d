"""Notes: append-only versions, of which one counts; what is begun and not kept; who found one useful."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, delete, func, select, update
from sqlmodel import SQLModel

from domain.note import Draft, Kind, Note, Version, Writing
from storage.columns import joined, moment, parted, seconds
from storage.dialect import insert, one_at_a_time
from storage.tables import NoteDraftRow, NoteRow, NoteUsefulRow, NoteVersionRow

NEW = 4_021_106  # the advisory lock under which a note gets its number

_notes, _versions = SQLModel.metadata.tables["note"], SQLModel.metadata.tables["note_version"]
_note: Any = _notes.c
_version: Any = _versions.c
_useful: Any = SQLModel.metadata.tables["note_useful"].c
_draft: Any = SQLModel.metadata.tables["note_draft"].c

_WRITTEN = ("kind", "title", "body", "themes", "links", "files", "origin", "review")
_COLUMNS = [_version[name] for name in ("version", "by", "at", "deleted", "like", *_WRITTEN)]
_COUNTS = and_(
    _version.conference == _note.conference, _version.note == _note.id, _version.version == _note.version
)  # the version that counts
_NEWEST = (_note.at.desc(), _note.id.desc())


def add(db: Connection, conference: str, municipality: str, version: Version) -> Note | None:
    """Keep a new note; None where the municipality has one that says the very same: it came twice."""
    one_at_a_time(db, NEW)
    if _same(db, conference, municipality, version.writing):
        return None
    highest = db.execute(select(func.max(_note.id)).where(_note.conference == conference)).scalar()
    kept = Note(int(highest or 0) + 1, municipality, replace(version, number=1))
    row = {"conference": conference, "id": kept.id, "municipality": municipality, "version": 1}
    db.execute(insert(db, NoteRow).values({**row, **_beside(version), "at": seconds(version.at)}))
    _keep(db, conference, kept)
    return kept


def revise(db: Connection, conference: str, note: Note, version: Version, *, quietly: bool = False) -> Note | None:
    """Keep a new version, made from the one that `note` has; None, and nothing is written, where that counts no more.

    `quietly`: nothing new is said by it, so the note stays where it is among the newest.
    """
    on = note.version.number
    mine = (_note.conference == conference, _note.id == note.id, _note.version == on)
    moved = {} if quietly else {"at": seconds(version.at)}
    if db.execute(update(NoteRow).where(*mine).values(version=on + 1, **_beside(version), **moved)).rowcount != 1:
        return None
    kept = replace(note, version=replace(version, number=on + 1))
    _keep(db, conference, kept)
    return kept


def one(db: Connection, conference: str, id_: int) -> Note | None:
    """The note as it stands, a deleted one too."""
    row = db.execute(_read(conference).where(_note.id == id_)).first()
    return _value(row) if row else None


def standing(db: Connection, conference: str) -> list[Note]:
    """All that were not deleted."""
    return [_value(row) for row in db.execute(_read(conference).where(_note.deleted.is_(False)))]


def newest(
    db: Connection, conference: str, bodies: Collection[str] | None, *, most: int, after: int = 0, deleted: bool = False
) -> tuple[list[Note], int]:
    """A page of the notes of these municipalities (None: of all), those written last first, and how many there are."""
    among = [_note.conference == conference, _note.deleted.is_(deleted)]
    among += [] if bodies is None else [_note.municipality.in_(list(bodies))]
    page = _read(conference).where(*among).order_by(*_NEWEST).limit(most).offset(after)
    total = db.execute(select(func.count()).where(*among)).scalar_one()
    return [_value(row) for row in db.execute(page)], int(total)


def changed(db: Connection, conference: str, since: datetime, until: datetime) -> list[tuple[Note, bool]]:
    """What was written since then, the newest first, and whether it is new."""
    between = (_note.deleted.is_(False), _note.at > seconds(since), _note.at <= seconds(until))
    asked = _read(conference).where(*between).order_by(*_NEWEST)
    first = and_(_version.conference == _note.conference, _version.note == _note.id, _version.version == 1)
    begun = select(_note.id).select_from(_notes.join(_versions, first)).where(_note.conference == conference, *between)
    new = set(db.execute(begun.where(_version.at > seconds(since))).scalars())
    return [(note, note.id in new) for note in map(_value, db.execute(asked))]


def to_review(db: Connection, conference: str, first: date, last: date) -> list[Note]:
    """Those whose day of review is one of these."""
    days = (_note.review >= first, _note.review <= last, _note.deleted.is_(False))
    return [_value(row) for row in db.execute(_read(conference).where(*days).order_by(_note.id))]


def versions(db: Connection, conference: str, id_: int) -> list[Version]:
    """All that it ever said, the first one first."""
    mine = (_version.conference == conference, _version.note == id_)
    return [_said(row) for row in db.execute(select(*_COLUMNS).where(*mine).order_by(_version.version))]


# Who found it useful


def useful(db: Connection, conference: str, ids: Iterable[int]) -> dict[int, int]:
    """How many people found each of them useful."""
    mine = (_useful.conference == conference, _useful.note.in_(list(ids)))
    rows = db.execute(select(_useful.note, func.count()).where(*mine).group_by(_useful.note))
    return {row[0]: int(row[1]) for row in rows}


def found_useful(db: Connection, conference: str, id_: int, user: str) -> bool:
    mine = (_useful.conference == conference, _useful.note == id_, _useful.user == user)
    return db.execute(select(_useful.at).where(*mine)).first() is not None


def mark_useful(db: Connection, conference: str, id_: int, user: str, at: datetime) -> bool:
    """Count this person; False where they counted before."""
    row = {"conference": conference, "note": id_, "user": user, "at": seconds(at)}
    keeping = insert(db, NoteUsefulRow).values(row).on_conflict_do_nothing().returning(_useful.note)
    return db.execute(keeping).first() is not None


def unmark_useful(db: Connection, conference: str, id_: int, user: str) -> bool:
    """Count them no more; False where they did not count."""
    mine = (_useful.conference == conference, _useful.note == id_, _useful.user == user)
    return bool(db.execute(delete(NoteUsefulRow).where(*mine)).rowcount)


# What was begun


def keep_draft(db: Connection, conference: str, draft: Draft) -> None:
    key = {"conference": conference, "user": draft.user, "key": draft.key}
    said = {"municipality": draft.municipality, "note": draft.note, "based_on": draft.on, "at": seconds(draft.at)}
    said["writing"] = _written(draft.writing)
    keeping = insert(db, NoteDraftRow).values({**key, **said})
    db.execute(keeping.on_conflict_do_update(index_elements=list(key), set_=said))


def drafts(db: Connection, conference: str, user: str) -> list[Draft]:
    """What this person has begun, the newest first."""
    asked = select(NoteDraftRow).where(_draft.conference == conference, _draft.user == user)
    rows = db.execute(asked.with_only_columns(*_draft).order_by(_draft.at.desc(), _draft.key))
    return [_begun(row) for row in rows]


def draft(db: Connection, conference: str, user: str, key: str) -> Draft | None:
    return next((each for each in drafts(db, conference, user) if each.key == key), None)


def drop_draft(db: Connection, conference: str, user: str, key: str) -> None:
    mine = (_draft.conference == conference, _draft.user == user, _draft.key == key)
    db.execute(delete(NoteDraftRow).where(*mine))


# Rows and values


def _read(conference: str) -> "Select[Any]":
    together = _notes.join(_versions, _COUNTS)
    return select(_note.id, _note.municipality, *_COLUMNS).select_from(together).where(_note.conference == conference)


def _same(db: Connection, conference: str, municipality: str, writing: Writing) -> bool:
    alike = (_note.municipality == municipality, _note.deleted.is_(False))
    words = (_version.title == writing.title, _version.body == writing.body)
    return db.execute(_read(conference).where(*alike, *words).limit(1)).first() is not None


def _keep(db: Connection, conference: str, note: Note) -> None:
    said, writing = note.version, note.writing
    row = {
        "conference": conference,
        "note": note.id,
        "version": said.number,
        "kind": writing.kind.value,
        "title": writing.title,
        "body": writing.body,
        "themes": joined(writing.themes),
        "links": json.dumps(writing.links, ensure_ascii=False),
        "files": json.dumps(writing.files, ensure_ascii=False),
        "origin": writing.origin,
        "review": writing.review,
        "deleted": said.deleted,
        "like": said.like,
        "at": seconds(said.at),
        "by": said.by,
    }
    db.execute(insert(db, NoteVersionRow).values(row))


def _beside(version: Version) -> dict[str, Any]:
    """What stands beside the version's number, to be asked for."""
    return {"deleted": version.deleted, "review": version.writing.review}


def _value(row: Any) -> Note:
    return Note(row.id, row.municipality, _said(row))


def _said(row: Any) -> Version:
    writing = Writing(
        title=row.title,
        body=row.body,
        kind=Kind(row.kind),
        themes=parted(row.themes),
        links=tuple(json.loads(row.links)),
        files=_pairs(json.loads(row.files)),
        origin=row.origin,
        review=row.review,
    )
    return Version(row.version, writing, row.by, moment(row.at), deleted=bool(row.deleted), like=row.like)


def _written(writing: Writing) -> str:
    review = writing.review.isoformat() if writing.review else None
    return json.dumps({**asdict(writing), "review": review}, ensure_ascii=False)


def _begun(row: Any) -> Draft:
    said = json.loads(row.writing)
    writing = Writing(
        title=said["title"],
        body=said["body"],
        kind=Kind(said["kind"]),
        themes=tuple(said["themes"]),
        links=tuple(said["links"]),
        files=_pairs(said["files"]),
        origin=said["origin"],
        review=date.fromisoformat(said["review"]) if said["review"] else None,
    )
    return Draft(row.user, row.key, row.municipality, row.note, row.based_on, writing, moment(row.at))


def _pairs(found: Sequence[Sequence[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((name, link) for name, link in found)
