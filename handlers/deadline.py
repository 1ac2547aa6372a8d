"""Deadlines: /deadline lists them, adds one from free text, moves it, calls it off."""

import json
import re
import secrets
import unicodedata
from datetime import date, datetime, time
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from domain.calendar import TOKYO, last_day
from domain.dates.hours import moment
from domain.dates.verdict import Kind, Verdict
from domain.deadline import Deadline, Move
from domain.errors import NotAllowed
from domain.model import Member, Role
from handlers import pause, usage
from handlers.commands import Command, slash
from handlers.desk import Desk
from handlers.rights import for_the_secretariat
from messages import deadline as said
from messages import forms
from messages.blocks import Message, cut
from messages.moments import until
from messages.words import day
from reminders import plan
from storage import audit, deadlines, heard, postings, schedule
from storage.database import Transaction

COMMAND = Command(
    "deadline",
    "締切を見る・登録する・済んだら答える",
    "（一覧）| 今月 | 令和4年10月末 補助金の申請締切",
    ("一覧", "今月", "令和4年10月末 補助金の申請締切", "毎月末 実績報告"),
    ("締切", "〆切", "deadline"),
    lists=True,
)
LISTS = {"", "一覧", "全部", "すべて", "自分", "list"}
THIS_MONTH = {"今月", "今月分"}
MANY = 13  # schedule items asked for: as many as are shown, and one to tell that there are more
LONGEST_TITLE = 100


def register(app: AsyncApp) -> None:
    app.command(slash(COMMAND))(command)
    app.action(re.compile("^deadline:(list$|read:)"))(read)
    app.action(re.compile("^deadline:add(-before)?$"))(add)
    app.action("deadline:leave")(leave)
    app.action("deadline:change")(change)
    app.view("deadline-move")(move)
    app.action(re.compile("^deadline:cancel"))(cancel)


async def command(ack: AsyncAck, body: dict[str, Any], member: Member, desk: Desk) -> None:
    await desk.answers.to_command(ack, body, answer(body.get("text", ""), member, desk))


async def read(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk) -> None:
    await desk.answers.to_press(ack, body, answer(action["value"], member, desk))


def answer(text: str, member: Member, desk: Desk) -> Message:
    """The list, or what is understood of a new deadline. Raises UserError."""
    asked = unicodedata.normalize("NFKC", text).strip().casefold()
    if asked and usage.wanted(asked):
        return usage.answer(asked, member, desk)
    if asked in LISTS | THIS_MONTH:
        return listing(member, desk, this_month=asked in THIS_MONTH)
    return proposal(text, member, desk)


def listing(member: Member, desk: Desk, *, this_month: bool) -> Message:
    """What is tracked, what recurs, what the papers name."""
    db, conference, today = desk.read(), desk.catalogue.conference.id, desk.today()
    found = [each for each in desk.compose.current() if not this_month or _in_month(last_day(each.due_at), today)]
    items = schedule.upcoming(db, conference, on=today, limit=MANY)
    shown = [item for item in items if not this_month or (item.end and _in_month(item.end, today))]
    taps = deadlines.taps(db, conference, found)
    reader = said.Reader(
        own=[m for m in desk.catalogue.municipalities if m.code in member.municipalities],
        everyone=desk.catalogue.municipalities,
        secretariat=member.role is Role.SECRETARIAT,
        now=desk.now(),
        days=desk.days,
        paused=pause.holding(desk),
        further=pause.buttons(member, desk),
    )
    listed = [said.Listed(each, taps[each.id]) for each in found]
    return said.listing(listed, deadlines.series(db, conference), shown, reader)


def _in_month(day_: date, today: date) -> bool:
    return (day_.year, day_.month) == (today.year, today.month)


# A new one


def proposal(text: str, member: Member, desk: Desk) -> Message:
    """Read the text, and show what was understood before it counts. Only a moment still to come can be kept."""
    from domain import when  # noqa: PLC0415 – a start is quicker without the grammar of dates

    for_the_secretariat(member)
    verdict = when.read(text, desk.now(), desk.days)
    name = cut(" ".join(verdict.subject.split()), LONGEST_TITLE)
    if verdict.day is None or verdict.kind is Kind.PAST:
        return said.question(verdict.say, [(day(each), f"{each.isoformat()} {name}") for each in verdict.candidates])
    if verdict.rule is None and moment(verdict.day, verdict.hour) <= desk.now():
        return said.question(verdict.say)
    if not name:
        return said.question(f"{verdict.say}\n何の締切か、日付の後に続けてお書きください。")
    words = " ".join(text.removesuffix(verdict.subject).split())
    return said.proposal(name, verdict.say, _value(verdict, name, words, verdict.day), _before(verdict, name, desk))


