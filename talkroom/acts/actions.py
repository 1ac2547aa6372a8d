"""Presses: a person presses a button or chooses in a menu, and the app is told with block_actions."""

from typing import Any

from talkroom import speech, wire
from talkroom.acts.answers import Answers, Exchange
from talkroom.acts.triggers import Triggers
from talkroom.cast import Person
from talkroom.delivery import Delivery
from talkroom.elements import Element, elements, state
from talkroom.errors import RefusedError, UndeliveredError
from talkroom.message import Json, Message
from talkroom.world import World


class Actions:
    """Carries presses to the app that wrote the message."""

    def __init__(self, world: World, *, delivery: Delivery, answers: Answers, triggers: Triggers) -> None:
        self._world, self._delivery, self._answers, self._triggers = world, delivery, answers, triggers

    async def press(self, person: Person, said: Message, element: Element, *, value: str | None, selected: Any) -> None:
        chosen = element.chosen(selected)
        self._world.choose(person.id, said, element.key, chosen)
        action = element.action(value=value, chosen=chosen, now=self._world.now_ts())
        app = self._world.apps[said.app or ""]
        exchange = Exchange(
            app=app,
            person=person.id,
            channel=said.channel,
            thread_ts=said.thread_ts if said.is_reply else None,
            source=said,
        )
        try:
            await self._delivery.send(app, "interactive", self._payload(exchange, said, action))
        except UndeliveredError as failure:
            say = speech.undelivered(failure.code, what="操作", app=app)
            raise RefusedError(failure.code, say, status=504) from failure

    def _payload(self, exchange: Exchange, said: Message, action: Json) -> Json:
        world, person = self._world, self._world.people[exchange.person]
        channel = world.channels[exchange.channel]
        payload = {
            "type": "block_actions",
            "user": {"id": person.id, "username": person.name, "name": person.name, "team_id": world.team_of(person)},
            "api_app_id": exchange.app.id,
            "token": "",
            "container": _container(said),
            "trigger_id": self._triggers.issue(exchange.app.id, person.id),
            "team": {"id": world.team.id, "domain": world.team.domain},
            "enterprise": None,
            "is_enterprise_install": False,
            "channel": {"id": channel.id, "name": speech.channel_name(channel)},
            "state": {"values": state(said, world.chosen(person.id, said))},
            "response_url": self._answers.response_url(exchange),
            "actions": [action],
        }
        return payload if said.is_ephemeral else payload | {"message": wire.message(world, said)}


def find(said: Message, action_id: str, block_id: str | None) -> Element:
    """Find the element in the message; without a block_id, the first that bears the action_id."""
    for element in elements(said):
        if element.json["action_id"] == action_id and block_id in {None, element.block_id}:
            return element
    raise RefusedError("invalid_action", "その操作はもうできません。画面を読み直してください。")


def _container(said: Message) -> Json:
    container = {
        "type": "message",
        "message_ts": said.ts,
        "channel_id": said.channel,
        "is_ephemeral": said.is_ephemeral,
    }
    return container | {"thread_ts": said.thread_ts} if said.is_reply else container
