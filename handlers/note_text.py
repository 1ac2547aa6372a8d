"""A note written as a text: ノート 山口市 題：… with its body in the lines below; kept at once, and shown back."""

import re
import secrets

from domain.model import Member, Municipality
from domain.note import Draft, Note, Version, Writing, problems
from domain.typed import clean, is_clean, line
from handlers.desk import Desk
from handlers.note_form import YEAR
from handlers.note_record import followed, writable, written_by
from messages import note as said
from messages.blocks import Message
from storage import notes

_WRITTEN = re.compile(r"\s*(?P<where>[^\s:：]{1,20}\s+)?(?:題名?|タイトル|件名)\s*[:：](?P<rest>.*)", re.DOTALL)


def is_written(text: str) -> bool:
    """Whether that is a note, and no question about notes."""
    return bool(_WRITTEN.match(text))


def written(text: str, member: Member, desk: Desk) -> Message:
    """Keep it; what is not whole yet is kept as begun, to be mended in the form."""
    body, writing = _read(text, member, desk)
    if body is None:
        return said.wanted("which", [said.resuming(_begun(writing, "", member, desk), label="フォームで続ける")])
    if found := problems(writing):
        return said.not_kept(found, writing, _begun(writing, body.code, member, desk))
    kept = keep(writing, body.code, member, desk)
    return said.done("new" if kept else "known", kept, cleaned=not is_clean(text))


def written_openly(text: str, member: Member, desk: Desk) -> Message:
    """The same where others read the answer."""
    body, writing = _read(text, member, desk)
    if body is None or problems(writing):
        return said.in_a_room("not_kept", desk.prefix)
    kept = keep(writing, body.code, member, desk)
    return said.in_a_room("kept", desk.prefix, kept.id if kept else 0)


def keep(writing: Writing, code: str, member: Member, desk: Desk) -> Note | None:
    """None where the same one is kept already."""
    written_by(member, code)
    with desk.begin() as db:
        version = Version(0, writing, member.user, desk.now())
        kept = notes.add(db, desk.catalogue.conference.id, code, version)
        if kept:
            followed(db, kept, "note.write", member, desk)
    return kept


def _read(text: str, member: Member, desk: Desk) -> tuple[Municipality | None, Writing]:
    """The municipality that is named, or the person's only one; the title in the first line, and what follows."""
    found = _WRITTEN.match(clean(text))
    where, rest = (found["where"] or "", found["rest"]) if found else ("", text)
    title, _, body = rest.partition("\n")
    writing = Writing(title=line(title), body=body.strip("\n").rstrip(), review=desk.today() + YEAR)
    return _municipality(where, member, desk), writing


def _municipality(where: str, member: Member, desk: Desk) -> Municipality | None:
    """Raises NotAllowed where that one's notes are not this person's to write."""
    if where.strip():
        called = [each for each in desk.catalogue.names.called(where) if isinstance(each, Municipality)]
        if len(called) != 1 or called[0] not in desk.catalogue.municipalities:
            return None
        written_by(member, called[0].code)
        return called[0]
    own = [body for body in writable(member, desk) if body.code in member.municipalities]
    return own[0] if len(own) == 1 else None


def _begun(writing: Writing, code: str, member: Member, desk: Desk) -> Draft:
    """Nothing of it is lost."""
    draft = Draft(member.user, f"text/{secrets.token_hex(4)}", code, 0, 0, writing, desk.now())
    with desk.begin() as db:
        notes.keep_draft(db, desk.catalogue.conference.id, draft)
    return draft
