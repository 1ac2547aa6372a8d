"""Posts what is due, once: claims it, looks whether it is in the room already, says it, and writes that down.

1. A claim is a lease, and a moment to send at: nobody else sends the posting until the lease ends, and all processes
   together keep the pace.
2. Whatever may be in the room already is looked for there before it is said again.
3. What is said is composed now, from the facts of now.
4. The key goes into the message's metadata, so that it can be found.
5. What became of it counts only while the claim holds; what was said after that is looked at by the auditor.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from aiohttp import ClientConnectorError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from domain.posting import Claim, Outcome, Posting, State
from messages.blocks import Message
from reminders.history import metadata, standing
from reminders.refusals import BUSY, TROUBLE, code_of, wait_of
from reminders.rooms import Rooms
from storage import doubles, pace, postings
from storage.database import Database

log = structlog.get_logger()

PEOPLE = ("U", "W")  # how the ids of accounts begin
HEALS_NOT = frozenset(
    {
        "account_inactive",
        "cannot_dm_bot",
        "channel_not_found",
        "invalid_blocks",
        "is_archived",
        "missing_scope",
        "msg_too_long",
        "no_permission",
        "not_in_channel",
        "restricted_action",
        "user_not_found",
    }
)
SHARED = "shared_room"
_LOUD = {State.DEAD: log.error, State.UNCERTAIN: log.warning}


@dataclass(frozen=True, slots=True)
class Skip:
    """Nothing is left to say, and why."""

    reason: str


@dataclass(frozen=True, slots=True)
class Later:
    """People are not to be disturbed now: from when on."""

    due_at: datetime


Compose = Callable[[Posting], Message | Skip | Later]


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How long what takes, in real seconds: the lease outlasts a post and the settling of the room's history.

    `between` two postings of all conferences, `apart` two in one room, `boards` two changes of a round's board, `homes`
    two looks at the open App Homes; `most` are claimed at a time, and no more than go out within `reach`. Where
    conferences take `turns`, each waits for its own. `audit` is when a posting that was tried more than once is looked
    at again.
    """

    lease: float = 90
    settle: float = 30
    timeout: float = 10
    between: float = 0.2
    apart: float = 1.1
    boards: float = 3
    homes: float = 0.5
    reach: float = 2
    most: int = 200
    turns: bool = False
    audit: float = 60
    backoff: tuple[float, ...] = (5, 15, 60, 300, 900)

    @property
    def at_once(self) -> int:
        return self.most if not self.between else max(1, min(self.most, int(self.reach / self.between)))


USUAL = Terms()


