"""The composition root: settings → database → Bolt app → Slack or the embedded talk room."""

import gc
import os
import sys

if __name__ == "__main__":  # a quicker start: a third of the time, a tenth of the memory
    gc.disable()  # what the imports make is kept, so there is no garbage to look for
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "true")  # else every installed package is searched for plugins
    if len(sys.argv) == 1:
        sys.modules["rich"] = None  # type: ignore[assignment]  # structlog would load it for colours our logs lack

import asyncio
import contextlib
import errno
import json
import logging
import secrets
import signal
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import structlog
from aiohttp import ClientSession, web
from pydantic import SecretStr
from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app
from slack_bolt.async_app import AsyncApp
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

import handlers
import settings as configuration
from handlers.accounts import Accounts
from handlers.answers import Answers
from handlers.desk import Clock, Desk
from handlers.files import Files
from handlers.members import Door
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
from storage import audit, catalogue, findable, papers, postings
from storage.database import Database, NewerSchema, Unreachable, clear, open_database
from storage.lock import AlreadyRunning, hold
from storage.shelf import Shelf

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from talkroom import App, Hooks, Secrets, Store, Talkroom, Waits

CONFERENCE = "yamaguchi"
SETTLED = 1  # second after which a start is over; nothing is posted in the first five anyway
PING = 2  # seconds between pings of the socket: a dead line is noticed after four unanswered ones
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Line:
    """Where the bot is connected, and by which clock it lives."""

    api_url: str
    bot_token: str
    app_token: str | None
    signing_secret: str
    now: Clock


def main() -> None:
    """Run the bot, or the sub-command that is named."""
    if len(sys.argv) > 1:
        command_line()
    else:
        sys.exit(start())


class Taken(Exception):
    """Another program listens there, or keeps its records there."""


REFUSALS = (configuration.WrongSettings, AlreadyRunning, NewerSchema, Unreachable, Taken)


def start() -> int:
    """Run until SIGTERM or Ctrl-C: 0 after a clean end, 2 with one Japanese sentence where the start is refused."""
    try:
        settings = configuration.read()
        set_up_logs()
        with opened(settings) as database:
            asyncio.run(run(settings, database))
    except REFUSALS as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 2
    return 0


def start_room() -> int:
    """Run the talk room alone, for apps in other processes; ends as `start` does."""
    try:
        set_up_logs()
        asyncio.run(room_alone(configuration.read()))
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


@contextlib.contextmanager
def opened(settings: Settings) -> Iterator[Database]:
    """The database, held by this process alone where it is SQLite, migrated, with the conference founded in it."""
    with hold(settings.database_url), contextlib.closing(open_database(settings.database_url)) as database:
        with database.alone() as db:
            found(db, settings)
        yield database


def found(db: "Connection", settings: Settings) -> None:
    """Found the conference, with its papers and – but for Slack itself – its first roster, where it is not there."""
    is_new = catalogue.prepare(db, CONFERENCE)
    if settings.seed == "papers":
        papers.load(db, CONFERENCE)
    if is_new and not settings.slack_itself:
        papers.load_roster(db, CONFERENCE, catalogue.facts("roster"))
    if findable.is_empty(db, CONFERENCE):
        findable.rebuild(db, CONFERENCE, catalogue.load(db, CONFERENCE))


async def run(settings: Settings, database: Database) -> None:
    """Connect and answer until the process is told to stop; then finish what is under way."""
    stop = told_to_stop()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)  # an answer makes hundreds of short-lived objects and no cycles worth looking for
    gc.enable()
    connected = connection(settings, database)
    async with connected as line, assembled(settings, line, database) as (app, desk), asyncio.TaskGroup() as beside:
        beside.create_task(ticking(desk, stop))
        if line.app_token:
            await on_socket(app, line.app_token, stop)
        else:
            await over_http(app, settings.port, stop)


def told_to_stop() -> asyncio.Event:
    """An event that SIGTERM and Ctrl-C set."""
    stop = asyncio.Event()
    for told in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(told, stop.set)
    return stop


@contextlib.asynccontextmanager
async def connection(settings: Settings, database: Database) -> AsyncIterator[Line]:
    """The line to Slack or to a server like it; without any token, to a talk room that is started for the purpose."""
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


