"""Looking for something (検索): /search over notes, questions, reports, deadlines and initiatives."""

import json
import re
from dataclasses import replace
from datetime import date
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from domain.model import Member
from domain.search import Found, Kind, Query, words
from handlers import usage
from handlers.commands import Command, slash
from handlers.desk import Desk
from handlers.filled import Values, values
from handlers.rights import only_inside
from messages import search as said
from messages.blocks import Message
from storage import search

COMMAND = Command(
    "search",
    "ノート・相談・報告・締切・取組から探す",
    "探す言葉（いくつでも）",
    ("RPA 共同利用", "補助金", "山口市 被災者支援"),
    ("検索", "探す", "さがす", "search", "find"),
    lists=True,
    private=True,
)


def register(app: AsyncApp) -> None:
    app.command(slash(COMMAND))(command)
    app.action(re.compile("^search:(back|next)$"))(turn)
    app.action("search:narrow")(narrow)
    app.view("search")(narrowed)
    app.action(re.compile("^search:in_form:(back|next)$"))(turn_in_form)


async def command(ack: AsyncAck, body: dict[str, Any], member: Member, desk: Desk) -> None:
    await only_inside(body, desk)
    await desk.answers.to_command(ack, body, answer(body.get("text", ""), member, desk))


def answer(text: str, member: Member, desk: Desk) -> Message:
    """The first page of what holds all these words."""
    query = Query(words(text))
    if query.words and usage.wanted(text):
        return usage.answer(text, member, desk)
    if not query.words:
        return said.asking(desk.prefix)
    if len(text) > said.LONGEST:
        return said.too_long(len(text))
    return said.found(query, 0, _found(query, 0, member, desk), desk.catalogue)


async def turn(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk) -> None:
    await only_inside(body, desk)
    query, page = read(action["value"], desk)
    reply = said.found(query, page, _found(query, page, member, desk), desk.catalogue)
    await desk.answers.to_press(ack, body, reply)


async def narrow(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], desk: Desk, client: AsyncWebClient
) -> None:
    """Open the form in which a search is narrowed."""
    query, _ = read(action["value"], desk)
    await client.views_open(trigger_id=body["trigger_id"], view=said.narrowing(query, desk.catalogue))
    await ack()


async def narrowed(ack: AsyncAck, view: dict[str, Any], member: Member, desk: Desk) -> None:
    """What was found stands in the form's place."""
    query = _asked(values(view), desk)
    wrong = {} if query.words else {"words": said.NO_WORDS}
    if query.since and query.until and query.until < query.since:
        wrong["until"] = said.BACKWARDS
    if wrong:
        await ack(response_action="errors", errors=wrong)
        return
    shown = said.in_form(query, 0, _found(query, 0, member, desk), desk.catalogue)
    await ack(response_action="update", view=shown)


async def turn_in_form(
    ack: AsyncAck,
    body: dict[str, Any],
    action: dict[str, Any],
    member: Member,
    desk: Desk,
    client: AsyncWebClient,
) -> None:
    query, page = read(action["value"], desk)
    shown = said.in_form(query, page, _found(query, page, member, desk), desk.catalogue)
    await client.views_update(view_id=body["view"]["id"], hash=body["view"]["hash"], view=shown)
    await ack()


def read(value: str, desk: Desk) -> tuple[Query, int]:
    """The search and its page, as a button carries them."""
    told = json.loads(value)
    kind = Kind(told["kind"]) if told.get("kind") else None
    query = Query(tuple(told["words"]), told.get("municipality", ""), told.get("theme", ""), kind=kind)
    days = _day(told.get("since")), _day(told.get("until"))
    return _called(replace(query, since=days[0], until=days[1]), desk), int(told.get("page", 0))


def _asked(given: Values, desk: Desk) -> Query:
    """What was filled in."""
    chosen = {name: element.get("selected_option") for name, element in given.items()}
    picked = {name: option["value"] for name, option in chosen.items() if option}
    since, until = (_day(given[name].get("selected_date")) for name in ("since", "until"))
    query = Query(
        words(given["words"].get("value") or ""),
        picked.get("municipality", ""),
        picked.get("theme", ""),
        kind=Kind(picked["kind"]) if "kind" in picked else None,
        since=since,
        until=until,
    )
    return _called(query, desk)


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def _called(query: Query, desk: Desk) -> Query:
    """With the names of its theme."""
    theme = next((each for each in desk.catalogue.themes if each.id == query.theme), None)
    return replace(query, called=(theme.name, theme.short, *theme.aliases)) if theme else query


def _found(query: Query, page: int, member: Member, desk: Desk) -> Found:
    where, here = desk.catalogue.conference.id, {"most": said.PAGE, "after": page * said.PAGE}
    return search.find(desk.read(), where, query, reader=member.reader, now=desk.now(), **here)
