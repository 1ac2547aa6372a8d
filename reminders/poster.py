"""Posts what is due, once: claims it, looks whether it is in the room already, says it, and marks it.

1. A claim is a lease: nobody else sends the posting until it ends.
2. Whatever may be in the room already is looked for there before it is said again.
3. What is said is composed now, from the facts of now.
4. The key goes into the message's metadata, so that it can be found.
5. The mark counts only while the claim holds.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from aiohttp import ClientConnectorError, ClientError
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from domain.posting import Claim, Posting, State
from messages.blocks import Message
from storage import postings
from storage.database import Begin

log = structlog.get_logger()

EVENT = "posting"
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
NOT_TAKEN = frozenset({"ratelimited", "rate_limited"})
WITHDRAW_TRIES = 20  # settling times to wait until another process has marked what it said
LOOK_BACK = 600  # seconds before the first try: the clocks of two machines never quite agree


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
    """How long what takes, in real seconds: the lease outlasts a post and the settling of the room's history."""

    lease: float = 90
    settle: float = 30
    timeout: float = 10
    most: int = 20
    backoff: tuple[float, ...] = (5, 15, 60, 300, 900)


USUAL = Terms()


class Poster:
    """Says what is due. Any number of processes may each have one on the same database."""

    def __init__(
        self,
        client: AsyncWebClient,
        begin: Begin,
        conference: str,
        now: Callable[[], datetime],
        compose: Compose,
        terms: Terms = USUAL,
    ) -> None:
        self._client, self._begin, self._conference = client, begin, conference
        self._now, self._compose, self._terms = now, compose, terms
        self._rooms: dict[str, str] = {}
        self._stopping = False

    async def post_due(self) -> int:
        """Post what is due now, each posting tried once; return how many were dealt with."""
        done, since = 0, time.time()
        while not self._stopping and (claimed := self._claim(since)):
            ended = await asyncio.gather(*(self._deal_with(each) for each in claimed), return_exceptions=True)
            for each, error in zip(claimed, ended, strict=True):
                if error:  # ours; the others are not held up, and when its lease ends it is tried again
                    log.error("posting_failed", key=each.posting.key, error=type(error).__name__, exc_info=error)
            done += len(claimed)
        return done

    def stop(self) -> None:
        """Claim nothing more: what is left is said after the next start, or by another process."""
        self._stopping = True

    def _claim(self, since: float) -> list[Claim]:
        """Claim what was to be tried by `since`: what fails now waits for another tick."""
        lease = time.time() - since + self._terms.lease
        with self._begin() as db:
            return postings.claim(db, self._conference, now=self._now(), real=since, lease=lease, most=self._terms.most)

    async def _deal_with(self, claimed: Claim) -> None:
        until = time.monotonic() + self._terms.lease
        try:
            if claimed.in_doubt and await self._found(claimed):
                return
            await self._say(claimed, until)
        except SlackApiError as error:
            self._refused(claimed, error)
        except (SlackClientError, ClientError, OSError, TimeoutError) as error:
            self._unclear(claimed, error)

    async def _found(self, claimed: Claim) -> bool:
        """Look for it in the room. A room that cannot be read leaves it in doubt: it is never said blindly."""
        try:
            ts = await self._seen(claimed)
        except SlackApiError as error:
            self._in_doubt(claimed, f"history: {_code(error)}")
            return True
        if ts:
            with self._begin() as db:
                postings.mark_sent(db, self._conference, claimed, room=claimed.room or "", ts=ts)
            log.info("found_in_room", key=claimed.posting.key)
        return bool(ts)

    async def _seen(self, claimed: Claim) -> str | None:
        """Return the ts of the message that bears the key, if the room has it."""
        oldest, following = f"{(claimed.first_send_at or 0) - LOOK_BACK:.6f}", ""
        while True:
            page = await self._client.conversations_history(
                channel=claimed.room or "",
                oldest=oldest,
                include_all_metadata=True,
                limit=200,
                cursor=following or None,
            )
            for message in page["messages"]:
                if message.get("metadata", {}).get("event_payload", {}).get("key") == claimed.posting.key:
                    return str(message["ts"])
            following = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not following:
                return None

    async def _say(self, claimed: Claim, until: float) -> None:
        room, said = claimed.posting.to, self._compose(claimed.posting)
        if isinstance(said, dict) and room.startswith(PEOPLE):
            room = await self._direct(room)
            said = self._compose(claimed.posting)  # meanwhile somebody may have answered
        if not isinstance(said, dict):
            self._not_now(claimed, said)
            return
        if until - time.monotonic() < self._terms.timeout + self._terms.settle:
            self._give_back(claimed, 0, "lease")
            return
        with self._begin() as db:
            if not postings.begin_sending(db, self._conference, claimed, room=room, text=said["text"], now=self._now()):
                return
        answer = await asyncio.wait_for(self._post(claimed.posting, room, said), self._terms.timeout)
        with self._begin() as db:
            held = postings.mark_sent(db, self._conference, claimed, room=room, ts=answer["ts"])
        log.info("posted" if held else "posted_late", key=claimed.posting.key)
        if not held:
            await self._withdraw_if_doubled(claimed, room, answer["ts"])

    async def _withdraw_if_doubled(self, claimed: Claim, room: str, ts: str) -> None:
        """Take back what was posted after the lease was lost, once it is marked that another process has said it."""
        for _ in range(WITHDRAW_TRIES):
            with self._begin() as db:
                kept = postings.one(db, self._conference, claimed.posting.key)
            if kept and kept.state is State.SENT:
                if kept.ts != ts:
                    await self._client.chat_delete(channel=room, ts=ts)
                    log.warning("withdrawn", key=claimed.posting.key)
                return
            await asyncio.sleep(self._terms.settle)

    async def _post(self, posting: Posting, room: str, said: Message) -> Any:
        metadata = {"event_type": EVENT, "event_payload": {"key": posting.key}}
        return await self._client.chat_postMessage(
            channel=room,
            text=said["text"],
            blocks=said["blocks"],
            metadata=metadata,
            unfurl_links=False,
            unfurl_media=False,
        )

    async def _direct(self, to: str) -> str:
        """The direct messages with an account."""
        if to not in self._rooms:
            self._rooms[to] = (await self._client.conversations_open(users=to))["channel"]["id"]
        return self._rooms[to]

    def _not_now(self, claimed: Claim, said: Skip | Later) -> None:
        with self._begin() as db:
            if isinstance(said, Skip):
                postings.mark_skipped(db, self._conference, claimed, said.reason)
            else:
                postings.postpone(db, self._conference, claimed, said.due_at)

    def _refused(self, claimed: Claim, error: SlackApiError) -> None:
        """Slack has answered: it did not take it, will never take it, or something broke on its side."""
        code = _code(error)
        if code in NOT_TAKEN or _status(error) == 429:
            self._give_back(claimed, float(error.response.headers.get("Retry-After", 1)), code)
        elif code in HEALS_NOT:
            with self._begin() as db:
                postings.mark_dead(db, self._conference, claimed, code)
            log.error("posting_dead", key=claimed.posting.key, error=code)
        else:
            self._in_doubt(claimed, code)

    def _unclear(self, claimed: Claim, error: Exception) -> None:
        """No answer: what never reached Slack is tried again, anything else may be in the room."""
        if isinstance(error, ClientConnectorError):
            self._give_back(claimed, self._backoff(claimed), type(error).__name__)
        else:
            self._in_doubt(claimed, type(error).__name__)

    def _in_doubt(self, claimed: Claim, reason: str) -> None:
        until = time.time() + max(self._terms.settle, self._backoff(claimed))
        with self._begin() as db:
            postings.mark_uncertain(db, self._conference, claimed, until=until, reason=reason)
        log.warning("posting_in_doubt", key=claimed.posting.key, reason=reason)

    def _give_back(self, claimed: Claim, wait: float, reason: str) -> None:
        with self._begin() as db:
            postings.put_back(db, self._conference, claimed, until=time.time() + wait, reason=reason)

    def _backoff(self, claimed: Claim) -> float:
        steps = self._terms.backoff
        return steps[min(claimed.attempts, len(steps)) - 1]


def _code(error: SlackApiError) -> str:
    said = error.response.data if isinstance(error.response.data, dict) else {}
    return str(said.get("error") or f"http_{_status(error)}")


def _status(error: SlackApiError) -> int:
    return int(error.response.status_code)
