"""Tells an app what a person did, and the person when the app was not reached."""

from typing import Any

from talkroom import speech, wire
from talkroom.acts.triggers import Triggers
from talkroom.cast import App, Person
from talkroom.delivery import Delivery
from talkroom.errors import RefusedError, UndeliveredError
from talkroom.message import Json
from talkroom.transport import Answer, Kind
from talkroom.view import View
from talkroom.world import World


class Telling:
    """Makes the payloads of what people do, and brings them to the app."""

    def __init__(self, world: World, *, delivery: Delivery, triggers: Triggers) -> None:
        self._world, self._delivery, self._triggers = world, delivery, triggers

    async def send(self, app: App, kind: Kind, payload: Json, *, what: str) -> Answer:
        """Bring a payload to the app. Raises RefusedError with the sentence for the person where that fails."""
        try:
            return await self._delivery.send(app, kind, payload)
        except UndeliveredError as failure:
            say = speech.undelivered(failure.code, what=what, app=app)
            raise RefusedError(failure.code, say, status=504) from failure

    def interaction(self, kind: str, app: App, person: Person, **more: Any) -> Json:
        """Return the payload of an interaction: what all of them say, and `more`."""
        world = self._world
        return {
            "type": kind,
            "user": {"id": person.id, "username": person.name, "name": person.name, "team_id": world.team_of(person)},
            "team": {"id": world.team.id, "domain": world.team.domain},
            "api_app_id": app.id,
            "token": "",
            "enterprise": None,
            "is_enterprise_install": False,
            **more,
        }

    def trigger(self, app: App, person: Person, *, channel: str | None = None, view: View | None = None) -> str:
        return self._triggers.issue(app.id, person.id, channel=channel, in_modal=bool(view and view.kind == "modal"))

    def view(self, view: View) -> Json:
        return wire.view(self._world, view)
