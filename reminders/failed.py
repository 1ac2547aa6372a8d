"""What the secretariat is told of postings that cannot be said without their help."""

from domain.posting import Kept, Posting
from messages import failed as messages
from messages.blocks import Message
from messages.failed import Lost
from reminders import plan
from reminders.facts import Facts
from reminders.poster import Later, Skip
from storage import failures, members, postings


def failed(posting: Posting, facts: Facts) -> Message | Skip | Later:
    """All that was found at once, in one message: who could not be reached, why, and what to do."""
    told = postings.last_sent(facts.read(), facts.conference, plan.FAILED, posting.to)
    if told and told >= posting.due_at:
        return Skip("ほかのお知らせにまとめました")
    found = failures.told_with(facts.read(), facts.conference, posting)
    if not found:
        return Skip("すでに処理されました")
    posts = members.posts(facts.read(), facts.conference, [each.posting.to for each in found])
    return messages.failed([_lost(each, posts) for each in found])


def _lost(kept: Kept, posts: dict[str, str]) -> Lost:
    return Lost(kept, posts.get(kept.posting.to, ""))
