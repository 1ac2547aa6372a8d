"""A draft on its way: carried by a button or a form until it is confirmed, then kept once."""

import json
import secrets
from datetime import datetime
from typing import Any

from domain.deadline import Deadline, Draft
from domain.model import Member
from handlers.deadline_record import note, tell
from handlers.desk import Desk
from messages import deadline as said
from messages import forms
from messages.blocks import Message
from storage import deadlines, heard


def new_once() -> str:
    return secrets.token_hex(6)


def written(draft: Draft) -> str:
    """As a button or a form carries it."""
    due = draft.due_at.isoformat() if draft.due_at else None
    kept: dict[str, Any] = {"title": draft.title, "due": due, "rule": draft.rule, "words": draft.words}
    return json.dumps({**kept, "bodies": draft.bodies, "once": draft.once}, ensure_ascii=False)


def carried(value: str) -> Draft:
    """What `written` wrote, or the little that a button knows of a deadline."""
    given = json.loads(value)
    return Draft(
        once=given.get("once") or new_once(),
        title=given.get("title", ""),
        due_at=datetime.fromisoformat(given["due"]) if given.get("due") else None,
        words=given.get("words", ""),
        rule=given.get("rule"),
        bodies=tuple(given.get("bodies", ())),
    )


def keep(draft: Draft, member: Member, desk: Desk) -> Message:
    """The deadline, its reminders and the news of it in one transaction; a second press changes nothing."""
    conference, now, due = desk.catalogue.conference.id, desk.now(), draft.due_at
    if due is None or (due <= now and not draft.rule):
        return said.question(forms.OVER)
    asked = Deadline("", draft.title, due, draft.words, draft.rule, draft.bodies, created_by=member.user)
    with desk.begin() as db:
        if not heard.first_time(db, conference, f"deadline:{draft.once}", now):
            return said.known(draft.title)
        kept = deadlines.add(db, conference, asked, now)
        reminders = desk.ahead.add(db, kept)
        tell(db, kept, "opened", desk)
        note(db, "deadline.add", kept, member, desk, bodies=",".join(kept.bodies))
        return said.registered(kept, reminders, desk.ahead.without_anybody(db, kept), desk.catalogue.municipalities)
