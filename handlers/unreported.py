"""Who has not answered: /unreported over all that is open, or one of it; a member sees only their own."""

import re
import unicodedata
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from domain.forms import Theme
from domain.model import Member, Role, Topic
from domain.unreported import Matter, Order
from handlers import usage
from handlers.commands import Command, slash
from handlers.desk import Desk
from handlers.rights import for_the_secretariat
from messages import unreported as said
from messages.blocks import Message
from storage import unreported

COMMAND = Command(
    "unreported",
    "まだ報告・回答のない照会と締切を見る（事務局は、ご確認のお願いも）",
    "（すべて）| 標準化 | 照会や締切の名前 | コード順",
    ("標準化", "コード順"),
    ("未報告", "未回答", "unreported"),
    lists=True,
)
EVERYTHING = {"一覧", "全部", "すべて", "全体", "all", "list"}
ORDERS = {"コード順": Order.CODE, "遅れている順": Order.LATE, "遅い順": Order.LATE}


def register(app: AsyncApp) -> None:
    app.command(slash(COMMAND))(command)
    app.action(re.compile("^unreported:(all$|order$|next$|one:)"))(turn)


async def command(ack: AsyncAck, body: dict[str, Any], member: Member, desk: Desk) -> None:
    await desk.answers.to_command(ack, body, answer(body.get("text", ""), member, desk))


async def turn(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk) -> None:
    """To one matter, to all of them, to another order or the next page."""
    name, order, page = action["value"].split()
    await desk.answers.to_press(ack, body, _turned(name, Order(order), int(page), member, desk))


def answer(text: str, member: Member, desk: Desk) -> Message:
    """Everything that is open, or what is meant: the name of a matter or a theme, and an order."""
    plain = unicodedata.normalize("NFKC", text).strip().casefold()
    if plain and usage.wanted(plain):
        return usage.answer(plain, member, desk)
    words = [word for word in plain.split() if word not in EVERYTHING]
    order = next((ORDERS[word] for word in words if word in ORDERS), Order.LATE)
    wanted = " ".join(word for word in words if word not in ORDERS)
    found = [each for each in current(desk) if _is_meant(each, wanted, desk)]
    return _listed(found, wanted, order, member, desk)


def current(desk: Desk) -> list[Matter]:
    """All that is open, the nearest first."""
    where = desk.catalogue.conference.id
    return unreported.matters(desk.read(), where, desk.catalogue.municipalities, desk.compose.current(), desk.now())


def one(name: str, desk: Desk) -> Matter | None:
    """The matter of that name, while it is open."""
    where = desk.catalogue.conference.id
    return unreported.one(desk.read(), where, name, desk.catalogue.municipalities, desk.now())


def _turned(name: str, order: Order, page: int, member: Member, desk: Desk) -> Message:
    if name == said.ALL or member.role is not Role.SECRETARIAT:
        return _listed(current(desk), "", order, member, desk)
    for_the_secretariat(member)
    matter = one(name, desk)
    return said.one(matter, order, page, desk.now(), desk.days) if matter else said.nothing(secretariat=True)


def _listed(found: list[Matter], wanted: str, order: Order, member: Member, desk: Desk) -> Message:
    """For the secretariat all municipalities, for a member their own."""
    is_secretariat = member.role is Role.SECRETARIAT
    if not found:
        return said.nothing(wanted, secretariat=is_secretariat)
    if not is_secretariat:
        return said.own(waiting(found, member), desk.now(), desk.days)
    if wanted and len(found) == 1:
        return said.one(found[0], order, 0, desk.now(), desk.days)
    return said.overview(found, order, desk.now(), desk.days)


def waiting(found: list[Matter], member: Member) -> list[said.Item]:
    """What this member's municipalities have not answered, the nearest first."""
    items = [(matter, each) for matter in found for each in matter.of(member.municipalities)]
    return sorted(items, key=lambda item: item[1].due_at)


def _is_meant(matter: Matter, wanted: str, desk: Desk) -> bool:
    """By a part of its title, or by its theme or topic."""
    if not wanted or wanted in unicodedata.normalize("NFKC", matter.title).casefold():
        return True
    things = [each for each in desk.catalogue.names.called(wanted) if isinstance(each, Theme | Topic)]
    return any(_is_about(matter, each, desk) for each in things)


def _is_about(matter: Matter, subject: Theme | Topic, desk: Desk) -> bool:
    if matter.round and isinstance(subject, Theme) and matter.round.theme == subject.id:
        return True
    return desk.catalogue.is_about(matter.title, subject)