class Poster:
    """Says what is due. Any number of processes may each have one on the same database."""

    def __init__(
        self,
        client: AsyncWebClient,
        database: Database,
        conference: str,
        now: Callable[[], datetime],
        compose: Compose,
        terms: Terms = USUAL,
    ) -> None:
        self._client, self._conference = client, conference
        self._begin, self._read, self._time = database.begin, database.read, database.time
        self._now, self._compose, self._terms = now, compose, terms
        self._stopping = False
        self.looked_at = time.monotonic()  # for what is due, and the database answered
        self.rooms = Rooms(client)

    async def post_due(self) -> int:
        """Post what is due now, each posting tried once; return how many were dealt with."""
        since, turns = self._time(), list[asyncio.Task[int]]()
        try:
            while not self._stopping:
                if claimed := self._claim(since):
                    turns.append(asyncio.create_task(self._turn(claimed)))
                    await asyncio.sleep(claimed[-1].send_at - self._time() - postings.AHEAD / 2)
                elif turn := self._turn_in(since):
                    await asyncio.sleep(turn)
                elif not await _one_ends(turns):
                    break
        finally:
            done = await asyncio.gather(*turns)
        return sum(done)

    def after_a_clock_set_back(self) -> None:
        """Nothing waits for a moment that a clock running ahead has written."""
        with self._begin() as db:
            postings.after_a_clock_set_back(db, self._conference, self._time())

    def stop(self) -> None:
        """Claim nothing more: what is left is said after the next start, or by another process."""
        self._stopping = True

    def _claim(self, since: float) -> list[Claim]:
        """Claim what was to be tried by `since`: what fails now waits for another tick."""
        with self._begin() as db:
            claimed = postings.claim(db, self._conference, self._now(), self._asked(since))
        self.looked_at = time.monotonic()
        return claimed

    def _asked(self, since: float) -> postings.Asked:
        terms = self._terms
        return postings.Asked(since, self._time(), terms.lease, terms.at_once, terms.between)

    def _turn_in(self, since: float) -> float:
        """In how many seconds it is this conference's turn, where another has the next moments; 0 for none to wait for.

        A pause that the chat has asked for is waited for by no one: the next tick comes by itself.
        """
        if not self._terms.turns:
            return 0
        ahead = pace.seen(self._read()) - self._time() - postings.AHEAD
        if not 0 < ahead <= self._terms.reach + postings.AHEAD:
            return 0
        return ahead if postings.waits(self._read(), self._conference, self._now(), self._asked(since)) else 0

    async def _turn(self, claimed: Sequence[Claim]) -> int:
        """Deal with each of them at its moment, and write down what became of all together; how many they are."""
        until = time.monotonic() + self._terms.lease
        outcomes = await asyncio.gather(*(self._deal_with(each, until) for each in claimed))
        self._record([outcome for outcome in outcomes if outcome])
        return len(claimed)

    def _record(self, outcomes: Sequence[Outcome]) -> None:
        with self._begin() as db:
            lost = postings.record(db, self._conference, outcomes)
            doubles.book(db, self._conference, lost, self._time() + self._terms.audit)
        late = {claim.posting.key for claim in lost}
        for each in outcomes:
            key, told = each.claim.posting.key, _LOUD.get(each.state, log.info)
            told("posting", key=key, state=each.state.value, reason=each.reason, too_late=key in late)

    async def _deal_with(self, claimed: Claim, until: float) -> Outcome | None:
        """What became of it. None on an error of ours: it is in doubt when its lease ends, and holds up no other."""
        try:
            if (early := claimed.send_at - self._time()) > 0:
                await asyncio.sleep(early)
            return await self._found(claimed) or await self._said(claimed, until)
        except SlackApiError as error:
            return self._refused(claimed, error)
        except TROUBLE as error:
            return self._unclear(claimed, error)
        except Exception as error:
            log.exception("posting_failed", key=claimed.posting.key, error=type(error).__name__)
            return None

    async def _found(self, claimed: Claim) -> Outcome | None:
        """Look for it where it may be. A room that cannot be read leaves it in doubt: it is never said blindly."""
        if not claimed.in_doubt:
            return None
        try:
            room = claimed.room or await self._room(claimed.posting.to)
            seen = await standing(self._client, room, claimed.posting.key, claimed.first_send_at)
        except SlackApiError as error:
            return self._in_doubt(claimed, f"history: {code_of(error)}")
        return self._sent(claimed, room, seen[0], None) if seen else None

    async def _room(self, to: str) -> str:
        """The room itself, or the direct messages with an account."""
        if not to.startswith(PEOPLE):
            return to
        return str((await self._client.conversations_open(users=to))["channel"]["id"])

    async def _said(self, claimed: Claim, until: float) -> Outcome:
        said = self._compose(claimed.posting)
        if isinstance(said, Skip):
            return Outcome(claim=claimed, state=State.SKIPPED, reason=said.reason)
        if isinstance(said, Later):
            return Outcome(claim=claimed, state=State.PENDING, due_at=said.due_at)
        if closed := await self._closed(claimed):
            return closed
        if until - time.monotonic() < self._terms.timeout + self._terms.settle:
            return self._given_back(claimed, 0, "lease")
        async with asyncio.timeout(self._terms.timeout):
            answer = await self._post(claimed.posting, said)
        return self._sent(claimed, answer["channel"], answer["ts"], said["text"])

    async def _closed(self, claimed: Claim) -> Outcome | None:
        """What becomes of it where others read in its room. Where that cannot be known yet, nothing is said there."""
        room = claimed.posting.to
        if room.startswith(PEOPLE):
            return None
        try:
            async with asyncio.timeout(self._terms.timeout):
                shared = await self.rooms.shared(room)
        except SlackApiError as error:
            if code_of(error) in HEALS_NOT | BUSY:
                return self._refused(claimed, error)
            return self._given_back(claimed, self._backoff(claimed), f"room: {code_of(error)}")
        except TROUBLE as error:
            return self._given_back(claimed, self._backoff(claimed), f"room: {type(error).__name__}")
        return Outcome(claim=claimed, state=State.DEAD, reason=SHARED) if shared else None

    async def _post(self, posting: Posting, said: Message) -> Any:
        return await self._client.chat_postMessage(
            channel=posting.to,
            text=said["text"],
            blocks=said["blocks"],
            metadata=metadata(posting.key),
            unfurl_links=False,
            unfurl_media=False,
        )

    def _sent(self, claimed: Claim, room: str, ts: str, text: str | None) -> Outcome:
        """It is in the room, which is left alone for a moment; one that took more than one try is looked at again."""
        now = self._time()
        quiet, audit_at = now + self._terms.apart, now + self._terms.audit if claimed.attempts > 1 else None
        return Outcome(
            claim=claimed, state=State.SENT, next_try_at=quiet, room=room, ts=ts, text=text, audit_at=audit_at
        )

    def _refused(self, claimed: Claim, error: SlackApiError) -> Outcome:
        """Slack has answered: it did not take it, will never take it, or something broke on its side."""
        code = code_of(error)
        if (wait := wait_of(error)) is not None:
            return self._held(claimed, wait, code)
        if code in HEALS_NOT:
            return Outcome(claim=claimed, state=State.DEAD, reason=code)
        return self._in_doubt(claimed, code)

    def _held(self, claimed: Claim, wait: float, code: str) -> Outcome:
        """The chat is busy: nothing of ours goes out until it said so."""
        with self._begin() as db:
            pace.move(db, self._time() + wait)
        return self._given_back(claimed, wait, code)

    def _unclear(self, claimed: Claim, error: Exception) -> Outcome:
        """No answer: what never reached Slack is tried again, anything else may be in the room."""
        if isinstance(error, ClientConnectorError):
            return self._given_back(claimed, self._backoff(claimed), type(error).__name__)
        return self._in_doubt(claimed, type(error).__name__)

    def _in_doubt(self, claimed: Claim, reason: str) -> Outcome:
        until = self._time() + max(self._terms.settle, self._backoff(claimed))
        return Outcome(claim=claimed, state=State.UNCERTAIN, next_try_at=until, reason=reason)

    def _given_back(self, claimed: Claim, wait: float, reason: str) -> Outcome:
        """It was not taken: try again. One in doubt stays in doubt."""
        state = State.UNCERTAIN if claimed.in_doubt else State.PENDING
        return Outcome(claim=claimed, state=state, next_try_at=self._time() + wait, reason=reason)

    def _backoff(self, claimed: Claim) -> float:
        steps = self._terms.backoff
        return steps[min(claimed.attempts, len(steps)) - 1]


async def _one_ends(turns: Sequence[asyncio.Task[int]]) -> bool:
    """Wait until one that is under way ends: in its rooms there may be more to say. False where none is."""
    under_way = [turn for turn in turns if not turn.done()]
    if under_way:
        await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
    return bool(under_way)
