"""What a search found: a page of it, each thing with the place where its words stand, and how to narrow it."""

import json
from collections.abc import Sequence
from typing import Any

from domain.calendar import TOKYO
from domain.catalogue import Catalogue
from domain.search import Entry, Found, Kind, Query, excerpt
from messages.blocks import Block, Message, actions, button, context, cut, field, header, plain_text, section
from messages.forms import modal
from messages.onward import onward
from messages.pieces import message
from messages.words import day, escape, origin, render, title

PAGE = 5
LONGEST = 200  # characters of what is looked for
LONGEST_WORD, LONGEST_TITLE = 60, 100
KINDS = {
    Kind.NOTE: "ノート",
    Kind.QUESTION: "相談",
    Kind.REPORT: "報告",
    Kind.DEADLINE: "締切・予定",
    Kind.INITIATIVE: "取組",
}
NO_WORDS = "探す言葉を入れてください。"
BACKWARDS = "始まりの日より後の日を選んでください。"


def asking(prefix: str) -> Message:
    """Nothing was typed: what can be."""
    said = section("asking", render("search_asking.j2", command=f"/{prefix}search"))
    return message(
        [header("search", "検索"), said, onward(button("条件を付けて探す", "search:narrow", _value(Query(()), 0)))]
    )


def too_long(length: int) -> Message:
    """More than anybody looks for."""
    said = f"探す言葉は{LONGEST}字までです（今は{length:,}字）。特徴のある言葉を1つか2つ選んでお試しください。"
    return message([section("too-long", said), onward()])


def found(query: Query, page: int, what: Found, catalogue: Catalogue) -> Message:
    """A page of it in a message of its own. Its text names no note: it is what a notification shows."""
    steps = [*_pages(query, page, what, "search"), button("条件を付けて探す", "search:narrow", _value(query, page))]
    blocks = [header("search", "検索"), *_page(query, page, what, catalogue), onward(*steps)]
    return Message(text=_summary(query, page, what, catalogue), blocks=blocks)


def in_form(query: Query, page: int, what: Found, catalogue: Catalogue) -> dict[str, Any]:
    """The same in the place of the form that asked for it."""
    steps = _pages(query, page, what, "search:in_form")
    blocks = [*_page(query, page, what, catalogue), *([actions("pages", steps)] if steps else [])]
    return {"type": "modal", "title": plain_text("検索"), "close": plain_text("閉じる"), "blocks": blocks}


def narrowing(query: Query, catalogue: Catalogue) -> dict[str, Any]:
    """The form: words, and whose, of what theme and kind, from when to when."""
    bodies = [(body.code, body.name) for body in catalogue.municipalities]
    typed = {"type": "plain_text_input", "max_length": LONGEST, "initial_value": " ".join(query.words)}
    blocks = [
        field("words", "探す言葉", typed, hint="空白で区切ると、すべてを含むものを探します。"),
        _choice("municipality", "市町", bodies[:100], query.municipality),
        _choice("theme", "テーマ", [(each.id, each.name) for each in catalogue.themes], query.theme),
        _choice("kind", "種類", [(kind.value, name) for kind, name in KINDS.items()], query.kind or ""),
        _day("since", "この日から", query.since),
        _day("until", "この日まで", query.until),
    ]
    return modal("search", "条件を付けて探す", "探す", blocks, "")


def _page(query: Query, page: int, what: Found, catalogue: Catalogue) -> list[Block]:
    secret = any(entry.kind is Kind.NOTE for entry in what.entries)
    summary = section("summary", _summary(query, page, what, catalogue))
    hits = [block for nth, each in enumerate(what.entries) for block in _hit(nth, each, query, catalogue)]
    return [*([context("banner", "🔒 *外部への公開厳禁*（ノートを含みます）")] if secret else []), summary, *hits]


def _summary(query: Query, page: int, what: Found, catalogue: Catalogue) -> str:
    words = "」「".join(cut(title(word), LONGEST_WORD) for word in query.words)
    first = page * PAGE + 1
    shown = {"first": first, "last": first + len(what.entries) - 1, "total": what.total}
    return render("search_summary.j2", words=words, narrowed="、".join(_conditions(query, catalogue)), **shown)


