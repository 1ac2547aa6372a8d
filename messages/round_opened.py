"""What is said before a round opens – so as its receivers will see it – and when it has."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain import own_form
from domain.dates.opendays import OpenDays
from domain.forms import Field, Kind
from domain.model import Municipality
from domain.round import Round
from messages import round_asked, round_board
from messages.blocks import Block, Message, actions, button, context, header, plain, section
from messages.forms import modal
from messages.moments import until
from messages.onward import onward
from messages.pieces import message
from messages.round_state import Asked, Own
from messages.words import escape, render, title

MOST_NAMES = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A round before it opens: how many people get it, who has nobody, what is to be said of its day.

    `before` is the working day before a closed one.
    """

    asked: Asked
    say: str
    people: int
    nobody: Sequence[Municipality] = ()
    sample: Sequence[Own] = ()
    before: str = ""
    room: bool = True


def preview(shown: Preview, now: datetime, days: OpenDays, *, names: bool, metadata: str) -> dict[str, Any]:
    """The form's second page: both messages, the questions of its own form, and who gets it."""
    board = round_board.board(shown.asked, now, days, names=names)
    person = round_asked.opened(shown.asked, shown.sample, now, days)
    earlier = [button(f"{shown.before}にする", "round:earlier", "earlier")] if shown.before else []
    blocks = [
        plain("say", shown.say),
        section("whom", _whom(shown)),
        actions("change", [*earlier, button("書き直す", "round:rewrite", "rewrite")]),
        *(_seen("room", "トークルームに出るもの（この1通の中で、報告の数が変わります）", board) if shown.room else []),
        *_seen("person", "担当者に届くもの", person),
        *fields(shown.asked.round),
    ]
    return modal("round-confirm", "照会を開く", "この内容で開く", blocks, metadata)


def fields(about: Round) -> list[Block]:
    """What a form of its own asks, as it was understood."""
    if about.form is None:
        return []
    lines = [f"{nth}. {_field(each)}" for nth, each in enumerate(about.form.form, start=1)]
    return [section("fields", escape("\n".join(["このときだけの様式", *lines])))]


def opened(about: Round, due_at: datetime, reminders: int, nobody: Sequence[Municipality]) -> Message:
    """It is open."""
    said = render(
        "round_opened.j2",
        title=title(about.title),
        until=until(due_at),
        reminders=reminders,
        closes=about.closes,
        nobody=_names(nobody),
    )
    return message([section("opened", said), onward(button("詳しく", "round:show", about.id), every())])


def known(name: str) -> Message:
    """A second press of the same preview."""
    return message([section("known", render("round_known.j2", title=title(name))), onward(every())])


def refused(why: str) -> Message:
    """It cannot be opened so."""
    return message([section("refused", escape(why)), onward(every())])


def proposal(shown: Preview, value: str) -> Message:
    """What was understood of a text, before it counts."""
    about = shown.asked.round
    said = render("round_proposal.j2", title=title(about.title), theme=shown.asked.theme.name, whom=_whom(shown))
    buttons = [
        {**button("この内容で開く", "round:open", value), "style": "primary"},
        button("見本を見る・直す", "round:form", value),
        button("やめる", "round:leave", "leave"),
    ]
    head = header("proposal", "照会を開く")
    return message([head, section("what", said), plain("say", shown.say), actions("confirm", buttons)])


def left_out() -> Message:
    return message([section("left", render("round_left.j2")), onward(every())])


def question(say: str, value: str) -> Message:
    """The day could not be read; there is the form."""
    buttons = [button("フォームで開く", "round:form", value), every()]
    return message([plain("question", say), section("how", render("round_usage.j2")), actions("how-actions", buttons)])


def every() -> Block:
    return button("照会の一覧", "round:list", "一覧")


def _whom(shown: Preview) -> str:
    return render(
        "round_whom.j2",
        bodies=shown.asked.matter.asked,
        people=shown.people,
        nobody=_names(shown.nobody),
    )


def _names(bodies: Sequence[Municipality]) -> str:
    more = f"、ほか{len(bodies) - MOST_NAMES}市町" if len(bodies) > MOST_NAMES else ""
    return f"{'、'.join(body.name for body in bodies[:MOST_NAMES])}{more}"


def _seen(part: str, heading: str, said: Message) -> list[Block]:
    """A message as it will stand there, its buttons in words: here they would do nothing."""
    blocks: list[Block] = [{"type": "divider", "block_id": f"{part}-line"}, context(f"{part}-head", heading)]
    for block in said["blocks"]:
        name = f"{part}-{block['block_id']}"
        if block["type"] == "actions":
            labels = "　".join(f"［{each['text']['text']}］" for each in block["elements"])
            blocks.append(context(name, escape(labels)))
        else:
            blocks.append({**block, "block_id": name})
    return blocks


def _field(field: Field) -> str:
    """端末の台数（数字・台）, 方針（選択：はい、いいえ）."""
    word = own_form.WORDS[field.kind]
    if field.kind is Kind.CHOICE:
        return f"{field.label}（{word}：{'、'.join(words for _, words in field.choices)}）"
    return f"{field.label}（{word}{f'・{field.unit}' if field.unit else ''}）"
