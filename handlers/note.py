"""/note: one's own municipality's notes and the newest of all; those of a municipality; what is looked for."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from domain import search
from domain.model import Member, Municipality, Role
from domain.search import Kind, Query
from domain.typed import clean
from handlers import note_form, note_text, usage
from handlers.commands import Command, slash
from handlers.desk import Desk
from handlers.note_read import read
from handlers.note_record import around, writable
from handlers.rights import only_inside
from messages import note as said
from messages import note_list
from messages.blocks import Message
from storage import notes
from storage import search as kept

COMMAND = Command(
    "note",
    "ノート：各市町の取組を読む・書く・探す（外部への公開厳禁）",
    "（一覧）| 山口市 | 検索 窓口 | 書く | 山口市 題：題名（改行して本文）",
    ("山口市", "検索 窓口", "書く"),
    ("ノート", "メモ", "note"),
    lists=True,
    private=True,
)
WRITE, SEARCH = {"書く", "追加", "新規", "write", "new"}, ("検索", "探す", "search")
GONE, ALL = {"消したノート", "消した", "ごみ箱"}, {"一覧", "全部", "すべて", "全体", "新着", "all", "list"}
OWN, MOST_OWN, OTHERS, LONGEST, MOST_DIGITS = 5, 3, 7, 200, 5


def register(app: AsyncApp) -> None:
    app.command(slash(COMMAND))(command)
    app.action(re.compile("^note:list"))(turn)
    app.action(re.compile("^note:find"))(look_on)


async def command(ack: AsyncAck, body: dict[str, Any], member: Member, desk: Desk, client: AsyncWebClient) -> None:
    """書く opens the form at once; all else is answered for this person alone."""
    await only_inside(body, desk)
    text = body.get("text", "")
    if _plain(text) in WRITE:
        await note_form.show(client, body["trigger_id"], note_form.fresh(member, desk))
        await ack()
        return
    await desk.answers.to_command(ack, body, answer(text, member, desk))


async def turn(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk) -> None:
    """Another list, or another page of it."""
    await only_inside(body, desk)
    way, after = action["value"].split()
    await desk.answers.to_press(ack, body, listed(way, int(after), member, desk), quietly=True)


async def look_on(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk) -> None:
    """Another page of what was found."""
    await only_inside(body, desk)
    after, code, text = action["value"].split(" ", 2)
    query = Query(search.words(text), "" if code == "-" else code, kind=Kind.NOTE)
    await desk.answers.to_press(ack, body, _found(query, int(after), member, desk), quietly=True)


def answer(text: str, member: Member, desk: Desk) -> Message:
    """The list, a municipality's list, what was looked for; or a note that was written as a text."""
    plain = _plain(text)
    if plain and usage.wanted(plain):
        return usage.answer(plain, member, desk)
    if note_text.is_written(text):
        return note_text.written(text, member, desk)
    if plain in WRITE:
        return said.wanted("write", [said.writing()])
    if way := _way(plain):
        return listed(way, 0, member, desk)
    return _asked(text, member, desk)


def in_a_room(text: str, member: Member, desk: Desk) -> Message:
    """A room reads nothing of any note; one that was written there is kept all the same."""
    if text.strip() and usage.wanted(text):
        return usage.answer(text, member, desk)
    if note_text.is_written(text):
        return note_text.written_openly(text, member, desk)
    return said.in_a_room("room", desk.prefix)


def listed(way: str, after: int, member: Member, desk: Desk) -> Message:
    """home: one's own and the newest of the others; all; gone: what one's own have deleted; or of that code."""
    shelves = _home(member, desk) if way == "home" else [_shelf(way, after, note_list.PAGE, member, desk)]
    db, where = desk.read(), desk.catalogue.conference.id
    drafts = notes.drafts(db, where, member.user) if way == "home" else []
    every = [note for shelf in shelves for note in shelf.notes]
    export = member.role is Role.SECRETARIAT and way == "home"
    return note_list.listing(shelves, drafts, around(every, desk), bin_=bool(writable(member, desk)), export=export)


def _way(plain: str) -> str:
    """The list that is meant; none where something is looked for."""
    if not plain:
        return "home"
    return "all" if plain in ALL else "gone" if plain in GONE else ""


def _home(member: Member, desk: Desk) -> list[note_list.Shelf]:
    """The shelves of one's own municipalities, and the newest of the others."""
    own = [code for code in member.municipalities if _named(code, desk)][:MOST_OWN]
    if not own:
        return [_shelf("all", 0, note_list.PAGE, member, desk)]
    shelves = [_shelf(code, 0, OWN if len(own) == 1 else 2, member, desk) for code in own]
    return [*shelves, _shelf("others", 0, OTHERS, member, desk)]


def _shelf(way: str, after: int, most: int, member: Member, desk: Desk) -> note_list.Shelf:
    db, where = desk.read(), desk.catalogue.conference.id
    among, gone = _among(way, member, desk), way == "gone"
    found, total = notes.newest(db, where, among, most=most, after=after, deleted=gone)
    body = _named(way, desk)
    return note_list.Shelf(f"{body.name}のノート" if body else note_list.HEADINGS[way], way, found, total, after)


def _among(way: str, member: Member, desk: Desk) -> Sequence[str] | None:
    """Whose notes stand there; None for everybody's."""
    everyone = [body.code for body in desk.catalogue.municipalities]
    if way == "others":
        return [code for code in everyone if code not in member.municipalities]
    if way == "gone" and member.role is not Role.SECRETARIAT:
        return member.municipalities
    return [way] if way in everyone else None


def _named(code: str, desk: Desk) -> Municipality | None:
    return next((each for each in desk.catalogue.municipalities if each.code == code), None)


def _asked(text: str, member: Member, desk: Desk) -> Message:
    """A municipality alone is its list; before other words it narrows what is looked for."""
    first, *rest = clean(text)[:LONGEST].split() or [""]
    if first.isdecimal() and len(first) <= MOST_DIGITS and not rest:
        return read(int(first), 0, member, desk)
    looks = _plain(first) in SEARCH
    words = rest if looks else [first, *rest]
    body = _municipality(words[0], desk) if words else None
    if body and len(words) == 1 and not looks:
        return listed(body.code, 0, member, desk)
    narrowed = body if len(words) > 1 else None
    query = Query(search.words(" ".join(words[1:] if narrowed else words)), narrowed.code if narrowed else "")
    if not query.words:
        return listed("home", 0, member, desk)
    return _found(Query(query.words, query.municipality, kind=Kind.NOTE), 0, member, desk)


def _municipality(word: str, desk: Desk) -> Municipality | None:
    """The one of that name, letter for letter."""
    called = [each for each in desk.catalogue.names.called(word) if isinstance(each, Municipality)]
    return called[0] if len(called) == 1 and called[0] in desk.catalogue.municipalities else None


def _found(query: Query, after: int, member: Member, desk: Desk) -> Message:
    page = kept.find(
        desk.read(),
        desk.catalogue.conference.id,
        query,
        reader=member.reader,
        now=desk.now(),
        most=note_list.PAGE,
        after=after,
    )
    return note_list.found(query, page, after, around([], desk))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().casefold()
