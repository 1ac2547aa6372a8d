"""Keeps every App Home that was opened fresh: published anew within a second of a change, and once the chat allows.

What was shown last stands in the database, so any process may publish it, and nothing is lost when one ends:
1. The conference has come to a mark: the newest entry of the audit log, and the quarter of an hour.
2. Each home that was compared at another mark is composed again, and published where it would look otherwise.
3. Only then its new mark is kept. What could not be published keeps the old one, and is tried again.
4. Two processes that publish at once: the chat's hash lets the second one know, and it looks again.
"""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from domain.mark import mark as mark_of
from domain.unreported import Matter
from messages import home as messages
from messages.blocks import Message
from reminders.home import Home
from reminders.refusals import TROUBLE, code_of, wait_of
from storage import audit, homes
from storage.database import Begin, Database, Transaction
from storage.homes import Shown

log = structlog.get_logger()

NOBODY = frozenset({"invalid_arguments", "not_enabled", "user_not_found"})
Later = Callable[[Coroutine[Any, Any, object]], None]


class Homes:
    """Any number of processes may each have one on the same database."""

    def __init__(
        self, client: AsyncWebClient, database: Database, compose: Home, later: Later, between: float = 0
    ) -> None:
        """`between` are the seconds from one look to the next in a rush of changes."""
        self._client, self._database, self._compose, self._later = client, database, compose, later
        self._between = between
        self._wanted = self._running = False
        self._not_before = 0.0

    def watching(self, begin: Begin) -> Begin:
        """The same transactions; what is committed in them is looked at right after."""

        @contextmanager
        def watched() -> Iterator[Transaction]:
            with begin() as db:
                yield db
            self.changed()

        def beginning() -> AbstractContextManager[Transaction]:
            return watched()

        return beginning

    def changed(self) -> None:
        """Something was committed. Outside the loop the next tick notices it."""
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            return
        self._later(self.refresh())

    async def open(self, user: str) -> None:
        """Somebody has opened theirs: show it, and keep it fresh from now on."""
        with self._database.begin() as db:
            homes.keep(db, self._conference, Shown(user, "", ""))
        await self.refresh()

    async def refuse(self, user: str, message: Message) -> None:
        """Whoever may not use the bot is told whom to ask, and nothing after that."""
        self.forget(user)
        await self._published(Shown(user, "", ""), messages.elsewhere(message))

    def forget(self, user: str) -> bool:
        """Show them nothing more by itself; whether anything was shown."""
        with self._database.begin() as db:
            return homes.forget(db, self._conference, user)

    async def refresh(self) -> None:
        """Publish what differs. While that is under way, one more look is asked for, and no second one begins."""
        self._wanted = True
        if self._running:
            return
        self._running = True
        try:
            while self._wanted and self._database.time() >= self._not_before:
                self._wanted = False
                await self._look()
                if self._wanted:
                    await asyncio.sleep(self._between)
        finally:
            self._running = False

    async def _look(self) -> None:
        mark = f"{audit.last(self._database.read(), self._conference)} {self._compose.mark()}"
        stale = homes.stale(self._database.read(), self._conference, mark)
        matters = self._compose.matters() if stale else []
        for shown in stale:
            if self._database.time() < self._not_before:
                return
            await asyncio.sleep(0)  # of hundreds that are open most look as before: whoever asks meanwhile goes first
            await self._bring_up(replace(shown, mark=mark), matters)

    async def _bring_up(self, shown: Shown, matters: list[Matter]) -> None:
        """Publish it where it would look otherwise; what could not be published is not kept as shown."""
        view = self._compose(shown.user, matters)
        digest = mark_of(view)
        if digest == shown.digest:
            self._keep(shown)
        elif (hash_ := await self._published(shown, view)) is not None:
            self._keep(replace(shown, digest=digest, hash=hash_))

    async def _published(self, shown: Shown, view: messages.View) -> str | None:
        """The chat's name for what it shows now; None where it did not take it."""
        given = {"hash": shown.hash} if shown.hash else {}
        try:
            answer = await self._client.views_publish(user_id=shown.user, view=view, **given)
        except SlackApiError as error:
            self._refused(shown, error)
        except TROUBLE as error:
            log.warning("home_failed", user=shown.user, error=type(error).__name__)
        else:
            return str(answer["view"].get("hash") or "")
        return None

    def _refused(self, shown: Shown, error: SlackApiError) -> None:
        """Too much at once: later. Somebody else has published: look again. No such person: no more."""
        code, wait = code_of(error), wait_of(error)
        log.warning("home_refused", user=shown.user, error=code)
        if wait is not None:
            self._not_before = self._database.time() + wait
        elif code == "hash_conflict":
            self._keep(Shown(shown.user, "", ""))
            self._wanted = True
        elif code in NOBODY:
            self.forget(shown.user)

    def _keep(self, shown: Shown) -> None:
        with self._database.begin() as db:
            homes.keep(db, self._conference, shown)

    @property
    def _conference(self) -> str:
        return self._compose.conference
