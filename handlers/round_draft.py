"""A round on its way: carried by a button or a form until it is confirmed, then opened once."""

import json
import secrets
from datetime import date, datetime
from typing import Any

from domain.asking import Wanted, last_month_end, usual_title
from domain.calendar import TOKYO
from domain.dates.hours import CLOSING
from domain.model import Member
from handlers.desk import Desk
from messages import forms
from messages import round_opened as said
from messages.blocks import Message

LEAD = 10  # open days until a round is due, where nothing else is said


def written(wanted: Wanted) -> str:
    """As a form carries it."""
    kept: dict[str, Any] = {name: getattr(wanted, name) for name in ("once", "theme", "title", "lines", "again")}
    kept |= {"closes": wanted.closes, "bodies": wanted.bodies}
    days = {"as_of": wanted.as_of.isoformat(), "due": wanted.due_at.isoformat()}
    return json.dumps({**kept, **days}, ensure_ascii=False)


def carried(value: str) -> Wanted:
    """What `written` wrote."""
    given = json.loads(value)
    return Wanted(
        once=given["once"],
        theme=given["theme"],
        title=given["title"],
        as_of=date.fromisoformat(given["as_of"]),
        due_at=datetime.fromisoformat(given["due"]),
        bodies=tuple(given["bodies"]),
        closes=given["closes"],
        lines=given["lines"],
        again=given["again"],
    )


def usual(desk: Desk, theme: str = "", due_at: datetime | None = None) -> Wanted:
    """A new one as it is asked for most often: of the first theme, of last month's end, ten open days from now."""
    about = next((each for each in desk.catalogue.themes if each.id == theme), desk.catalogue.themes[0])
    today = desk.today()
    due = due_at or datetime.combine(desk.days.ahead(today, LEAD), CLOSING, TOKYO)
    return Wanted(new_once(), about.id, usual_title(about, today), last_month_end(today), due)


def new_once() -> str:
    return secrets.token_hex(6)


def keep(wanted: Wanted, member: Member, desk: Desk) -> Message:
    """The round and all that is said of it, in one transaction; a second press opens nothing."""
    if wanted.due_at <= desk.now():
        return said.refused(forms.OVER)
    with desk.begin() as db:
        opened = desk.ahead.open(db, wanted, member.user)
    if opened is None:
        return said.known(wanted.title)
    return said.opened(opened.round, opened.deadline.due_at, opened.reminders, opened.nobody)
