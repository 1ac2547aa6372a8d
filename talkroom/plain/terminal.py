"""A terminal in the room: one person speaks in words, over the line of a room that is open at an address."""

import asyncio
import base64
import contextlib
import json
import sys
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp

from talkroom.files import LARGEST
from talkroom.message import Json
from talkroom.plain.days import Unread, moment
from talkroom.plain.numbers import flat

LONG = 1.0  # seconds after which something is told to be under way
QUIET = 0.4  # seconds without a word after which a script's next line goes out
AFTER_CLOCK = 6.0  # likewise where the clock was moved: apps look at it every few seconds
HELP = """番号や文章を書いて送ると、ボットに届きます（ヘルプ、状況 山口市、ホーム、操作、？）。
/人 山口市：話す人を変える　/部屋 名前：部屋で話す（/部屋 だけでボットとの1対1に戻る）
/時計 翌朝：部屋の時計を進める（1時間・1日・1週間・次・10/31 09:00 も）　/送る 様式.xlsx：ファイルを送る
受け取ったファイルは、今のフォルダーに置きます。終わるときは Ctrl-D です。"""


class NobodySuch(Exception):
    """No one person is called so; the sentence says who there is."""


class NoRoom(Exception):
    """No room is open at that address, or it does not let us in."""


@dataclass(slots=True, kw_only=True)
class Terminal:
    """One person at a terminal, or a script in their place. `plain`: no line editing, no signs of control."""

    url: str
    session: aiohttp.ClientSession
    typed: Callable[[str], str]  # waits for a line behind this prompt; EOFError at the end
    write: Callable[[str], None]
    plain: bool = False
    quiet: float = QUIET
    folder: Path = field(default_factory=Path)
    person: Json = field(default_factory=dict)
    room: Json = field(default_factory=dict)  # the channel they speak in; empty for the bot alone
    _line: aiohttp.ClientWebSocketResponse | None = None
    _heard: asyncio.Event = field(default_factory=asyncio.Event)
    _done: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self, called: str) -> None:
        """Speak as this person until the input ends."""
        await self._becomes(called, "使い方は /使い方、終わるときは Ctrl-D です。")
        async with asyncio.TaskGroup() as beside:
            hearing = beside.create_task(self._hear())
            async for line in self._lines():
                await self._take(line)
                if self.plain:
                    await self._quiet(AFTER_CLOCK if line.startswith("/時計 ") else self.quiet)
            hearing.cancel()
            if self._line:
                await self._line.close()

    # What they type

    async def _lines(self) -> AsyncIterator[str]:
        """The lines, read beside the loop: a thread that waits for the keyboard holds nothing up."""
        loop, waiting = asyncio.get_running_loop(), asyncio.Queue[str | None]()
        wanted = threading.Event()

        def read() -> None:
            with contextlib.suppress(EOFError, RuntimeError):  # the end; or the loop has ended meanwhile
                while wanted.wait():
                    wanted.clear()
                    line = self.typed(self._prompt())
                    loop.call_soon_threadsafe(waiting.put_nowait, line)
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(waiting.put_nowait, None)

        threading.Thread(target=read, daemon=True).start()
        wanted.set()
        while (line := await waiting.get()) is not None:
            yield line
            wanted.set()

    def _prompt(self) -> str:
        where = f" {self.room['name']}" if self.room else ""
        return f"{self.person['name']}{where}＞ "

    async def _take(self, line: str) -> None:
        """Do what a line says: a command of the terminal's own, or words for the room."""
        if not line.strip():
            return
        name, _, rest = line.strip().replace("／", "/", 1).partition(" ")
        own = _OWN.get(name)
        try:
            await (own(self, rest.strip()) if own else self._say({"text": line}))
        except (NobodySuch, Unread, NoRoom) as refusal:
            self._tell(str(refusal))

    async def _say(self, said: Json) -> None:
        if not self._line or self._line.closed:
            raise NoRoom("部屋とのつながりが切れました。もう一度始めてください。")
        self._done.clear()
        channel = {"channel": self.room["id"]} if self.room else {}
        await self._line.send_json({**said, **channel})
        try:
            await asyncio.wait_for(self._done.wait(), LONG)
        except TimeoutError:
            self._tell("（処理しています…）")
            await self._done.wait()

    async def _quiet(self, seconds: float) -> None:
        """Wait until nothing more comes: of an answer's end a chat does not tell."""
        with contextlib.suppress(TimeoutError):
            while True:
                self._heard.clear()
                await asyncio.wait_for(self._heard.wait(), seconds)

    # What they read

    async def _hear(self) -> None:
        """Show what comes, on whichever line is open."""
        while line := self._line:
            async for frame in line:
                self._show(json.loads(frame.data))
            if line is self._line:
                self._tell("部屋が閉じました。")
                self._done.set()
                return

    def _show(self, frame: Json) -> None:
        self._heard.set()
        if "said" in frame:
            where = f"〔{frame['room']}〕" if frame.get("room") else ""
            head = f"{where}{frame.get('by') or ''} {frame.get('at') or ''}".strip() if where else ""
            self._tell("\n".join(filter(None, [head, frame["said"]])))
        elif "file" in frame:
            self._save(frame["file"], base64.b64decode(frame["contents"]))
        elif frame.get("done"):
            self._done.set()

    def _save(self, name: str, contents: bytes) -> None:
        """Put a file into the folder, beside one of the same name."""
        name = Path(name.replace("\\", "/")).name.lstrip(".") or "ファイル"
        path, nth = self.folder / name, 1
        while path.exists():
            path, nth = self.folder / f"{Path(name).stem}-{nth}{Path(name).suffix}", nth + 1
        path.write_bytes(contents)
        self._tell(f"「{path.name}」を {path.parent.resolve()} に置きました。")

    def _tell(self, text: str) -> None:
        """Show it without what would steer a terminal: names and words come from people."""
        self.write("".join(each for each in text if each in "\n\u3000" or each.isprintable()))

    # Who speaks, and where

    async def _becomes(self, called: str, besides: str = "") -> None:
        people = [each for each in (await self._asks("state"))["people"] if each["kind"] == "person"]
        self.person, self.room = _named(called, people) if called else people[0], {}
        before, self._line = self._line, await self._opened()
        self._tell(f"{self._who()}として話します。{besides}")
        if before:
            await before.close()

    async def _opened(self) -> aiohttp.ClientWebSocketResponse:
        """A line of this person's own, once the room is ready for it."""
        url = f"{self.url}room/people/{self.person['id']}/line"
        line = await self.session.ws_connect(url, max_msg_size=LARGEST * 2)
        await line.receive()  # says that it is ready
        return line

    def _who(self) -> str:
        title = f"（{self.person['title']}）" if self.person.get("title") else ""
        return f"{self.person['name']}{title}"

    async def _asks(self, path: str, body: Json | None = None) -> Json:
        """Ask the room, as the page does. Raises NoRoom with its sentence where it refuses."""
        method = "GET" if body is None else "POST"
        try:
            async with self.session.request(method, f"{self.url}room/{path}", json=body) as answer:
                said: Json = await answer.json()
        except (aiohttp.ClientError, ValueError) as error:
            raise NoRoom("部屋が開いていません。") from error
        if answer.status >= 400:
            raise NoRoom(str(said.get("say")))
        return said

    async def _change_person(self, called: str) -> None:
        if not called:
            people = [each["name"] for each in (await self._asks("state"))["people"] if each["kind"] == "person"]
            self._tell("\n".join(["■ 話せる人", *people]))
            return
        await self._becomes(called)

    async def _change_room(self, called: str) -> None:
        channels = (await self._asks(f"people/{self.person['id']}/channels"))["channels"]
        rooms = [each for each in channels if each["kind"] == "channel"]
        self.room = _named(called, rooms) if called else {}
        self._tell(f"「{self.room['name']}」で話します。" if self.room else "ボットとの1対1で話します。")

    async def _move_clock(self, to: str) -> None:
        now = datetime.fromisoformat((await self._asks("state"))["clock"]["now"])
        if to:
            said = await self._asks("clock", _moved(to, now))
            now = datetime.fromisoformat(said["now"])
        self._tell(f"部屋の時計：{now.year}年{now.month}月{now.day}日（{'月火水木金土日'[now.weekday()]}）{now:%H:%M}")

    async def _send_file(self, path: str) -> None:
        contents = _contents(path)
        if len(contents) > LARGEST:
            raise NobodySuch(f"「{path}」は大きすぎます。{LARGEST // 1024 // 1024}MB までのファイルを選んでください。")
        await self._say({"file": Path(path).name, "contents": base64.b64encode(contents).decode()})

    async def _help(self, _: str) -> None:
        self._tell(HELP)


