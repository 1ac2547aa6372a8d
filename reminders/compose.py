"""What a posting says, from the facts of the moment at which it is said."""

from dataclasses import dataclass

from domain.deadline import Deadline
from domain.posting import Posting
from messages.blocks import Message
from messages.reminder import Open
from reminders import digest, failed, nudge, personal, plan, roster, rounds, to_room
from reminders.facts import Facts
from reminders.poster import Later, Skip


@dataclass(frozen=True, slots=True)
class Compose:
    """Knows who says what for each kind of posting."""

    facts: Facts

    def __call__(self, posting: Posting) -> Message | Skip | Later:  # noqa: PLR0911 – one line for each kind
        match posting.kind:
            case plan.REMINDER:
                return personal.reminder(posting, self.facts)
            case plan.SNOOZE:
                return personal.snoozed(posting, self.facts)
            case plan.RESUME:
                return personal.resumed(posting, self.facts)
            case plan.NUDGE:
                return nudge.nudge(posting, self.facts)
            case plan.COUNTS:
                return to_room.counts(posting, self.facts)
            case plan.NEWS:
                return to_room.news(posting, self.facts)
            case plan.DIGEST:
                return digest.digest(posting, self.facts)
            case plan.FAILED:
                return failed.failed(posting, self.facts)
            case _ if (said := roster.says(posting, self.facts)) is not None:
                return said
            case _:
                return self._of_a_round(posting)

    def _of_a_round(self, posting: Posting) -> Message | Skip | Later:
        match posting.kind:
            case plan.BOARD:
                return rounds.board(posting, self.facts)
            case plan.ASKED | plan.CHANGED:
                return rounds.personal(posting, self.facts)
            case plan.BEGUN:
                return rounds.begun(posting, self.facts)
            case kind if kind in plan.HAPPENED:
                return rounds.happened(posting, self.facts)
            case _:
                return Skip(f"{posting.kind} という種類のお知らせはありません")

    def current(self) -> list[Deadline]:
        """The deadlines of which something may still come."""
        return self.facts.current(self.facts.choices())

    def open_items(self, user: str) -> list[Open]:
        """What the person's municipalities have not answered."""
        return self.facts.open_items(user, self.facts.choices())
