"""A person in the room: what they see and do. A test, a script and the page speak through this."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from talkroom import speech
from talkroom.acts.actions import Actions, Press
from talkroom.acts.commands import Commands, split
from talkroom.acts.offers import Offers
from talkroom.acts.shortcuts import Shortcuts
from talkroom.acts.submissions import Submissions
from talkroom.cast import App, Channel, Person
from talkroom.content import LONGEST_TEXT
from talkroom.errors import RefusedError
from talkroom.events import Events
from talkroom.files import File
from talkroom.message import Json, Message
from talkroom.screens import Screens
from talkroom.uploads import Uploads
from talkroom.view import View
from talkroom.wire import view as wired_view
from talkroom.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What became of a typed line: the command it ran or the message it is; or why not, and that it should be kept."""

    ok: bool
    ran: str | None = None
    ts: str | None = None
    say: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """The ways in which an app is told of what a person does."""

    commands: Commands
    actions: Actions
    offers: Offers
    shortcuts: Shortcuts
    submissions: Submissions


class Persons:
    """What anybody can do in the room, by their id; RefusedError says what they cannot."""

    def __init__(self, world: World, screens: Screens, uploads: Uploads, events: Events, ways: Ways) -> None:
        self._world, self._screens, self._uploads, self._events, self._ways = world, screens, uploads, events, ways

    # What they do

    async def type(
        self, person: str, channel: str, text: str, thread_ts: str | None = None, files: Sequence[str] = ()
    ) -> Typed:
        """Say it, or run it when it opens with a slash; a failed line is to be kept in the composer."""
        try:
            return await self._type(self.person(person), self.channel(person, channel), text, thread_ts, files)
        except RefusedError as refusal:
            return Typed(ok=False, say=refusal.say, error=refusal.code)

    async def press(self, person: str, channel: str, message_ts: str, action_id: str, **how: Any) -> None:
        """Press a button, or choose in an element (`how`: see Press); RefusedError says what went wrong."""
        press = Press(action_id=action_id, **how)
        await self._ways.actions.in_message(self.person(person), self.seen(person, channel, message_ts), press)

    async def press_in(self, person: str, view: str, action_id: str, **how: Any) -> None:
        """Press something in a modal or Home, with what stands in its elements in `state`."""
        press = Press(action_id=action_id, **how)
        who, shown = self.person(person), self.view(person, view)
        await self._ways.actions.in_view(who, shown, press, self._ways.submissions.read(who, shown, press.state))

    async def submit(self, person: str, view: str, state: Mapping[str, Any]) -> dict[str, str]:
        """Submit a modal; return a sentence for each block_id that is wrong, nothing when it was taken."""
        return await self._ways.submissions.submit(self.person(person), self.view(person, view), state)

    async def close(self, person: str, view: str, *, whole_stack: bool = False) -> None:
        await self._ways.submissions.close(self.person(person), self.view(person, view), whole_stack=whole_stack)

    async def offered(self, person: str, where: Message | View, action_id: str, block_id: str, typed: str) -> Json:
        """Ask the app what an external select offers for what is typed."""
        who = self.person(person)
        if isinstance(where, View):
            return await self._ways.offers.in_view(who, where, action_id, block_id, typed)
        return await self._ways.offers.in_message(who, where, action_id, block_id, typed)

    async def run_shortcut(self, person: str, app: str, callback_id: str, on: Message | None = None) -> None:
        """Run a global shortcut, or a message shortcut on a message."""
        if on:
            await self._ways.shortcuts.run_on(self.person(person), app, callback_id, on)
        else:
            await self._ways.shortcuts.run(self.person(person), app, callback_id)

    def edit(self, person: str, said: Message, text: str) -> None:
        """Change one's own words."""
        self._own(person, said)
        sent = speech.as_sent(_typed_text(text), self._world.people.values())
        self._world.change(said, text=sent, edited=self._world.now_ts())

    def delete(self, person: str, said: Message) -> None:
        self._own(person, said)
        self._world.delete(said)

    def upload(self, person: str, name: str, contents: bytes) -> File:
        """Take a file; it waits to be sent with `type`, or handed in with a modal."""
        return self._uploads.take(self.person(person).id, name, contents)

    def sees(self, person: str, channel: str, thread_ts: str | None = None) -> list[Message]:
        """Return what this person sees, oldest first, what only they see included."""
        there = self.channel(person, channel)
        if thread_ts is None:
            return self._world.stream(there.id, person)
        return self._world.thread(there.id, thread_ts, person)

    def open_im(self, person: str, app_or_bot_user: str) -> str:
        """Open the direct messages with an app, and let the app know."""
        app = self._app(app_or_bot_user)
        channel = self._world.open_im(self.person(person).id, app.bot_user)
        self._events.home_opened(app, person, channel)
        return channel

    def open_home(self, person: str, app_or_bot_user: str) -> View | None:
        """Open an app's Home, and let the app know; return what it has published there so far."""
        app = self._app(app_or_bot_user)
        channel = self._world.open_im(self.person(person).id, app.bot_user)
        home = self._screens.home(app.id, person)
        view = wired_view(self._world, home) if home else None
        self._events.home_opened(app, person, channel, tab="home", view=view)
        return home

    # What there is for them

    def person(self, user: str) -> Person:
        person = self._world.people.get(user)
        if person and self._world.speaks(person):
            return person
        raise RefusedError("user_not_found", "その人はこのトークルームにいません。", status=404)

    def channel(self, person: str, channel: str) -> Channel:
        there = self._world.channels.get(channel)
        if not there or person not in there.members:
            raise RefusedError("channel_not_found", "そのトークルームは見つかりません。", status=404)
        return there

    def seen(self, person: str, channel: str, ts: str) -> Message:
        said = self._world.message(self.channel(person, channel).id, ts)
        if not said or not said.is_for(person):
            raise RefusedError("message_not_found", "そのメッセージは見つかりません。", status=404)
        return said

    def view(self, person: str, view_id: str) -> View:
        view = self._screens.find(view_id)
        if not view or view.person != person:
            raise RefusedError("view_not_found", "その画面は、すでに閉じています。もう一度開いてください。", status=404)
        return view

    def file(self, person: str, file_id: str) -> File:
        file = self._world.files.get(file_id)
        if not file or not self._world.sees_file(person, file):
            raise RefusedError("file_not_found", "そのファイルは見つかりません。", status=404)
        return file

    def _app(self, app_or_bot_user: str) -> App:
        app = self._world.apps.get(app_or_bot_user) or self._world.app_of(app_or_bot_user)
        if not app:
            raise RefusedError("user_not_found", "そのアプリはこのトークルームにありません。", status=404)
        return app

    def _own(self, person: str, said: Message) -> None:
        if said.user != self.person(person).id:
            raise RefusedError("not_yours", "自分のメッセージだけ、直したり消したりできます。", status=403)

    async def _type(
        self, person: Person, channel: Channel, text: str, thread_ts: str | None, files: Sequence[str]
    ) -> Typed:
        text = text if files and not text.strip() else _typed_text(text)
        if thread_ts:
            self.seen(person.id, channel.id, thread_ts)
        if not files and re.match(r"/[^\s/]+(\s|$)", text):
            return await self._run(person, channel, text, thread_ts)
        sent = speech.as_sent(text, self._world.people.values())
        said = Message(channel=channel.id, user=person.id, text=sent, thread_ts=thread_ts)
        if not files:
            return Typed(ok=True, ts=self._world.post(said).ts)
        mine = [self.file(person.id, each).id for each in files]
        return Typed(ok=True, ts=self._uploads.share(mine, said).ts)

    async def _run(self, person: Person, channel: Channel, text: str, thread_ts: str | None) -> Typed:
        if thread_ts:
            say = f"{split(text)[0]} はスレッドの中では使えません。スレッドの外で入力してください。"
            raise RefusedError("command_in_thread", say)
        return Typed(ok=True, ran=await self._ways.commands.run(person, channel, text))


def _typed_text(text: str) -> str:
    if not text.strip():
        raise RefusedError("no_text", "何か入力してください。")
    if len(text) > LONGEST_TEXT:
        raise RefusedError("msg_too_long", f"長すぎます。{LONGEST_TEXT:,}文字以内に分けてください。")
    return text
