"""The composition root: settings → database → Bolt app → Slack or the embedded talk room."""

import gc
import os
import sys

if __name__ == "__main__":  # a quicker start: a third of the time, a tenth of the memory
    gc.disable()  # what the imports make is kept, so there is no garbage to look for
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "true")  # else every installed package is searched for plugins
    if sys.argv[1:] in ([], ["--fresh"]):
        sys.modules["rich"] = None  # type: ignore[assignment]  # structlog would load it for colours our logs lack

import asyncio
import contextlib
import errno
import logging
import secrets
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Any

import structlog
from aiohttp import ClientSession, web
from pydantic import SecretStr
from slack_bolt.async_app import AsyncApp
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

import handlers
import settings as configuration
from domain.calendar import TOKYO
from handlers.accounts import Accounts
from handlers.answers import Answers
from handlers.desk import Clock, Desk
from handlers.desks import Desks
from handlers.files import Files
from handlers.health import Health
from handlers.members import Door
from handlers.port import opened as opened_port
from handlers.pulse import Pulse
from handlers.seal import Client
from handlers.socket_mode import RESTING, WORKING, Doubt, on_socket
from handlers.supervisor import supervised
from reminders import notes as of_notes
from reminders import plan
from reminders.ahead import Ahead
from reminders.auditor import Auditor
from reminders.boards import Boards
from reminders.compose import Compose
from reminders.facts import Facts
from reminders.home import Home
from reminders.homes import Homes
from reminders.poster import USUAL, Poster, Terms
from settings import Settings, Transport
from storage import catalogue, findable, members, papers, postings
from storage.database import Database, NewerSchema, NotUpgraded, Unreachable, clear, open_database
from storage.lock import AlreadyRunning, hold
from storage.shelf import Shelf

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from admin.installation import Installation
    from admin.nightly import Nightly
    from reminders.ticker import Ticker
    from talkroom import App, Channel, Hooks, Person, Secrets, Store, Talkroom, Waits
    from talkroom import Clock as RoomClock
    from talkroom.direct import Direct

CONFERENCE = configuration.CONFERENCE  # the one there is, unless CONFERENCES says otherwise
HELP = """連携会議の進捗ボット。何も付けずに起動すると、ボットが動きます。
--fresh だけを付けると、設定も記録も使わず、その場限りのトークルームで試せます（終わると消えます）。"""
UNWANTED = 3  # the exit code of a bot that the chat does not want: to start it again would be of no use
SETTLED = 1  # second after which a start is over; nothing is posted in the first five anyway
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Line:
    """Where the bot is connected, and by which clock it lives; `chat`: in which the room is that it is connected to."""

    api_url: str
    bot_token: str
    app_token: str | None
    signing_secret: str
    now: Clock
    chat: "Direct | None" = None

    def is_open(self) -> bool:
        """Whether people can reach the room."""
        return not self.chat or self.chat.is_open


def main() -> None:
    """Run the bot, or the sub-command that is named."""
    if sys.argv[1:] == ["--fresh"]:
        sys.exit(start_fresh())
    elif len(sys.argv) > 1:
        command_line()
    else:
        sys.exit(start())


class Taken(Exception):
    """Another program listens there, or keeps its records there."""


REFUSALS = (configuration.WrongSettings, AlreadyRunning, NewerSchema, NotUpgraded, Unreachable, Taken)


def start(read: Callable[[], Settings] = configuration.read) -> int:
    """Run until SIGTERM or Ctrl-C: 0 after a clean end, 2 (or UNWANTED) with one Japanese sentence where refused."""
    try:
        settings = read()
        set_up_logs(pulse := Pulse([command.name for command in handlers.COMMANDS], settings.command_prefix))
        with opened(settings) as database:
            return asyncio.run(run(settings, database, pulse))
    except REFUSALS as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 2


def start_fresh() -> int:
    """Run in a talk room of its own, on the papers' data, in a place that is thrown away; ends as `start` does."""
    with TemporaryDirectory(prefix="bot-fresh-") as place:
        return start(lambda: fresh(configuration.read(), Path(place)))


