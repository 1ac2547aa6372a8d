"""The form of a question, with earlier answers that are like what is being typed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from domain.forms import Theme
from domain.model import Municipality
from domain.question import LONGEST, Question, Seen, kinds
from messages import round_forms
from messages.ask_words import READERS, Shown, excerpt, kind
from messages.blocks import Block, Message, actions, button, context, plain_text, quote, section
from messages.blocks import field as place
from messages.forms import modal
from messages.onward import usage
from messages.pieces import message
from messages.words import day, escape, render

EMPTY = "相談の内容を書いてください。"
NO_BODY = "市町を選んでください。"
SEEN = {Seen.OWN: "自市町と事務局だけ", Seen.ALL: "全市町に共有"}
HINTS = {
    Seen.OWN: "回答の後、事務局が了解を得て全市町に共有することがあります。",
    Seen.ALL: "ほかの市町も、相談と回答を見られます。",
}


@dataclass(frozen=True, slots=True)
class Typed:
    """What has been typed so far; `bodies` are the municipalities for which this person may ask."""

    text: str
    bodies: Sequence[Municipality]
    kind: str = ""
    body: str = ""
    seen: Seen = Seen.OWN
    proxy: bool = False
    likes: Sequence[tuple[Shown, date]] = field(default_factory=tuple)


def asking(typed: Typed, themes: Sequence[Theme], metadata: str) -> dict[str, Any]:
    """The form. Its inputs keep their names, so that what stands in them stays when the rest changes."""
    blocks = [
        *_who(typed),
        _kind(typed, themes),
        _text(typed.text),
        *likes(typed.likes),
        _seen(typed.seen),
    ]
    return modal("ask", "事務局への相談", "相談する", blocks, metadata)


def likes(found: Sequence[tuple[Shown, date]]) -> list[Block]:
    """The earlier questions that are alike, each with a button that lays its answer over the form."""
    head = context("likes", render("ask_likes.j2", count=len(found)))
    return [head, *(_like(nth, shown, on) for nth, (shown, on) in enumerate(found))]


def too_long(length: int) -> str:
    return f"相談は{LONGEST:,}字までです（今は{length:,}字）。分けるか、短くしてください。"


def asked(shown: Shown, people: int) -> Message:
    """It is kept, and on its way."""
    words = render(
        "ask_asked.j2", id=shown.question.id, name=shown.body.name, people=people, seen=_words(shown.question)
    )
    return message([section("asked", words), actions("onward", [button("相談の一覧", "ask:list", "0"), usage()])])


def known() -> Message:
    """The same form, sent twice."""
    show = actions("onward", [button("相談の一覧", "ask:list", "0"), usage()])
    return message([section("known", render("ask_known.j2")), show])


def sure(typed: Typed, themes: Sequence[Theme], value: str) -> Message:
    """What was written in a sentence, read back before it counts, with earlier answers that are alike."""
    words = render(
        "ask_sure.j2", kind=kind(typed.kind, themes), bodies=[body.name for body in typed.bodies], fits=bool(value)
    )
    filled = (
        [button("フォームで直す", "ask:open", typed.text)] if value else [button("フォームを開く", "ask:open", "new")]
    )
    send = {**button("この内容で相談する", "ask:send", value), "style": "primary"}
    steps = actions("steps", [*([send] if value and len(typed.bodies) == 1 else []), *filled, usage()])
    quoted = [quote("text", typed.text)]
    return message(
        [section("sure", words), *quoted, *(likes(typed.likes) if typed.likes else []), steps],
        {"text": escape(typed.text)},
    )


def does_not_fit(text: str) -> Message:
    """Too long for a question: given back, so that it can be shortened."""
    parts = [text[at : at + LONGEST] for at in range(0, len(text), LONGEST)][:4]
    back = [quote(f"part-{nth}", part) for nth, part in enumerate(parts)]
    steps = actions("steps", [button("フォームを開く", "ask:open", "new"), usage()])
    return message([section("too-long", too_long(len(text))), *back, steps])


def _who(typed: Typed) -> list[Block]:
    note = [context("proxy", render("ask_proxy.j2"))] if typed.proxy else []
    if len(typed.bodies) == 1:
        return [section("whose", f"*{escape(typed.bodies[0].name)}*　からの相談"), *note]
    offered, options = round_forms.select_of(typed.bodies)
    initial = [each for each in options if each["value"] == typed.body]
    chosen = {"initial_option": initial[0]} if initial else {}
    select = {"type": "static_select", "placeholder": plain_text("市町を選ぶ"), **offered, **chosen}
    return [place("body", "どの市町の相談ですか", select), *note]


def _kind(typed: Typed, themes: Sequence[Theme]) -> Block:
    options = [round_forms.option(kind(id_, themes), id_) for id_ in kinds(themes)]
    initial = next((each for each in options if each["value"] == typed.kind), None)
    select = {"type": "static_select", "placeholder": plain_text("種類を選ぶ"), "options": options}
    return place("kind", "種類", {**select, **({"initial_option": initial} if initial else {})})


def _text(text: str) -> Block:
    """It tells of itself while one types, so that earlier answers can be offered."""
    area: Block = {"type": "plain_text_input", "multiline": True, "max_length": LONGEST}
    area |= {"dispatch_action_config": {"trigger_actions_on": ["on_character_entered"]}}
    area |= {"initial_value": text} if text else {}
    area |= {"placeholder": plain_text("例：標準準拠システムへの移行で、補助の対象になる経費を知りたい。")}
    return {**place("ask-text", f"相談の内容（{LONGEST:,}字まで）", area), "dispatch_action": True}


def _seen(seen: Seen) -> Block:
    options = [{**round_forms.option(SEEN[each], each.value), "description": plain_text(HINTS[each])} for each in HINTS]
    initial = next(each for each in options if each["value"] == seen.value)
    return place(
        "seen", "だれが見られるようにしますか", {"type": "radio_buttons", "options": options, "initial_option": initial}
    )


def _like(nth: int, shown: Shown, on: date) -> Block:
    said = render("ask_like.j2", kind=shown.kind, excerpt=excerpt(shown.question.text), day=day(on))
    return {
        **section(f"like-{nth}", said),
        "accessory": button("回答を読む", f"ask:like:{nth}", f"{shown.question.id}"),
    }


def _words(question: Question) -> str:
    return READERS[question.seen]
