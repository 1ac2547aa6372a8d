"""How an answer reaches the person who asked: in the ack, at a response_url, or as a message where they wrote."""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Mapping
from http import HTTPStatus
from typing import Any

import structlog
from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncAck
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from handlers.seal import sealed, sealed_view
from messages import forms
from messages.blocks import Message, needs_respond
from reminders.refusals import TROUBLE, code_of

log = structlog.get_logger()

REFUSED = "invalid_blocks"
Growing = AsyncIterator[Message]
"""What is said of something long: each message stands in place of the one before it. There is at least one."""

Reply = Message | Coroutine[Any, Any, Message] | Growing
"""What is said: at once, or once something longer is done that the ack does not wait for."""


class Undelivered(Exception):
    """The chat did not take the answer."""


class Answers:
    """Carries answers over one kept session. What must not hold up an ack runs on as a task that `finish` waits for.

    `patience` are the seconds between two words of how far something long has come, and before the first of them.
    """

    def __init__(self, client: AsyncWebClient, conference: str, patience: float = 1.0) -> None:
        self._session, self._client, self._conference, self.patience = client.session, client, conference, patience
        self._running: set[asyncio.Task[object]] = set()

    async def to_command(self, ack: AsyncAck, body: Mapping[str, Any], reply: Reply) -> None:
        """Answer a command in its ack; what takes longer or may be refused at its response_url, which tells of it."""
        if not isinstance(reply, dict) or needs_respond(reply):
            await ack()
            self.later(self._respond(body, reply, response_type="ephemeral"))
        else:
            await ack(response_type="ephemeral", **reply)

    async def to_press(
        self, ack: AsyncAck, body: Mapping[str, Any], reply: Reply, *, keep: bool = False, quietly: bool = False
    ) -> None:
        """Answer a button: in place of a private message unless that is kept; openly only where nobody else is.

        What was pressed in an App Home is answered in the direct messages beside it. Of what nobody else may ever read
        (`quietly`) nothing is said openly, wherever it is.
        """
        await ack()
        alone = str(body.get("channel", {}).get("id", "")).startswith("D")
        if "response_url" not in body or (alone and isinstance(reply, AsyncIterator)):
            self.later(self._say(self._client, _beside(body), reply))
            return
        private = body["container"].get("is_ephemeral", False)
        kind = "in_channel" if alone and not private and not quietly else "ephemeral"
        replaced = private and not keep
        self.later(self._respond(body, reply, response_type=kind, replace_original=replaced))

    def to_text(
        self, client: AsyncWebClient, event: Mapping[str, Any], reply: Reply, *, privately: bool = False
    ) -> None:
        """Answer a sentence where it was written, after the ack: a mention in its thread, a direct message below it.

        What is private reaches whoever wrote it alone.
        """
        whispers = privately and event["type"] == "app_mention"
        self.later((self._whisper if whispers else self._say)(client, event, reply))

    def to_person(self, client: AsyncWebClient, user: str, reply: Reply) -> None:
        """Say it in their direct messages, after the ack: what a form cannot wait for."""
        self.to_text(client, {"channel": user, "ts": "", "type": "message"}, reply)

    def to_whoever_asked(self, client: AsyncWebClient, body: Mapping[str, Any], message: Message) -> BoltResponse:
        """Tell them, and only them, in the way their request allows. The response is the request's ack."""
        event = body.get("event", {})
        if body.get("type") == "view_submission":  # the form stays open below, with all that was filled in
            view = sealed_view(forms.sentence(message), self._conference)
            return BoltResponse(status=200, body={"response_action": "push", "view": view})
        if "command" in body:
            return BoltResponse(status=200, body={"response_type": "ephemeral", **self._sealed(message)})
        if body.get("response_url"):
            self.later(self._respond(body, message, response_type="ephemeral", replace_original=False))
        elif body.get("view", {}).get("type") == "home":
            self.to_text(client, _beside(body), message)
        elif event.get("channel_type") == "im":
            self.to_text(client, event, message)
        elif event.get("type") == "app_mention":
            self.later(self._whisper(client, event, message))
        return BoltResponse(status=200, body="")

    async def finish(self) -> None:
        """Wait for what is still under way."""
        while self._running:
            await asyncio.wait(self._running)

    async def _say(self, client: AsyncWebClient, event: Mapping[str, Any], reply: Reply) -> None:
        """Post it; what follows it takes its place. The last of it is posted anew where that cannot be."""
        (channel, ts), missed, nth = await self._post(client, event, await _next(reply)), None, 0
        if isinstance(reply, AsyncIterator):
            async for message in reply:
                nth += 1
                missed = None if await self._replaced(client, channel, ts, _fresh(message, nth)) else message
        if missed:
            await self._post(client, event, missed)

    @staticmethod
    async def _replaced(client: AsyncWebClient, channel: str, ts: str, message: Message) -> bool:
        """Put it in the place of what was said there; False where the chat does not take it."""
        try:
            await client.chat_update(channel=channel, ts=ts, text=message["text"], blocks=message["blocks"])
        except TROUBLE as error:
            log.warning("not_replaced", error=type(error).__name__)
            return False
        return True

    @staticmethod
    async def _post(client: AsyncWebClient, event: Mapping[str, Any], message: Message) -> tuple[str, str]:
        """Where it stands; without its blocks if the chat refuses them."""
        thread = event.get("thread_ts") or (event["ts"] if event["type"] == "app_mention" else None)
        where = {"channel": event["channel"], "thread_ts": thread, "unfurl_links": False, "unfurl_media": False}
        try:
            said = await client.chat_postMessage(**where, text=message["text"], blocks=message["blocks"])
        except SlackApiError as error:
            if code_of(error) != REFUSED:
                raise
            log.warning("blocks_refused", where="chat.postMessage")
            said = await client.chat_postMessage(**where, text=message["text"])
        return said["channel"], said["ts"]

    async def _whisper(self, client: AsyncWebClient, event: Mapping[str, Any], reply: Reply) -> None:
        message = await _next(reply)
        where = {"channel": event["channel"], "user": event["user"], "thread_ts": event.get("thread_ts")}
        try:
            await client.chat_postEphemeral(**where, text=message["text"], blocks=message["blocks"])
        finally:
            await self._goes_on(event["user"], reply)

    async def _respond(self, body: Mapping[str, Any], reply: Reply, **how: object) -> None:
        """Say it at the response_url. What is under way goes on though that fails."""
        try:
            await self._answer(body["response_url"], await _next(reply), **how)
        finally:
            await self._goes_on(body.get("user_id") or body["user"]["id"], reply)

    async def _goes_on(self, user: str, reply: Reply) -> None:
        """What only one person sees cannot be replaced: what follows it is said beside the bot alone."""
        if isinstance(reply, AsyncIterator):
            async for message in reply:
                await self._say(self._client, {"type": "message", "channel": user}, _from(message, reply))

    async def _answer(self, url: str, message: Message, **how: object) -> None:
        """Without its blocks if the chat refuses them."""
        message = self._sealed(message)
        webhook = AsyncWebhookClient(url, session=self._session, retry_handlers=[])
        answer = await webhook.send_dict({**how, **message})
        if REFUSED in answer.body:
            log.warning("blocks_refused", where="response_url")
            answer = await webhook.send_dict({**how, "text": message["text"]})
        if answer.status_code != HTTPStatus.OK or '"ok":false' in answer.body.replace(" ", ""):
            raise Undelivered(f"response_url answered {answer.status_code}")

    def _sealed(self, message: Message) -> Message:
        """What is not sent by the client, which does it by itself."""
        return {**message, "blocks": sealed(message["blocks"], self._conference)}

    def later(self, work: Coroutine[Any, Any, object]) -> None:
        """Run it after the ack; `finish` waits for it."""
        task = asyncio.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[object]) -> None:
        self._running.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("answer_failed", error=type(error).__name__, exc_info=error)


def _beside(body: Mapping[str, Any]) -> dict[str, Any]:
    """Where the answer to a press in an App Home goes: as if the person had written there."""
    return {"type": "message", "channel": body["user"]["id"]}


async def _next(reply: Reply) -> Message:
    if isinstance(reply, dict):
        return reply
    return await anext(reply) if isinstance(reply, AsyncIterator) else await reply


async def _from(message: Message, following: Growing) -> Growing:
    """The message, and what follows it."""
    yield message
    async for each in following:
        yield each


def _fresh(message: Message, nth: int) -> Message:
    """A message that is changed needs new block_ids."""
    blocks = [{**block, "block_id": f"{block['block_id']}-{nth}"} for block in message["blocks"]]
    return {**message, "blocks": blocks}