_OWN: dict[str, Any] = {
    "/人": Terminal._change_person,  # noqa: SLF001 – the table of its own commands
    "/部屋": Terminal._change_room,  # noqa: SLF001 – likewise
    "/時計": Terminal._move_clock,  # noqa: SLF001 – likewise
    "/送る": Terminal._send_file,  # noqa: SLF001 – likewise
    "/使い方": Terminal._help,  # noqa: SLF001 – likewise
}
_STEPS = {"1時間": timedelta(hours=1), "1日": timedelta(days=1), "1週間": timedelta(weeks=1)}


def _contents(path: str) -> bytes:
    try:
        return Path(path).expanduser().read_bytes()
    except (OSError, RuntimeError) as error:
        raise NobodySuch(f"「{path}」を読めません。") from error


def _moved(to: str, now: datetime) -> Json:
    """What the room's clock is asked for."""
    said = flat(to)
    if said in {"次", "次の予定"}:
        return {"next": True}
    if said in _STEPS:
        return {"forward": _STEPS[said].total_seconds()}
    if said == "翌朝":
        return {"to": (now + timedelta(days=1)).replace(hour=9, minute=0, second=0).isoformat()}
    return {"to": moment(said if " " in said else f"{said} 09:00", now.date()).isoformat()}


def _named(called: str, among: list[Json]) -> Json:
    """Who (or which room) is called so: the same name, else the one that begins so, else the one that has it in it."""
    wanted = flat(called)
    for fits in (str.__eq__, str.startswith, str.__contains__):
        found = [each for each in among if fits(flat(each["name"]), wanted) or each["id"] == called]
        if len(found) == 1:
            return found[0]
        if found:
            break
    names = "、".join(each["name"] for each in found or among)
    raise NobodySuch(f"「{called}」は{'いくつかあります' if found else 'いません'}。{names} から選んでください。")


