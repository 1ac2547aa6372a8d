"""Rounds: /round lists the open ones, shows one, or opens one from a theme and a day."""

import re
import unicodedata
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from domain import lookup
from domain.forms import Theme
from domain.model import Member, Role
from domain.round import Round, What
from handlers import usage
from handlers.commands import Command, slash
from handlers.desk import Desk
from handlers.round_open import proposal
from messages import round as said
from messages import round_asked
from messages.blocks import Message, cut
from messages.round_state import Asked
from reminders.rounds import asked, own
from storage import members, rounds

COMMAND = Command(
    "round",
    "照会を開く・状況を見る・締め切る（市町の方には自分の分と、期限の延長）",
    "（一覧）| 標準化 | 標準化 10月末",
    ("一覧", "標準化", "標準化 10月末"),
    ("照会", "round"),
    lists=True,
)
EVERYTHING = {"", "一覧", "全部", "すべて", "list", "自分"}


def register(app: AsyncApp) -> None:
    app.command(slash(COMMAND))(command)
    app.action("round:list")(listed)
    app.action(re.compile("^round:show"))(show)


async def command(ack: AsyncAck, body: dict[str, Any], member: Member, desk: Desk) -> None:
    await desk.answers.to_command(ack, body, answer(body.get("text", ""), member, desk))


async def listed(ack: AsyncAck, body: dict[str, Any], member: Member, desk: Desk) -> None:
    await desk.answers.to_press(ack, body, answer("", member, desk))


async def show(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk) -> None:
    found = rounds.one(desk.read(), desk.catalogue.conference.id, action["value"])
    await desk.answers.to_press(ack, body, shown(found, member, desk) if found else said.no_such(""))


def answer(text: str, member: Member, desk: Desk) -> Message:
    """The list, one round, or what is understood of a new one. Raises UserError."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if plain and usage.wanted(plain):
        return usage.answer(plain, member, desk)
    if plain.casefold() in EVERYTHING:
        return _listing(member, desk)
    if found := _called(plain, desk):
        return shown(found, member, desk)
    theme, rest = _split(plain, desk)
    return proposal(theme.id, rest, member, desk) if theme and rest else _not_found(plain, theme, member, desk)


def shown(about: Round, member: Member, desk: Desk) -> Message:
    """The whole round for the secretariat, for a member their own municipalities in it."""
    is_secretariat = member.role is Role.SECRETARIAT
    now = asked(desk.read(), desk.catalogue, about, desk.now(), None if is_secretariat else member.municipalities)
    if not is_secretariat:
        mine = own(desk.read(), desk.catalogue, now, member.municipalities)
        return round_asked.standing(now, mine, desk.now(), desk.days)
    reporters = [each.report.by for each in now.stands if each.report]
    posts = members.posts(desk.read(), desk.catalogue.conference.id, reporters)
    return said.one(now, _requests(now, desk), posts, desk.now(), desk.days)


def _requests(now: Asked, desk: Desk) -> list[said.Request]:
    """What municipalities ask for and nobody has answered."""
    asking = [each for each in now.stands if each.asks_longer and now.round.is_open]
    events = rounds.events(desk.read(), desk.catalogue.conference.id, now.round.id) if asking else {}
    found = []
    for each in asking:
        told = events[each.municipality.code]
        nth = max(n for n, event in enumerate(told, start=1) if event.what is What.ASKED_LONGER)
        found.append(said.Request(each, told[nth - 1], nth))
    return found


def _listing(member: Member, desk: Desk) -> Message:
    db, conference, now = desk.read(), desk.catalogue.conference.id, desk.now()
    every = rounds.asked(db, conference)
    codes = () if member.role is Role.SECRETARIAT else member.municipalities
    standing = [asked(db, desk.catalogue, each, now, codes) for each in every if each.is_open]
    if member.role is Role.SECRETARIAT:
        closed = sorted((each for each in every if each.closed_at), key=lambda each: each.closed_at or now)
        return said.listing(standing, closed[::-1], now, desk.days)
    mine = [(each, own(db, desk.catalogue, each, member.municipalities)) for each in standing]
    return said.mine([(each, theirs) for each, theirs in mine if theirs], now, desk.days)


def _called(text: str, desk: Desk) -> Round | None:
    """The newest round of that theme or with these words in its title; an open one before a closed one."""
    themes = {each.id for each in desk.catalogue.names.called(text) if isinstance(each, Theme)}
    every = rounds.asked(desk.read(), desk.catalogue.conference.id)
    found = [each for each in every if each.theme in themes or lookup.key(text) in lookup.key(each.title)]
    return max(found, key=lambda each: (each.is_open, each.opened_at), default=None)


def _split(text: str, desk: Desk) -> tuple[Theme | None, str]:
    """The theme with which a text begins, and the rest."""
    words = text.split()
    for length in range(len(words), 0, -1):
        for thing in desk.catalogue.names.called(" ".join(words[:length])):
            if isinstance(thing, Theme):
                return thing, " ".join(words[length:])
    return None, text


def _not_found(text: str, theme: Theme | None, member: Member, desk: Desk) -> Message:
    """Of a theme without a round the secretariat is asked for the day; anything else is not known."""
    if theme and member.role is Role.SECRETARIAT:
        return proposal(theme.id, "", member, desk)
    return said.no_such(cut(text, 40))
