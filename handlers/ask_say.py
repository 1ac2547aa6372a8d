"""Words to a question, in a form: an answer, what is asked back, what is added, the state's answer, a second asking."""

import re
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from domain.model import Member
from domain.question import LONGEST, Event, What
from domain.typed import is_legible, kept
from handlers.ask_record import Outcome, happens, is_possible, open_to, shown
from handlers.desk import Desk
from messages import ask as told
from messages import ask_say as said
from messages import forms
from messages.ask_words import Shown

View = dict[str, Any]


def register(app: AsyncApp) -> None:
    app.action(re.compile(r"^ask:say:\w+$"))(open_form)
    app.view("ask-say")(say)


async def open_form(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk, client: AsyncWebClient
) -> None:
    """Open it, where that can still be said."""
    id_, what, typed = [*action["value"].split(" ", 2), ""][:3]
    asked = shown(open_to(int(id_), What(what), member, desk), desk)
    if not is_possible(asked.question, asked.events, What(what)):
        await desk.answers.to_press(ack, body, told.not_now(asked, What(what), typed))
        return
    form = said.saying(asked, What(what), typed, marked(asked, What(what)))
    await client.views_open(trigger_id=body["trigger_id"], view=form)
    await ack()


async def say(ack: AsyncAck, view: View, member: Member, desk: Desk) -> None:
    """Keep it; where somebody else was first, show what they did, with these words still there to be sent."""
    id_, version, what = view["private_metadata"].split()
    words = kept(view["state"]["values"]["words"]["words"].get("value") or "")
    if wrong := wrong_words(words):
        await ack(response_action="errors", errors=wrong)
        return
    event = Event(What(what), member.user, desk.now(), words)
    with desk.begin() as db:
        outcome = happens(db, int(id_), int(version), event, member, desk)
    await ack(response_action="update", view=_next(outcome, int(version), event))
    desk.post_soon()


def _next(outcome: Outcome, version: int, event: Event) -> View:
    if is_over(outcome, event):
        return laid(outcome, event)
    now = outcome.shown
    return said.saying(now, event.what, event.words, marked(now, event.what), now.events[version:])


def is_over(outcome: Outcome, event: Event) -> bool:
    """Whether it is done, or cannot be any more: there is no form to go on in."""
    now = outcome.shown
    return outcome.done or not is_possible(now.question, now.events, event.what)


def laid(outcome: Outcome, event: Event) -> View:
    """In the place of the form: that it is done, or that it cannot be any more, with what was written."""
    now = outcome.shown
    message = told.done(now, event, told=outcome.people) if outcome.done else told.not_now(now, event.what, event.words)
    return forms.sentence(message, f"相談{now.question.id}", "閉じる")


def marked(asked: Shown, what: What) -> str:
    """What a form carries: which question it speaks to, as it was read, and what it does to it."""
    return f"{asked.question.id} {asked.question.version} {what.value}"


def wrong_words(words: str) -> dict[str, str]:
    if not is_legible(words):
        return {"words": said.EMPTY}
    return {"words": said.too_long(len(words))} if len(words) > LONGEST else {}