def fresh(settings: Settings, place: Path) -> Settings:
    """The same, but as if nothing had ever been set up or kept."""
    no_chat = {"slack_api_url": configuration.SLACK, "slack_bot_token": None, "slack_app_token": None}
    no_chat |= {"direct_endpoint": "", "direct_token": None}
    kept = {"database_url": f"sqlite:///{place / 'bot.db'}", "talkroom_file": str(place / "talkroom.db")}
    none = {"slack_signing_secret": None, "secretariat": (), "command_prefix": "", "room": "", "backup_dir": ""}
    first = {"conferences": (CONFERENCE,), "seed": "papers", "clock": None}
    return settings.model_copy(update={**no_chat, **kept, **none, **first})


def start_room() -> int:
    """Run the talk room alone, for apps in other processes; ends as `start` does."""
    try:
        settings = configuration.read()
        if settings.direct_endpoint:
            raise configuration.WrongSettings(f"{configuration.TITLE}\n  ・talkroom は、DIRECT_ENDPOINT とは使えません")
        set_up_logs(Pulse(()))
        asyncio.run(room_alone(settings))
    except REFUSALS as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 2
    return 0


async def room_alone(settings: Settings) -> None:
    stop = told_to_stop()
    async with talk_room(settings, for_others=True):
        await stop.wait()


@contextlib.contextmanager
def listening(setting: str, port: int) -> Iterator[None]:
    """Say in words that the port of this setting is taken."""
    try:
        yield
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        raise Taken(
            f"ポート {port} は、ほかのプログラムが使っています。{setting} に別の番号を書いてください。"
        ) from None


def _up_to_date(settings: Settings) -> Database:
    """The database; one of an older version is backed up before it is migrated."""

    def before(found: str) -> None:
        from admin import backup  # noqa: PLC0415 – only once after an upgrade
        from admin.commands import say  # noqa: PLC0415 – likewise

        backup.before_upgrade(installation(settings), found, say)

    return open_database(settings.database_url, before)


@contextlib.contextmanager
def opened(settings: Settings) -> Iterator[Database]:
    """The database, held by this process alone where it is SQLite, migrated, with the conferences founded in it."""
    with hold(settings.database_url), contextlib.closing(_up_to_date(settings)) as database:
        with database.alone() as db:
            found(db, settings)
        yield database


def found(db: "Connection", settings: Settings) -> None:
    """Found each conference, with its papers and – but for Slack itself – its first roster, where it is not there."""
    for conference, folder in settings.folders.items():
        is_new = catalogue.prepare(db, conference, folder)
        if settings.seed == "papers":
            papers.load(db, conference, folder)
        if is_new and not settings.has_real_people:
            papers.load_roster(db, conference, catalogue.optional("roster", folder) or ())
        if findable.is_empty(db, conference):
            findable.rebuild(db, conference, catalogue.load(db, conference))


def start_talk(who: str, *, plain: bool) -> int:
    """Speak at the terminal in the talk room that is open, or in one that is opened for it; ends as `start` does."""
    from talkroom.plain import terminal  # noqa: PLC0415 – only this sub-command needs it

    try:
        settings = configuration.read()
        if settings.transport is not Transport.TALK_ROOM or settings.direct_endpoint:
            raise configuration.WrongSettings(f"{configuration.TITLE}\n  ・talk は、内蔵のトークルームで使えます")
        speak = partial(terminal.speak, called=who, plain=plain, password=_open(settings.talkroom_password))
        url = f"http://127.0.0.1:{settings.talkroom_port}/"
        if asyncio.run(terminal.is_open(url)):
            return asyncio.run(speak(url))
        set_up_logs(pulse := Pulse([command.name for command in handlers.COMMANDS]), logging.WARNING)
        with opened(settings) as database:
            return asyncio.run(run(settings, database, pulse, speak))
    except REFUSALS as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 2
    except KeyboardInterrupt:
        return 0