# The keyboard and the screen


async def speak(url: str, called: str, *, plain: bool = False, password: str = "") -> int:
    """Speak in the room at this address, at the process's terminal or from its piped input; 2 where that is refused."""
    plain = plain or not (sys.stdin.isatty() and sys.stdout.isatty())
    async with _session(password) as session:
        try:
            with _keyboard(plain=plain) as (typed, write):
                await Terminal(url=url, session=session, typed=typed, write=write, plain=plain).run(called)
        except (NobodySuch, NoRoom) as refusal:
            sys.stderr.write(f"{refusal}\n")
            return 2
    return 0


async def is_open(url: str) -> bool:
    """Whether a room is open at this address, with a password or without."""
    async with _session("") as session:
        with contextlib.suppress(aiohttp.ClientError, ValueError):
            async with session.get(f"{url}room/state") as answer:
                said = await answer.json()
                return "people" in said or said.get("error") == "no_password"
    return False


def _session(password: str) -> aiohttp.ClientSession:
    return aiohttp.ClientSession(auth=aiohttp.BasicAuth("terminal", password, "utf-8") if password else None)


@contextlib.contextmanager
def _keyboard(*, plain: bool) -> Iterator[tuple[Callable[[str], str], Callable[[str], None]]]:
    """How lines are read and texts are written: with line editing where a person sits, plainly elsewhere."""
    if plain:
        yield _piped, _printed
        return
    import readline  # noqa: PLC0415 – only where there is a terminal
    import termios  # noqa: PLC0415 – likewise

    before = termios.tcgetattr(sys.stdin)
    prompts = [""]

    def typed(prompt: str) -> str:
        prompts[0] = prompt
        try:
            return input(prompt)
        finally:
            prompts[0] = ""

    def write(text: str) -> None:
        """Above the line that is being typed."""
        sys.stdout.write(f"\r\x1b[K{text}\n\n{prompts[0]}{readline.get_line_buffer()}")
        sys.stdout.flush()

    try:
        yield typed, write
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)
        sys.stdout.write("\n")


def _piped(prompt: str) -> str:
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    _printed(f"{prompt}{line.rstrip()}")
    return line.rstrip("\n")


def _printed(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