def _joining(app: "App", api_url: str) -> str:
    return f"""「{app.name}」は、次の値でつなげます。
  SLACK_API_URL={api_url}
  SLACK_BOT_TOKEN={app.bot_token}
  SLACK_APP_TOKEN={app.app_token}
  SLACK_SIGNING_SECRET={app.signing_secret}"""


def furnished(settings: Settings, kept_in: "Store | None" = None, waits: "Waits | None" = None) -> "Talkroom":
    """A talk room with the people of the roster, the conference's room, this bot and its guests, not yet open."""
    import talkroom  # noqa: PLC0415 – with Slack itself the talk room is not loaded

    data = catalogue.facts("talkroom")
    people = [talkroom.Person(id=who["user"], name=who["post"]) for who in catalogue.facts("roster")]
    people += [talkroom.Person(**who) for who in data["others"]]
    apps = [our_app(settings), *visiting_apps(settings)]
    members = (*(person.id for person in people), *(app.bot_user for app in apps))
    return talkroom.Talkroom(
        team=talkroom.Team(**data["team"]),
        people=people,
        channels=[talkroom.Channel(**data["room"], members=members)],
        apps=apps,
        clock=talkroom.Clock(settings.starts_at),
        password=_open(settings.talkroom_password) or None,
        kept_in=kept_in,
        waits=waits,
    )


def _store(settings: Settings) -> "Store":
    """The file in which the talk room is kept over a restart. Raises Taken where another room uses it."""
    import talkroom  # noqa: PLC0415 – likewise

    try:
        return talkroom.Store(Path(settings.talkroom_file))
    except talkroom.StoreTaken as error:
        raise Taken(f"{error}TALKROOM_FILE に別のファイルを書くか、動いている方を止めてください。") from None


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

    if settings.talkroom_host in configuration.LOOPBACK:
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
        return postings.next_due(database.read(), CONFERENCE, now(), besides=(plan.DIGEST, of_notes.NEWS))

    return talkroom.Hooks(reset=reset, next_due=next_due)


def line_to(room: "Talkroom") -> Line:
    """The line by which this bot, the first app of its talk room, connects to it."""
    app = next(iter(room.world.apps.values()))
    return Line(room.api_url, app.bot_token, app.app_token, app.signing_secret, room.clock)


@contextlib.asynccontextmanager
async def assembled(
    settings: Settings, line: Line, database: Database, terms: Terms | None = None
) -> AsyncIterator[tuple[AsyncApp, Desk]]:
    """The Bolt app with all it needs – one kept session, the door, the handlers – and the desk of its answers.

    `terms` say how long a posting may take: a test is in a hurry.
    """
    async with ClientSession() as session:

        def client(retries: list[AsyncRetryHandler]) -> AsyncWebClient:
            return AsyncWebClient(
                line.bot_token, base_url=line.api_url, session=session, timeout=10, retry_handlers=retries
            )

        reader = client([AsyncRateLimitErrorRetryHandler(max_retry_count=1)])
        never_twice = client([])  # the SDK's own retry can post twice
        desk = furnished_desk(settings, line, database, terms or paced(settings), (never_twice, reader))
        app = AsyncApp(
            name="bot",  # else Bolt reads the source of every caller to find one
            client=never_twice,
            signing_secret=line.signing_secret,
            process_before_response=True,  # else every ack waits for a poll of 10 ms
        )
        app.middleware(Door(desk))
        handlers.register(app)
        yield app, desk
        desk.poster.stop()
        await desk.answers.finish()


def paced(settings: Settings) -> Terms:
    """The usual terms, at the pace that the workspace allows."""
    return replace(USUAL, between=60 / settings.posts_per_minute)