async def run(
    settings: Settings, database: Database, pulse: Pulse, speak: Callable[[str], Coroutine[Any, Any, int]] | None = None
) -> int:
    """Connect and answer until the process is told to stop – or, with `speak`, until that ends; then finish."""
    stop = told_to_stop()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)  # an answer makes hundreds of short-lived objects and no cycles worth looking for
    gc.enable()
    connected = connection(settings, database)
    async with (
        connected as line,
        assembled(settings, line, database, pulse=pulse) as (app, desks),
        asyncio.TaskGroup() as beside,
    ):
        beside.create_task(ticking(settings, desks, stop))
        health = Health(pulse, desks, database, line.is_open)
        beside.create_task(supervised(pulse, health, stop))
        if line.chat:
            speak = partial(in_the_chat, line.chat, pulse)
        speaking = beside.create_task(until(stop, speak(line.api_url.removesuffix("api/")))) if speak else None
        if line.app_token:
            async with served(web.Application(), health, settings):
                await on_socket(app, line.app_token, stop, pulse, Doubt(silent=lambda: silence(desks.first)))
        else:
            await over_http(app, pulse, health, settings, stop)
    return speaking.result() if speaking else 0


async def in_the_chat(chat: "Direct", pulse: Pulse, _: str) -> int:
    """Be in the chat as soon as the bot hears the room; ends UNWANTED, with a sentence, where it does not want us."""
    from talkroom.direct import Unwanted  # noqa: PLC0415 – with Slack itself the talk room is not loaded

    await pulse.connected.wait()
    try:
        await chat.run()
    except* Unwanted as unwanted:
        why = unwanted.exceptions[0]
        sys.stderr.write(f"チャットにつなげません：{why}。python bot.py direct で確かめてください。\n")
    return UNWANTED


async def until(stop: asyncio.Event, speaking: Coroutine[Any, Any, int]) -> int:
    """What a conversation ends with; it stops the process, and is stopped with it."""
    told, spoken = asyncio.create_task(stop.wait()), asyncio.create_task(speaking)
    await asyncio.wait({told, spoken}, return_when=asyncio.FIRST_COMPLETED)
    stop.set()
    told.cancel()
    spoken.cancel()  # where it is over already, this does nothing
    await asyncio.wait({spoken})
    return 0 if spoken.cancelled() else spoken.result()


def silence(desk: Desk) -> float:
    """How long nobody may say anything before that is strange: people are at work from eight to seven on open days."""
    now = desk.now().astimezone(TOKYO)
    return WORKING if desk.days.is_open(now.date()) and 8 <= now.hour < 19 else RESTING


def told_to_stop() -> asyncio.Event:
    """An event that SIGTERM and Ctrl-C set."""
    stop = asyncio.Event()
    for told in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(told, stop.set)
    return stop


@contextlib.asynccontextmanager
async def connection(settings: Settings, database: Database) -> AsyncIterator[Line]:
    """The line to Slack or to a server like it; without any token, to a talk room that is started for the purpose."""
    if settings.direct_endpoint:
        async with business_chat(settings) as (room, chat):
            yield line_to(room, chat)
        return
    if settings.transport is Transport.TALK_ROOM:
        async with talk_room(settings) as room:
            room.hooks = hooks(settings, database, room.clock)
            yield line_to(room)
        return
    yield Line(
        settings.slack_api_url,
        _open(settings.slack_bot_token),
        _open(settings.slack_app_token) or None,
        _open(settings.slack_signing_secret),
        _clock(settings, database),
    )


@contextlib.asynccontextmanager
async def talk_room(settings: Settings, *, for_others: bool = False) -> AsyncIterator["Talkroom"]:
    """The embedded talk room, open in the browser at its address; `for_others`: how an app joins is told, too."""
    room = furnished(settings, kept_in=_store(settings))
    with listening("TALKROOM_PORT", settings.talkroom_port):
        await room.start(settings.talkroom_host, settings.talkroom_port)
    sys.stdout.write(f"トークルームを開きました。ブラウザーで {room.url} を開いてください（終了は Ctrl-C）。\n")
    joining = room.world.apps.values() if for_others else list(room.world.apps.values())[1:]
    sys.stdout.write("".join(f"\n{_joining(app, room.api_url)}\n" for app in joining))
    sys.stdout.flush()
    try:
        yield room
    finally:
        await room.stop()


