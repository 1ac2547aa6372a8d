"""A round changes as a whole: its title, its deadline for all, that it is closed, or opened again."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from domain.asking import as_of_day, for_all
from domain.deadline import Deadline, Move
from domain.errors import NotAllowed
from domain.model import Member
from domain.round import Round
from handlers.deadline_record import tell
from handlers.desk import Desk
from handlers.filled import chosen_moment, values
from handlers.rights import for_the_secretariat
from handlers.round_open import wrong_title
from messages import deadline_forms, forms, round_changed, round_forms
from messages.blocks import Message
from messages.moments import until
from reminders import opening, plan
from storage import deadlines, findable, postings, rounds, unreported
from storage.database import Transaction

View = dict[str, Any]


def register(app: AsyncApp) -> None:
    app.action("round:change")(change)
    app.view("round-change")(changed)
    app.action("round:due")(due)
    app.view("round-move")(moved)
    app.action("round:close")(close)
    app.action("round:reopen")(reopen)


async def change(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk, client: AsyncWebClient
) -> None:
    """Open the form for its title and as-of."""
    for_the_secretariat(member)
    about = standing(rounds.one(desk.read(), desk.catalogue.conference.id, action["value"]))
    await client.views_open(trigger_id=body["trigger_id"], view=round_forms.changing(about))
    await ack()


async def changed(ack: AsyncAck, view: View, member: Member, desk: Desk) -> None:
    """Keep them; the same again changes nothing."""
    for_the_secretariat(member)
    values = {name: element[name] for name, element in view["state"]["values"].items()}
    title = " ".join((values["title"]["value"] or "").split())
    day, closes = date.fromisoformat(values["as_of"]["selected_date"]), bool(values["closes"]["selected_options"])
    wrong = wrong_title(title) | ({"as_of": round_forms.AHEAD_OF_US} if day > desk.today() else {})
    if wrong:
        await ack(response_action="errors", errors=wrong)
        return
    _changed(view["private_metadata"], title, day, member, desk, closes=closes)
    await ack(response_action="update", view=round_changed.laid(round_changed.changed(title)))
    desk.post_soon()


def _changed(round: str, title: str, day: date, member: Member, desk: Desk, *, closes: bool) -> None:
    conference, now = desk.catalogue.conference.id, desk.now()
    with desk.begin() as db:
        about = standing(rounds.held(db, conference, round))
        as_of = about.as_of if about.as_of.last == day else as_of_day(day)
        wanted = replace(about, title=title, as_of=as_of, closes=closes)
        if wanted == about:
            return
        rounds.change(db, conference, wanted)
        deadlines.retitle(db, conference, round, title)
        findable.keep(db, conference, wanted, desk.catalogue)
        detail = {"before": about.title, "title": title, "as_of": day.isoformat()}
        opening.note(db, conference, "round.change", about, member.user, now, **detail)


async def due(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk, client: AsyncWebClient
) -> None:
    """Open the form in which it gets another deadline for all."""
    for_the_secretariat(member)
    conference = desk.catalogue.conference.id
    about = standing(rounds.one(desk.read(), conference, action["value"]))
    common = _common(desk.read(), about, desk)
    view = {**deadline_forms.moving(common), "callback_id": "round-move", "private_metadata": about.id}
    await client.views_open(trigger_id=body["trigger_id"], view=view)
    await ack()


async def moved(ack: AsyncAck, view: View, member: Member, desk: Desk) -> None:
    """Give all the other moment; those that were given longer keep theirs, if it is later."""
    for_the_secretariat(member)
    filled = values(view)
    after = chosen_moment(filled)
    if after <= desk.now():
        await ack(response_action="errors", errors={"day": forms.OVER})
        return
    told = _moved(view["private_metadata"], after, filled["reason"].get("value") or "", member, desk)
    await ack(response_action="update", view=round_changed.laid(told))
    desk.post_soon()


def _moved(round: str, after: datetime, reason: str, member: Member, desk: Desk) -> Message:
    """History, new reminders, the room's news and a message to whoever has to report still, in one transaction."""
    conference, now = desk.catalogue.conference.id, desk.now()
    with desk.begin() as db:
        about = standing(rounds.held(db, conference, round))
        common = _common(db, about, desk)
        if after != common.due_at:
            change = Move(common.due_at, after, member.user, now, reason)
            earlier = [each for each in deadlines.of_round(db, conference, round) if each.due_at < after]
            every = {each.id: each for each in (common, *earlier)}.values()
            nth, *_ = [_move(db, each, replace(change, before=each.due_at), desk) for each in every]
            tell(db, replace(common, due_at=after), f"moved/{nth}", desk)
            _tell_people(db, about, nth, desk)
            detail = {"before": until(common.due_at), "due": until(after), "reason": reason}
            opening.note(db, conference, "round.move", about, member.user, now, **detail)
    return round_changed.moved(about.title, after)


def _move(db: Transaction, deadline: Deadline, change: Move, desk: Desk) -> int:
    conference = desk.catalogue.conference.id
    nth = deadlines.move(db, conference, deadline, change)
    desk.ahead.add(db, replace(deadline, due_at=change.after, known_at=change.at))
    return nth


def _tell_people(db: Transaction, about: Round, nth: int, desk: Desk) -> None:
    """Whoever is in charge of a municipality that has not reported."""
    found = unreported.of(db, desk.catalogue.conference.id, about, desk.catalogue.municipalities, desk.now())
    missing = [each.municipality.code for each in found.missing]
    told = plan.changed(about, nth, desk.ahead.people(db, missing), desk.now())
    postings.add(db, desk.catalogue.conference.id, told)


def _common(db: Transaction, about: Round, desk: Desk) -> Deadline:
    every = deadlines.of_round(db, desk.catalogue.conference.id, about.id)
    found = for_all(every, about.targets(desk.catalogue.municipalities))
    if found is None:
        raise NotAllowed("no_round")
    return found


async def close(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk) -> None:
    """It takes no reports any more; a second press says so."""
    for_the_secretariat(member)
    found = rounds.one(desk.read(), desk.catalogue.conference.id, action["value"])
    if found is None:
        raise NotAllowed("no_round")
    with desk.begin() as db:
        was_open = opening.closed(db, found.id, member.user, desk.catalogue, desk.now())
    await desk.answers.to_press(ack, body, round_changed.closed(found, was=was_open))
    desk.post_soon()


async def reopen(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk) -> None:
    """It takes reports again; one whose time is over does not close itself any more."""
    for_the_secretariat(member)
    await desk.answers.to_press(ack, body, _reopened(action["value"], member, desk))
    desk.post_soon()


def _reopened(round: str, member: Member, desk: Desk) -> Message:
    conference, now = desk.catalogue.conference.id, desk.now()
    with desk.begin() as db:
        about = rounds.held(db, conference, round)
        if about is None:
            raise NotAllowed("no_round")
        if not about.is_open:
            every = deadlines.of_round(db, conference, round)
            rounds.close(db, conference, round, None)
            if all(each.due_at <= now for each in every):
                rounds.change(db, conference, replace(about, closes=False))
            for each in every:
                desk.ahead.add(db, each)
            opening.note(db, conference, "round.reopen", about, member.user, now)
        over = _common(db, about, desk).due_at <= now
    return round_changed.reopened(about, over=over)


def standing(found: Round | None) -> Round:
    """The round, unless it is closed or unknown."""
    if found is None:
        raise NotAllowed("no_round")
    if not found.is_open:
        raise NotAllowed("round_closed")
    return found
