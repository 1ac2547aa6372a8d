"""A file on its way to one person: into their direct messages with the bot, tried once."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import structlog
from aiohttp import ClientError, ClientTimeout
from slack_sdk.web.async_client import AsyncWebClient

from reminders.refusals import TROUBLE

log = structlog.get_logger()

TIMEOUT = 20  # seconds for a whole file


@dataclass(frozen=True, slots=True)
class File:
    """What is handed over: the name it is kept under, the title and the words it is shown with.

    `spoken` says what is in a picture to whoever does not see it.
    """

    name: str
    title: str
    comment: str
    contents: bytes
    spoken: str = ""


class NotFetched(Exception):
    """A person's file could not be read: too_large, or no_access where the chat does not hand it over."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Files:
    """Sends and fetches files. The client must not try again by itself: one that came twice is one too many."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client

    async def send(self, user: str, file: File) -> bool:
        """Send it; False where the chat did not take it, or nobody knows."""
        try:
            there = (await self._client.conversations_open(users=user))["channel"]["id"]
            await self._client.files_upload_v2(
                channel=there,
                filename=file.name,
                title=file.title,
                content=file.contents,
                initial_comment=file.comment,
                alt_txt=file.spoken or None,
            )
        except TROUBLE as error:
            log.warning("file_not_sent", file=file.name, error=type(error).__name__)
            return False
        return True

    async def fetch(self, file: Mapping[str, Any], largest: int) -> bytes:
        """What is in a file that a person brought, of at most so many bytes. Raises NotFetched."""
        url = str(file.get("url_private_download") or file.get("url_private") or "")
        if int(file.get("size") or 0) > largest:
            raise NotFetched("too_large")
        if not self._is_the_chats(url):
            raise NotFetched("no_access")
        try:
            return await self._read(url, largest)
        except (TimeoutError, ClientError, OSError) as error:
            log.warning("file_not_fetched", error=type(error).__name__)
            raise NotFetched("no_access") from error

    async def _read(self, url: str, largest: int) -> bytes:
        """Read no more than is allowed, whatever size was told. The chat's own login page is no file."""
        token = {"Authorization": f"Bearer {self._client.token}"}
        session = self._client.session
        if session is None:
            raise NotFetched("no_access")
        patience = ClientTimeout(total=TIMEOUT)
        proxy = self._client.proxy  # the SDK goes through it by itself; this is not the SDK's
        async with session.get(url, headers=token, allow_redirects=False, timeout=patience, proxy=proxy) as answer:
            if answer.status != HTTPStatus.OK or answer.content_type == "text/html":
                raise NotFetched("no_access")
            contents = b""
            async for piece in answer.content.iter_chunked(65_536):
                contents += piece
                if len(contents) > largest:
                    raise NotFetched("too_large")
        return contents

    def _is_the_chats(self, url: str) -> bool:
        """Whether the token may be shown there: Slack's own addresses, and those of the server we speak to."""
        there, here = urlsplit(url), urlsplit(self._client.base_url)
        ours = (there.scheme, there.netloc) == (here.scheme, here.netloc)
        return ours or (there.scheme == "https" and str(there.hostname).endswith(".slack.com"))