@contextlib.asynccontextmanager
async def business_chat(settings: Settings, now: "RoomClock | None" = None) -> "AsyncIterator[tuple[Talkroom, Direct]]":
    """A talk room that has no page, and is in a chat over the direct line: its people are those of the chat."""
    import talkroom  # noqa: PLC0415 – with Slack itself the talk room is not loaded
    from talkroom.direct import Direct  # noqa: PLC0415 – likewise

    first = catalogue.facts("talkroom", settings.folders[settings.first])
    store, team = _store(settings), talkroom.Team(**first["team"])
    cast: dict[str, Any] = {"people": (), "channels": (), "apps": [our_app(settings)]}
    room = talkroom.Talkroom(team=team, **cast, clock=now or talkroom.RealClock(), kept_in=store, page=False)
    await room.start()
    try:
        async with ClientSession() as session:
            yield room, Direct(room, store, session, settings.direct_endpoint, _open(settings.direct_token))
    finally:
        await room.stop()


def _joining(app: "App", api_url: str) -> str:
    return f"""「{app.name}」は、次の値でつなげます。
  SLACK_API_URL={api_url}
  SLACK_BOT_TOKEN={app.bot_token}
  SLACK_APP_TOKEN={app.app_token}
  SLACK_SIGNING_SECRET={app.signing_secret}"""


def furnished(settings: Settings, kept_in: "Store | None" = None, waits: "Waits | None" = None) -> "Talkroom":
    """A talk room with the people of the rosters, the conferences' rooms, this bot and its guests, not yet open."""
    import talkroom  # noqa: PLC0415 – with Slack itself the talk room is not loaded

    apps = [our_app(settings), *visiting_apps(settings)]
    rooms = [room_of(folder, [app.bot_user for app in apps]) for folder in settings.folders.values()]
    people: dict[str, Person] = {}
    for person in (each for _, there in rooms for each in there):
        people.setdefault(person.id, person)
    first = catalogue.facts("talkroom", settings.folders[settings.first])
    return talkroom.Talkroom(
        team=talkroom.Team(**first["team"]),
        people=people.values(),
        channels=[channel for channel, _ in rooms],
        apps=apps,
        clock=talkroom.Clock(settings.starts_at),
        password=_open(settings.talkroom_password) or None,
        kept_in=kept_in,
        waits=waits,
    )


def room_of(folder: Path, apps: Sequence[str]) -> "tuple[Channel, list[Person]]":
    """A conference's room with its roster and those it has beside it, and these people."""
    import talkroom  # noqa: PLC0415 – likewise

    data, roster = catalogue.facts("talkroom", folder), catalogue.facts("roster", folder)
    people = [talkroom.Person(id=who["user"], name=who["post"]) for who in roster]
    people += [talkroom.Person(**who) for who in data.get("others", ())]
    return talkroom.Channel(**data["room"], members=(*(each.id for each in people), *apps)), people


def _store(settings: Settings) -> "Store":
    """The file in which the talk room is kept over a restart. Raises Taken where another room uses it.

    What a chat over the direct line has left is no room to play in: its people are real.
    """
    import talkroom  # noqa: PLC0415 – likewise

    try:
        store = talkroom.Store(Path(settings.talkroom_file), sure=bool(settings.direct_endpoint))
    except talkroom.StoreTaken as error:
        raise Taken(f"{error}TALKROOM_FILE に別のファイルを書くか、動いているほうを止めてください。") from None
    if store.serves("chat" if settings.direct_endpoint else "play"):
        return store
    raise Taken(
        f"トークルームの記録（{settings.talkroom_file}）は、チャットにつないだときのものと、試しに使ったものとで分けます。"
        "TALKROOM_FILE に別のファイルを書いてください。"
    )


def our_app(settings: Settings) -> "App":
    """This bot, as the manifest describes it that Slack would be given."""
    import talkroom  # noqa: PLC0415 – likewise
    from handlers.manifest import draft  # noqa: PLC0415 – likewise

    known = _secrets(settings, 1)
    chosen = talkroom.Secrets(
        bot_token=_open(settings.talkroom_bot_token) or known.bot_token,
        app_token=_open(settings.talkroom_app_token) or known.app_token,
        signing_secret=_open(settings.talkroom_signing_secret) or known.signing_secret,
    )
    return talkroom.app(draft(handlers.COMMANDS, settings.command_prefix), number="BOT", secrets=chosen)


def _secrets(settings: Settings, number: int) -> "Secrets":
    """The documented secrets of an app; where others can reach the room they would be none, so it gets new ones."""
    import talkroom  # noqa: PLC0415 – likewise

    if settings.talkroom_host in configuration.LOOPBACK and not settings.direct_endpoint:
        return talkroom.numbered(number)
    made = secrets.token_hex(16)
    return talkroom.Secrets(bot_token=f"xoxb-{made}", app_token=f"xapp-{made}", signing_secret=secrets.token_hex(16))


