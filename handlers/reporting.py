"""Keeps a report, however it was made – in the form, in one tap, in words, in a file – once, with all that follows."""

from domain import findable
from domain.deadline import Done, Tap
from domain.errors import NotAllowed
from domain.model import Member
from domain.round import Report, Round
from domain.search import Entry
from handlers.desk import Desk
from handlers.rights import for_the_secretariat
from reminders.rounds import theme as theme_of
from storage import audit, deadlines, reports, rounds, search
from storage.database import Transaction


def keep(db: Transaction, report: Report, member: Member, desk: Desk) -> Report | None:
    """The report as it is kept; None if this very submission is kept already. Raises NotAllowed.

    In one transaction: the report with its answers, the standing, what is found of it, the deadline's tap, the end of
    the draft, the audit.
    After the round is closed a report is a correction, and needs a reason.
    """
    conference = desk.catalogue.conference.id
    asked = may_report(rounds.held_for(db, conference, report.round, report.body), report.body, member)
    if not asked.is_open and not report.reason.strip():
        raise NotAllowed("closed")
    kept = reports.record(db, conference, report)
    if kept:
        search.keep(db, conference, _found(asked, kept, desk))
        answered(db, asked, report.body, Done.DONE, member, desk)
        rounds.drop_draft(db, conference, asked.id, report.body, member.user)
        _note(db, kept, desk)
    return kept


def may_report(asked: Round | None, body: str, member: Member) -> Round:
    """The round, if this person may answer it for this municipality: their own, the secretariat for any."""
    if asked is None or not asked.concerns(body):
        raise NotAllowed("no_round")
    if body not in member.municipalities:
        for_the_secretariat(member)
    return asked


def answered(db: Transaction, asked: Round, body: str, state: Done, member: Member, desk: Desk) -> None:
    """Whether the round's deadline is done with for this municipality: so reminders, lists and counts follow."""
    conference = desk.catalogue.conference.id
    for each in deadlines.of_round(db, conference, asked.id):
        if each.concerns(body):
            deadlines.tap(db, conference, each, Tap(body, state, member.user, desk.now()))


def _found(asked: Round, kept: Report, desk: Desk) -> Entry:
    """Under which words a search meets it."""
    body = next(each for each in desk.catalogue.municipalities if each.code == kept.body)
    theme, systems = theme_of(asked, desk.catalogue), desk.catalogue.of(asked).systems
    return findable.report(asked, body, theme, systems, kept.answers, at=kept.at)


def _note(db: Transaction, kept: Report, desk: Desk) -> None:
    detail = {"nth": kept.nth, "how": kept.how.value, "proxy": kept.proxy, "reason": kept.reason}
    subject, where = f"round/{kept.round}/{kept.body}", desk.catalogue.conference.id
    audit.record(db, where, at=kept.at, by=kept.by, action="report", subject=subject, detail=detail)
