"""A file on its way to one person: into their direct messages with the bot, tried once."""

from dataclasses import dataclass

import structlog
from aiohttp import ClientError
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class File:
    """What is handed over: the name it is kept under, the title and the words it is shown with."""

    name: str
    title: str
    comment: str
    contents: bytes


class Files:
    """Sends files. The client must not try again by itself: a file that came twice is one too many."""

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
            )
        except (TimeoutError, SlackClientError, ClientError, OSError) as error:
            log.warning("file_not_sent", file=file.name, error=type(error).__name__)
            return False
        return True