def visiting_apps(settings: Settings) -> "list[App]":
    """The other apps of the room, each from its manifest. Raises WrongSettings."""
    import yaml  # noqa: PLC0415 – only here

    import talkroom  # noqa: PLC0415 – likewise

    apps = []
    for number, path in enumerate(settings.talkroom_apps, start=2):
        try:
            manifest = yaml.safe_load(Path(path).read_bytes())  # JSON is YAML, too
            made = talkroom.app(manifest, number=talkroom.ids.of(Path(path).stem), secrets=_secrets(settings, number))
            apps.append(made)
        except (OSError, yaml.YAMLError, talkroom.UnreadableManifest) as error:
            wrong = f"TALKROOM_APPS: {path} を、アプリのマニフェストとして読めません"
            raise configuration.WrongSettings(f"{configuration.TITLE}\n  ・{wrong}") from error
    return apps


def hooks(settings: Settings, database: Database, now: Clock) -> "Hooks":
    """What the talk room may ask of the bot: to begin anew, and when the next reminder is due."""
    import talkroom  # noqa: PLC0415 – likewise

    async def reset() -> None:
        with database.alone() as db:
            clear(db)
            found(db, settings)

    def next_due() -> datetime | None:
        """Of what comes every morning nobody needs to be told."""
        db, daily = database.read(), (plan.DIGEST, of_notes.NEWS)
        each = (postings.next_due(db, conference, now(), besides=daily) for conference in settings.folders)
        return min(filter(None, each), default=None)

    return talkroom.Hooks(reset=reset, next_due=next_due)


def line_to(room: "Talkroom", chat: "Direct | None" = None) -> Line:
    """The line by which this bot, the first app of its talk room, connects to it."""
    app = next(iter(room.world.apps.values()))
    return Line(room.api_url, app.bot_token, app.app_token, app.signing_secret, room.clock, chat)


@contextlib.asynccontextmanager
async def assembled(
    settings: Settings, line: Line, database: Database, terms: Terms | None = None, pulse: Pulse | None = None
) -> AsyncIterator[tuple[AsyncApp, Desks]]:
    """The Bolt app with all it needs – one kept session, the door, the handlers – and the desks of its answers.

    `terms` say how long a posting may take: a test is in a hurry.
    """
    async with ClientSession() as session:

        def client(retries: list[AsyncRetryHandler]) -> AsyncWebClient:
            return AsyncWebClient(
                line.bot_token, base_url=line.api_url, session=session, timeout=10, retry_handlers=retries
            )

        reader = client([AsyncRateLimitErrorRetryHandler(max_retry_count=1)])
        never_twice = client([])  # the SDK's own retry can post twice
        there = Premises(settings, line, database, terms or USUAL, never_twice, Accounts(reader), pulse or Pulse(()))
        desks = Desks(tuple(there.desk(conference) for conference in settings.folders))
        app = AsyncApp(
            name="bot",  # else Bolt reads the source of every caller to find one
            client=never_twice,
            signing_secret=line.signing_secret,
            process_before_response=True,  # else every ack waits for a poll of 10 ms
        )
        app.middleware(Door(desks))
        handlers.register(app)
        yield app, desks
        await desks.close()


