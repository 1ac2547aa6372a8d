"""What becomes of a submitted form: kept once, or what is in the way, with everything that was typed."""

from collections.abc import Mapping
from typing import Any

from domain.answers import Problem
from domain.filling import REASON, Asking, Filled, fill, name, wrong
from domain.model import Member
from domain.round import Draft, How, Report
from handlers.desk import Desk
from handlers.report_asking import Opened, held, who
from handlers.reporting import keep
from messages import report_conflict, report_done
from messages.report_problems import at_fields, sentence
from storage import rounds
from storage.database import Transaction

Typed = Mapping[str, str]
Ack = dict[str, Any]


def submitted(where: Opened, inside: Typed, view: str, member: Member, desk: Desk) -> Ack:
    """The answer to a submission. Read, compared and kept in one transaction, which is over before the ack.

    1. This view has been kept since it was opened: it is a second delivery, a second click or a second window.
    2. What cannot be read is said at its field.
    3. Somebody has reported since: the same – then it is kept – or otherwise: both are shown, to choose.
    4. What contradicts itself or the last time is said at its field.
    """
    with desk.begin() as db:
        about = held(db, where.round, where.body, member, desk)
        filled = fill(about, inside, desk.now(), desk.days)
        if mine := _kept_already(about, where, view):
            return _shown(about, report_done.known(about, mine))
        if filled.unread:
            return {"response_action": "errors", "errors": at_fields(filled.unread, about)}
        if about.report and about.on != where.on:
            return _meanwhile(db, about, filled, (where, inside), member, desk)
        if found := wrong(about, filled):
            return {"response_action": "errors", "errors": at_fields(found, about)}
        return _keep(db, about, filled, f"view:{view}:{where.on}", member, desk)


def again(where: Opened, reason: str, view: str, member: Member, desk: Desk) -> Ack:
    """The choice to report anew, knowing what somebody else has reported: what was typed is in the draft."""
    conference = desk.catalogue.conference.id
    with desk.begin() as db:
        about = held(db, where.round, where.body, member, desk)
        draft = rounds.draft(db, conference, where.round, where.body, member.user)
        if (mine := _kept_already(about, where, view)) or draft is None:
            return _shown(about, report_done.known(about, mine or about.reports[-1]))
        inside = {**draft.typed, name(REASON): reason}
        filled = fill(about, inside, desk.now(), desk.days)
        if about.on != where.on:
            return _meanwhile(db, about, filled, (where, inside), member, desk)
        if found := wrong(about, filled):
            return {"response_action": "errors", "errors": {name(REASON): _all(found, about)}}
        return _keep(db, about, filled, f"view:{view}:{where.on}", member, desk)


def _kept_already(about: Asking, where: Opened, view: str) -> Report | None:
    """What this view has stored since it was opened on a report."""
    return next((each for each in about.reports if each.nth > where.on and each.key.startswith(f"view:{view}:")), None)


def _meanwhile(
    db: Transaction, about: Asking, filled: Filled, given: tuple[Opened, Typed], member: Member, desk: Desk
) -> Ack:
    """Somebody has reported since the form was opened."""
    where, inside = given
    last = about.reports[-1]
    if filled.answers == last.answers:
        return _shown(about, report_done.known(about, last))
    draft = Draft(where.round, where.body, member.user, inside, desk.now(), about.on)
    rounds.keep_draft(db, desk.catalogue.conference.id, draft)
    metadata = Opened(where.round, where.body, about.on).written()
    view = report_conflict.conflict(about, filled.answers, who(last.by, desk), filled.reason, metadata)
    return {"response_action": "update", "view": view}


def _keep(db: Transaction, about: Asking, filled: Filled, key: str, member: Member, desk: Desk) -> Ack:
    code = about.municipality.code
    report = Report(
        about.round.id,
        code,
        member.user,
        desk.now(),
        How.FORM,
        filled.answers,
        key=key,
        reason=filled.reason,
        proxy=code not in member.municipalities,
    )
    kept = keep(db, report, member, desk)
    return _shown(about, report_done.done(about, kept) if kept else report_done.known(about, report))


def _shown(about: Asking, blocks: list[dict[str, Any]]) -> Ack:
    return {"response_action": "update", "view": report_done.in_form(about, blocks)}


def _all(found: list[Problem], about: Asking) -> str:
    """All that is wrong, at the one field that is left."""
    named = {each: "" if each.place == REASON else f"{about.label(each.place)}：" for each in found}
    return "\n".join(f"{label}{sentence(each, about)}" for each, label in named.items())
