"""How an answer reaches the person who asked: in the ack, at a response_url, or as a message where they wrote."""

import asyncio
from collections.abc import Coroutine, Mapping
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
from reminders.refusals import code_of

log = structlog.get_logger()

REFUSED = "invalid_blocks"
Reply = Message | Coroutine[Any, Any, Message]
"""What is said: at once, or once something longer is done that the ack does not wait for."""


class Undelivered(Exception):
    """The chat did not take the answer."""


class Answers:
    """Carries answers over one kept session. What must not hold up an ack runs on as a task that `finish` waits for."""

    def __init__(self, client: AsyncWebClient, conference: str) -> None:
        self._session, self._client, self._conference = client.session, client, conference
        self._running: set[asyncio.Task[object]] = set()

    async def to_command(self, ack: AsyncAck, body: Mapping[str, Any], reply: Reply) -> None:
        """Answer a command in its ack; what takes longer or may be refused at its response_url, which tells of it."""
        if not isinstance(reply, dict) or needs_respond(reply):
            await ack()
            self.later(self._respond(body["response_url"], reply, response_type="ephemeral"))
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
        if "response_url" not in body:
            self.later(self._say(self._client, _beside(body), reply))
            return
        alone = str(body.get("channel", {}).get("id", "")).startswith("D")
        private = body["container"].get("is_ephemeral", False)
        kind = "in_channel" if alone and not private and not quietly else "ephemeral"
        replaced = private and not keep
        self.later(self._respond(body["response_url"], reply, response_type=kind, replace_original=replaced))

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
        if url := body.get("response_url"):
            self.later(self._respond(url, message, response_type="ephemeral", replace_original=False))
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
        """Post it; without its blocks if the chat refuses them."""
        message = await _message(reply)
        thread = event.get("thread_ts") or (event["ts"] if event["type"] == "app_mention" else None)
        where = {"channel": event["channel"], "thread_ts": thread, "unfurl_links": False, "unfurl_media": False}
        try:
            await client.chat_postMessage(**where, text=message["text"], blocks=message["blocks"])
        except SlackApiError as error:
            if code_of(error) != REFUSED:
                raise
            log.warning("blocks_refused", where="chat.postMessage")
            await client.chat_postMessage(**where, text=message["text"])

    async def _whisper(self, client: AsyncWebClient, event: Mapping[str, Any], reply: Reply) -> None:
        message = await _message(reply)
        where = {"channel": event["channel"], "user": event["user"], "thread_ts": event.get("thread_ts")}
        await client.chat_postEphemeral(**where, text=message["text"], blocks=message["blocks"])

    async def _respond(self, url: str, reply: Reply, **how: object) -> None:
        """Say it at the response_url; without its blocks if the chat refuses them."""
        message = self._sealed(await _message(reply))
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


async def _message(reply: Reply) -> Message:
    return reply if isinstance(reply, dict) else await reply
