"""The JSON API of the page: a person looks, types, presses and reads. A test or a script can be a person too."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import TYPE_CHECKING

from aiohttp import web

from talkroom.bodies import json_object
from talkroom.clock import JST
from talkroom.errors import RefusedError, SlackError
from talkroom.message import Json
from talkroom.people import shown
from talkroom.people.live import Live

if TYPE_CHECKING:
    from talkroom.room import Talkroom

Answering = Callable[[web.Request], Awaitable[Json]]
_CHANNEL = "/room/people/{user}/channels/{channel}"
MOST_MESSAGES = 200


class People:
    """Answers /room/: what `Talkroom` does for a person, over HTTP."""

    def __init__(self, room: "Talkroom", live: Live) -> None:
        self._room, self._live = room, live

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/room/state", _answered(self.state)),
            web.post("/room/clock", _answered(self.clock)),
            web.get("/room/people/{user}/channels", _answered(self.channels)),
            web.get("/room/people/{user}/live", self.live),
            web.get(f"{_CHANNEL}/messages", _answered(self.messages)),
            web.get(f"{_CHANNEL}/threads/{{ts}}", _answered(self.thread)),
            web.post(f"{_CHANNEL}/type", _answered(self.type)),
            web.post(f"{_CHANNEL}/press", _answered(self.press)),
            web.post(f"{_CHANNEL}/read", _answered(self.read)),
        ]

    async def state(self, _: web.Request) -> Json:
        world, apps = self._room.world, self._room.world.apps.values()
        bots = [world.people[app.bot_user] for app in apps]
        return {
            "team": {"id": world.team.id, "name": world.team.name},
            "clock": {"now": self._room.clock.iso(), "running": True},
            "people": [shown.person(each) for each in [*world.persons(), *bots]],
            "commands": [
                {"name": c.name, "description": c.description, "usage_hint": c.usage_hint, "app": app.id}
                for app in apps
                for c in app.commands
            ],
            "apps": [{"id": app.id, "name": app.name, "user": app.bot_user} for app in apps],
        }

    async def clock(self, request: web.Request) -> Json:
        """Move the room's clock `forward` by seconds, or `to` an ISO moment; never back."""
        said = await _said(request)
        self._room.move_clock(_moment(said, self._room.clock()))
        return {"now": self._room.clock.iso(), "running": True}

    async def channels(self, request: web.Request) -> Json:
        person = self._room.person(request.match_info["user"])
        world = self._room.world
        return {"channels": [shown.channel(world, each, seen_by=person.id) for each in world.channels_of(person.id)]}

    async def messages(self, request: web.Request) -> Json:
        """Return the newest messages, or those before a ts. Looking into an app's direct messages tells the app."""
        person, channel = self._who_and_where(request)
        before, limit = request.query.get("before", ""), _limit(request)
        seen = [m for m in self._room.sees(person, channel) if not before or m.ts < before]
        if not before and self._room.world.channels[channel].is_im:
            self._tell_app(person, channel)
        return {"messages": [shown.message(self._room.world, m) for m in seen[-limit:]], "more": len(seen) > limit}

    async def thread(self, request: web.Request) -> Json:
        person, channel = self._who_and_where(request)
        self._room.seen(person, channel, request.match_info["ts"])
        seen = self._room.sees(person, channel, request.match_info["ts"])
        return {"messages": [shown.message(self._room.world, m) for m in seen]}

    async def type(self, request: web.Request) -> Json:
        person, channel = self._who_and_where(request)
        said = await _said(request)
        typed = await self._room.type(person, channel, str(said.get("text") or ""), _text(said, "thread_ts"))
        if not typed.ok:
            raise RefusedError(typed.error, typed.say, status=422)
        return {"ok": True, "ran": typed.ran, "ts": typed.ts}

    async def press(self, request: web.Request) -> Json:
        person, channel = self._who_and_where(request)
        said = await _said(request)
        await self._room.press(
            person,
            channel,
            str(said.get("ts")),
            str(said.get("action_id")),
            block_id=_text(said, "block_id"),
            value=_text(said, "value"),
            selected=said.get("selected"),
        )
        return {"ok": True}

    async def read(self, request: web.Request) -> Json:
        person, channel = self._who_and_where(request)
        self._room.world.read(person, channel, str((await _said(request)).get("ts") or ""))
        return {"ok": True}

    async def live(self, request: web.Request) -> web.StreamResponse:
        try:
            person = self._room.person(request.match_info["user"])
        except RefusedError as refusal:
            return _refused(refusal)
        return await self._live.stream(request, person.id)

    def _who_and_where(self, request: web.Request) -> tuple[str, str]:
        person = self._room.person(request.match_info["user"])
        return person.id, self._room.channel(person.id, request.match_info["channel"]).id

    def _tell_app(self, person: str, channel: str) -> None:
        for app in self._room.world.apps_in(channel):
            self._room.events.home_opened(app, person, channel)


def _answered(answering: Answering) -> Callable[[web.Request], Awaitable[web.Response]]:
    @wraps(answering)
    async def handler(request: web.Request) -> web.Response:
        try:
            return web.json_response(await answering(request))
        except RefusedError as refusal:
            return _refused(refusal)

    return handler


def _refused(refusal: RefusedError) -> web.Response:
    answer = {"ok": False, "error": refusal.code, "say": refusal.say, "keep": True}
    return web.json_response(answer, status=refusal.status if refusal.status < 500 else 422)


def _limit(request: web.Request) -> int:
    try:
        return max(1, min(int(request.query.get("limit", 50)), MOST_MESSAGES))
    except ValueError as error:
        raise RefusedError("invalid_limit", "件数は数字で指定してください。") from error


def _moment(said: Json, now: datetime) -> datetime:
    """What the clock is asked to show; without an offset it is Japanese time."""
    try:
        to = (
            now + timedelta(seconds=float(said["forward"])) if "forward" in said else datetime.fromisoformat(said["to"])
        )
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise RefusedError("invalid_time", "いつまで進めるかを、秒数か日時で指定してください。") from error
    return to if to.tzinfo else to.replace(tzinfo=JST)


def _text(said: Json, name: str) -> str | None:
    return str(said[name]) if said.get(name) else None


async def _said(request: web.Request) -> Json:
    try:
        return await json_object(request)
    except SlackError as error:
        raise RefusedError(error.code, "JSON のオブジェクトを送ってください。") from error
