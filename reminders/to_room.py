"""What the conference's room is told: what happened to a deadline, and on its day how many have answered."""

from datetime import datetime

from domain.choices import Choices
from domain.deadline import Deadline, missing
from domain.plan import for_the_room
from domain.posting import Posting, State
from messages import counts as counts_messages
from messages import deadline as deadline_messages
from messages.blocks import Message
from messages.counts import Counted
from reminders import plan
from reminders.facts import Facts
from reminders.poster import Later, Skip
from storage import deadlines, postings


def news(posting: Posting, facts: Facts) -> Message | Skip | Later:
    """What happened to a deadline, in office hours. Of one that was called off nothing is told but that."""
    about = deadlines.one(facts.read(), facts.conference, posting.subject.rpartition("/")[2])
    what, _, nth = posting.key.partition(f"{posting.subject}/")[2].partition("/")
    if about is None or about.cancelled != (what == "cancelled"):
        return Skip("取り消されました")
    if what != "moved":
        return deadline_messages.news(about, None, facts.now(), facts.days, facts.catalogue.municipalities)
    first = postings.one(facts.read(), facts.conference, f"{plan.NEWS}/{posting.subject}/opened")
    if first and first.state is State.PENDING:  # it was moved before the room heard of it
        return Skip("新しい締切のお知らせにまとめました")
    change = deadlines.moves(facts.read(), facts.conference, about.id)[int(nth) - 1]
    return deadline_messages.news(about, change, facts.now(), facts.days, facts.catalogue.municipalities)


def counts(posting: Posting, facts: Facts) -> Message | Skip | Later:
    """How many have answered what is due today, or was due on the last working day; one message for all of it."""
    choices = facts.choices()
    if facts.later_says_it(posting, choices):
        return Skip("後のお知らせにまとめました")
    since = postings.last_sent(facts.read(), facts.conference, plan.COUNTS, posting.to)
    coming = [about for about in facts.current(choices) if _comes_up(about, posting, since, facts, choices)]
    counted = [each for each in _counted(coming, facts) if each.missing or each.deadline.due_at > facts.now()]
    if not counted:
        return Skip("お知らせする締切がありません")
    return counts_messages.counts(counted, facts.now(), facts.days, names=choices.names_in_room)


def _comes_up(about: Deadline, posting: Posting, since: datetime | None, facts: Facts, choices: Choices) -> bool:
    moments = [each.at for each in for_the_room(about.due_at, choices.plan, facts.days)]
    return bool(facts.fresh(about, moments, posting, since, choices))


def _counted(every: list[Deadline], facts: Facts) -> list[Counted]:
    everyone, paused = facts.catalogue.municipalities, facts.paused()
    taps = deadlines.taps(facts.read(), facts.conference, every)
    return [
        Counted(each, taps[each.id], everyone, missing(each, everyone, taps[each.id]), paused.keys()) for each in every
    ]
