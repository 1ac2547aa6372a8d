"""Events: what happens in the room is told to the apps there, and told again when no ack comes."""

import asyncio
import logging
from collections.abc import Coroutine, Iterator
from typing import Any

from talkroom import ids, wire
from talkroom.cast import App
from talkroom.delivery import Delivery
from talkroom.errors import UndeliveredError
from talkroom.message import Json, Message
from talkroom.transport import FIRST, Retry
from talkroom.waits import Waits
from talkroom.world import Change, World

log = logging.getLogger(__name__)
_REASONS = {"operation_timeout": "timeout", "dispatch_failed": "http_error", "app_not_running": "connection_failed"}


class Events:
    """Turns changes of the world into events, and sends each up to four times."""

    def __init__(self, world: World, *, delivery: Delivery, waits: Waits) -> None:
        self._world, self._delivery, self._waits = world, delivery, waits
        self._first: set[asyncio.Task[None]] = set()
        self._again: set[asyncio.Task[None]] = set()
        world.watchers.append(self.tell)

    def tell(self, change: Change) -> None:
        for app in self._world.apps_in(change.channel):
            for name, event in _events(self._world, change, app):
                self.send(app, name, event)

    def send(self, app: App, name: str, event: Json) -> None:
        """Send an event if the app subscribes to it by this name (`message.im`, `app_mention` …)."""
        if not app.events or name in app.events:
            self._start(self._first, self._send(app, self._envelope(app, event), FIRST))

    def home_opened(self, app: App, person: str, channel: str) -> None:
        event = {"type": "app_home_opened", "user": person, "channel": channel, "tab": "messages"}
        self.send(app, "app_home_opened", event | {"event_ts": self._world.now_ts()})

    async def settle(self) -> None:
        """Wait until every event has been tried once."""
        while self._first:
            await asyncio.wait(self._first)

    async def close(self) -> None:
        tasks = self._first | self._again
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _send(self, app: App, envelope: Json, retry: Retry) -> None:
        try:
            await self._delivery.send(app, "events_api", envelope, retry)
        except UndeliveredError as failure:
            log.info("event %s to %s: %s", envelope["event_id"], app.id, failure.code)
            if retry.attempt < len(self._waits.again):
                following = Retry(retry.attempt + 1, _REASONS[failure.code])
                self._start(self._again, self._send_later(app, envelope, following))

    async def _send_later(self, app: App, envelope: Json, retry: Retry) -> None:
        await asyncio.sleep(self._waits.again[retry.attempt - 1])
        await self._send(app, envelope, retry)

    def _start(self, tasks: set[asyncio.Task[None]], sending: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(sending)
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    def _envelope(self, app: App, event: Json) -> Json:
        team = self._world.team.id
        return {
            "token": "",
            "team_id": team,
            "context_team_id": team,
            "api_app_id": app.id,
            "event": event,
            "type": "event_callback",
            "event_id": ids.fresh("Ev"),
            "event_time": int(self._world.clock().timestamp()),
            "authorizations": [{"team_id": team, "user_id": app.bot_user, "is_bot": True, "enterprise_id": None}],
            "is_ext_shared_channel": False,
        }


def _events(world: World, change: Change, app: App) -> Iterator[tuple[str, Json]]:
    """Go through what one app is told of a change: the name it subscribes to, and the event."""
    if change.kind == "joined":
        yield "member_joined_channel", _joined(world, change)
    elif change.message and not change.message.is_ephemeral:
        event = _message_event(world, change, change.message)
        channel_type = event["channel_type"]
        yield {"channel": "message.channels", "group": "message.groups", "im": "message.im"}[channel_type], event
        if change.kind == "message" and channel_type != "im" and _mentions(change.message, app):
            yield "app_mention", {**_without(event, "channel_type"), "type": "app_mention"}


def _mentions(said: Message, app: App) -> bool:
    return f"<@{app.bot_user}>" in said.text and said.user != app.bot_user


def _message_event(world: World, change: Change, said: Message) -> Json:
    where = {"channel": change.channel, "channel_type": wire.kind(world.channels[change.channel])}
    if change.kind == "message":
        return {**wire.message(world, said), **where, "event_ts": said.ts}
    event = {"type": "message", "subtype": f"message_{change.kind}", "hidden": True, **where}
    now = world.now_ts()
    event |= {"ts": now, "event_ts": now, "previous_message": wire.message(world, change.before or said)}
    if change.kind == "deleted":
        return event | {"deleted_ts": said.ts}
    return event | {"message": wire.message(world, said)}


def _joined(world: World, change: Change) -> Json:
    channel = world.channels[change.channel]
    return {
        "type": "member_joined_channel",
        "user": change.person,
        "channel": channel.id,
        "channel_type": "G" if channel.is_private else "C",
        "team": world.team.id,
        "event_ts": world.now_ts(),
    }


def _without(event: Json, name: str) -> Json:
    return {each: value for each, value in event.items() if each != name}