def furnished_desk(
    settings: Settings, line: Line, database: Database, terms: Terms, clients: tuple[AsyncWebClient, AsyncWebClient]
) -> Desk:
    """What answers and reminders are made from: a client that tries nothing twice, and one that only reads."""
    client, reader = clients
    shelf = Shelf(database.read, line.now, CONFERENCE)
    facts = Facts(database.read, line.now, shelf, settings.secretariat)
    answers = Answers(client.session, client)
    compose, homes = (
        Compose(facts),
        Homes(client, database, Home(facts, settings.secretariat), answers.later, terms.homes),
    )
    return Desk(
        read=database.read,
        begin=homes.watching(database.begin),
        now=line.now,
        shelf=shelf,
        accounts=Accounts(reader),
        answers=answers,
        files=Files(client),
        commands=handlers.COMMANDS,
        ahead=Ahead(line.now, shelf, meeting_room(settings), settings.secretariat),
        compose=compose,
        poster=Poster(client, database, CONFERENCE, line.now, compose, terms),
        auditor=Auditor(client, database, CONFERENCE),
        boards=Boards(client, database, compose.facts, terms.boards),
        homes=homes,
        prefix=settings.command_prefix,
        secretariat=settings.secretariat,
        room=meeting_room(settings),
    )


def meeting_room(settings: Settings) -> str:
    """The room that hears of deadlines: ROOM, in the embedded talk room its own; empty for none."""
    if settings.room or settings.transport is not Transport.TALK_ROOM:
        return settings.room
    return str(catalogue.facts("talkroom")["room"]["id"])


async def ticking(desk: Desk, stop: asyncio.Event) -> None:
    """Until the end, post what is due within seconds, and keep what recurs ahead. An error here ends the process."""
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), SETTLED)  # APScheduler takes its time to load: first answers go out first
    from reminders.ticker import Ticker  # noqa: PLC0415 – so that a start is quick

    async def plan_ahead() -> None:
        desk.poster.after_a_clock_set_back()
        desk.ahead.keep(desk.begin)

    ticker = Ticker(post=desk.say, plan=plan_ahead, audit=desk.auditor.look, homes=desk.homes.refresh)
    ticker.start()
    await stop.wait()
    desk.poster.stop()
    await ticker.stop()


async def on_socket(app: AsyncApp, app_token: str, stop: asyncio.Event) -> None:
    """Hear over Socket Mode. A line that is cut or silent is opened anew by the client itself."""
    underway = Underway()

    async def hear(client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        with underway:
            response = await run_async_bolt_app(app, request)
            if response.status == HTTPStatus.OK:
                await client.send_message(acknowledgement(request.envelope_id, response.body))

    client = SocketModeClient(app_token, web_client=app.client, ping_interval=PING)
    client.socket_mode_request_listeners.append(hear)
    await client.connect()  # type: ignore[no-untyped-call]
    log.info("connected", transport=Transport.SOCKET_MODE.value)
    await stop.wait()
    client.socket_mode_request_listeners.clear()  # what comes now is not acknowledged, so it is sent again elsewhere
    await underway.finished()
    await client.close()  # type: ignore[no-untyped-call]


def acknowledgement(envelope_id: str, body: str) -> str:
    """The ack's frame. Bolt has written the answer as JSON already: it is not read and written again."""
    payload = f', "payload": {body}' if body else ""
    return f'{{"envelope_id": {json.dumps(envelope_id)}{payload}}}'


async def over_http(app: AsyncApp, port: int, stop: asyncio.Event) -> None:
    """Hear over signed HTTP. At the end no new request is taken, and those under way are answered."""
    from handlers.http import application  # noqa: PLC0415 – Socket Mode does without

    runner = web.AppRunner(application(app), access_log=None, shutdown_timeout=10)
    await runner.setup()
    with listening("PORT", port):
        await web.TCPSite(runner, port=port).start()
    log.info("connected", transport=Transport.HTTP.value, port=port)
    await stop.wait()
    await runner.cleanup()


class Underway:
    """Counts what is being handled, so that the end can wait for it."""

    def __init__(self) -> None:
        self._count = 0
        self._idle = asyncio.Event()
        self._idle.set()

    def __enter__(self) -> None:
        self._count += 1
        self._idle.clear()

    def __exit__(self, *_: object) -> None:
        self._count -= 1
        if not self._count:
            self._idle.set()

    async def finished(self) -> None:
        await self._idle.wait()


def set_up_logs() -> None:
    """Logs on stderr, for people on a terminal and JSON elsewhere; libraries that quote bodies are kept quiet."""
    as_json = structlog.processors.JSONRenderer(ensure_ascii=False)
    last: structlog.typing.Processor = structlog.dev.ConsoleRenderer() if sys.stderr.isatty() else as_json
    before: list[structlog.typing.Processor] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*before, last],
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

    program = typer.Typer(help="連携会議の進捗ボット。何も付けずに起動すると、ボットが動きます。", add_completion=False)
    described = program.command("manifest", help="Slack に登録するアプリのマニフェスト（JSON）を書き出します。")
    described(print_manifest)
    alone = program.command("talkroom", help="トークルームだけを動かします。別に動かしたアプリがつなげます。")
    alone(lambda: sys.exit(start_room()))

    audited = program.command(
        "audit", help="操作の記録（監査）を見ます。--verify で、つながったまま残っているかを確かめます。"
    )
    audited(print_audit)

    @program.command(help="締切の日の書き方が、どう読まれるかを確かめます（JSON）。")
    def when(text: Annotated[str, typer.Argument()] = "", now: str | None = None, *, batch: bool = False) -> None:
        print_when(text, now, batch=batch)

    program()