def _conditions(query: Query, catalogue: Catalogue) -> list[str]:
    bodies = {body.code: body.name for body in catalogue.municipalities}
    themes = {theme.id: theme.name for theme in catalogue.themes}
    said = [bodies.get(query.municipality), themes.get(query.theme), query.kind and KINDS[query.kind]]
    said += [f"{day(query.since)}から" if query.since else None, f"{day(query.until)}まで" if query.until else None]
    return [each for each in said if each]


def _hit(nth: int, entry: Entry, query: Query, catalogue: Catalogue) -> list[Block]:
    """What it is and what it is called; below it the place where a word stands, as it is written there."""
    bodies = {body.code: body.name for body in catalogue.municipalities}
    of = f"・{bodies[entry.municipality]}" if entry.municipality in bodies else ""
    head = f"*{escape(cut(title(entry.title), LONGEST_TITLE))}*\n{KINDS[entry.kind]}{of}　{_when(entry)}"
    place = in_context(f"excerpt-{nth}", entry.body, query.words)
    return [_with_its_button(section(f"hit-{nth}", head), nth, entry), place]


def _with_its_button(block: Block, nth: int, entry: Entry) -> Block:
    """What has a page of its own is one press away."""
    match entry.kind:
        case Kind.NOTE:
            return {**block, "accessory": button("読む", f"note:read:found-{nth}", f"{entry.subject} 0")}
        case Kind.QUESTION:
            return {**block, "accessory": button("見る", f"ask:show:found{nth}", entry.subject)}
        case _:
            return block


def _when(entry: Entry) -> str:
    """The as-of and the source of a figure; of the rest the day on which it was written."""
    if entry.origin:
        return escape(origin(entry.origin))
    return day(entry.at.astimezone(TOKYO).date())


def in_context(block_id: str, text: str, looked_for: Sequence[str]) -> Block:
    """The place in a text where one of the words stands, as a quotation, the word in bold."""
    before, word, behind = excerpt(text, looked_for)
    pieces = [_text(before), {**_text(word), "style": {"bold": True}}, _text(behind)]
    inside = [each for each in pieces if each["text"]] or [_text("（本文はありません）")]
    return {"type": "rich_text", "block_id": block_id, "elements": [{"type": "rich_text_quote", "elements": inside}]}


def _text(text: str) -> Block:
    return {"type": "text", "text": text}


def _pages(query: Query, page: int, what: Found, action: str) -> list[Block]:
    back = [button("前の5件", f"{action}:back", _value(query, page - 1))] if page else []
    rest = what.total - (page + 1) * PAGE
    return [
        *back,
        *([button(f"次の{min(rest, PAGE)}件", f"{action}:next", _value(query, page + 1))] if rest > 0 else []),
    ]


def _value(query: Query, page: int) -> str:
    """The search and its page as a button carries them: at most 2,000 characters."""
    asked = {"municipality": query.municipality, "theme": query.theme, "kind": query.kind}
    days = {name: value.isoformat() for name, value in (("since", query.since), ("until", query.until)) if value}
    told = {"words": query.words, **{name: value for name, value in asked.items() if value}, **days, "page": page}
    return json.dumps(told, ensure_ascii=False)


def _choice(block_id: str, label: str, options: list[tuple[str, str]], chosen: str) -> Block:
    listed = [{"text": plain_text(cut(name, 75)), "value": value} for value, name in options]
    initial = next((option for option in listed if option["value"] == chosen), None)
    element = {"type": "static_select", "options": listed, "placeholder": plain_text("すべて")}
    return field(block_id, label, {**element, **({"initial_option": initial} if initial else {})}, optional=True)


def _day(block_id: str, label: str, chosen: Any) -> Block:
    picked = {"initial_date": chosen.isoformat()} if chosen else {}
    return field(block_id, label, {"type": "datepicker", **picked}, optional=True)
