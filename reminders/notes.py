"""What is said of notes unasked: the weekly digest to every member, and the yearly look to whoever owns one."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta

from domain.calendar import TOKYO
from domain.catalogue import Catalogue
from domain.choices import Choices
from domain.dates.opendays import OpenDays
from domain.note import Note
from domain.plan import allowed, weekly
from domain.posting import Posting
from messages import note_news as said
from messages.blocks import Message
from messages.note import Around
from reminders.facts import Facts
from reminders.poster import Later, Skip
from storage import members, notes, postings
from storage.database import Transaction

NEWS, REVIEW = "notes", "note-review"
WEEK = timedelta(days=7)


def mornings(choices: Choices, now: datetime, days: OpenDays) -> list[datetime]:
    """When this week's and the next one's digest go out, as far as that is still to come."""
    if choices.notes_on is None:
        return []
    today = now.astimezone(TOKYO).date()
    every = [weekly(choices.notes_on, day, days) for day in (today, today + WEEK)]
    moments = [datetime.combine(day, choices.plan.at, TOKYO) for day in every]
    return [at for at in moments if at > now]


def news(user: str, at: datetime) -> Posting:
    """What is new among notes: notes/2022-09-12/U0352039."""
    day = at.astimezone(TOKYO).date().isoformat()
    return Posting(f"{NEWS}/{day}/{user}", NEWS, user, day, at)


def review(note: Note, user: str, choices: Choices, days: OpenDays) -> Posting:
    """Whether a note still holds: note-review/12/2023-09-08/U0352039."""
    on = note.writing.review or date.max
    at = allowed(datetime.combine(on, choices.plan.at, TOKYO), choices.plan, days)
    return Posting(f"{REVIEW}/{note.id}/{on.isoformat()}/{user}", REVIEW, user, str(note.id), at)


def around(every: Iterable[Note], db: Transaction, catalogue: Catalogue, *users: str) -> Around:
    """What stands around these notes."""
    found, where = list(every), catalogue.conference.id
    by = {each.version.by for each in found} | set(users)
    return Around(
        {body.code: body.name for body in catalogue.municipalities},
        {theme.id: theme.short for theme in catalogue.themes},
        members.posts(db, where, by),
        notes.useful(db, where, [each.id for each in found]),
    )


def _news(posting: Posting, facts: Facts) -> Message | Skip:
    """What was written since the last one, by others than the reader."""
    choices, day = facts.choices(), date.fromisoformat(posting.subject)
    if choices.notes_on is None or weekly(choices.notes_on, day, facts.days) != day:
        return Skip("ノートのまとめは、今の設定ではこの日に送りません")
    if facts.later_says_it(posting, choices):
        return Skip("後のまとめにまとめました")
    last = postings.last_sent(facts.read(), facts.conference, NEWS, posting.to)
    since = last or posting.due_at - WEEK
    every = notes.changed(facts.read(), facts.conference, since, posting.due_at)
    theirs = [(note, new) for note, new in every if note.version.by != posting.to]
    if not theirs:
        return Skip("新しいノートがありません")
    about = around([note for note, _ in theirs], facts.read(), facts.catalogue)
    return said.digest(theirs, since.astimezone(TOKYO).date(), about)


def _review(posting: Posting, facts: Facts) -> Message | Skip:
    """Of a note that was deleted, or has another day by now, nothing is asked."""
    note = notes.one(facts.read(), facts.conference, int(posting.subject))
    asked = posting.key.split("/")[2]
    if note is None or note.version.deleted or str(note.writing.review) != asked:
        return Skip("すでに処理されました")
    return said.review(note, around([note], facts.read(), facts.catalogue))


def _is_ours(user: str, facts: Facts) -> bool:
    db = facts.read()
    return members.of(db, facts.conference, user) is not None and not members.accounts(db, facts.conference).get(user)


_OF_NOTES: Mapping[str, Callable[[Posting, Facts], Message | Skip]] = {NEWS: _news, REVIEW: _review}
KINDS = tuple(_OF_NOTES)


def says(posting: Posting, facts: Facts) -> Message | Skip | Later:
    """What a posting of notes says, to people of the roster whose accounts are our own."""
    if not _is_ours(posting.to, facts):
        return Skip("名簿にない人や、ゲストなどのアカウントには、ノートを送りません")
    return _OF_NOTES[posting.kind](posting, facts)
