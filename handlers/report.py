"""/report: the open rounds of one's municipalities; a theme and a municipality open the form; pairs are read."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from domain import lookup
from domain.deadline import Deadline
from domain.errors import AmbiguousName, TooManyNames, UnknownName, UserError
from domain.forms import Theme
from domain.lookup import Asked
from domain.model import Member, Municipality, Role, System
from domain.round import Progress, Round
from handlers import report_history, report_text, usage
from handlers.answers import Reply
from handlers.commands import Command, slash
from handlers.desk import Desk
from handlers.report_asking import Opened, asking
from handlers.report_form import show
from handlers.report_same import unchanged
from handlers.rights import for_the_secretariat
from messages import report_asked_back as asked_back
from messages import report_list as said
from messages.blocks import Message
from storage import deadlines, rounds, unreported

COMMAND = Command(
    "report",
    "照会に報告する（前回の回答から直す・変更なし・文章・ファイルで）",
    "（受付中の照会）| 標準化 | 標準化 変更なし | 標準化 住民基本台帳=12 戸籍=対象外 | 履歴",
    ("標準化", "標準化 変更なし", "標準化 住民基本台帳=12 戸籍=対象外", "標準化 全業務=5", "履歴"),
    ("報告", "回答", "report"),
    lists=True,
)
HISTORY = ("履歴", "history")
UNCHANGED = ("変更なし", "変更無し", "変わりなし")


@dataclass(frozen=True, slots=True)
class Found:
    """The open rounds that a text means, each with the municipality for which it is to be answered."""

    pairs: Sequence[tuple[Round, Municipality]]
    named: bool  # whether the text named anything at all


def register(app: AsyncApp) -> None:
    app.command(slash(COMMAND))(command)
    app.action(re.compile("^report:(list$|read:)"))(read)


async def command(ack: AsyncAck, body: dict[str, Any], member: Member, desk: Desk, client: AsyncWebClient) -> None:
    """A theme that leaves no choice opens the form at once; all else is answered in words."""
    text = body.get("text", "")
    if where := _the_one(text, member, desk):
        instead = await show(client, body["trigger_id"], where, member, desk)
        await (desk.answers.to_command(ack, body, instead) if instead else ack())
        return
    await desk.answers.to_command(ack, body, answer(text, member, desk))
    desk.post_soon()


async def read(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk) -> None:
    """The list, or a text that was put right with one press."""
    text = "" if action["action_id"] == "report:list" else action["value"]
    await desk.answers.to_press(ack, body, answer(text, member, desk))
    desk.post_soon()


def answer(text: str, member: Member, desk: Desk) -> Reply:
    """The list, a history, one tap in words, or what was read of pairs. A name is never guessed: it is asked."""
    if text.strip() and usage.wanted(text):
        return usage.answer(text, member, desk)
    head, pairs = report_text.parted(text)
    word, rest = _word(head)
    try:
        found = _found(rest, member, desk, closed_too=word == "history")
    except (UnknownName, AmbiguousName, TooManyNames) as error:
        return _asked_back(error, word, pairs)
    if word == "history":
        return report_history.of(found.pairs, member, desk)
    if (word or pairs) and len(found.pairs) == 1:
        (asked, body) = found.pairs[0]
        return unchanged(asked.id, body.code, member, desk) if word else _read(asked, body, pairs, member, desk)
    return _listing(found, member, desk)


def _read(asked: Round, body: Municipality, pairs: Sequence[tuple[str, str]], member: Member, desk: Desk) -> Message:
    return report_text.reading(asking(asked.id, body.code, member, desk), pairs, member, desk)


def _the_one(text: str, member: Member, desk: Desk) -> Opened | None:
    """The form that the text asks for, where it names one and leaves no choice."""
    head, pairs = report_text.parted(text)
    word, rest = _word(head)
    if word or pairs or not rest.strip() or usage.wanted(text):
        return None
    try:
        found = _found(rest, member, desk)
    except UserError:
        return None
    return Opened(found.pairs[0][0].id, found.pairs[0][1].code) if len(found.pairs) == 1 else None


def _word(head: str) -> tuple[str, str]:
    """`history` or `same` where one of their words stands in the text, and the rest of it."""
    words = unicodedata.normalize("NFKC", head).split()
    for meant, spoken in (("history", HISTORY), ("same", UNCHANGED)):
        if not set(words).isdisjoint(spoken):
            return meant, " ".join(each for each in words if each not in spoken)
    return "", head


# Which round, which municipality


def _found(text: str, member: Member, desk: Desk, *, closed_too: bool = False) -> Found:
    """The open rounds of that theme or title, for that municipality or one's own. Raises UserError."""
    asked_of = rounds.asked if closed_too else rounds.open_ones
    every = asked_of(desk.read(), desk.catalogue.conference.id)
    titled = [each for each in every if lookup.key(each.title) and lookup.key(each.title) in lookup.key(text)]
    asked = Asked() if not text.strip() else _municipality_of(text, titled[0], desk) if titled else _names(text, desk)
    if asked.municipality and asked.municipality.code not in member.municipalities:
        for_the_secretariat(member)
    meant = titled[:1] or [each for each in every if _is_about(each, asked, desk)]
    return Found(_pairs(meant, asked.municipality, member, desk), bool(text.strip()))


