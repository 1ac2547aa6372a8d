"""Shortcuts: global ones (⚡) and those of a message, told to the app that declares them."""

from talkroom import speech, wire
from talkroom.acts.answers import Answers, Exchange
from talkroom.acts.telling import Telling
from talkroom.cast import App, Person, Shortcut
from talkroom.errors import RefusedError
from talkroom.message import Message
from talkroom.world import World


class Shortcuts:
    """Runs what a person picks from a shortcut menu."""

    def __init__(self, world: World, telling: Telling, answers: Answers) -> None:
        self._world, self._telling, self._answers = world, telling, answers

    async def run(self, person: Person, app_id: str, callback_id: str) -> None:
        app, shortcut = self._meant(app_id, callback_id, "global")
        payload = self._telling.interaction(
            "shortcut",
            app,
            person,
            callback_id=callback_id,
            action_ts=self._world.now_ts(),
            trigger_id=self._telling.trigger(app, person),
        )
        await self._telling.send(app, "interactive", payload, what=shortcut.name)

    async def run_on(self, person: Person, app_id: str, callback_id: str, said: Message) -> None:
        """Run a message shortcut on what somebody said."""
        app, shortcut = self._meant(app_id, callback_id, "message")
        thread = said.thread_ts if said.is_reply else None
        exchange = Exchange(app=app, person=person.id, channel=said.channel, thread_ts=thread)
        payload = self._telling.interaction(
            "message_action",
            app,
            person,
            callback_id=callback_id,
            action_ts=self._world.now_ts(),
            trigger_id=self._telling.trigger(app, person, channel=said.channel),
            response_url=self._answers.response_url(exchange),
            channel=speech.channel_of(self._world.channels[said.channel]),
            message_ts=said.ts,
            message=wire.message(self._world, said),
        )
        await self._telling.send(app, "interactive", payload, what=shortcut.name)

    def _meant(self, app_id: str, callback_id: str, kind: str) -> tuple[App, Shortcut]:
        app = self._world.apps.get(app_id)
        for shortcut in app.shortcuts if app else ():
            if app and (shortcut.callback_id, shortcut.type) == (callback_id, kind):
                return app, shortcut
        raise RefusedError("unknown_shortcut", "そのショートカットはありません。画面を読み直してください。", status=404)
