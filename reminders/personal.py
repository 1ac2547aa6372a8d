"""What one person is told of everything that is open for them: by the plan, once more, and after a pause."""

from collections.abc import Sequence
from datetime import timedelta

from domain.posting import Posting
from messages import reminder as messages
from messages.blocks import Message
from messages.reminder import Open
from reminders.facts import Facts
from reminders.plan import planned_at
from reminders.poster import Later, Skip

LATE = timedelta(hours=1)
ANSWERED = Skip("お知らせの必要がなくなりました")
AWAY = Skip("不在のため、代理の方にお知らせしています")
NOT_LISTED = Skip("名簿に受け持ちがないため送りませんでした")
NOT_PLANNED = Skip("この時刻のお知らせは、今の予定にはありません")
TODAY = Skip("同じ日のお知らせにまとめました")


def reminder(posting: Posting, facts: Facts) -> Message | Skip | Later:
    """Everything that is open for the person, if something of it comes up now; one message for a whole outage."""
    now, choices = facts.now(), facts.choices()
    if later := facts.quiet_until(choices):
        return Later(max(later, later.replace(hour=choices.plan.at.hour, minute=choices.plan.at.minute)))
    if facts.later_says_it(posting, choices):
        return Skip("後のお知らせにまとめました")
    every = facts.open_items(posting.to, choices)
    items = told(every)
    if not items:
        return nothing(every, posting.to, facts)
    coming = facts.come_up(items, posting, choices)
    return messages.reminder(items, now, facts.days, late=now - max(coming) > LATE) if coming else NOT_PLANNED


def snoozed(posting: Posting, facts: Facts) -> Message | Skip | Later:
    """What is still open of what was put off; the plan's own reminder of the day says it as well."""
    choices = facts.choices()
    every = facts.open_items(posting.to, choices)
    items = told(every)
    if not items:
        return nothing(every, posting.to, facts)
    said = facts.last_said(posting.to)
    if said and said >= planned_at(posting):
        return TODAY
    if later := facts.later_today(items, choices):
        return Later(later)
    return messages.reminder(items, facts.now(), facts.days, late=False)


def resumed(posting: Posting, facts: Facts) -> Message | Skip | Later:
    """What came up while their municipality was paused and is still open, once, with all else that is."""
    choices = facts.choices()
    every = facts.open_items(posting.to, choices)
    items = told(every)
    if not items:
        return nothing(every, posting.to, facts)
    if not facts.missed(items, posting.to, choices):
        return Skip("休止の間に見送ったお知らせはありません")
    if later := facts.later_today(items, choices):  # the reminder that comes then says all of it, unless all is moved
        return Later(later)
    return messages.reminder(items, facts.now(), facts.days, late=False, resumed=True)


def told(items: Sequence[Open]) -> list[Open]:
    """Those that may be brought to mind."""
    return [item for item in items if not item.pause]


def nothing(items: Sequence[Open], user: str, facts: Facts) -> Skip:
    """Why nothing is said: all is answered, what is open is paused, or the person answers for nothing any more."""
    reasons = dict.fromkeys(item.pause.reason for item in items if item.pause)
    if reasons:
        return Skip(f"休止中（{'、'.join(reasons)}）")
    if not facts.answers_for_any(user):
        return NOT_LISTED
    return AWAY if user in facts.away() else ANSWERED
