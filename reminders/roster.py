"""What is said of the roster unasked: applications, successors, accounts that were closed, rooms that were shared."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime

from domain.calendar import TOKYO
from domain.posting import Posting
from messages import roster_news as said
from messages.blocks import Message
from reminders.facts import Facts
from reminders.poster import Later, Skip
from storage import applications, members
from storage import roster as kept

APPLICATION, ADMISSION, WELCOME, ACCOUNT, SHARED = "application", "admission", "welcome", "account", "shared"
DECIDED = Skip("すでに処理されました")


def application(user: str, nth: int, secretariat: Iterable[str], at: datetime) -> list[Posting]:
    """That somebody asks to be put on the roster: application/U0NEW/1/U0SECRETARY."""
    return [Posting(f"{APPLICATION}/{user}/{nth}/{to}", APPLICATION, to, user, at) for to in secretariat]


def admission(user: str, nth: int, at: datetime) -> Posting:
    """What became of that: admission/U0NEW/1."""
    return Posting(f"{ADMISSION}/{user}/{nth}", ADMISSION, user, user, at)


def welcome(old: str, new: str, day: date, at: datetime) -> Posting:
    """What the successor finds: welcome/U0NEW/2023-04-01."""
    return Posting(f"{WELCOME}/{new}/{day.isoformat()}", WELCOME, new, old, at)


def account(user: str, state: str, secretariat: Iterable[str], at: datetime) -> list[Posting]:
    """That a member's account is none of our own any more: account/U0352039/deleted/2022-09-08T09:00:00/U0SECRETARY."""
    when = f"{at.astimezone(TOKYO):%Y-%m-%dT%H:%M:%S}"
    return [Posting(f"{ACCOUNT}/{user}/{state}/{when}/{to}", ACCOUNT, to, user, at) for to in secretariat]


def shared(room: str, told: str, secretariat: Iterable[str], at: datetime) -> list[Posting]:
    """That a room was shared with others, or no longer is: shared/C0ROOM/channel_shared/1662595200.000100/U0SECRETARY.

    `told` is what the chat called it, and when.
    """
    return [Posting(f"{SHARED}/{room}/{told}/{to}", SHARED, to, room, at) for to in secretariat]


def _application(posting: Posting, facts: Facts) -> Message | Skip:
    """Who asks, while nobody has decided."""
    asked = applications.of(facts.read(), facts.conference, posting.subject)
    if asked is None or asked.state != applications.WAITING or str(asked.nth) != posting.key.split("/")[2]:
        return DECIDED
    return said.application(asked.user, asked.name)


def _admission(posting: Posting, facts: Facts) -> Message | Skip:
    asked = applications.of(facts.read(), facts.conference, posting.subject)
    if asked is None or asked.state == applications.WAITING:
        return DECIDED
    member = members.of(facts.read(), facts.conference, posting.subject)
    if asked.state == applications.ACCEPTED and member is None:
        return Skip("名簿から外れました")
    return said.admission(member, facts.catalogue.municipalities, facts.catalogue.conference.secretariat)


def _welcome(posting: Posting, facts: Facts) -> Message | Skip:
    """What is the successor's now, and what is open there."""
    member = members.of(facts.read(), facts.conference, posting.to)
    if member is None:
        return Skip("名簿から外れました")
    items = facts.open_items(posting.to, facts.choices())
    return said.welcome(member, posting.subject, facts.catalogue.municipalities, items, facts.now(), facts.days)


def _account(posting: Posting, facts: Facts) -> Message | Skip:
    """Whose account it is, and which municipalities are without anybody now."""
    member = members.of(facts.read(), facts.conference, posting.subject)
    state = members.accounts(facts.read(), facts.conference).get(posting.subject)
    if member is None or not state:
        return DECIDED
    roster = kept.of(facts.read(), facts.conference)
    closed = members.accounts(facts.read(), facts.conference)
    return said.account(member, state, facts.catalogue.municipalities, roster, closed)


def _shared(posting: Posting, _facts: Facts) -> Message | Skip:
    return said.shared(posting.subject, is_shared=posting.key.split("/")[2] == "channel_shared")


_OF_THE_ROSTER: Mapping[str, Callable[[Posting, Facts], Message | Skip]] = {
    APPLICATION: _application,
    ADMISSION: _admission,
    WELCOME: _welcome,
    ACCOUNT: _account,
    SHARED: _shared,
}
KINDS = tuple(_OF_THE_ROSTER)


def says(posting: Posting, facts: Facts) -> Message | Skip | Later:
    """What a posting of the roster says."""
    return _OF_THE_ROSTER[posting.kind](posting, facts)
