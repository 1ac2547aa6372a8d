"""A new question: its form, and the same in a sentence."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from domain.calendar import TOKYO
from domain.errors import NotAllowed
from domain.forms import Theme
from domain.model import Member, Municipality, Role, Topic
from domain.question import LONGEST, OTHER, Question, Seen, alike, kinds
from domain.typed import is_legible, kept
from handlers import ask_record
from handlers.deadline_draft import new_once
from handlers.desk import Desk
from messages import ask_form as said
from messages import forms
from messages.ask_form import Typed
from messages.ask_words import Shown
from messages.blocks import Message
from reminders.questions import listed
from storage import heard, questions

View = dict[str, Any]
MOST_CARRIED = 1_900  # characters that a button carries


def register(app: AsyncApp) -> None:
    app.action("ask:open")(open_form)
    app.view("ask")(ask)
    app.action("ask:send")(send)


async def open_form(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk, client: AsyncWebClient
) -> None:
    """Open the form, with what the button carries."""
    text = "" if action["value"] == "new" else action["value"]
    await opened(client, body["trigger_id"], text, member, desk)
    await ack()


async def opened(client: AsyncWebClient, trigger: str, text: str, member: Member, desk: Desk) -> Message | None:
    """Open the form with that text in it; a text that is too long is given back instead."""
    if len(text) > LONGEST:
        return said.does_not_fit(text)
    await client.views_open(trigger_id=trigger, view=form(_begun(text, member, desk), new_once(), desk))
    return None


async def ask(ack: AsyncAck, view: View, member: Member, desk: Desk) -> None:
    """Keep the question, once, and say so in the place of the form."""
    typed = typed_in(view, member, desk, ())
    if not typed.body and "body" not in view["state"]["values"]:
        raise NotAllowed("question_nobody")
    if wrong := _wrong(typed):
        await ack(response_action="errors", errors=wrong)
        return
    done = _kept(typed, json.loads(view["private_metadata"])["once"], member, desk)
    await ack(response_action="update", view=forms.sentence(done, "事務局への相談", "閉じる"))
    desk.post_soon()


def sure(text: str, member: Member, desk: Desk) -> Message:
    """What was written in a sentence, read back; the button carries it."""
    if len(text) > LONGEST:
        return said.does_not_fit(text)
    typed = _begun(text, member, desk)
    value = json.dumps({"once": new_once(), "text": text}, ensure_ascii=False)
    return said.sure(typed, desk.catalogue.themes, value if len(value) <= MOST_CARRIED else "")


async def send(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk) -> None:
    """It was meant so: keep it."""
    given = json.loads(action["value"])
    typed = _begun(kept(given["text"]), member, desk)
    if not typed.body or _wrong(typed):
        raise NotAllowed("question")
    await desk.answers.to_press(ack, body, _kept(typed, given["once"], member, desk))
    desk.post_soon()


def _kept(typed: Typed, once: str, member: Member, desk: Desk) -> Message:
    """The question, its news and the audit in one transaction; the same form again changes nothing."""
    now = desk.now()
    asked = Question(
        municipality=typed.body,
        kind=typed.kind,
        text=typed.text,
        seen=typed.seen,
        asked_by=member.user,
        asked_at=now,
        since=now,
        proxy=typed.body not in member.municipalities,
    )
    with desk.begin() as db:
        if not heard.first_time(db, desk.catalogue.conference.id, f"question:{once}", now):
            return said.known()
        shown, people = ask_record.begins(db, asked, member, desk)
    return said.asked(shown, people)


# What stands in the form


def form(typed: Typed, once: str, desk: Desk) -> View:
    metadata = json.dumps({"once": once, "likes": [shown.question.id for shown, _ in typed.likes]})
    return said.asking(typed, desk.catalogue.themes, metadata)


def _begun(text: str, member: Member, desk: Desk) -> Typed:
    """As it opens: the kind is guessed from the text, the municipality known where there is one."""
    bodies = _bodies(member, desk)
    return Typed(
        text,
        bodies,
        kind=_guessed(text, desk) if text else "",
        body=bodies[0].code if len(bodies) == 1 else "",
        proxy=_is_proxy(member),
        likes=likes(text, member, desk),
    )


def _guessed(text: str, desk: Desk) -> str:
    """The theme that it names, or the theme of a topic that it names."""
    named = desk.catalogue.names.within(text)
    themes = [each.id for each in named if isinstance(each, Theme)]
    themes += [each.theme for each in named if isinstance(each, Topic) and each.theme]
    return next((id_ for id_ in themes if id_ in kinds(desk.catalogue.themes)), OTHER)


def typed_in(view: View, member: Member, desk: Desk, others: Sequence[tuple[Shown, date]]) -> Typed:
    """As it was filled in; a municipality that is not the member's is none."""
    values = {name: element[name] for name, element in view["state"]["values"].items() if name in element}
    bodies = _bodies(member, desk)
    chosen = _option(values, "body") or (bodies[0].code if len(bodies) == 1 else "")
    return Typed(
        kept(values["ask-text"].get("value") or ""),
        bodies,
        kind=_option(values, "kind"),
        body=chosen if chosen in {body.code for body in bodies} else "",
        seen=Seen(_option(values, "seen") or Seen.OWN),
        proxy=_is_proxy(member),
        likes=others,
    )


def _option(values: dict[str, Any], name: str) -> str:
    return str((values.get(name, {}).get("selected_option") or {}).get("value") or "")


def _wrong(typed: Typed) -> dict[str, str]:
    wrong = {} if typed.body else {"body": said.NO_BODY}
    if not is_legible(typed.text):
        wrong["ask-text"] = said.EMPTY
    elif len(typed.text) > LONGEST:
        wrong["ask-text"] = said.too_long(len(typed.text))
    return wrong


def _bodies(member: Member, desk: Desk) -> list[Municipality]:
    """For whom this member may ask. Raises NotAllowed where it is nobody."""
    everyone = desk.catalogue.municipalities
    theirs = [body for body in everyone if _is_proxy(member) or body.code in member.municipalities]
    if not theirs:
        raise NotAllowed("question_nobody")
    return theirs


def _is_proxy(member: Member) -> bool:
    return member.role is Role.SECRETARIAT


def likes(text: str, member: Member, desk: Desk) -> list[tuple[Shown, date]]:
    """The answered questions that are most like it, of those this member may read, and when they were answered."""
    where = desk.catalogue.conference.id
    answered = questions.answered(desk.read(), where, member.reader) if text else []
    found = alike(text, [(each, each.text) for each in answered])
    days = [each.since.astimezone(TOKYO).date() for each in found]
    return list(zip(listed(desk.catalogue, found), days, strict=True))
