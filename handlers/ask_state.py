"""国への照会: a question is passed to the state, under a number and on a day."""

from datetime import date
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from domain.model import Member
from domain.question import LONGEST, Event, What
from domain.typed import is_legible, kept, on_one_line
from handlers.ask_record import Outcome, happens, is_possible, open_to, shown
from handlers.ask_say import is_over, laid, marked
from handlers.desk import Desk
from handlers.filled import values
from messages import ask as told
from messages import ask_say as said

View = dict[str, Any]


def register(app: AsyncApp) -> None:
    app.action("ask:pass:passed")(open_form)
    app.view("ask-pass")(record)


async def open_form(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk, client: AsyncWebClient
) -> None:
    """Open it with today's date."""
    asked = shown(open_to(int(action["value"].split()[0]), What.PASSED, member, desk), desk)
    if not is_possible(asked.question, asked.events, What.PASSED):
        await desk.answers.to_press(ack, body, told.not_now(asked, What.PASSED, ""))
        return
    empty = Event(What.PASSED, member.user, desk.now(), day=desk.today())
    form = said.passing(asked, empty, marked(asked, What.PASSED))
    await client.views_open(trigger_id=body["trigger_id"], view=form)
    await ack()


async def record(ack: AsyncAck, view: View, member: Member, desk: Desk) -> None:
    """Keep the number and the day; its people hear of it."""
    id_, version, _ = view["private_metadata"].split()
    event = _filled(view, member, desk)
    if wrong := wrong_number(event, desk.today()):
        await ack(response_action="errors", errors=wrong)
        return
    with desk.begin() as db:
        outcome = happens(db, int(id_), int(version), event, member, desk)
    await ack(response_action="update", view=_next(outcome, int(version), event))
    desk.post_soon()


def _next(outcome: Outcome, version: int, event: Event) -> View:
    if is_over(outcome, event):
        return laid(outcome, event)
    now = outcome.shown
    return said.passing(now, event, marked(now, event.what), now.events[version:])


def _filled(view: View, member: Member, desk: Desk) -> Event:
    given = values(view)
    number = on_one_line(kept(given["number"].get("value") or ""), LONGEST)
    day, words = given["day"].get("selected_date"), kept(given["words"].get("value") or "")
    on = date.fromisoformat(day) if day else None
    return Event(What.PASSED, member.user, desk.now(), words, number, on)


def wrong_number(event: Event, today: date) -> dict[str, str]:
    wrong = {} if is_legible(event.number) else {"number": said.NO_NUMBER}
    wrong |= {"number": said.number_too_long(len(event.number))} if len(event.number) > said.LONGEST_NUMBER else {}
    wrong |= {"day": said.AHEAD_OF_US} if event.day is None or event.day > today else {}
    return wrong | ({"words": said.too_long(len(event.words))} if len(event.words) > LONGEST else {})