def print_manifest(prefix: str | None = None, url: str | None = None) -> None:
    """Print the manifest; `prefix` instead of COMMAND_PREFIX, `url` (…/slack/events) for HTTP mode."""
    from handlers.manifest import KeptBySlack, manifest  # noqa: PLC0415 – only this sub-command needs it

    try:
        chosen = configuration.read().command_prefix if prefix is None else prefix
        made = manifest(handlers.COMMANDS, chosen, url)
    except (KeptBySlack, configuration.WrongSettings) as refusal:
        sys.stderr.write(f"{refusal}\n")
        sys.exit(2)
    sys.stdout.write(json.dumps(made, ensure_ascii=False, indent=2) + "\n")


def print_audit(last: int = 20, *, verify: bool = False) -> None:
    """Say how many entries the audit log has, and the last of them; `--verify` recomputes their chain instead.

    Where the chain is broken it names the first entry that does not follow, and exits 1.
    """
    try:
        with contextlib.closing(open_database(configuration.read().database_url)) as database:
            count = audit.count(database.read(), CONFERENCE)
            wrong = audit.broken(database.read(), CONFERENCE) if verify else None
            entries = audit.newest(database.read(), CONFERENCE, 0 if verify else last)
    except REFUSALS as refusal:
        sys.stderr.write(f"{refusal}\n")
        sys.exit(2)
    if wrong:
        sys.stdout.write(f"監査の記録は、{wrong}件目でつながりが切れています。書き換えられた疑いがあります。\n")
        sys.exit(1)
    sys.stdout.writelines(f"{_shown(entry)}\n" for entry in reversed(entries))
    checked = "。すべてつながっています" if verify else ""
    sys.stdout.write(f"監査の記録は{count}件です{checked}。\n")


def _shown(entry: audit.Entry) -> str:
    """An entry on a line: its number, when, by whom, what was done to what, and the rest as JSON."""
    from messages.audit import ROBOT, called, moment  # noqa: PLC0415 – only this sub-command needs it

    who = entry.by or ROBOT
    return "\t".join((str(entry.nth), moment(entry.at), who, called(entry.action), entry.subject, entry.detail))


def print_when(text: str, now: str | None, *, batch: bool) -> None:
    """Print how the text is read, as JSON; of a batch, how each line {"text", "now"} of stdin is."""
    from domain import when  # noqa: PLC0415 – only this sub-command needs it
    from domain.dates.opendays import by_table  # noqa: PLC0415 – likewise

    days = by_table(catalogue.facts("closed_days").get(CONFERENCE, {}))
    try:
        asked: Iterable[dict[str, Any]] = map(json.loads, filter(str.strip, sys.stdin)) if batch else [{"text": text}]
        for each in asked:
            verdict = when.read(each["text"], _moment(each.get("now") or now), days)
            sys.stdout.write(json.dumps(verdict.facts(), ensure_ascii=False) + "\n")
            sys.stdout.flush()
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        sys.stderr.write(
            f'読めません。{{"text": "10月末", "now": "2022-09-08T09:00"}} の形で書いてください（{error}）。\n'
        )
        sys.exit(2)


def _moment(iso: str | None) -> datetime:
    """The moment; in Asia/Tokyo where it names no zone, now where there is none."""
    from domain.calendar import TOKYO  # noqa: PLC0415 – likewise

    moment = datetime.fromisoformat(iso) if iso else datetime.now(TOKYO)
    return moment if moment.tzinfo else moment.replace(tzinfo=TOKYO)


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
