"""What the secretariat reads each working morning while anything is open."""

from datetime import date, timedelta

from domain.calendar import TOKYO
from domain.deadline import missing
from domain.posting import Posting
from messages import digest as messages
from messages.blocks import Message
from messages.counts import Counted
from reminders import questions
from reminders.facts import Facts
from reminders.poster import Later, Skip
from storage import deadlines, failures

LATE = timedelta(hours=3)


def digest(posting: Posting, facts: Facts) -> Message | Skip | Later:
    """The morning's digest. One that could not come that day is not made up for: the next one says it all."""
    choices, now = facts.choices(), facts.now()
    if not choices.digest:
        return Skip("朝のまとめは、設定で止められています")
    is_today = date.fromisoformat(posting.subject) == now.astimezone(TOKYO).date()
    if not is_today or now - posting.due_at > LATE or facts.quiet_until(choices):
        return Skip("その日の朝のまとめは、送る時期を過ぎました")
    every, everyone = facts.current(choices), facts.catalogue.municipalities
    taps, paused = deadlines.taps(facts.read(), facts.conference, every), facts.paused()
    counted = [Counted(d, taps[d.id], everyone, missing(d, everyone, taps[d.id]), paused.keys()) for d in every]
    still_open = [each for each in counted if each.missing]
    asked = questions.waiting(facts)
    if not still_open and not asked:
        return Skip("まだの締切も相談もありません")
    lost = len(failures.waiting(facts.read(), facts.conference))
    resting = [(body.name, paused[body.code]) for body in everyone if body.code in paused]
    return messages.digest(still_open, asked, resting, lost, now, facts.days)