@dataclass(frozen=True, slots=True)
class Premises:
    """What all conferences share: the line, the database, the pace, what is known of accounts."""

    settings: Settings
    line: Line
    database: Database
    terms: Terms
    client: AsyncWebClient
    accounts: Accounts
    pulse: Pulse

    def desk(self, conference: str) -> Desk:
        """What the answers and reminders of one conference are made from."""
        settings, database, now = self.settings, self.database, self.line.now
        first, shelf = settings.secretariat_of(conference), Shelf(database.read, now, conference)
        client, facts = Client(conference, self.client, self.pulse), Facts(database.read, now, shelf, first)
        answers, compose = Answers(client, conference), Compose(facts, self._is_in_several)
        home = Home(facts, first, self._is_in_several)
        homes = Homes(client, database, home, answers.later, self.terms.homes)
        rooms = meeting_rooms(settings, conference)
        return Desk(
            client=client,
            read=database.read,
            begin=homes.watching(database.begin),
            now=now,
            shelf=shelf,
            accounts=self.accounts,
            answers=answers,
            files=Files(client),
            commands=handlers.COMMANDS,
            ahead=Ahead(now, shelf, rooms[0] if rooms else "", first),
            compose=compose,
            poster=Poster(client, database, conference, now, compose, self._paced()),
            auditor=Auditor(client, database, conference),
            boards=Boards(client, database, facts, self.terms.boards),
            homes=homes,
            prefix=settings.command_prefix,
            secretariat=first,
            rooms=rooms,
        )

    def _paced(self) -> Terms:
        """The usual terms at the pace that the workspace allows; several conferences take turns."""
        pace = 60 / self.settings.posts_per_minute if self.terms is USUAL else self.terms.between
        return replace(self.terms, between=pace, turns=len(self.settings.folders) > 1)

    def _is_in_several(self, user: str) -> bool:
        if len(self.settings.folders) == 1:
            return False
        named = {each for each in self.settings.folders if user in self.settings.secretariat_of(each)}
        return len(named | members.conferences(self.database.read(), self.settings.folders, user)) > 1


def meeting_rooms(settings: Settings, conference: str) -> tuple[str, ...]:
    """The rooms of a conference, the first of which hears of deadlines: ROOM, in the embedded talk room its own."""
    named = settings.rooms_of(conference)
    if named or settings.transport is not Transport.TALK_ROOM or settings.direct_endpoint:
        return named
    return (str(catalogue.facts("talkroom", settings.folders[conference])["room"]["id"]),)


async def ticking(settings: Settings, desks: Desks, stop: asyncio.Event) -> None:
    """Until the end, post what is due within seconds, and keep what recurs ahead. An error here ends the process."""
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), SETTLED)  # APScheduler takes its time to load: first answers go out first
    nightly = backing_up(settings, desks) if settings.backup_dir else None
    look = nightly.look if nightly else None
    tickers = [ticker_of(desk, look if desk is desks.first else None) for desk in desks.every]
    for ticker in tickers:
        ticker.start()
    await stop.wait()
    for desk in desks.every:
        desk.poster.stop()
    if nightly:
        nightly.stop()
    await asyncio.gather(*(ticker.stop() for ticker in tickers))


def ticker_of(desk: Desk, backup: Callable[[], Awaitable[object]] | None = None) -> "Ticker":
    """Each conference has its own: what fails in one holds up no other."""
    from reminders.ticker import Ticker  # noqa: PLC0415 – so that a start is quick

    async def plan_ahead() -> None:
        desk.poster.after_a_clock_set_back()
        desk.ahead.keep(desk.begin)

    homes = desk.homes.refresh
    return Ticker(post=desk.say, plan=plan_ahead, audit=desk.auditor.look, homes=homes, backup=backup)


def backing_up(settings: Settings, desks: Desks) -> "Nightly":
    """The nightly backup, by real time; where it fails every conference's secretariat is told."""
    from admin.nightly import Nightly  # noqa: PLC0415 – only where it is wanted
    from reminders import backups  # noqa: PLC0415 – likewise

    def tell(night: date, why: str) -> None:
        for desk in desks.every:
            with desk.begin() as db:
                told = backups.failed(night, why, desk.ahead.secretariat(db), desk.now())
                postings.add(db, desk.id, told)

    return Nightly(
        url=settings.database_url,
        folder=Path(settings.backup_dir),
        keep=settings.backup_keep,
        at=time.fromisoformat(settings.backup_at),
        now=lambda: datetime.now(UTC),
        tell=tell,
    )


async def over_http(app: AsyncApp, pulse: Pulse, health: Health, settings: Settings, stop: asyncio.Event) -> None:
    """Hear over signed HTTP. At the end no new request is taken, and those under way are answered."""
    from handlers.http import application  # noqa: PLC0415 – Socket Mode does without

    secret = _open(settings.slack_signing_secret)
    async with served(application(app, secret, pulse), health, settings):
        pulse.is_open = lambda: not stop.is_set()
        pulse.connected.set()
        log.info("connected", transport=Transport.HTTP.value, port=settings.port)
        await stop.wait()


