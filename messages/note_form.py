"""The form of a note: with inputs enough for its body, and what a second writer is shown and asked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from domain.forms import Theme
from domain.model import Municipality
from domain.note import LONGEST_TITLE, Draft, Note, Writing, parts, pieces
from messages.blocks import Block, Message, actions, button, cut, field, plain_text, quote, section
from messages.forms import modal, sentence
from messages.note import KINDS, Around, at, banner, beside
from messages.note_history import lines
from messages.words import render

LONGEST_PART = 3_000  # what the chat takes in one input
WHERE, TITLE, KIND, BODY, THEMES, LINKS, REVIEW = "where", "title", "kind", "body", "themes", "links", "review"
ROOM_FOR_BOTH = 20_000  # characters: beyond that, both texts are shown beside the form alone
OPTIONS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What the form shows: what is written so far, and why it is shown again.

    `bodies` are those to choose from (`chosen` is one of them), or the one it is about; `source` says where the text
    comes from, so that another text replaces what stood in the inputs; `inputs` is how many there are for the body, at
    least.
    """

    writing: Writing
    bodies: Sequence[Municipality]
    chosen: str = ""
    themes: Sequence[Theme]
    metadata: str
    source: str
    inputs: int = 1
    draft: Draft | None = None
    saved: bool = False
    kept: Note | None = None
    who: str = ""


def form(shown: Shown) -> dict[str, Any]:
    said = shown.writing
    title = {"type": "plain_text_input", "max_length": LONGEST_TITLE, **_initial(cut(said.title, LONGEST_PART))}
    if len(said.title) > LONGEST_TITLE:
        del title["max_length"]
    blocks = [
        banner(),
        *_notes(shown),
        _where(shown.bodies, shown.chosen),
        field(TITLE, "題名", title),
        field(KIND, "種類", _kinds(said)),
        *_bodies(shown),
        actions("longer", [button("本文の欄を増やす", "note:longer", "longer")]),
        field(THEMES, "テーマ", _themes(said, shown.themes), optional=True),
        field(LINKS, "リンク", _long("\n".join(said.links)), hint=render("note_form.j2", kind="links"), optional=True),
        field(REVIEW, "見直しの日", _day(said.review), hint=render("note_form.j2", kind="review"), optional=True),
        *[each for each in beside(said) if not _is_of_links(each, said)],
        actions("begun", [button("書きかけを保存", "note:save", "save")]),
    ]
    blocks = [_from(each, shown.source) if each["type"] == "input" else each for each in blocks]
    made = modal("note", "ノート", "残す", blocks, shown.metadata)
    return {**made, "notify_on_close": True}


def conflict(kept: Note, mine: Draft, who: str, around: Around, metadata: str) -> dict[str, Any]:
    """Somebody else wrote it meanwhile: what is different, both texts, and the choice."""
    about = {"who": who, "at": at(kept.version.at), "version": kept.version.number, "deleted": kept.version.deleted}
    ways = [button("両方を見ながら直す", "note:both", "both"), button("自分の入力を捨てる", "note:leave", "leave")]
    both = len(kept.writing.body) + len(mine.writing.body) <= ROOM_FOR_BOTH
    blocks = [
        banner(),
        section("conflict", render("note_conflict.j2", **about)),
        actions("conflict-actions", ways),
        *lines("different", kept.writing, mine.writing, around),
        *(_text("kept", "保存されている文", kept.writing) if both else []),
        *(_text("mine", "ご自分の文", mine.writing) if both else []),
    ]
    return modal("note-mine", "先に直されています", "自分の内容で残す", blocks[:100], metadata)


def instead(message: Message, title: str = "ノート") -> dict[str, Any]:
    """What is said in the place of the form."""
    return sentence(message, title, "閉じる")


def _notes(shown: Shown) -> Iterator[Block]:
    """What has to be known first: it goes on from what was begun, or beside what somebody else has kept."""
    if shown.draft:
        words = render("note_form.j2", kind="saved" if shown.saved else "draft", at=at(shown.draft.at), who="")
        yield section("begun-at", words)
        yield actions("undraft", [button("書きかけを捨てて閉じる", "note:undraft", "undraft")])
    if shown.kept:
        kind = "gone" if shown.kept.version.deleted else "both"
        yield section("both", render("note_form.j2", kind=kind, at=at(shown.kept.version.at), who=shown.who))
        yield from _text("kept", "保存されている文", shown.kept.writing)


def _text(name: str, label: str, writing: Writing) -> Iterator[Block]:
    yield section(f"{name}-head", f"*{label}*")
    yield quote(f"{name}-title", writing.title or "（題名なし）")
    for nth, each in enumerate(pieces(writing.body)):
        yield quote(f"{name}-{nth}", each or "（本文なし）")


def _where(bodies: Sequence[Municipality], chosen: str) -> Block:
    """The one it is about, or a choice."""
    if len(bodies) == 1:
        return section("of", f"*{bodies[0].name}* のノート")
    options = [_option(f"{body.name}（{body.kana}）", body.code) for body in bodies][:OPTIONS]
    initial = [{"initial_option": each} for each in options if each["value"] == chosen]
    select = {"type": "static_select", "options": options, "placeholder": plain_text("選んでください")}
    return field(WHERE, "どの市町のノートですか", {**select, **(initial[0] if initial else {})})


def _kinds(writing: Writing) -> Block:
    options = [_option(label, kind.value) for kind, label in KINDS.items()]
    chosen = next(each for each in options if each["value"] == writing.kind.value)
    return {"type": "radio_buttons", "options": options, "initial_option": chosen}


def _bodies(shown: Shown) -> Iterator[Block]:
    """本文, and as many 本文（続き） as it takes."""
    texts = [text for text, _ in parts(shown.writing.body)]
    texts += [""] * (shown.inputs - len(texts))
    for nth, text in enumerate(texts):
        label = "本文" if nth == 0 else f"本文（続き{nth + 1}）"
        hint = render("note_form.j2", kind="body") if nth == 0 else ""
        yield field(f"{BODY}-{nth}", label, _long(text), hint=hint, optional=nth > 0)


def _themes(writing: Writing, themes: Sequence[Theme]) -> Block:
    options = [_option(theme.name, theme.id) for theme in themes][:OPTIONS]
    chosen = [each for each in options if each["value"] in writing.themes]
    initial = {"initial_options": chosen} if chosen else {}
    asked = {"type": "multi_static_select", "placeholder": plain_text("選んでください")}
    return {**asked, "options": options, **initial}


def _long(text: str) -> Block:
    return {"type": "plain_text_input", "multiline": True, "max_length": LONGEST_PART, **_initial(text)}


def _day(chosen: date | None) -> Block:
    return {"type": "datepicker", **({"initial_date": chosen.isoformat()} if chosen else {})}


def _initial(text: str) -> Block:
    return {"initial_value": text} if text else {}


def _is_of_links(block: Block, writing: Writing) -> bool:
    """The links stand in their own input already."""
    return bool(writing.links) and block["block_id"] == "links-0"


def _option(label: str, value: str) -> Block:
    return {"text": plain_text(cut(label, 75)), "value": value}


def _from(block: Block, source: str) -> Block:
    return {**block, "element": {**block["element"], "action_id": source}}
