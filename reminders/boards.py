"""Keeps the boards of rounds true: when what one should say is not what it said last, its message is changed in place.

1. What a board should say is composed from the facts of now, and compared by a mark with what it said last.
2. Of several processes the one that writes its claim over that mark changes the message; a claim counts for a while.
3. A change that fails leaves the old mark: the next look tries again. A second message is never posted.
"""

import asyncio
import time
from dataclasses import dataclass, field
from datetime import timedelta

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from domain.mark import mark as mark_of
from domain.posting import Kept, State
from domain.round import Round
from messages import round_board
from messages.blocks import Message
from reminders import plan
from reminders.facts import Facts
from reminders.refusals import TROUBLE, code_of
from reminders.rounds import asked
from storage import postings, rounds
from storage.database import Database

log = structlog.get_logger()

AFTERWARDS = timedelta(days=14)  # a closed round's board is looked at so long: corrections may come
CLAIM, HELD = "changing", 30.0  # real seconds for which a claim counts
HEALS_NOT = frozenset({"message_not_found", "cant_update_message", "edit_window_closed", "channel_not_found"})


@dataclass(slots=True)
class Boards:
    """Any number of processes may each have one on the same database."""

    client: AsyncWebClient
    database: Database
    facts: Facts
    between: float = 0  # seconds: in a rush of reports a board is changed for several of them at once
    _not_before: float = field(default=0, init=False)
    _looking: bool = field(default=False, init=False)
    _again: bool = field(default=False, init=False)

    async def look(self) -> int:
        """Look at every board; return how many were changed. Called while it looks, it looks once more."""
        self._again = True
        if self._looking:
            return 0
        self._looking, changed = True, 0
        try:
            while self._again:
                await asyncio.sleep(self._not_before - time.monotonic())
                self._again = False
                changed += sum([await self._looked(each) for each in self._watched()])
        finally:
            self._looking = False
        return changed

    def _watched(self) -> list[Round]:
        """Those that are open, and those that were not long ago."""
        since = self.facts.now() - AFTERWARDS
        every = rounds.asked(self.facts.read(), self.facts.conference)
        return [each for each in every if each.closed_at is None or each.closed_at > since]

    async def _looked(self, about: Round) -> bool:
        kept = postings.one(self.facts.read(), self.facts.conference, f"{plan.BOARD}/{about.id}")
        if kept is None or kept.state is not State.SENT or not kept.ts:
            return False
        said, words = self._said(about)
        mark, before = _mark(said), rounds.shown(self.facts.read(), self.facts.conference, about.id)
        if before == mark or self._is_claimed(before):
            return False
        if not before and kept.text == said["text"]:  # as it was posted
            return not self._show(about, mark, before)
        claim = f"{CLAIM} {self.database.time()} {mark}"
        return self._show(about, claim, before) and await self._changed(about, kept, said, words, (claim, before))

    async def _changed(self, about: Round, kept: Kept, said: Message, words: str, marks: tuple[str, str]) -> bool:
        """Change the message; where that fails, it says what it said before, and the claim is given back."""
        claim, before = marks
        self._not_before = time.monotonic() + self.between
        try:
            await self._update(kept, said, words)
        except SlackApiError as error:
            log.warning("board_failed", round=about.id, error=code_of(error))
            self._show(about, _mark(said) if code_of(error) in HEALS_NOT else before, claim)
            return False
        except TROUBLE as error:
            log.warning("board_failed", round=about.id, error=type(error).__name__)
            self._show(about, before, claim)
            return False
        return self._show(about, _mark(said), claim)

    async def _update(self, kept: Kept, said: Message, words: str) -> None:
        """In place; without its table where the chat refuses that."""
        try:
            await self._send(kept, said)
        except SlackApiError as error:
            if code_of(error) != "invalid_blocks":
                raise
            await self._send(kept, round_board.in_words(said, words))

    async def _send(self, kept: Kept, said: Message) -> None:
        """A message that is changed needs new block_ids."""
        mark = _mark(said)[:8]
        blocks = [{**block, "block_id": f"{block['block_id']}-{mark}"} for block in said["blocks"]]
        await self.client.chat_update(channel=kept.room or "", ts=kept.ts or "", text=said["text"], blocks=blocks)

    def _said(self, about: Round) -> tuple[Message, str]:
        """What it should say, and the table of states in words."""
        choices, facts = self.facts.choices(), self.facts
        now = asked(facts.read(), facts.catalogue, about, facts.now(), () if about.is_open else None)
        said = round_board.board(now, facts.now(), facts.days, names=choices.names_in_room)
        return said, round_board.states(now) if choices.names_in_room and now.stands else now.counts()

    def _show(self, about: Round, mark: str, before: str) -> bool:
        with self.database.begin() as db:
            return rounds.show(db, self.facts.conference, about.id, mark, before)

    def _is_claimed(self, shown: str) -> bool:
        parts = shown.split(" ")
        return parts[0] == CLAIM and self.database.time() - float(parts[1]) < HELD


def _mark(said: Message) -> str:
    return mark_of(said)[:32]
