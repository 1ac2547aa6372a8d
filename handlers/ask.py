"""Questions to the secretariat (相談): /ask opens the form, lists, searches and counts; one question and its story."""

import re
import unicodedata
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from domain import search
from domain.model import Figure, Member
from domain.question import Question, offered
from domain.search import Kind, Query
from domain.typed import is_legible, kept
from handlers import ask_form, ask_text, usage
from handlers.ask_record import readable, shown
from handlers.commands import Command, slash
from handlers.desk import Desk
from handlers.rights import only_inside
from messages import ask as said
from messages import ask_counts, ask_list
from messages.blocks import Message
from reminders.questions import listed
from storage import figures, questions
from storage import search as index

COMMAND = Command(
    "ask",
    "事務局に相談する・これまでの回答を見る",
    "（一覧）| 相談の内容 | 検索 補助金 | 件数 | 12",
    ("標準準拠システムの補助の対象は？", "一覧", "検索 補助金", "件数"),
    ("相談", "質問", "soudan", "ask"),
    lists=True,
    private=True,
)
NOTHING = {""}
LIST = {"一覧", "全部", "すべて", "list"}
FIND = ("検索", "探す", "search", "find")
COUNTS = {"件数", "集計", "counts"}
FIRST = 5  # questions that stand in the overview


def register(app: AsyncApp) -> None:
    app.command(slash(COMMAND))(command)
    app.action(re.compile(r"^ask:(show:\w+|older)$"))(show)
    app.action("ask:list")(to_list)
    app.action("ask:find")(to_found)
    app.action("ask:counts")(to_counts)


async def command(ack: AsyncAck, body: dict[str, Any], member: Member, desk: Desk, client: AsyncWebClient) -> None:
    """A new question opens the form with its text in it; everything else is answered."""
    await only_inside(body, desk)
    text = body.get("text", "")
    if (made := _known(text, member, desk)) is None:
        made = await ask_form.opened(client, body["trigger_id"], kept(text), member, desk)
    await (desk.answers.to_command(ack, body, made) if made else ack())
    desk.post_soon()


async def show(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk) -> None:
    """One question; of a long story the page that was asked for."""
    id_, before = [*map(int, action["value"].split()), 0][:2]
    await only_inside(body, desk)
    await desk.answers.to_press(ack, body, one(id_, member, desk, before))


async def to_list(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk) -> None:
    await only_inside(body, desk)
    await desk.answers.to_press(ack, body, listing(member, desk, int(action["value"])))


async def to_found(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk) -> None:
    await only_inside(body, desk)
    after, _, words = action["value"].partition(" ")
    await desk.answers.to_press(ack, body, found(words, member, desk, int(after)))


async def to_counts(ack: AsyncAck, body: dict[str, Any], member: Member, desk: Desk) -> None:
    await only_inside(body, desk)
    await desk.answers.to_press(ack, body, counts(member, desk))


def answer(text: str, member: Member, desk: Desk) -> Message:
    """The same in a sentence, where no form can be opened: what was written is read back before it counts."""
    made = _known(text, member, desk)
    if made is None and not is_legible(text):
        made = overview(member, desk)
    return made if made is not None else ask_form.sure(kept(text), member, desk)


def _known(text: str, member: Member, desk: Desk) -> Message | None:
    """The overview, a list, what was looked for, the counts, one question; None for the words of a new one."""
    plain = unicodedata.normalize("NFKC", text).strip()
    word, rest = [*plain.split(maxsplit=1), "", ""][:2]
    if plain and usage.wanted(plain):
        return usage.answer(plain, member, desk)
    if word in FIND:
        return found(rest and text.split(maxsplit=1)[1], member, desk)
    if about := ask_text.numbered(text):
        return ask_text.said(*about, member, desk) if about[1] else one(about[0], member, desk)
    views = ((NOTHING, overview), (LIST, listing), (COUNTS, counts))
    return next((view(member, desk) for words, view in views if plain in words), None)


def overview(member: Member, desk: Desk) -> Message:
    """What the papers count, and the oldest that are open."""
    waiting = open_ones(member, desk)
    papers = ask_counts.papers(_papers(desk))
    return ask_list.overview(papers, listed(desk.catalogue, waiting[:FIRST]), len(waiting), desk.now(), desk.days)


def listing(member: Member, desk: Desk, after: int = 0) -> Message:
    """What is open, the oldest first: for the secretariat all, for a member their own and what is shared."""
    waiting = open_ones(member, desk)
    states = {state: sum(each.state is state for each in waiting) for state in dict.fromkeys(w.state for w in waiting)}
    page = listed(desk.catalogue, waiting[after : after + ask_list.PAGE])
    return ask_list.listing(page, states, after, desk.now(), desk.days)


def open_ones(member: Member, desk: Desk) -> list[Question]:
    """The open questions that this member may read."""
    every = questions.open_ones(desk.read(), desk.catalogue.conference.id)
    return [each for each in every if each.may_be_read_by(member)]


def found(text: str, member: Member, desk: Desk, after: int = 0) -> Message:
    """What holds the words, among what this member may read."""
    words = search.words(kept(text))
    if not words:
        return ask_list.how_to_find()
    where = desk.catalogue.conference.id
    page = {"most": ask_list.PAGE, "after": after}
    query = Query(words, kind=Kind.QUESTION)
    hits = index.find(desk.read(), where, query, reader=member.reader, now=desk.now(), **page)
    asked = questions.some(desk.read(), where, [int(each.subject) for each in hits.entries])
    bodies = [each.body for each in hits.entries]
    return ask_list.found(words, listed(desk.catalogue, asked), bodies, hits.total, after)


def counts(member: Member, desk: Desk) -> Message:
    """The papers' figure first, then ours: of all by kind, by municipality for the secretariat, else of one's own."""
    ours = questions.counts(desk.read(), desk.catalogue.conference.id)
    every = member.reader is None
    bodies = [body for body in desk.catalogue.municipalities if every or body.code in member.municipalities]
    papers = ask_counts.papers(_papers(desk))
    return ask_counts.counts(papers, ours, desk.catalogue.themes, bodies, desk.today(), every=every)


def one(id_: int, member: Member, desk: Desk, before: int = 0) -> Message:
    """One question with what this member can do. Raises NotAllowed."""
    asked = readable(id_, member, desk)
    return said.one(shown(asked, desk), offered(asked, member), before)


def _papers(desk: Desk) -> list[Figure]:
    """What the papers count as of today."""
    conference = desk.catalogue.conference
    known = figures.in_theme(desk.read(), conference.id, "support", on=desk.today())
    return [each for each in known if each.body == conference.prefecture.code]
