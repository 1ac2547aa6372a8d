"""Presses: a person presses a button or chooses in a menu, and the app is told with block_actions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from talkroom import speech, wire
from talkroom.acts.answers import Answers, Exchange
from talkroom.acts.offers import Offers
from talkroom.acts.telling import Telling
from talkroom.cast import Person
from talkroom.elements import Element, filled_in, find, state
from talkroom.message import Json, Message
from talkroom.screens import Screens
from talkroom.view import View
from talkroom.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """What a person pressed: which element, with the value of a button or what they chose in a menu."""

    action_id: str
    block_id: str | None = None
    value: str | None = None
    selected: Any = None
    state: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))  # {block_id: {action_id: raw}}


class Actions:
    """Carries presses to the app that wrote the message or the view."""

    def __init__(self, world: World, screens: Screens, telling: Telling, answers: Answers, offers: Offers) -> None:
        self._world, self._screens, self._telling = world, screens, telling
        self._answers, self._offers = answers, offers

    async def in_message(self, person: Person, said: Message, press: Press) -> None:
        """Press in a message; what stands in its other elements is kept, too."""
        element = find(said.blocks, press.action_id, press.block_id)
        so_far = self._world.chosen(person.id, said)
        chosen = element.read(press.selected, self._offers.of(person, said.ts, element, so_far))
        beside = filled_in(said.blocks, press.state, lambda other: self._offers.of(person, said.ts, other, so_far))
        for key, each in beside.items():
            self._world.choose(person.id, said, key, each)
        if element.keeps_its_state:
            self._world.choose(person.id, said, element.key, chosen)
        app = self._world.apps[said.app or ""]
        thread = said.thread_ts if said.is_reply else None
        exchange = Exchange(app=app, person=person.id, channel=said.channel, thread_ts=thread, source=said)
        payload = self._from_message(exchange, said, self._action(element, press, chosen))
        await self._telling.send(app, "interactive", payload, what="操作")

    async def in_view(self, person: Person, view: View, press: Press, chosen: Mapping[tuple[str, str], Any]) -> None:
        """Press in a modal or Home; `chosen` is what stands in all its elements, and is kept."""
        element = find(view.blocks, press.action_id, press.block_id)
        now = element.read(press.selected, self._offers.of(person, view.id, element, view.chosen))
        if element.keeps_its_state:
            chosen = {**chosen, element.key: now}
        view = self._screens.choose(view, chosen)
        app = self._world.apps[view.app]
        payload = self._telling.interaction(
            "block_actions",
            app,
            person,
            container={"type": "view", "view_id": view.id},
            trigger_id=self._telling.trigger(app, person, channel=view.channel, view=view),
            view=self._telling.view(view),
            actions=[self._action(element, press, now)],
        )
        await self._telling.send(app, "interactive", payload, what="操作")

    def _action(self, element: Element, press: Press, chosen: Any) -> Json:
        return element.action(value=press.value, chosen=chosen, now=self._world.now_ts())

    def _from_message(self, exchange: Exchange, said: Message, action: Json) -> Json:
        world, person = self._world, self._world.people[exchange.person]
        payload = self._telling.interaction(
            "block_actions",
            exchange.app,
            person,
            container=wire.container(said),
            trigger_id=self._telling.trigger(exchange.app, person, channel=said.channel),
            channel=speech.channel_of(world.channels[said.channel]),
            state={"values": state(said.blocks, world.chosen(person.id, said))},
            response_url=self._answers.response_url(exchange),
            actions=[action],
        )
        return payload if said.is_ephemeral else payload | {"message": wire.message(world, said)}
