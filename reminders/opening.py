"""Opens a round and closes it: once, with its deadline and the audit entry, by a person or by itself."""

from datetime import datetime

from domain.asking import OWN, Wanted, as_of_day
from domain.catalogue import Catalogue
from domain.deadline import Deadline
from domain.own_form import Wrong, read
from domain.round import Round
from storage import audit, deadlines, heard, rounds
from storage.database import Transaction

ITSELF = "bot"
"""Who closed a round that closes itself, and opened one that comes every month."""


def opened(
    db: Transaction, wanted: Wanted, by: str, catalogue: Catalogue, now: datetime
) -> tuple[Round, Deadline] | None:
    """The round that was wanted with its deadline; None where this very one was opened before."""
    conference = catalogue.conference.id
    if not heard.first_time(db, conference, f"round:{wanted.once}", now):
        return None
    asked = rounds.open_(db, conference, asked_for(wanted, by, now))
    due = Deadline("", asked.title, wanted.due_at, "", bodies=wanted.bodies, created_by=by, round=asked.id)
    kept = deadlines.add(db, conference, due, now)
    detail = {"title": asked.title, "due": wanted.due_at.isoformat(), "bodies": ",".join(wanted.bodies)}
    note(db, conference, "round.open", asked, by, now, **detail)
    return asked, kept


def asked_for(wanted: Wanted, by: str, now: datetime) -> Round:
    """The round, not kept yet: so it is shown before it opens."""
    form = read(wanted.again or f"survey-{wanted.once[:6]}", wanted.title, wanted.lines) if wanted.lines else None
    if isinstance(form, Wrong):
        raise TypeError(f"the form was not checked: {form}")
    theme = form.id if form and wanted.theme == OWN else wanted.theme
    return Round(
        "", theme, wanted.title, as_of_day(wanted.as_of), wanted.bodies, form, by, opened_at=now, closes=wanted.closes
    )


def closed(db: Transaction, round: str, by: str, catalogue: Catalogue, now: datetime) -> bool:
    """It takes no reports any more; False where it was closed already."""
    conference = catalogue.conference.id
    asked = rounds.held(db, conference, round)
    if asked is None or not asked.is_open:
        return False
    rounds.close(db, conference, asked.id, now)
    note(db, conference, "round.close", asked, by, now)
    return True


def over(db: Transaction, catalogue: Catalogue, now: datetime) -> list[Round]:
    """Those that close themselves, once the last of their deadlines has passed."""
    conference = catalogue.conference.id
    closing = [each for each in rounds.open_ones(db, conference) if each.closes]
    due = {each.id: [one.due_at for one in deadlines.of_round(db, conference, each.id)] for each in closing}
    return [each for each in closing if all(at <= now for at in due[each.id])]


def note(db: Transaction, conference: str, what: str, about: Round, by: str, at: datetime, **detail: str) -> None:
    """Write it down in the audit log."""
    audit.record(db, conference, at=at, by=by, action=what, subject=f"round/{about.id}", detail=detail)
