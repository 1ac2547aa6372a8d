"""What external selects offer: the app is asked with block_suggestion while a person types."""

from typing import Any

from talkroom import speech, wire
from talkroom.acts.telling import Telling
from talkroom.blockkit import parts, problems
from talkroom.cast import App, Person
from talkroom.elements import EXTERNAL, Chosen, Element, Offered, find
from talkroom.errors import RefusedError
from talkroom.message import Json, Message
from talkroom.view import View
from talkroom.world import World

MOST_KEPT = 500  # selects whose last offers are remembered


class Offers:
    """Asks apps for options, and knows later what a person could choose from."""

    def __init__(self, world: World, telling: Telling) -> None:
        self._world, self._telling = world, telling
        self._kept: dict[tuple[str, str, tuple[str, str]], dict[str, Json]] = {}

    async def in_message(self, person: Person, said: Message, action_id: str, block_id: str, typed: str) -> Json:
        element, app = find(said.blocks, action_id, block_id), self._world.apps[said.app or ""]
        where: Json = {
            "container": wire.container(said),
            "channel": speech.channel_of(self._world.channels[said.channel]),
            "message": wire.message(self._world, said),
        }
        return await self._ask(app, person, said.ts, element, {**where, "value": typed})

    async def in_view(self, person: Person, view: View, action_id: str, block_id: str, typed: str) -> Json:
        element, app = find(view.blocks, action_id, block_id), self._world.apps[view.app]
        where: Json = {"container": {"type": "view", "view_id": view.id}, "view": self._telling.view(view)}
        return await self._ask(app, person, view.id, element, {**where, "value": typed})

    def of(self, person: Person, place: str, element: Element, chosen: Chosen) -> Offered:
        """Return what was offered to this person here so far, by value; what is `chosen` was offered once."""
        now = chosen.get(element.key)
        options = [each for each in (now if isinstance(now, list) else [now]) if isinstance(each, dict)]
        taken = {option["value"]: option for option in options if "value" in option}
        return {**taken, **self._kept.get((person.id, place, element.key), {})}

    def forget(self) -> None:
        self._kept = {}

    async def _ask(self, app: App, person: Person, place: str, element: Element, where: Json) -> Json:
        if element.type not in EXTERNAL:
            raise RefusedError("invalid_action", "この選択欄の候補は、画面に出ているものだけです。")
        ids = {"block_id": element.block_id, "action_id": element.json["action_id"]}
        payload = self._telling.interaction("block_suggestion", app, person, **ids, **where)
        answer = await self._telling.send(app, "interactive", payload, what="候補")
        offered = _checked(answer.body, app)
        self._keep((person.id, place, element.key), offered)
        return offered

    def _keep(self, key: tuple[str, str, tuple[str, str]], offered: Json) -> None:
        options = {part["value"]: part for _, part in parts(offered) if {"text", "value"} <= part.keys()}
        self._kept.setdefault(key, {}).update(options)
        if len(self._kept) > MOST_KEPT:
            del self._kept[next(iter(self._kept))]


def _checked(answer: Json, app: App) -> Json:
    """Take the options out of the answer, judged as those of a static_select."""
    offered: dict[str, Any] = {name: answer[name] for name in ("options", "option_groups") if answer.get(name)}
    if not offered:
        return {"options": []}
    select = {"type": "static_select", "action_id": "offered", **offered}
    if problems({"blocks": [{"type": "actions", "elements": [select]}]}):
        say = f"「{app.name}」が、選択欄に出せない候補を返しました。システムの管理者に知らせてください。"
        raise RefusedError("invalid_options", say)
    return offered
