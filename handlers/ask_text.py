"""A question by its number, in a sentence: 相談 12 回答 …; and what is written in the thread of a message about one."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from domain.model import Member
from domain.question import Event, What, offered
from domain.typed import kept
from handlers.ask_end import ended
from handlers.ask_record import happens, is_possible, readable, shown
from handlers.ask_say import wrong_words
from handlers.ask_state import wrong_number
from handlers.desk import Desk
from messages import ask as told
from messages import ask_text as words_of
from messages.blocks import Message
from reminders import questions as news
from storage import postings

_NUMBERED = re.compile(r"(?s)\s*(?:no\.?|#|＃)?\s*(\d{1,8})\s*(?:番)?(?:\s+(.*))?", re.IGNORECASE)
SPOKEN: Mapping[str, What] = {
    "回答": What.ANSWERED,
    "国へ照会": What.PASSED,
    "国に照会": What.PASSED,
    "国の回答": What.STATE_ANSWERED,
    "確認": What.ASKED_BACK,
    "補足": What.AMENDED,
    "返事": What.AMENDED,
    "もう一度": What.REOPENED,
    "再質問": What.REOPENED,
    "解決": What.CLOSED,
    "解決した": What.CLOSED,
    "取り下げ": What.WITHDRAWN,
    "取下げ": What.WITHDRAWN,
}
_ENDS = (What.CLOSED, What.WITHDRAWN)


def numbered(text: str) -> tuple[int, str] | None:
    """The number with which the text begins, and the rest of it; 3つ教えて is the beginning of a new question."""
    found = _NUMBERED.fullmatch(text)
    return (int(found[1]), (found[2] or "").strip()) if found else None


def said(id_: int, text: str, member: Member, desk: Desk) -> Message:
    """What is said to that question: its first word names what it is, else it is asked."""
    verb, rest = [*text.split(maxsplit=1), ""][:2]
    what = SPOKEN.get(unicodedata.normalize("NFKC", verb))
    asked = shown(readable(id_, member, desk), desk)
    if what in _ENDS:
        return ended(id_, what, member, desk)
    if what is None:
        return words_of.which(asked, offered(asked.question, member), kept(text))
    return _said(asked.question.version, id_, _event(what, kept(rest), member, desk), member, desk)


def about(event: Mapping[str, Any], member: Member, desk: Desk) -> int | None:
    """The question of which the message speaks in whose thread this was written."""
    if not event.get("thread_ts") or event.get("channel_type") != "im":
        return None
    where = desk.catalogue.conference.id
    subject = postings.said_at(desk.read(), where, news.NEWS, member.user, event["thread_ts"])
    return int(subject.partition("/")[0]) if subject else None


def _event(what: What, words: str, member: Member, desk: Desk) -> Event:
    """Passed to the state, it has its number first, and was passed today."""
    if what is not What.PASSED:
        return Event(what, member.user, desk.now(), words)
    number, words = [*words.split(maxsplit=1), "", ""][:2]
    return Event(what, member.user, desk.now(), words, number, desk.today())


def _wrong(event: Event, desk: Desk) -> str:
    found = wrong_number(event, desk.today()) if event.what is What.PASSED else wrong_words(event.words)
    return next(iter(found.values()), "")


def _said(version: int, id_: int, event: Event, member: Member, desk: Desk) -> Message:
    if why := _wrong(event, desk):
        return words_of.wrong(why, event.words)
    with desk.begin() as db:
        outcome = happens(db, id_, version, event, member, desk)
    desk.post_soon()
    now = outcome.shown
    if outcome.done:
        return told.done(now, event, told=outcome.people)
    if is_possible(now.question, now.events, event.what):
        return words_of.which(now, [event.what], event.words)
    return told.not_now(now, event.what, event.words)
