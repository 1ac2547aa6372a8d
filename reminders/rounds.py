"""What is said of a round: its board, what each person in charge is asked, and what happened to a municipality."""

from collections.abc import Sequence
from datetime import datetime

from domain.asking import for_all
from domain.catalogue import Catalogue
from domain.forms import Theme
from domain.model import AsOf
from domain.posting import Posting
from domain.round import Event, Progress, Round, What
from messages import round_asked, round_board, round_events
from messages.blocks import Message
from messages.round_state import Asked, Own
from reminders import plan
from reminders.facts import Facts
from reminders.poster import Later, Skip
from storage import members, reports, rounds, unreported
from storage.database import Transaction

CLOSED = Skip("照会は締め切られました")
ANSWERED = Skip("報告が済んでいます")
DECIDED = Skip("すでに別の決定がありました")


def asked(
    db: Transaction, catalogue: Catalogue, about: Round, now: datetime, codes: Sequence[str] | None = None
) -> Asked:
    """A round with who is missing, and how it stands in these municipalities now; without `codes` in every one."""
    where, everyone = catalogue.conference.id, catalogue.municipalities
    spoken_of = everyone if codes is None else [each for each in everyone if each.code in codes]
    stands = rounds.progress(db, where, about, spoken_of, now) if spoken_of else []
    matter = unreported.of(db, where, about, everyone, now)
    common = for_all(matter.deadlines, about.targets(everyone))
    return Asked(about, theme(about, catalogue), matter, common.due_at if common else now, stands)


def theme(about: Round, catalogue: Catalogue) -> Theme:
    """What it asks, as it was when it was opened."""
    return catalogue.form_of(about) or catalogue.theme(about.theme)


def own(db: Transaction, catalogue: Catalogue, about: Asked, codes: Sequence[str]) -> list[Own]:
    """The person's municipalities in it, with the day of which their last answers speak."""
    return [Own(each, _last(db, catalogue, about, each)) for each in about.of(codes)]


def board(posting: Posting, facts: Facts) -> Message | Skip | Later:
    """The round's one message in the room."""
    about = _open(posting.subject, facts)
    if about is None:
        return CLOSED
    now = asked(facts.read(), facts.catalogue, about, facts.now(), codes=())
    return round_board.board(now, facts.now(), facts.days, names=facts.choices().names_in_room)


def personal(posting: Posting, facts: Facts) -> Message | Skip | Later:
    """A round that opened, or whose deadline moved, for whoever still has to report: one message for all of theirs."""
    about = _open(posting.subject, facts)
    if about is None:
        return CLOSED
    member = members.of(facts.read(), facts.conference, posting.to)
    now = asked(facts.read(), facts.catalogue, about, facts.now(), member.municipalities if member else ())
    theirs = [each.municipality.code for each in now.stands if each.is_missing]
    if not theirs:
        return ANSWERED
    say = round_asked.moved if posting.kind == plan.CHANGED else round_asked.opened
    return say(now, own(facts.read(), facts.catalogue, now, theirs), facts.now(), facts.days)


def happened(posting: Posting, facts: Facts) -> Message | Skip | Later:
    """What the secretariat decided there and why, or what a municipality asks of it; no more where that is over."""
    id_, code, nth = posting.subject.split("/")
    about = _open(id_, facts)
    if about is None:
        return CLOSED
    event = rounds.events(facts.read(), facts.conference, id_, [code])[code][int(nth) - 1]
    now = asked(facts.read(), facts.catalogue, about, facts.now(), [code])
    found = next(iter(now.stands), None)
    if found is None or _is_over(event, found):
        return DECIDED
    said_by = members.posts(facts.read(), facts.conference, [event.by]).get(event.by, "")
    return round_events.happened(about, found, event, int(nth), said_by)


def begun(posting: Posting, facts: Facts) -> Message | Skip | Later:
    """A round that opened by itself."""
    about = _open(posting.subject, facts)
    if about is None:
        return CLOSED
    return round_events.begun(asked(facts.read(), facts.catalogue, about, facts.now(), ()), facts.now(), facts.days)


def _open(id_: str, facts: Facts) -> Round | None:
    """The round while it takes reports."""
    about = rounds.one(facts.read(), facts.conference, id_)
    return about if about and about.is_open else None


def _is_over(event: Event, now: Progress) -> bool:
    """Whether it was said since, by them or by the secretariat, how it goes on."""
    if event.what is What.ASKED_LONGER:
        return not now.asks_longer
    return event.what in {What.RETURNED, What.EXEMPTED} and now.last != event


def _last(db: Transaction, catalogue: Catalogue, about: Asked, each: Progress) -> AsOf | None:
    _, days = reports.standing(db, catalogue.conference.id, about.round.theme, each.municipality.code)
    return max(days, key=lambda day: day.last, default=None)
