"""変更なしで報告: nothing new since the last time, in one tap."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from domain.filling import Asking, as_typed, fill
from domain.model import Member
from domain.round import How, Known, Report, State, progress
from handlers.desk import Desk
from handlers.report_asking import held
from handlers.reporting import keep
from messages import report_done, report_list
from messages.blocks import Message
from storage import rounds
from storage.database import Transaction


def register(app: AsyncApp) -> None:
    app.action("report:same")(same)


async def same(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk) -> None:
    """Report again what was answered last; a second tap changes nothing."""
    round_, code = action["value"].split()
    await desk.answers.to_press(ack, body, unchanged(round_, code, member, desk), keep=True)
    desk.post_soon()


def unchanged(round_: str, code: str, member: Member, desk: Desk) -> Message:
    """What was reported with its as-of; what is known already; or that the form is needed."""
    with desk.begin() as db:
        about = held(db, round_, code, member, desk)
        if about.report and not _is_wanted_anew(db, about, desk):
            return report_done.in_words(about, report_done.known(about, about.report))
        if not about.before:
            return report_list.no_answers(about)
        if fill(about, as_typed(about.before), desk.now(), desk.days).unread:
            return report_list.form_changed(about)
        kept = keep(db, _report(about, member, desk), member, desk)
    return report_done.in_words(about, report_done.done(about, kept or about.reports[-1]))


def _is_wanted_anew(db: Transaction, about: Asking, desk: Desk) -> bool:
    """Whether the secretariat gave the last report back."""
    code, now = about.municipality.code, desk.now()
    happened = rounds.events(db, desk.catalogue.conference.id, about.round.id, [code]).get(code, ())
    known = Known(about.report, happened)
    return progress(about.municipality, known, about.due_at or now, now).state is State.RETURNED


def _report(about: Asking, member: Member, desk: Desk) -> Report:
    code = about.municipality.code
    key = f"same:{about.round.id}:{code}:{about.on}"
    proxy = code not in member.municipalities
    return Report(about.round.id, code, member.user, desk.now(), How.SAME, about.before, key=key, proxy=proxy)
