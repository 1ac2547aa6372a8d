"""How many have answered a deadline and who has not; and what the room hears of it on its day."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.dates.opendays import OpenDays
from domain.deadline import Deadline, Done, Taps
from domain.model import Municipality
from messages.blocks import Message, actions, button, context, header, section
from messages.deadline_list import OF_A_ROUND, WORDS
from messages.moments import left, until
from messages.pieces import message
from messages.words import render, title

MOST, MOST_NAMES = 8, 30


@dataclass(frozen=True, slots=True)
class Counted:
    """A deadline with what was tapped, who has not answered, and the codes of those that are paused."""

    deadline: Deadline
    taps: Taps
    everyone: Sequence[Municipality]
    missing: Sequence[Municipality]
    paused: Collection[str] = ()

    def line(self) -> str:
        """済 12／対象外 1／まだ 6（うち休止中 1）."""
        targets = self.deadline.targets(self.everyone)
        exempt = sum(1 for m in targets if m.code in self.taps and self.taps[m.code].state is Done.EXEMPT)
        resting = sum(1 for body in self.missing if body.code in self.paused)
        done = len(targets) - len(self.missing) - exempt
        paused = f"（うち休止中 {resting}）" if resting else ""
        words = OF_A_ROUND if self.deadline.round else WORDS
        counts = ((Done.DONE, done), (Done.EXEMPT, exempt), (Done.OPEN, len(self.missing)))
        return f"{'／'.join(f'{words[state]} {count}' for state, count in counts)}{paused}"

    def names(self) -> str:
        """山口市、萩市（休止中） …: who is missing, as many as can be read."""
        said = [f"{body.name}{'（休止中）' if body.code in self.paused else ''}" for body in self.missing]
        more = f"、ほか{len(said) - MOST_NAMES}市町" if len(said) > MOST_NAMES else ""
        return f"{'、'.join(said[:MOST_NAMES])}{more}"


def counts(counted: Sequence[Counted], now: datetime, days: OpenDays, *, names: bool) -> Message:
    """On the day: how many have answered what is due, and thanks where all have. Names only where that is chosen."""
    blocks = [header("counts", "締切の状況")]
    for nth, each in enumerate(counted[:MOST]):
        said = render(
            "deadline_counts.j2",
            title=title(each.deadline.title),
            until=until(each.deadline.due_at),
            left=left(each.deadline.due_at, now, days),
            all=len(each.deadline.targets(each.everyone)),
            missing=len(each.missing),
            counts=each.line(),
            names=each.names() if names else "",
            round=bool(each.deadline.round),
        )
        blocks.append(section(f"counts-{nth}", said))
    if len(counted) > MOST:
        blocks.append(context("more", f"ほかに{len(counted) - MOST}件あります。"))
    buttons = [button("自分の市町の状況を見る・答える", "deadline:list", "一覧")]
    return message([*blocks, actions("counts-actions", buttons)])