@contextlib.asynccontextmanager
async def served(application: web.Application, health: Health, settings: Settings) -> AsyncIterator[None]:
    """The application with the answers of its health at PORT, where that is to be opened at all."""
    if settings.listens_at is None:
        yield
        return
    application.router.add_routes(health.routes())
    async with contextlib.AsyncExitStack() as stack:
        with listening("PORT", settings.port):
            await stack.enter_async_context(opened_port(application, settings.listens_at or None, settings.port))
        yield


def set_up_logs(pulse: Pulse, least: int = logging.NOTSET) -> None:
    """Logs on stderr, for people on a terminal and JSON elsewhere; libraries that quote bodies are kept quiet."""
    as_json = structlog.processors.JSONRenderer(ensure_ascii=False)
    last: structlog.typing.Processor = structlog.dev.ConsoleRenderer() if sys.stderr.isatty() else as_json
    before: list[structlog.typing.Processor] = [
        structlog.processors.add_log_level,
        pulse.counted,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*before, last],
        wrapper_class=structlog.make_filtering_bound_logger(least),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler()
    drop = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(processors=[drop, last], foreign_pre_chain=before))
    logging.basicConfig(level=logging.ERROR, handlers=[handler])


def command_line() -> None:
    """The sub-commands. typer is loaded here, as only they need it."""
    import typer  # noqa: PLC0415

    from admin.commands import Commands  # noqa: PLC0415 – likewise

    program = typer.Typer(help=HELP, add_completion=False)
    alone = program.command("talkroom", help="トークルームだけを動かします。別に動かしたアプリがつなげます。")
    alone(lambda: sys.exit(start_room()))

    direct = program.command("direct", help="DIRECT_ENDPOINT のチャットにつながるかを確かめ、トークと人を並べます。")
    direct(lambda: sys.exit(start_look()))

    @program.command(help="端末で、トークルームの1人として話します。部屋が開いていなければ、開きます。")
    def talk(who: Annotated[str, typer.Option("--as", help="山口市 のように")] = "", *, plain: bool = False) -> None:
        sys.exit(start_talk(who, plain=plain))

    Commands(installation, REFUSALS, Path(__file__).with_name(".env.example")).add_to(program)
    program()


def start_look() -> int:
    """Say which talks and people there are in the chat over the direct line, by the ids that the settings want."""
    from talkroom.direct import looking  # noqa: PLC0415 – only this sub-command needs it

    try:
        settings = configuration.read()
        if not settings.direct_endpoint:
            raise configuration.WrongSettings(
                f"{configuration.TITLE}\n  ・DIRECT_ENDPOINT と DIRECT_TOKEN を書いてください"
            )
        lines = asyncio.run(looking.look(settings.direct_endpoint, _open(settings.direct_token)))
    except (*REFUSALS, looking.NotThere) as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 2
    sys.stdout.write("\n".join([*lines, ""]))
    return 0


def installation(settings: Settings | None = None) -> "Installation":
    """What an administrator's commands have to know. Raises WrongSettings."""
    from admin.installation import Installation  # noqa: PLC0415 – only sub-commands need it

    settings = settings or configuration.read()
    return Installation(
        database_url=settings.database_url,
        api_url=settings.slack_api_url,
        bot_token=_open(settings.slack_bot_token),
        app_token=_open(settings.slack_app_token),
        signing_secret=_open(settings.slack_signing_secret),
        is_slack=settings.slack_itself,
        is_direct=bool(settings.direct_endpoint),
        port=settings.port,
        prefix=settings.command_prefix,
        rooms=tuple(room for each in settings.folders for room in settings.rooms_of(each)),
        secretariat=tuple(user for each in settings.folders for user in settings.secretariat_of(each)),
        backup_dir=settings.backup_dir,
        folders=settings.folders,
        clock=settings.clock,
    )


def _open(secret: SecretStr | None) -> str:
    return secret.get_secret_value() if secret else ""


def _clock(settings: Settings, database: Database) -> Clock:
    """The database's clock, which all processes share; of a test's own server the one it is told."""
    if settings.clock:
        from talkroom import Clock as MovedClock  # noqa: PLC0415 – only a test's own server has a clock of its own

        return MovedClock(settings.clock)
    return lambda: datetime.fromtimestamp(database.time(), UTC)


if __name__ == "__main__":
    main()
