"""A small cast for the talk room's own tests, and small ways to speak of what happens there."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from talkroom import Answer, App, Channel, Clock, Command, Person, Talkroom, Team

SECRETARIAT, YAMAGUCHI, UBE, GUEST = "U0SECRETARY", "U0YAMAGUCHI", "U0UBE", "U0GUEST"
ROOM, OPEN, ELSEWHERE = "C0ROOM", "C0OPEN", "C0ELSEWHERE"
STATUS = Command(name="/status", description="市町の状況を見る", usage_hint="山口市")

KINDS = ("channels", "groups", "im")
SCOPES = (
    *(f"{kind}:{what}" for kind in KINDS for what in ("read", "history")),
    *(f"{family}:{what}" for family in ("files", "pins", "reactions") for what in ("read", "write")),
    *("chat:write", "commands", "im:write", "team:read", "users:read"),
)

BOT = App(
    id="A0BOT",
    name="進捗ボット",
    bot_user="U0BOT",
    bot_id="B0BOT",
    bot_token="xoxb-bot",
    app_token="xapp-bot",
    signing_secret="secret",
    commands=(STATUS,),
    scopes=SCOPES,
)
OTHER = App(
    id="A0OTHER",
    name="別のボット",
    bot_user="U0OTHER",
    bot_id="B0OTHER",
    bot_token="xoxb-other",
    app_token="xapp-other",
    signing_secret="other",
)
PEOPLE = (
    Person(id=SECRETARIAT, name="県 事務局", title="デジタル政策課", colour="#123456"),
    Person(id=YAMAGUCHI, name="山口市 情報政策担当"),
    Person(id=UBE, name="宇部市 デジタル推進担当"),
    Person(id=GUEST, name="委託業者", is_restricted=True, team_id="T0OTHER"),
)
CHANNELS = (
    Channel(id=ROOM, name="全体", members=(SECRETARIAT, YAMAGUCHI, BOT.bot_user), topic="照会と報告"),
    Channel(id=OPEN, name="雑談", members=(SECRETARIAT, YAMAGUCHI, UBE), is_private=False),
    Channel(id=ELSEWHERE, name="よそ", members=(UBE,)),
)


def new_room(**changed: Any) -> Talkroom:
    start = Clock(datetime.fromisoformat("2022-09-08T09:00+09:00"))
    cast: dict[str, Any] = {"people": PEOPLE, "channels": CHANNELS, "apps": (BOT, OTHER), "clock": start}
    return Talkroom(**{"team": Team(id="T0TEAM", name="構築連携会議"), **cast, **changed})


def client(room: Talkroom, token: str = BOT.bot_token) -> AsyncWebClient:
    return AsyncWebClient(token=token, base_url=room.api_url)


def bolt(room: Talkroom, **options: Any) -> AsyncApp:
    return AsyncApp(client=client(room), process_before_response=True, **options)


class Listener:
    """A transport that keeps what it is handed, and answers as it is told."""

    def __init__(self, *answers: Answer) -> None:
        self.heard: list[tuple[str, dict[str, Any]]] = []
        self.answers = list(answers)

    async def deliver(self, kind: str, payload: dict[str, Any]) -> Answer:
        self.heard.append((kind, payload))
        return self.answers.pop(0) if self.answers else Answer()

    @property
    def payload(self) -> dict[str, Any]:
        return self.heard[-1][1]

    def events(self, name: str = "") -> list[dict[str, Any]]:
        events = [payload["event"] for kind, payload in self.heard if kind == "events_api"]
        return [event for event in events if not name or event["type"] == name]


def attached(room: Talkroom, *answers: Answer) -> Listener:
    listener = Listener(*answers)
    room.attach(BOT.id, listener)
    return listener


async def until(room: Talkroom, met: Callable[[], bool]) -> None:
    """Wait until something is so, looking again whenever the room changes."""
    changed = asyncio.Event()
    room.world.watchers.append(lambda _: changed.set())
    async with asyncio.timeout(3):
        while not met():
            await changed.wait()
            changed.clear()


def section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def button(text: str = "押す", **more: Any) -> dict[str, Any]:
    return {"type": "button", "text": {"type": "plain_text", "text": text}, **more}


def actions(*elements: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements), **more}
