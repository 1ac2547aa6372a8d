"""What the secretariat decides of one municipality's report: 受理, 差し戻し, 対象外, a longer time; and 受理 of all."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from domain.asking import same_hour
from domain.deadline import Deadline, Done, Move
from domain.errors import NotAllowed
from domain.model import Member, Role
from domain.round import Event, Progress, Round, State, What
from handlers.desk import Desk
from handlers.reporting import answered
from handlers.rights import for_the_secretariat
from handlers.round_change import standing
from messages import round_changed
from messages import round_decide as said
from messages.blocks import Message
from reminders import opening, plan
from storage import deadlines, members, postings, rounds
from storage.database import Transaction

View = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Here:
    """A round and one municipality in it, as they stand inside the transaction that decides."""

    round: Round
    progress: Progress
    events: Sequence[Event]

    @property
    def code(self) -> str:
        return self.progress.municipality.code

    @property
    def mark(self) -> str:
        """What tells whether something has happened there since: how many events, which report."""
        return f"{sum(each.what is not What.SEEN for each in self.events)}.{self.nth}"

    @property
    def nth(self) -> int:
        return self.progress.report.nth if self.progress.report else 0


def register(app: AsyncApp) -> None:
    app.action("round:body")(choose)
    app.view("round-decide")(decide)
    app.action("round:accept")(accept)


async def choose(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk, client: AsyncWebClient
) -> None:
    """Open the form for the municipality that was chosen, with how it stands there now."""
    for_the_secretariat(member)
    round_id, code = action["selected_option"]["value"].split()
    here = found(desk.read(), round_id, code, desk)
    form = said.deciding(here.round, here.progress, _reporter(here, desk), f"{round_id} {code} {here.mark}")
    await client.views_open(trigger_id=body["trigger_id"], view=form)
    await ack()


async def decide(ack: AsyncAck, view: View, member: Member, desk: Desk) -> None:
    """Decide it, unless somebody else was first: then say how it stands."""
    for_the_secretariat(member)
    values = {name: element[name] for name, element in view["state"]["values"].items()}
    what = What(values["what"]["selected_option"]["value"])
    reason = (values["reason"].get("value") or "").strip()
    day = values.get("day", {}).get("selected_date") if what is What.GIVEN_LONGER else None
    round_id, code, mark = view["private_metadata"].split()
    until = _until(round_id, code, day, desk)
    if wrong := _wrong(what, reason, until, found(desk.read(), round_id, code, desk)):
        await ack(response_action="errors", errors=wrong)
        return
    with desk.begin() as db:
        here = found(db, round_id, code, desk, held=True)
        told = _decided(db, here, Event(code, what, member.user, desk.now(), reason, here.nth, until), mark, desk)
    await ack(response_action="update", view=round_changed.laid(told))
    desk.post_soon()


def _decided(db: Transaction, here: Here, event: Event, mark: str, desk: Desk) -> Message:
    if here.mark != mark or event.what not in said.choices(here.progress.state):
        return already(db, here, desk)
    return happens(db, here, event, desk)


def already(db: Transaction, here: Here, desk: Desk) -> Message:
    """Somebody else was first."""
    last = here.events[-1].by if here.events else ""
    by = members.posts(db, desk.catalogue.conference.id, [last]).get(last, "")
    return said.was_decided(here.round, here.progress, by)


def happens(db: Transaction, here: Here, event: Event, desk: Desk) -> Message:
    """Write down what was decided, with all that follows: the tap, the deadline, what its people are told."""
    conference, people = desk.catalogue.conference.id, desk.ahead.people(db, [here.code])
    nth = rounds.note(db, conference, here.round.id, event)
    if event.what is What.GIVEN_LONGER and event.until:
        _longer(db, here, event, desk)
    elif (state := _TAPS.get(event.what)) is not None:
        answered(db, here.round, here.code, state, _member(db, event.by, desk), desk)
    if event.what is not What.ACCEPTED:
        postings.add(db, conference, plan.happened(here.round, here.code, event.what, nth, people, desk.now()))
    detail = {"body": here.code, "reason": event.reason, "until": event.until.isoformat() if event.until else ""}
    opening.note(db, conference, f"round.{event.what.value}", here.round, event.by, desk.now(), **detail)
    return said.decided(here.round, found(db, here.round.id, here.code, desk).progress, event.what)


_TAPS = {What.RETURNED: Done.OPEN, What.EXEMPTED: Done.EXEMPT, What.INCLUDED: Done.OPEN, What.ACCEPTED: Done.DONE}


def _longer(db: Transaction, here: Here, event: Event, desk: Desk) -> None:
    """A deadline of its own: the one it shared is for the others from now on, and ends where nobody is left."""
    conference, now = desk.catalogue.conference.id, desk.now()
    shared = next(each for each in deadlines.of_round(db, conference, here.round.id) if each.concerns(here.code))
    targets = shared.targets(here.round.targets(desk.catalogue.municipalities))
    others = [body.code for body in targets if body.code != here.code]
    until = event.until or shared.due_at
    if not others:
        deadlines.move(db, conference, shared, Move(shared.due_at, until, event.by, now, event.reason))
        desk.ahead.add(db, replace(shared, due_at=until, known_at=now))
        return
    deadlines.narrow(db, conference, shared, others)
    own = Deadline("", here.round.title, until, "", bodies=(here.code,), created_by=event.by, round=here.round.id)
    desk.ahead.add(db, deadlines.add(db, conference, own, now))


async def accept(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk) -> None:
    """受理 of every report that waits for it, at once."""
    for_the_secretariat(member)
    conference, now = desk.catalogue.conference.id, desk.now()
    with desk.begin() as db:
        about = standing(rounds.held(db, conference, action["value"]))
        every = rounds.progress(db, conference, about, desk.catalogue.municipalities, now)
        reported = [(each.municipality.code, each.report.nth) for each in every if waits_for_it(each) and each.report]
        for code, nth in reported:
            rounds.note(db, conference, about.id, Event(code, What.ACCEPTED, member.user, now, "", nth))
        if reported:
            detail = {"bodies": ",".join(code for code, _ in reported)}
            opening.note(db, conference, "round.accepted", about, member.user, now, **detail)
    await desk.answers.to_press(ack, body, round_changed.accepted(about, len(reported)))
    desk.post_soon()


def waits_for_it(each: Progress) -> bool:
    return each.state is State.REPORTED


def found(db: Transaction, round_id: str, code: str, desk: Desk, *, held: bool = False) -> Here:
    """The open round and how it stands there; `held` until the end of the transaction. Raises NotAllowed."""
    conference = desk.catalogue.conference.id
    ask = rounds.held if held else rounds.one
    about = standing(ask(db, conference, round_id))
    bodies = [each for each in desk.catalogue.municipalities if each.code == code]
    for each in rounds.progress(db, conference, about, bodies, desk.now()):
        return Here(about, each, rounds.events(db, conference, round_id, [code]).get(code, ()))
    raise NotAllowed("no_round")


def _until(round_id: str, code: str, day: str | None, desk: Desk) -> datetime | None:
    """That day, at the hour of the deadline it has now."""
    if not day:
        return None
    return same_hour(date.fromisoformat(day), found(desk.read(), round_id, code, desk).progress.due_at)


def _wrong(what: What, reason: str, until: datetime | None, here: Here) -> dict[str, str]:
    if what in {What.RETURNED, What.EXEMPTED} and not reason:
        return {"reason": said.NO_REASON}
    if what is What.GIVEN_LONGER and until is None:
        return {"day": said.NO_DAY}
    return {"day": said.NOT_LATER} if until and until <= here.progress.due_at else {}


def _reporter(here: Here, desk: Desk) -> str:
    report = here.progress.report
    by = [report.by] if report else []
    return "".join(members.posts(desk.read(), desk.catalogue.conference.id, by).values())


def _member(db: Transaction, user: str, desk: Desk) -> Member:
    """Who decided: of the settings' first secretariat one may not be on the roster."""
    return members.of(db, desk.catalogue.conference.id, user) or Member(user, "", Role.SECRETARIAT)
