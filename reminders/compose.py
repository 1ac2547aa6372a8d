"""What a posting says, from the facts of the moment at which it is said."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from domain.deadline import Deadline
from domain.posting import Posting
from messages.blocks import Message
from messages.conferences import of_conference
from messages.reminder import Open
from reminders import backups, digest, failed, notes, nudge, personal, plan, questions, roster, rounds, to_room
from reminders.facts import Facts
from reminders.poster import Later, Skip

Says = Callable[[Posting, Facts], Message | Skip | Later]

SAYS: Mapping[str, Says] = {
    plan.REMINDER: personal.reminder,
    plan.SNOOZE: personal.snoozed,
    plan.RESUME: personal.resumed,
    plan.NUDGE: nudge.nudge,
    plan.COUNTS: to_room.counts,
    plan.NEWS: to_room.news,
    plan.DIGEST: digest.digest,
    plan.FAILED: failed.failed,
    backups.BACKUP: backups.says,
    plan.BOARD: rounds.board,
    plan.ASKED: rounds.personal,
    plan.CHANGED: rounds.personal,
    plan.BEGUN: rounds.begun,
    **dict.fromkeys(plan.HAPPENED, rounds.happened),
    **dict.fromkeys(roster.KINDS, roster.says),
    **dict.fromkeys(notes.KINDS, notes.says),
    **dict.fromkeys(questions.KINDS, questions.says),
}
"""Who says what, by the kind of the posting."""

BY_THEMSELVES = frozenset({plan.REMINDER, plan.DIGEST})
"""What knows better than to come once the quiet hours end: at the hour of the reminders, or not at all."""


@dataclass(frozen=True, slots=True)
class Compose:
    """Says each posting from the facts of the moment; to whoever is in several conferences with its name."""

    facts: Facts
    is_in_several: Callable[[str], bool] = lambda _user: False

    def __call__(self, posting: Posting) -> Message | Skip | Later:
        """In office hours; outside of them only what decides by itself what to do then."""
        says = SAYS.get(posting.kind)
        if says is None:
            return Skip(f"{posting.kind} という種類のお知らせはありません")
        later = self.facts.quiet_until(self.facts.choices())
        if later and posting.kind not in BY_THEMSELVES:
            return Later(later)
        said = says(posting, self.facts)
        if isinstance(said, Skip | Later) or not self.is_in_several(posting.to):
            return said
        return of_conference(said, self.facts.catalogue.conference.name)

    def current(self) -> list[Deadline]:
        """The deadlines of which something may still come."""
        return self.facts.current(self.facts.choices())

    def open_items(self, user: str) -> list[Open]:
        """What the person's municipalities have not answered."""
        return self.facts.open_items(user, self.facts.choices())
