"""Events: what happens in the room is told to the apps there, and told again when no ack comes."""

import asyncio
import logging
from collections.abc import Coroutine, Iterator
from typing import Any

from talkroom import ids, wire
from talkroom.cast import App
from talkroom.delivery import Delivery
from talkroom.errors import UndeliveredError
from talkroom.faults import Faults
from talkroom.message import Json, Message
from talkroom.transport import FIRST, Retry
from talkroom.waits import Waits
from talkroom.world import Change, World

log = logging.getLogger(__name__)
_REASONS = {"operation_timeout": "timeout", "dispatch_failed": "http_error", "app_not_running": "connection_failed"}


class Events:
    """Turns changes of the world into events, and sends each up to four times."""

    def __init__(self, world: World, *, delivery: Delivery, faults: Faults, waits: Waits) -> None:
        self._world, self._delivery, self._faults, self._waits = world, delivery, faults, waits
        self._first: set[asyncio.Task[None]] = set()
        self._again: set[asyncio.Task[None]] = set()
        world.watchers.append(self.tell)

    def tell(self, change: Change) -> None:
        for app in self._world.apps_in(change.channel) if change.channel else ():
            for name, event in _events(self._world, change, app):
                self.send(app, name, event)

    def send(self, app: App, name: str, event: Json) -> None:
        """Send an event if the app subscribes to it by this name (`message.im`, `app_mention` …)."""
        if not app.events or name in app.events:
            envelope = self._envelope(app, event)
            self._start(self._first, self._send(app, envelope, FIRST))
            if self._faults.strike("event_twice"):
                self._start(self._first, self._send(app, envelope, Retry(1, "timeout")))

    def home_opened(
        self, app: App, person: str, channel: str, *, tab: str = "messages", view: Json | None = None
    ) -> None:
        """Tell an app that a person opened its Home or its direct messages."""
        event = {"type": "app_home_opened", "user": person, "channel": channel, "tab": tab}
        shown = {"view": view} if view else {}
        self.send(app, "app_home_opened", {**event, **shown, "event_ts": self._world.now_ts()})

    async def settle(self) -> None:
        """Wait until every event has been tried once."""
        while self._first:
            await asyncio.wait(self._first)

    def forget(self) -> None:
        """Send nothing of what happened so far any more."""
        for task in self._first | self._again:
            task.cancel()

    async def close(self) -> None:
        tasks = self._first | self._again
        self.forget()
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
        if change.kind in _MARKS:
            yield _MARKS[change.kind], _mark(world, change, change.message)
        elif change.kind in {"message", "changed", "deleted"}:
            yield from _said(world, change, change.message, app)


def _said(world: World, change: Change, said: Message, app: App) -> Iterator[tuple[str, Json]]:
    event = _message_event(world, change, said)
    channel_type = event["channel_type"]
    yield {"channel": "message.channels", "group": "message.groups", "im": "message.im"}[channel_type], event
    if change.kind == "message":
        if channel_type != "im" and _mentions(said, app):
            yield "app_mention", {**_without(event, "channel_type"), "type": "app_mention"}
        for file_id in said.files:
            yield "file_shared", _file_shared(said, file_id)


_MARKS = {
    "reacted": "reaction_added",
    "unreacted": "reaction_removed",
    "pinned": "pin_added",
    "unpinned": "pin_removed",
}


def _mark(world: World, change: Change, said: Message) -> Json:
    """Tell of a reaction or a pin."""
    event: Json = {"type": _MARKS[change.kind], "user": change.person, "event_ts": world.now_ts()}
    if change.kind in {"pinned", "unpinned"}:
        return event | {"channel_id": said.channel, "item": wire.pin(world, said), "item_user": said.user}
    item = {"type": "message", "channel": said.channel, "ts": said.ts}
    return event | {"reaction": change.name, "item_user": said.user, "item": item}


def _file_shared(said: Message, file_id: str) -> Json:
    where = {"channel_id": said.channel, "user_id": said.user, "event_ts": said.ts}
    return {"type": "file_shared", "file_id": file_id, "file": {"id": file_id}, **where}


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
