"""Lets a test speak: the whole bot, wired as in bot.py, in a talk room of its own."""

import asyncio
from collections.abc import AsyncIterator, Callable, Container, Iterable, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from sqlalchemy import Connection
from sqlalchemy import text as sql

import bot
from domain.model import Member, Role
from domain.posting import Kept, State
from domain.round import Event, What
from handlers.desk import Desk
from handlers.desks import Desks
from handlers.http import application
from handlers.port import opened
from handlers.pulse import Pulse
from handlers.socket_mode import Doubt
from reminders.poster import Terms
from settings import Settings
from storage import members, postings, reports, rounds
from storage.database import Database, open_database
from talkroom import Answer, Message, Person, Talkroom, Waits, blockkit

Result = TypeVar("Result")
ROOM = "C0CONFERENCE"
SECRETARY = "U0SECRETARY"
YAMAGUCHI, SHIMONOSEKI, HOFU = "U0352039", "U0352012", "U0352063"
NOT_ON_THE_ROSTER = "U0STRANGER"
PATIENT = Waits(ack=60, trigger=60)  # a machine with much to do is no fault of the bot's
HASTY = Terms(lease=60, settle=0.02, timeout=20, between=0, apart=0, boards=0, homes=0, backoff=(0.02,))


def settings_for(database_url: str, **others: object) -> Settings:
    """The settings of a talk room with that database, whatever stands in the environment or in .env."""
    return Settings(_env_file=None, database_url=database_url, talkroom_port=0, **others)


@dataclass(frozen=True, slots=True)
class Straight:
    """Hands a payload straight to Bolt, as Socket Mode would after the wire. Every one has to be acknowledged."""

    app: AsyncApp
    delivered: list[tuple[str, dict[str, Any]]]

    async def deliver(self, kind: str, payload: dict[str, Any]) -> Answer:
        self.delivered.append((kind, payload))
        response = await self.app.async_dispatch(AsyncBoltRequest(body=payload, mode="socket_mode"))
        assert response.status == 200, (kind, payload)
        return Answer.read(response.status, response.body)


