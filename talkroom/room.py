"""The talk room: puts its parts together, and lets a person (a test, a script, the page) act in it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from talkroom import speech
from talkroom.acts import actions
from talkroom.acts.actions import Actions
from talkroom.acts.answers import Answers
from talkroom.acts.commands import Commands, split
from talkroom.acts.triggers import Triggers
from talkroom.cast import App, Channel, Person, Team
from talkroom.clock import Clock
from talkroom.content import LONGEST_TEXT
from talkroom.delivery import Delivery
from talkroom.errors import RefusedError
from talkroom.events import Events
from talkroom.message import Message
from talkroom.server import Server
from talkroom.socket_mode import Sockets
from talkroom.transport import Transport
from talkroom.waits import Waits
from talkroom.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What became of a typed line: the command it ran or the message it is; or why not, and that it should be kept."""

    ok: bool
    ran: str | None = None
    ts: str | None = None
    say: str = ""
    error: str = ""


class Talkroom:
    """A small Slack: `start` it, let apps connect to `api_url`, and let people type and press."""

    def __init__(  # noqa: PLR0913 – a room is made of these
        self,
        *,
        team: Team,
        people: Iterable[Person],
        channels: Iterable[Channel],
        apps: Iterable[App],
        clock: Clock,
        password: str | None = None,
        waits: Waits | None = None,
    ) -> None:
        waits = waits or Waits()
        self.clock = clock
        self.world = World(team=team, people=people, channels=channels, apps=apps, clock=clock)
        self.triggers = Triggers(waits)
        self.answers = Answers(self.world, base_url=lambda: self.url, waits=waits)
        self.delivery = Delivery(sockets=Sockets(waits), waits=waits)
        self.events = Events(self.world, delivery=self.delivery, waits=waits)
        self._commands = Commands(self.world, delivery=self.delivery, answers=self.answers, triggers=self.triggers)
        self._actions = Actions(self.world, delivery=self.delivery, answers=self.answers, triggers=self.triggers)
        self._server = Server(self, password=password, waits=waits)

    # Its life

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        await self._server.start(host, port)

    async def stop(self) -> None:
        await self.events.close()
        await self.delivery.close()
        await self._server.stop()

    @property
    def url(self) -> str:
        return self._server.url

    @property
    def api_url(self) -> str:
        return f"{self.url}api/"

    def attach(self, app_id: str, transport: Transport) -> None:
        """Hand an app's payloads straight to this transport."""
        self.delivery.attach(app_id, transport)

    async def use_request_url(self, app_id: str, url: str) -> None:
        """Send an app's payloads to this URL, once it has answered Slack's challenge."""
        await self.delivery.use_request_url(self.world.apps[app_id], url)

    async def connected(self, app_id: str) -> None:
        """Wait until the app has opened a socket."""
        await self.delivery.sockets.connected(app_id)

    async def settle(self) -> None:
        """Wait until every event so far has been tried once."""
        await self.events.settle()

    def move_clock(self, to: datetime) -> None:
        """Move the room's clock forward; everybody's page is told."""
        try:
            self.clock.move(to)
        except ValueError as error:
            raise RefusedError("time_in_past", str(error)) from error

    # What a person does

    async def type(self, person: str, channel: str, text: str, thread_ts: str | None = None) -> Typed:
        """Say it, or run it when it opens with a slash; a failed line is to be kept in the composer."""
        try:
            return await self._type(self.person(person), self.channel(person, channel), text, thread_ts)
        except RefusedError as refusal:
            return Typed(ok=False, say=refusal.say, error=refusal.code)

    async def press(  # noqa: PLR0913 – a press has these
        self,
        person: str,
        channel: str,
        message_ts: str,
        action_id: str,
        *,
        block_id: str | None = None,
        value: str | None = None,
        selected: Any = None,
    ) -> None:
        """Press a button, or choose `selected` in an element; RefusedError says what went wrong."""
        who, said = self.person(person), self.seen(person, channel, message_ts)
        element = actions.find(said, action_id, block_id)
        await self._actions.press(who, said, element, value=value, selected=selected)

    def sees(self, person: str, channel: str, thread_ts: str | None = None) -> list[Message]:
        """Return what this person sees, oldest first, what only they see included."""
        there = self.channel(person, channel)
        if thread_ts is None:
            return self.world.stream(there.id, person)
        return self.world.thread(there.id, thread_ts, person)

    def open_im(self, person: str, app_or_bot_user: str) -> str:
        """Open the direct messages with an app, and let the app know."""
        app = self.world.apps.get(app_or_bot_user) or self.world.app_of(app_or_bot_user)
        if not app:
            raise RefusedError("user_not_found", "そのアプリはこのトークルームにありません。", status=404)
        channel = self.world.open_im(self.person(person).id, app.bot_user)
        self.events.home_opened(app, person, channel)
        return channel

    def join(self, user: str, channel: str) -> None:
        """Let a person or a bot user enter a channel."""
        self.world.join(user, channel)

    # What there is for them

    def person(self, user: str) -> Person:
        person = self.world.people.get(user)
        if person and self.world.speaks(person):
            return person
        raise RefusedError("user_not_found", "その人はこのトークルームにいません。", status=404)

    def channel(self, person: str, channel: str) -> Channel:
        there = self.world.channels.get(channel)
        if not there or person not in there.members:
            raise RefusedError("channel_not_found", "そのトークルームは見つかりません。", status=404)
        return there

    def seen(self, person: str, channel: str, ts: str) -> Message:
        said = self.world.message(self.channel(person, channel).id, ts)
        if not said or not said.is_for(person):
            raise RefusedError("message_not_found", "そのメッセージは見つかりません。", status=404)
        return said

    async def _type(self, person: Person, channel: Channel, text: str, thread_ts: str | None) -> Typed:
        if not text.strip():
            raise RefusedError("no_text", "何か入力してください。")
        if len(text) > LONGEST_TEXT:
            raise RefusedError("msg_too_long", f"長すぎます。{LONGEST_TEXT:,}文字以内に分けてください。")
        if thread_ts:
            self.seen(person.id, channel.id, thread_ts)
        if re.match(r"/[^\s/]+(\s|$)", text):
            return await self._run(person, channel, text, thread_ts)
        sent = speech.as_sent(text, self.world.people.values())
        said = self.world.post(Message(channel=channel.id, user=person.id, text=sent, thread_ts=thread_ts))
        return Typed(ok=True, ts=said.ts)

    async def _run(self, person: Person, channel: Channel, text: str, thread_ts: str | None) -> Typed:
        if thread_ts:
            say = f"{split(text)[0]} はスレッドの中では使えません。スレッドの外で入力してください。"
            raise RefusedError("command_in_thread", say)
        return Typed(ok=True, ran=await self._commands.run(person, channel, text))