def _names(text: str, desk: Desk) -> Asked:
    """What the text names, letter for letter: what is only alike is asked back."""
    try:
        asked = lookup.read(text, desk.catalogue.names, desk.today())
    except UnknownName as unknown:
        raise UnknownName(unknown.text, tuple(each for each in unknown.near if _is_reported(each[0], desk))) from None
    if asked.guess:
        typed, meant = asked.guess
        raise UnknownName(typed, ((meant, text.replace(typed, meant)),))
    if asked.subject and not isinstance(asked.subject, Theme | System):
        raise UnknownName(text, tuple((theme.short, theme.short) for theme in desk.catalogue.themes))
    return asked


def _is_reported(name: str, desk: Desk) -> bool:
    """Whether that is the name of something a report can be about, or for."""
    return any(isinstance(thing, Theme | System | Municipality) for thing in desk.catalogue.names.called(name))


def _municipality_of(text: str, titled: Round, desk: Desk) -> Asked:
    """The municipality beside the title of a round."""
    rest = lookup.key(text).replace(lookup.key(titled.title), "")
    return _names(rest, desk) if rest else Asked()


def _is_about(each: Round, asked: Asked, desk: Desk) -> bool:
    """Of this theme, or of the one that asks for the systems; and as of that day, where one is named."""
    match asked.subject:
        case Theme() as theme:
            about = each.theme == theme.id
        case System():
            about = any(theme.id == each.theme and theme.systems for theme in desk.catalogue.themes)
        case _:
            about = True
    return about and (asked.on is None or each.as_of.first <= asked.on <= each.as_of.last)


def _pairs(
    every: Sequence[Round], named: Municipality | None, member: Member, desk: Desk
) -> list[tuple[Round, Municipality]]:
    """Each with the municipality that is named, or with one's own."""
    own = [body for body in desk.catalogue.municipalities if body.code in member.municipalities]
    return [(each, body) for each in every for body in ([named] if named else own) if each.concerns(body.code)]


# What is said


def _listing(found: Found, member: Member, desk: Desk) -> Message:
    """How each stands; for the secretariat all that is open; and what comes next where nothing is."""
    now, conference = desk.now(), desk.catalogue.conference.id
    every = rounds.open_ones(desk.read(), conference)
    if not every:
        return said.nothing_open(_coming(desk))
    if found.pairs:
        return said.listing([_listed(asked, body, desk) for asked, body in found.pairs], now, desk.days)
    if member.role is Role.SECRETARIAT and not member.municipalities:
        return said.overview([_counted(each, desk) for each in every], desk.prefix)
    return said.none_of_them() if found.named else said.nothing_open(_coming(desk))


def _listed(asked: Round, body: Municipality, desk: Desk) -> said.Listed:
    return said.Listed(asked, _progress(asked, [body], desk)[0])


def _counted(asked: Round, desk: Desk) -> said.Counted:
    found = unreported.of(desk.read(), desk.catalogue.conference.id, asked, desk.catalogue.municipalities, desk.now())
    due = max((each.due_at for each in found.deadlines), default=None)
    return said.Counted(asked, found.answered, len(found.missing), due)


def _progress(asked: Round, bodies: Sequence[Municipality], desk: Desk) -> list[Progress]:
    return rounds.progress(desk.read(), desk.catalogue.conference.id, asked, bodies, desk.now())


def _coming(desk: Desk) -> Deadline | None:
    """The next deadline there is."""
    return next(iter(deadlines.all_open(desk.read(), desk.catalogue.conference.id, since=desk.now())), None)


def _asked_back(error: UserError, word: str, pairs: Sequence[tuple[str, str]]) -> Message:
    """What was meant, each with the whole text put that way; nothing is done before it is pressed."""
    behind = [{"history": HISTORY[0], "same": UNCHANGED[0]}.get(word, ""), *(f"{a}={b}" for a, b in pairs)]
    offered = [(name, " ".join(filter(None, (whole, *behind)))) for name, whole in asked_back.meanings(error)]
    return asked_back.asked_back(error, offered)
