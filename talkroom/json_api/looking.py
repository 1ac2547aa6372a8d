"""The JSON API of the page: a person looks, types and reads; the room is set up for training."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from aiohttp import web

from talkroom.clock import JST
from talkroom.errors import RefusedError
from talkroom.files import LARGEST
from talkroom.json_api import shown
from talkroom.json_api.answering import CHANNEL, PERSON, answered, body, refused, text_of
from talkroom.json_api.live import Live
from talkroom.message import Json, Message

if TYPE_CHECKING:
    from talkroom.room import Talkroom

MOST_MESSAGES = 200


class Looking:
    """Answers /room/: what `Talkroom` does for a person, over HTTP."""

    def __init__(self, room: "Talkroom", live: Live) -> None:
        self._room, self._live = room, live

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/room/state", answered(self.state)),
            web.post("/room/clock", answered(self.clock)),
            web.get("/room/faults", answered(self.faults)),
            web.post("/room/faults", answered(self.switch)),
            web.post("/room/reset", answered(self.reset)),
            web.get(f"{PERSON}/channels", answered(self.channels)),
            web.get(f"{PERSON}/live", self.live),
            web.get(f"{CHANNEL}/messages", answered(self.messages)),
            web.get(f"{CHANNEL}/threads/{{ts}}", answered(self.thread)),
            web.get(f"{CHANNEL}/pins", answered(self.pins)),
            web.post(f"{CHANNEL}/type", answered(self.type)),
            web.post(f"{CHANNEL}/read", answered(self.read)),
        ]

    async def state(self, _: web.Request) -> Json:
        world, apps = self._room.world, self._room.world.apps.values()
        bots = [world.people[app.bot_user] for app in apps]
        return {
            "team": {"id": world.team.id, "name": world.team.name},
            "clock": shown.clock(self._room),
            "people": [shown.person(each) for each in [*world.persons(), *bots]],
            "commands": [
                {"name": c.name, "description": c.description, "usage_hint": c.usage_hint, "app": app.id}
                for app in apps
                for c in app.commands
            ],
            "apps": [shown.app(app, world) for app in apps],
            "faults": self._room.faults.shown(),
            "files": {"largest": LARGEST},
        }

    async def clock(self, request: web.Request) -> Json:
        """Move the room's clock `forward` by seconds, `to` an ISO moment, or to the `next` thing due; never back."""
        said = await body(request)
        self._room.move_clock(self._moment(said))
        return shown.clock(self._room)

    async def faults(self, _: web.Request) -> Json:
        return {"faults": self._room.faults.shown()}

    async def switch(self, request: web.Request) -> Json:
        """Switch a fault on or off, with its values beside its name."""
        said = await body(request)
        self._room.faults.switch(str(said.get("name")), on=bool(said.get("on")), values=said)
        return {"faults": self._room.faults.shown()}

    async def reset(self, _: web.Request) -> Json:
        await self._room.reset()
        return {"ok": True}

    async def channels(self, request: web.Request) -> Json:
        person = self._room.persons.person(request.match_info["user"])
        theirs = self._room.world.channels_of(person.id)
        return {"channels": [shown.channel(self._room, each, seen_by=person.id) for each in theirs]}

    async def messages(self, request: web.Request) -> Json:
        """Return the newest messages, or those before a ts. Looking into an app's direct messages tells the app."""
        person, channel = self._who_and_where(request)
        before, limit = request.query.get("before", ""), _limit(request)
        seen = [m for m in self._room.persons.sees(person, channel) if not before or m.ts < before]
        if not before and self._room.world.channels[channel].is_im:
            self._tell_app(person, channel)
        return {"messages": [self._shown(m, person) for m in seen[-limit:]], "more": len(seen) > limit}

    async def thread(self, request: web.Request) -> Json:
        person, channel = self._who_and_where(request)
        self._room.persons.seen(person, channel, request.match_info["ts"])
        seen = self._room.persons.sees(person, channel, request.match_info["ts"])
        return {"messages": [self._shown(m, person) for m in seen]}

    async def type(self, request: web.Request) -> Json:
        person, channel = self._who_and_where(request)
        said = await body(request)
        files = [str(each) for each in said["files"]] if isinstance(said.get("files"), list) else []
        words = str(said.get("text") or "")
        typed = await self._room.persons.type(person, channel, words, text_of(said, "thread_ts"), files)
        if not typed.ok:
            raise RefusedError(typed.error, typed.say, status=422)
        return {"ok": True, "ran": typed.ran, "ts": typed.ts}

    async def pins(self, request: web.Request) -> Json:
        person, channel = self._who_and_where(request)
        pinned = [m for m in self._room.world.pins(channel) if m.is_for(person)]
        return {"messages": [self._shown(m, person) for m in pinned]}

    async def read(self, request: web.Request) -> Json:
        person, channel = self._who_and_where(request)
        ts = str((await body(request)).get("ts") or "")
        if not self._room.world.message(channel, ts):
            raise RefusedError("message_not_found", "そのメッセージは見つかりません。", status=404)
        self._room.world.read(person, channel, ts)
        return {"ok": True}

    async def live(self, request: web.Request) -> web.StreamResponse:
        try:
            person = self._room.persons.person(request.match_info["user"])
        except RefusedError as refusal:
            return refused(refusal)
        return await self._live.stream(request, person.id)

    def _shown(self, said: Message, person: str) -> Json:
        return shown.message(self._room.world, said, seen_by=person)

    def _moment(self, said: Json) -> datetime:
        """What the clock is asked to show; without an offset it is Japanese time."""
        if said.get("next"):
            if due := self._room.next_due():
                return max(due, self._room.clock())
            raise RefusedError("nothing_due", "これから行われる予定はありません。")
        try:
            to = self._asked(said)
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            raise RefusedError("invalid_time", "いつまで進めるかを、秒数か日時で指定してください。") from error
        return to if to.tzinfo else to.replace(tzinfo=JST)

    def _asked(self, said: Json) -> datetime:
        if "forward" in said:
            return self._room.clock() + timedelta(seconds=float(said["forward"]))
        return datetime.fromisoformat(said["to"])

    def _who_and_where(self, request: web.Request) -> tuple[str, str]:
        person = self._room.persons.person(request.match_info["user"])
        return person.id, self._room.persons.channel(person.id, request.match_info["channel"]).id

    def _tell_app(self, person: str, channel: str) -> None:
        for app in self._room.world.apps_in(channel):
            self._room.events.home_opened(app, person, channel)


def _limit(request: web.Request) -> int:
    try:
        return max(1, min(int(request.query.get("limit", 50)), MOST_MESSAGES))
    except ValueError as error:
        raise RefusedError("invalid_limit", "件数は数字で指定してください。") from error
