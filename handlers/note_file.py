"""A note brought as a file of text: read whole, kept as begun, and gone on with in the form."""

import asyncio
from collections.abc import Mapping
from typing import Any

from documents import text as papers
from domain.model import Member, Role
from domain.note import LONGEST, Draft, Writing
from domain.typed import line
from handlers.answers import Reply
from handlers.desk import Desk
from handlers.files import NotFetched
from handlers.note_form import YEAR
from handlers.note_record import writable
from messages import note as said
from messages.blocks import Message
from storage import notes

LARGEST, LONGEST_NAME = 1_000_000, 100  # bytes, characters


def brought(event: Mapping[str, Any], member: Member, words: tuple[str, ...]) -> Mapping[str, Any] | None:
    """The text file of a message: the secretariat names it a note, as its text files may be rosters, too."""
    first = next(iter(str(event.get("text") or "").split()), "").removeprefix("/")
    if member.role is Role.SECRETARIAT and first not in words:
        return None
    files = event.get("files") or ()
    return next((each for each in files if str(each.get("name", "")).casefold().endswith((".txt", ".md"))), None)


def from_file(file: Mapping[str, Any], member: Member, desk: Desk) -> Reply:
    return _read(file, member, desk)


async def _read(file: Mapping[str, Any], member: Member, desk: Desk) -> Message:
    name = line(str(file.get("name") or ""))[:LONGEST_NAME]
    try:
        contents = await desk.files.fetch(file, LARGEST)
    except NotFetched:
        return said.wanted("file_unreadable", name=name)
    found = await asyncio.to_thread(papers.read, contents)
    if found is None:
        return said.wanted("file_unreadable", name=name)
    body = found.strip("\n").rstrip()
    if not body or len(body) > LONGEST:
        return said.wanted("file_too_long" if body else "file_empty", name=name, count=f"{len(body):,}")
    draft = _begun(
        str(file.get("id")), Writing(title=_title(name), body=body, review=desk.today() + YEAR), member, desk
    )
    again = said.resuming(draft, label="ノートに残す")
    return said.wanted("file", [again], name=name, count=f"{len(body):,}")


def _begun(id_: str, writing: Writing, member: Member, desk: Desk) -> Draft:
    own = writable(member, desk)
    code = own[0].code if len(own) == 1 else ""
    draft = Draft(member.user, f"file/{id_}", code, 0, 0, writing, desk.now())
    with desk.begin() as db:
        notes.keep_draft(db, desk.catalogue.conference.id, draft)
    return draft


def _title(name: str) -> str:
    return name.rsplit(".", 1)[0]