class Talk:
    """People who type and press, and what they see then. Every message is judged by Slack's documented limits."""

    def __init__(
        self, room: Talkroom, database: Database, runner: asyncio.Runner, desks: Desks, transport: Straight
    ) -> None:
        self.room = room
        self.database = database
        self._runner = runner
        self._desk: Desk = desks.first
        self._desks = desks
        self._transport = transport

    def type(self, text: str, by: str = YAMAGUCHI, channel: str = ROOM, thread: str | None = None) -> Message:
        """Type a line; the newest message the person sees then."""
        self._runner.run(self._typed(text, by, channel, thread))
        return self.newest(by, channel)

    def brings(self, name: str, contents: bytes, by: str = SECRETARY, text: str = "") -> Message:
        """Drop a file into the direct messages with the bot; the newest message there then."""
        there = self.direct(by)
        file = self.room.persons.upload(by, name, contents)
        self._runner.run(self._typed(text, by, there, None, [file.id]))
        return self.newest(by, there)

    def begins(self, text: str, by: str = YAMAGUCHI) -> Any:
        """Type a line that is answered with a modal; the one on top then."""
        self._runner.run(self._typed(text, by, ROOM, None))
        return self.modals(by)[-1]

    def press(self, label: str, by: str = YAMAGUCHI, channel: str = ROOM, thread: str | None = None) -> Message:
        """Press the newest button of that label; the newest message the person sees then."""
        ts, action_id = next(
            (message.ts, button["action_id"])
            for message in reversed(self.sees(by, channel, thread))
            for button in buttons(message)
            if button["type"] == "button" and button["text"]["text"] == label
        )
        self._runner.run(self._pressed(by, channel, ts, action_id))
        return self.newest(by, channel)

    def chooses(self, value: str, by: str = SECRETARY, channel: str = ROOM) -> Any:
        """Choose that option in the newest message that offers it; the modal on top then."""
        ts, action_id = next(
            (message.ts, select["action_id"])
            for message in reversed(self.sees(by, channel))
            for select in buttons(message)
            if value in [option["value"] for option in select.get("options", ())]
        )
        self._runner.run(self._pressed(by, channel, ts, action_id, selected=value))
        return self.modals(by)[-1]

    def submits(self, by: str = SECRETARY, **values: Any) -> dict[str, str]:
        """Fill in the modal on top and send it; what is wrong with it, by block_id."""
        view = self.room.screens.stack(by)[-1]
        return self._runner.run(self._submitted(by, view.id, _filled(view, values)))

    def press_in_modal(self, label: str, by: str = SECRETARY, **values: Any) -> Any:
        """Press that button of the modal on top, with `values` filled in; what is on top then."""
        view = self.modals(by)[-1]
        action_id = next(each["action_id"] for each in _pressable(view.blocks) if each["text"]["text"] == label)
        self._runner.run(self._pressed_in(by, view.id, action_id, state=_filled(view, values)))
        return self.modals(by)[-1]

    def types_in_modal(self, text: str, by: str = YAMAGUCHI, **values: Any) -> Any:
        """Type in the field of the modal on top that tells of itself meanwhile; what is on top then."""
        view = self.modals(by)[-1]
        action_id = next(b["element"]["action_id"] for b in view.blocks if b.get("dispatch_action"))
        self._runner.run(self._pressed_in(by, view.id, action_id, selected=text, state=_filled(view, values)))
        return self.modals(by)[-1]

    def closes(self, by: str = SECRETARY) -> None:
        """Close the modal on top without sending it."""
        self._runner.run(self.room.persons.close(by, self.modals(by)[-1].id))

    def modals(self, by: str = SECRETARY) -> list[Any]:
        """The modals that stand before the person, the one on top last; each judged by Slack's limits."""
        stack = self.room.screens.stack(by)
        assert [[]] * len(stack) == [blockkit.strict(view.body) for view in stack]
        return stack

    def said_to(self, user: str = YAMAGUCHI) -> list[Message]:
        """What the bot has said to the person in their direct messages, openly."""
        there = self.direct(user)
        return [m for m in self.sees(user, there) if m.app and not m.is_ephemeral]

    def files(self, message: Message) -> list[bytes]:
        """What is in the files that stand in a message."""
        kept = self.room.world.files
        return [kept.contents(file) for file in kept.of(message)]

    def told(self) -> list[str]:
        """What the bot has told the whole room."""
        return [m.text for m in self.sees(SECRETARY, ROOM) if m.app and not m.is_ephemeral]

    def private(self, by: str = SECRETARY, channel: str = ROOM) -> Message:
        """The newest message that only this person sees."""
        return max((m for m in self.room.world.said(channel) if m.only_for == by), key=lambda m: m.ts)

    def drains(self) -> None:
        """The ticker goes on until nothing that is due is left to say or in doubt."""
        self._runner.run(self._drained())

    def sees(self, by: str = YAMAGUCHI, channel: str = ROOM, thread: str | None = None) -> list[Message]:
        messages = self.room.persons.sees(by, channel, thread)
        for message in messages:
            if message.app:
                assert [] == blockkit.strict({"text": message.text, "blocks": list(message.blocks)})
        return messages

    def newest(self, by: str = YAMAGUCHI, channel: str = ROOM) -> Message:
        """The newest message the person sees, in the room or in any of its threads."""
        return max((m for m in self.room.world.said(channel) if m.is_for(by)), key=lambda m: m.ts)

    def direct(self, by: str = YAMAGUCHI) -> str:
        """The person's direct messages with the bot."""
        return self._happens(lambda: self.room.persons.open_im(by, "A0BOT"))

    def clock(self, to: str) -> None:
        """Move the room's clock forward; the ticker notices."""
        self._happens(lambda: self.room.clock.move(datetime.fromisoformat(to)))
        self.ticks()

    def trouble(self, fault: str, **values: Any) -> None:
        """Something breaks (talkroom/faults.py)."""
        self._happens(lambda: self.room.faults.switch(fault, on=True, values=values))

    def heals(self) -> None:
        self._happens(self.room.faults.all_off)

    def ticks(self) -> None:
        """The ticker's two jobs."""
        for desk in self._desks.every:
            desk.ahead.keep(desk.begin)
            self._happens(desk.post_soon)
            self._happens(lambda: desk.answers.later(desk.homes.refresh()))  # noqa: B023 – it happens here and now

    def opens_home(self, by: str = YAMAGUCHI) -> str:
        """Open the bot's Home; what stands there then."""
        self._happens(lambda: self.room.persons.open_home(by, "A0BOT"))
        return self.home(by)

    def home(self, by: str = YAMAGUCHI) -> str:
        """What stands in the person's Home, judged by Slack's limits."""
        view = self.room.screens.home("A0BOT", by)
        assert [] == blockkit.strict(view.body)
        texts = (each["text"]["text"] for each in view.blocks if "text" in each)
        return "\n".join(texts)

    def press_at_home(self, label: str, by: str = YAMAGUCHI, nth: int = 0) -> None:
        """Press a button of the Home: the first one of that label, or a later one."""
        view = self.room.screens.home("A0BOT", by)
        there = [(b["block_id"], e) for b in view.blocks if b["type"] == "actions" for e in b["elements"]]
        block_id, element = [each for each in there if each[1]["text"]["text"] == label][nth]
        self._runner.run(self._pressed_in(by, view.id, element["action_id"], block_id=block_id))

    def begins_anew(self) -> None:
        """Press 「最初からやり直す」."""
        self._runner.run(self.room.reset())

    def enters(self, person: Person, *, on_the_roster: bool) -> None:
        """Somebody else comes into the room."""
        self.room.world.people[person.id] = person
        self._happens(lambda: self.room.world.join(person.id, ROOM))
        if on_the_roster:
            with self.database.begin() as db:
                members.keep(db, bot.CONFERENCE, [Member(person.id, person.name, Role.SECRETARIAT)])

    def is_no_longer_the_secretariat(self, user: str) -> None:
        """Somebody changes the roster meanwhile."""
        with self.database.begin() as db:
            db.execute(sql("""UPDATE member SET role = 'member' WHERE "user" = :user"""), {"user": user})

    def appoints(self, user: str, municipality: str, rung: int = 0) -> None:
        """Somebody comes onto the roster for a municipality: in charge (0), as the deputy (1) or the head (2)."""
        self.room.world.people[user] = Person(id=user, name=user)
        there = Member(user, f"{municipality}の担当", Role.MEMBER, (municipality,), {municipality: rung})
        with self.database.begin() as db:
            members.keep(db, bot.CONFERENCE, [there])

    def dismisses(self, user: str) -> None:
        """Somebody answers for nothing any more."""
        with self.database.begin() as db:
            db.execute(sql('DELETE FROM member_municipality WHERE "user" = :user'), {"user": user})

    def posting(self, key: str) -> Kept:
        """What became of a posting."""
        kept = postings.one(self.database.read(), bot.CONFERENCE, key)
        assert kept, key
        return kept

    def is_impatient(self) -> None:
        """From now on even what takes a moment is told of while it is made."""
        self._desk.answers.patience = 0.01

    def audited(self) -> list[tuple[str, str]]:
        """Who did what, by the audit log."""
        return [tuple(row) for row in self.database.read().execute(sql('SELECT "by", action FROM audit ORDER BY nth'))]

    def changes(self, user: str, **marks: bool) -> None:
        """The chat changes an account and tells the app."""
        account = self.room.world.people[user] = replace(self.room.world.people[user], **marks)
        app, event = self.room.world.apps["A0BOT"], {"type": "user_change", "user": {"id": account.id}}
        self._happens(lambda: self.room.events.send(app, "user_change", event))

    def shares(self, room: str = ROOM, *, shared: bool = True) -> None:
        """A room is shared with another organisation, or no longer; the chat tells the app."""
        there = self.room.world.channels[room]
        self.room.world.channels[room] = replace(there, is_ext_shared=shared)
        kind = "channel_shared" if shared else "channel_unshared"
        app, event = self.room.world.apps["A0BOT"], {"type": kind, "channel": room, "event_ts": str(self.room.clock())}
        self._happens(lambda: self.room.events.send(app, kind, event))

    def forgets(self, user: str) -> None:
        """The chat no longer knows the account."""
        del self.room.world.people[user]

    def commands(self, text: str, by: str) -> str:
        """What the ack says to a command, sent as the chat would send it, whoever `by` is by now."""
        name, _, rest = text.partition(" ")
        channel, team = {"channel_id": ROOM, "channel_name": "privategroup"}, {"team_id": self.room.world.team.id}
        body = {"command": name, "text": rest, "user_id": by, **channel, **team, "response_url": self.room.url}
        answer = self._runner.run(self._transport.deliver("slash_commands", body))
        return str(answer.body.get("text", ""))

    def again(self, kinds: Container[str] = ("events_api",), **otherwise: Any) -> None:
        """The chat delivers every event (or press) so far a second time, the same or otherwise."""
        for kind, payload in list(self._transport.delivered):
            if kind in kinds:
                self._runner.run(self._transport.deliver(kind, {**payload, **otherwise}))
        self._happens(lambda: None)

    def delivered(self) -> list[dict[str, Any]]:
        """What the chat has brought of presses and forms so far, as copies to be brought once more."""
        return [deepcopy(payload) for kind, payload in self._transport.delivered if kind == "interactive"]

    def delivers(self, *payloads: dict[str, Any]) -> dict[str, Any]:
        """The chat brings these all at once; what is answered to the last."""
        return self._runner.run(self._brought(payloads))[-1]

    def presses_button(self, action_id: str, value: str, by: str) -> None:
        """Press a button that stands in the room, of a message that somebody else has caused."""
        button = {"type": "button", "action_id": action_id, "text": {"type": "plain_text", "text": "…"}, "value": value}
        blocks = [{"type": "actions", "block_id": "board", "elements": [button]}]
        said = self._happens(lambda: self.room.world.post(board(self.room, blocks)))
        self._runner.run(self._pressed(by, ROOM, said.ts, action_id))

    def gives_back(self, round: str, code: str, reason: str = "桁を確かめてください") -> None:
        """The secretariat gives the last report of a municipality back."""
        with self.database.begin() as db:
            last = reports.last(db, bot.CONFERENCE, round)[code]
            back = Event(code, What.RETURNED, SECRETARY, self.room.clock(), reason, last.nth)
            rounds.note(db, bot.CONFERENCE, round, back)

    def joins(self, user: str) -> None:
        """Somebody whom the chat knows comes into the room."""
        self._happens(lambda: self.room.world.join(user, ROOM))

    def also_answers(self, user: str, municipality: str) -> None:
        """Somebody answers for one more municipality."""
        with self.database.begin() as db:
            row = {"conference": bot.CONFERENCE, "user": user, "code": municipality}
            insert = 'INSERT INTO member_municipality (conference, "user", municipality, rung)'
            db.execute(sql(f"{insert} VALUES (:conference, :user, :code, 0)"), row)

    def _happens(self, what: Callable[[], Result]) -> Result:
        """Let something happen in the room, and wait for what follows."""

        async def and_settle() -> Result:
            result = what()
            await self._settled()
            return result

        return self._runner.run(and_settle())

    async def _typed(self, text: str, by: str, channel: str, thread: str | None, files: Sequence[str] = ()) -> None:
        typed = await self.room.persons.type(by, channel, text, thread, files)
        assert typed.ok, typed.say
        await self._settled()

    async def _pressed(self, by: str, channel: str, ts: str, action_id: str, **how: Any) -> None:
        await self.room.persons.press(by, channel, ts, action_id, **how)
        await self._settled()

    async def _pressed_in(self, by: str, view: str, action_id: str, **how: Any) -> None:
        await self.room.persons.press_in(by, view, action_id, **how)
        await self._settled()

    async def _brought(self, payloads: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
        answers = await asyncio.gather(*(self._transport.deliver("interactive", each) for each in payloads))
        await self._settled()
        return [dict(answer.body) for answer in answers]

    async def _submitted(self, by: str, view: str, state: dict[str, Any]) -> dict[str, str]:
        wrong = await self.room.persons.submit(by, view, state)
        await self._settled()
        return wrong

    async def _drained(self) -> None:
        await self._settled()
        while unfinished(self.database.read(), self.room.clock()):
            await asyncio.gather(*(desk.poster.post_due() for desk in self._desks.every))

    async def _settled(self) -> None:
        await self.room.settle()
        for desk in self._desks.every:
            await desk.answers.finish()
        await self.room.settle()


def board(room: Talkroom, blocks: list[dict[str, Any]]) -> Message:
    """A message of the bot's in the room."""
    app = room.world.apps["A0BOT"]
    return Message(channel=ROOM, user=app.bot_user, app=app.id, text="照会", blocks=tuple(blocks))


def _filled(view: Any, values: dict[str, Any]) -> dict[str, Any]:
    """The values by block and element, as the page would send them."""
    asked = {each["block_id"]: each["element"]["action_id"] for each in view.blocks if each["type"] == "input"}
    return {block_id: {asked[block_id]: value} for block_id, value in values.items()}


def unfinished(db: Connection, now: datetime) -> list[Kept]:
    """The postings that are due but not yet said, or perhaps said."""
    waiting = postings.of(db, bot.CONFERENCE, states=(State.PENDING, State.SENDING, State.UNCERTAIN))
    return [each for each in waiting if each.posting.due_at <= now]


def buttons(message: Message) -> list[dict[str, Any]]:
    return _pressable(message.blocks)


def _pressable(blocks: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """What can be pressed, in its order: in rows of buttons, and beside paragraphs."""
    within = (b["elements"] if b["type"] == "actions" else [b["accessory"]] if "accessory" in b else [] for b in blocks)
    return [each for elements in within for each in elements]


def labels(message: Message) -> list[str]:
    return [button["text"]["text"] for button in buttons(message) if button["type"] == "button"]


def block(message: Message, block_id: str) -> dict[str, Any]:
    return next(block for block in message.blocks if name(block) == block_id)


def name(block: dict[str, Any]) -> str:
    """The block's id, without the seal of its conference."""
    return str(block["block_id"]).partition("@")[0]


def cells(table: dict[str, Any]) -> list[list[str]]:
    """What a table shows, row by row, its head first."""
    return [[cell["text"] for cell in row] for row in table["rows"]]


@contextmanager
def talking(settings: Settings, *, way: str = "straight") -> Iterator[Talk]:
    """The bot on a loaded database, in a talk room: payloads go straight to it, by "socket" or over signed "http"."""
    database = open_database(settings.database_url)
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        try:
            yield runner.run(_entered(stack, settings, database, runner, way))
        finally:
            runner.run(stack.aclose())
            database.close()


async def _entered(
    stack: AsyncExitStack, settings: Settings, database: Database, runner: asyncio.Runner, way: str
) -> Talk:
    room = bot.furnished(settings, waits=PATIENT)
    room.hooks = bot.hooks(settings, database, room.clock)
    await room.start()
    stack.push_async_callback(room.stop)
    line = bot.line_to(room)
    app, desks = await stack.enter_async_context(bot.assembled(settings, line, database, HASTY))
    for desk in desks.every:
        desk.answers.patience = PATIENT.ack
    transport = Straight(app, [])
    if way == "socket":
        await stack.enter_async_context(_listening(app, line.app_token or ""))
        await room.connected("A0BOT")
    elif way == "http":
        address = await stack.enter_async_context(_serving(app, line.signing_secret))
        await room.use_request_url("A0BOT", address)
    else:
        room.attach("A0BOT", transport)
    return Talk(room, database, runner, desks, transport)


@asynccontextmanager
async def _listening(app: AsyncApp, app_token: str) -> AsyncIterator[None]:
    stop = asyncio.Event()
    listening = asyncio.create_task(bot.on_socket(app, app_token, stop, Pulse(()), Doubt()))
    yield
    stop.set()
    await listening


@asynccontextmanager
async def _serving(app: AsyncApp, signing_secret: str) -> AsyncIterator[str]:
    """The address at which it hears signed requests."""
    async with opened(application(app, signing_secret, Pulse(())), "127.0.0.1", 0) as port:
        yield f"http://127.0.0.1:{port}/slack/events"
