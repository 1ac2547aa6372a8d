"""The chat's accounts: what users.info says of each, and whether it is one of our own people."""

import asyncio
import time
from collections.abc import Iterable, Mapping
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from domain.errors import NotAdmitted
from reminders.refusals import TROUBLE, code_of

log = structlog.get_logger()

FRESH = 600  # seconds for which an account is taken to be what users.info said
AT_ONCE = 8
NOBODY = {"user_not_found", "user_not_visible"}
_OUTSIDERS = {
    "deleted": "deleted",
    "is_bot": "bot",
    "is_stranger": "other_team",
    "is_restricted": "guest",
    "is_ultra_restricted": "guest",
}


class Accounts:
    """The chat's accounts as users.info tells them, asked once each and kept for ten minutes."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client
        self._team = ""
        self._asked: dict[str, tuple[float, asyncio.Task[dict[str, Any]]]] = {}

    async def of(self, user: str) -> dict[str, Any]:
        """The account. Raises NotAdmitted when it cannot be looked up; a failure is not kept."""
        when, asking = self._asked.get(user, (0.0, None))
        if asking is None or time.monotonic() - when > FRESH:
            asking = asyncio.create_task(self._ask(user))
            self._asked[user] = (time.monotonic(), asking)
        try:
            return asking.result() if asking.done() else await asyncio.shield(asking)
        except TROUBLE as error:
            self._asked.pop(user, None)
            log.warning("lookup_failed", user=user, error=type(error).__name__)
            raise NotAdmitted("lookup_failed") from error

    def forget(self, user: str) -> None:
        """The chat says that the account has changed."""
        self._asked.pop(user, None)

    async def states(self, users: Iterable[str]) -> dict[str, str]:
        """Why each of these is none of our own people: an outsider's reason, `nobody`, or `unsure`; empty where it is.

        Only a few are asked at once, as the chat takes well.
        """
        few, home = asyncio.Semaphore(AT_ONCE), await self._home()

        async def state(user: str) -> str:
            async with few:
                return await self._state(user, home)

        asked = list(dict.fromkeys(users))
        return dict(zip(asked, await asyncio.gather(*map(state, asked)), strict=True))

    async def name(self, user: str) -> str:
        """What the chat calls the account."""
        account = await self.of(user)
        return str(account.get("real_name") or account.get("name") or user)

    async def _state(self, user: str, home: str) -> str:
        try:
            return outsider(await self.of(user), home) if home else "unsure"
        except NotAdmitted as refusal:
            return "nobody" if _is_nobody(refusal.__cause__) else "unsure"

    async def _home(self) -> str:
        """Our own team, asked once; empty where the chat does not answer."""
        try:
            self._team = self._team or str((await self._client.auth_test())["team_id"])
        except TROUBLE as error:
            log.warning("lookup_failed", team=True, error=type(error).__name__)
        return self._team

    async def _ask(self, user: str) -> dict[str, Any]:
        answer = await self._client.users_info(user=user)
        account: dict[str, Any] = answer["user"]
        return account


def outsider(account: Mapping[str, Any], home: str) -> str:
    """Why the account is none of our own people; empty where it is one."""
    if account.get("team_id") != home:
        return "other_team"
    return next((reason for mark, reason in _OUTSIDERS.items() if account.get(mark)), "")


def _is_nobody(error: BaseException | None) -> bool:
    """Whether the chat has answered that there is no such account; a broken answer says nothing."""
    return isinstance(error, SlackApiError) and code_of(error) in NOBODY