def _before(verdict: Verdict, name: str, desk: Desk) -> tuple[str, str] | None:
    """Where the day is closed, the working day before, and what is kept then."""
    if not verdict.closed_day or verdict.rule or not verdict.day:
        return None
    earlier = desk.days.ahead(verdict.day, -1)
    if moment(earlier, verdict.hour) <= desk.now():
        return None
    return day(earlier), _value(verdict, name, "", earlier)


def _value(verdict: Verdict, name: str, words: str, on: date) -> str:
    """What the button carries: the press keeps what was shown, `once`."""
    due = moment(on, verdict.hour).isoformat()
    kept = {"title": name, "due": due, "rule": verdict.rule, "words": cut(words, 60), "once": secrets.token_hex(6)}
    return json.dumps(kept, ensure_ascii=False)


async def add(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk) -> None:
    """Keep the deadline, and say so."""
    for_the_secretariat(member)
    await desk.answers.to_press(ack, body, _added(json.loads(action["value"]), member, desk))
    desk.post_soon()


def _added(given: dict[str, Any], member: Member, desk: Desk) -> Message:
    """The deadline, its reminders and the news of it in one transaction; a second press changes nothing."""
    conference, now, due = desk.catalogue.conference.id, desk.now(), datetime.fromisoformat(given["due"])
    if due <= now and not given["rule"]:
        return said.question(forms.OVER)
    asked = Deadline("", given["title"], due, given["words"], given["rule"], created_by=member.user)
    with desk.begin() as db:
        if not heard.first_time(db, conference, f"deadline:{given['once']}", now):
            return said.known(given["title"])
        kept = deadlines.add(db, conference, asked, now)
        reminders = desk.ahead.add(db, kept)
        tell(db, kept, "opened", desk)
        note(db, "deadline.add", kept, member, desk)
        return said.registered(kept, reminders, desk.ahead.without_anybody(db, kept))


async def leave(ack: AsyncAck, body: dict[str, Any], desk: Desk) -> None:
    await desk.answers.to_press(ack, body, said.left_out())


# A change


async def change(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk, client: AsyncWebClient
) -> None:
    """Open the form in which it gets another moment."""
    for_the_secretariat(member)
    about = _standing(deadlines.one(desk.read(), desk.catalogue.conference.id, action["value"]))
    await client.views_open(trigger_id=body["trigger_id"], view=forms.moving(about))
    await ack()


async def move(ack: AsyncAck, view: dict[str, Any], member: Member, desk: Desk) -> None:
    """Give it another moment."""
    for_the_secretariat(member)
    values = view["state"]["values"]
    on, at = values["day"]["day"]["selected_date"], values["time"]["time"]["selected_time"]
    after = datetime.combine(date.fromisoformat(on), time.fromisoformat(at), TOKYO)
    if after <= desk.now():
        await ack(response_action="errors", errors={"day": forms.OVER})
        return
    _moved(view["private_metadata"], after, values["reason"]["reason"].get("value") or "", member, desk)
    await ack()
    desk.post_soon()


def _moved(deadline_id: str, after: datetime, reason: str, member: Member, desk: Desk) -> None:
    """History, new reminders and one message to the room, in one transaction; the same moment again changes nothing."""
    conference, now = desk.catalogue.conference.id, desk.now()
    with desk.begin() as db:
        about = _standing(deadlines.held(db, conference, deadline_id))
        if after == about.due_at:
            return
        nth = deadlines.move(db, conference, about, Move(about.due_at, after, member.user, now, reason))
        moved = _standing(deadlines.one(db, conference, deadline_id))
        desk.ahead.add(db, moved)
        tell(db, moved, f"moved/{nth}", desk)
        note(db, "deadline.move", moved, member, desk, before=until(about.due_at), reason=reason)


async def cancel(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk) -> None:
    """Call it off: no reminder of it is said any more, and the room is told."""
    for_the_secretariat(member)
    conference = desk.catalogue.conference.id
    with desk.begin() as db:
        about = deadlines.held(db, conference, action["value"])
        if about is None:
            raise NotAllowed("gone")
        if deadlines.cancel(db, conference, about.id, desk.now()):
            tell(db, about, "cancelled", desk)
            note(db, "deadline.cancel", about, member, desk)
    await desk.answers.to_press(ack, body, said.cancelled(about))
    desk.post_soon()


def tell(db: Transaction, deadline: Deadline, what: str, desk: Desk) -> None:
    """Let the conference's room hear of it, where there is one."""
    if desk.room:
        postings.add(db, desk.catalogue.conference.id, [plan.news(deadline, desk.room, what, desk.now())])


def note(db: Transaction, what: str, about: Deadline, member: Member, desk: Desk, **more: str) -> None:
    """Write it down in the audit log."""
    detail = {"title": about.title, "due": until(about.due_at), **more}
    where = desk.catalogue.conference.id
    audit.record(db, where, at=desk.now(), by=member.user, action=what, subject=f"deadline/{about.id}", detail=detail)


def _standing(found: Deadline | None) -> Deadline:
    if found is None or found.cancelled:
        raise NotAllowed("gone")
    return found
