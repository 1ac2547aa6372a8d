"""Answers to a command or a press: to the one person or to all, in the ack or through a response URL."""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from talkroom.cast import App
from talkroom.content import content
from talkroom.errors import SlackError
from talkroom.message import Json, Message
from talkroom.waits import Waits
from talkroom.world import World

MOST_USES = 5


@dataclass(slots=True, kw_only=True)
class Exchange:
    """One command or press: who did it where, by which app it is answered, and what has become of it."""

    app: App
    person: str
    channel: str
    thread_ts: str | None = None
    typed: str | None = None
    source: Message | None = None
    uses: int = 0
    until: float = 0


class Answers:
    """Shows answers, and keeps the response URLs by which more may follow."""

    def __init__(self, world: World, *, base_url: Callable[[], str], waits: Waits) -> None:
        self._world, self._base_url, self._waits = world, base_url, waits
        self._open: dict[str, Exchange] = {}

    def response_url(self, exchange: Exchange) -> str:
        self._forget_the_old()
        secret = secrets.token_urlsafe(24)
        exchange.until = time.monotonic() + self._waits.response_url
        self._open[secret] = exchange
        return f"{self._base_url()}respond/{secret}"

    def show(self, exchange: Exchange, said: Json) -> Message:
        """Say it to the person, or with `in_channel` to all, the typed command beside the first answer."""
        told = content(said, self._world.refused_blocks)
        in_channel = said.get("response_type") == "in_channel"
        answer = Message(
            channel=exchange.channel,
            user=exchange.app.bot_user,
            app=exchange.app.id,
            text=told.text,
            blocks=told.blocks,
            thread_ts=_thread(said) or exchange.thread_ts,
            only_for=None if in_channel else exchange.person,
            command=exchange.typed if in_channel else None,
        )
        exchange.typed = None if in_channel else exchange.typed
        return self._world.post(answer)

    def respond(self, secret: str, said: Json) -> None:
        """Use a response URL once; what is refused is not counted."""
        exchange = self._open.get(secret)
        if not exchange or exchange.until <= time.monotonic():
            raise SlackError("expired_url", status=HTTPStatus.NOT_FOUND)
        if exchange.uses >= MOST_USES:
            raise SlackError("used_url", status=HTTPStatus.NOT_FOUND)
        self._follow(exchange, said)
        exchange.uses += 1

    def _follow(self, exchange: Exchange, said: Json) -> None:
        source = exchange.source and self._world.message(exchange.channel, exchange.source.ts)
        if said.get("delete_original") and source:
            self._world.delete(source)
        elif said.get("replace_original") and source:
            told = content(said, self._world.refused_blocks)
            edited = None if source.is_ephemeral else self._world.now_ts()
            self._world.change(source, text=told.text, blocks=told.blocks, edited=edited)
        else:
            self.show(exchange, said)

    def forget(self) -> None:
        """Close every response URL: what they belong to is gone."""
        self._open = {}

    def _forget_the_old(self) -> None:
        """Drop what expired: a wrong URL and an old one are the same to an app."""
        now = time.monotonic()
        if self._open and next(iter(self._open.values())).until < now:
            self._open = {each: kept for each, kept in self._open.items() if kept.until >= now}


def _thread(said: Json) -> str | None:
    thread = said.get("thread_ts")
    return thread if isinstance(thread, str) else None
