"""Looks once more at what was said by more than one try: a process that stood still may have said it again, late."""

from dataclasses import dataclass

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from domain.posting import Kept
from messages.words import render
from reminders.history import standing
from reminders.refusals import TROUBLE, code_of
from storage import doubles
from storage.database import Database
from storage.doubles import Look

log = structlog.get_logger()

STEPS = (60.0, 600.0, 3600.0)  # seconds after the record, after the first look, after the second
MOST = 20
LEASE = 120.0  # seconds in which a look at so many rooms is over


@dataclass(frozen=True, slots=True)
class Auditor:
    """Any number of processes may each have one on the same database: each look is one's."""

    client: AsyncWebClient
    database: Database
    conference: str
    steps: tuple[float, ...] = STEPS
    lease: float = LEASE

    async def look(self) -> int:
        """Look at what is to be looked at now; return how many messages were withdrawn."""
        with self.database.begin() as db:
            due = doubles.due(db, self.conference, real=self.database.time(), lease=self.lease, most=MOST)
        return sum([await self._looked(each) for each in due])

    async def _looked(self, look: Look) -> int:
        """Look, and only then write down that it was done."""
        withdrawn = await self._left_one(look.kept)
        with self.database.begin() as db:
            doubles.looked(db, self.conference, look, real=self.database.time(), steps=self.steps)
        return withdrawn

    async def _left_one(self, kept: Kept) -> int:
        """Leave the earliest of its messages standing. What cannot be read now is looked at with the next step."""
        try:
            found = await standing(self.client, kept.room or "", kept.posting.key, kept.first_send_at)
            for ts in found[1:]:
                await self._withdraw(kept, ts)
        except TROUBLE as error:
            log.warning("audit_failed", key=kept.posting.key, error=type(error).__name__)
            return 0
        if found and found[0] != kept.ts:
            with self.database.begin() as db:
                doubles.correct(db, self.conference, kept.posting.key, found[0])
        return len(found[1:])

    async def _withdraw(self, kept: Kept, ts: str) -> None:
        """Take the second one back; where deleting is not allowed, it says itself that it is one too many."""
        try:
            await self.client.chat_delete(channel=kept.room or "", ts=ts)
        except SlackApiError as error:
            if code_of(error) not in {"cant_delete_message", "compliance_exports_prevent_deletion"}:
                raise
            said = render("withdrawn.j2")
            await self.client.chat_update(channel=kept.room or "", ts=ts, text=said, blocks=[])
        log.warning("withdrawn", key=kept.posting.key)
