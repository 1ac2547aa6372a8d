"""ご確認のお願い: what it says, the preview of who gets it and when, and what became of it."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from domain.calendar import TOKYO
from domain.dates.opendays import OpenDays
from domain.nudge import Nudge, Recipients
from domain.posting import Kept, State
from domain.unreported import Matter
from messages import forms
from messages.blocks import Block, Message, actions, button, context, field, header, plain_text, quote, section
from messages.onward import onward
from messages.pieces import message
from messages.reminder import MOST, RUNGS, pausing
from messages.unreported import Item, summary, waiting
from messages.words import Markup, day, escape, mention, render, title

LONGEST_WORDS = 300
AT_ONCE, SECTIONS = 30, 40  # names in one paragraph, paragraphs of names in a form
WAIT = (State.PENDING, State.SENDING, State.UNCERTAIN)


def nudge(items: Sequence[Item], words: str, now: datetime, days: OpenDays) -> Message:
    """One message for all of a person's municipalities, with the buttons to answer and the secretariat's words."""
    matter = items[0][0]
    said = render("nudge.j2", title=title(matter.title))
    blocks = [header("nudge", "ご確認のお願い"), section("intro", said)]
    if words:
        blocks += [context("from", "事務局から"), quote("words", words)]
    for nth, item in enumerate(items[:MOST]):
        blocks += waiting(f"{nth}", item, now, days)
    if len(items) > MOST:
        blocks.append(context("more", f"ほかに{len(items) - MOST}件あります。`未報告` と入力するとすべて見られます。"))
    stop = pausing(dict.fromkeys(each.municipality.code for _, each in items))
    return message([*blocks, onward(stop)], {"words": escape(words)})


def preview(matter: Matter, who: Recipients, at: datetime, now: datetime, days: OpenDays, once: str) -> dict[str, Any]:
    """Before anything is sent: who gets which words when, who does not and why."""
    told = who.before
    asked = {user: items for user, items in who.told.items() if user not in told}
    when = "" if at <= now else _moment(at)
    said = render("nudge_preview.j2", count=len(asked), when=when, again=len(who.told) - len(asked))
    words = render("nudge.j2", title=title(matter.title))
    blocks = [
        section("matter", summary(matter, now, days)),
        section("intro", said),
        *_names("people", "お送りする方", _people(asked)),
        *_names("again", "同じ日にすでにお送りした方", _people({u: i for u, i in who.told.items() if u in told})),
        section("words-head", f"*お送りする文*\n{words}"),
        *_names("paused", "休止中のため、お送りしない市町", _paused(who)),
        *_names("nobody", "名簿に担当者がいないため、お送りできない市町", _nobody(who)),
        field("own", "事務局からのひとこと", _own_words(), hint="文の後に、引用として添えます。", optional=True),
    ]
    if told:
        blocks.append(field("repeat", "もう一度送る", _again(), optional=True))
    metadata = json.dumps({"matter": matter.name, "once": once})
    return forms.modal("nudge", "ご確認のお願いを送る", "送る", blocks, metadata)


def sent(name: str, count: int, at: datetime, now: datetime) -> dict[str, Any]:
    """It is on its way: laid in the form's place."""
    said = section("sent", render("nudge_sent.j2", count=count, when="" if at <= now else _moment(at)))
    return in_modal(message([said, *_looking(name)]))


def delivery(name: str, last: Nudge | None, kept: Sequence[Kept], posts: Mapping[str, str]) -> Message:
    """What became of the last one: sent, waiting, skipped and why, failed and to whom."""
    if last is None:
        return message([section("no-delivery", render("nudge_none.j2")), onward()])
    states = Counter(each.state for each in kept)
    said = render(
        "nudge_delivery.j2",
        by=mention(last.by),
        at=_moment(last.at),
        sent=states[State.SENT],
        wait=sum(states[state] for state in WAIT),
        skipped=Counter(each.reason for each in kept if each.state is State.SKIPPED).items(),
        failed=[_who(each, posts) for each in kept if each.state is State.DEAD][:AT_ONCE],
    )
    lost = [button("届かなかったお知らせ", "failed:list", "list")] if states[State.DEAD] else []
    return message([header("delivery", "ご確認のお願いの届き方"), section("states", said), *_looking(name, lost)])


def in_modal(message: Message) -> dict[str, Any]:
    """A message in the place of a form, with its buttons."""
    shown = {"title": plain_text("ご確認のお願い"), "close": plain_text("閉じる")}
    return {"type": "modal", **shown, "blocks": message["blocks"]}


def _looking(name: str, further: Sequence[Block] = ()) -> list[Block]:
    return [actions("look", [button("届いたかを見る", "nudge:delivery", name), *further])]


def _names(block_id: str, heading: str, lines: Sequence[str]) -> list[Block]:
    """Lines under their heading, in paragraphs of thirty; no block for none."""
    parts = [lines[start : start + AT_ONCE] for start in range(0, len(lines), AT_ONCE)]
    blocks = [
        section(f"{block_id}-{nth}", "\n".join([*([f"*{heading}*"] if nth == 0 else []), *part]))
        for nth, part in enumerate(parts[:SECTIONS])
    ]
    if more := len(lines) - AT_ONCE * SECTIONS:
        blocks += [context(f"{block_id}-more", f"ほかに{more}件あります。")] if more > 0 else []
    return blocks


def _people(told: Mapping[str, Iterable[tuple[Any, int]]]) -> list[str]:
    """• 山口市：@…（担当）, in the order of the municipalities' codes."""
    lines = [
        (each.municipality.code, f"• {escape(each.municipality.name)}：{mention(user)}（{RUNGS[rung]}）")
        for user, items in told.items()
        for each, rung in items
    ]
    return [line for _, line in sorted(lines)]


def _paused(who: Recipients) -> list[str]:
    return [f"• {escape(each.municipality.name)}（{escape(title(pause.reason))}）" for each, pause in who.paused]


def _nobody(who: Recipients) -> list[str]:
    return [f"• {escape(each.municipality.name)}" for each in who.nobody]


def _own_words() -> Block:
    return {"type": "plain_text_input", "multiline": True, "max_length": LONGEST_WORDS}


def _again() -> Block:
    option = {"text": plain_text("同じ日にすでにお送りした方にも送る"), "value": "again"}
    return {"type": "checkboxes", "options": [option]}


def _who(each: Kept, posts: Mapping[str, str]) -> Markup:
    post = posts.get(each.posting.to, "")
    return Markup(f"{mention(each.posting.to)}{f'（{escape(post)}）' if post else ''}")


def _moment(at: datetime) -> str:
    here = at.astimezone(TOKYO)
    return f"{day(here.date())} {here:%H:%M}"
