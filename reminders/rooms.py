"""Which rooms others can read: asked before anything is said in one, and remembered for ten minutes at most."""

import time

from slack_sdk.web.async_client import AsyncWebClient

FRESH = 600  # seconds
_MARKS = ("is_ext_shared", "is_pending_ext_shared")  # not is_shared: that is true inside one organisation, too


class Rooms:
    """The rooms as conversations.info tells them."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client
        self._known: dict[str, tuple[float, bool]] = {}

    async def shared(self, room: str) -> bool:
        """Whether another organisation reads there, or has been asked to. A failure is raised, and not remembered."""
        when, known = self._known.get(room, (0.0, None))
        if known is None or time.monotonic() - when > FRESH:
            about = (await self._client.conversations_info(channel=room))["channel"]
            known = any(about.get(mark) for mark in _MARKS)
            self._known[room] = (time.monotonic(), known)
        return known

    def forget(self, room: str) -> None:
        """The chat says that it has changed."""
        self._known.pop(room, None)
