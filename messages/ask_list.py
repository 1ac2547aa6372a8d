"""Questions in a list: what is open, the oldest first; what was found; and the way in."""

from collections.abc import Sequence
from datetime import datetime

from domain.dates.opendays import OpenDays
from domain.question import State
from messages.ask_words import STATES, Shown, kind, line
from messages.blocks import Block, Message, actions, button, context, header, section
from messages.onward import usage
from messages.pieces import message
from messages.search import in_context
from messages.words import escape, render, title

PAGE = 10


def overview(papers: str, shown: Sequence[Shown], total: int, now: datetime, days: OpenDays) -> Message:
    """What /ask alone says: the papers' figure, the oldest that are open, and the button to ask."""
    lines = [line(f"{nth}", each, now, days) for nth, each in enumerate(shown)]
    head = section("open", render("ask_open.j2", total=total, shown=len(shown)))
    first = [context("papers", escape(papers))] if papers else []
    return message([header("ask", "相談"), *first, head, *lines, actions("steps", [asking(), *_onward(), usage()])])


def listing(shown: Sequence[Shown], states: dict[State, int], after: int, now: datetime, days: OpenDays) -> Message:
    """A page of what is open, and how many there are of each state."""
    total = sum(states.values())
    counted = "・".join(f"{STATES[state]} {count}" for state, count in states.items() if count)
    head = section("open", render("ask_list.j2", total=total, counted=counted))
    lines = [line(f"{nth}", each, now, days) for nth, each in enumerate(shown)]
    rest = total - after - len(shown)
    further = [button(f"次の{min(rest, PAGE)}件", "ask:list", f"{after + PAGE}")] if rest > 0 else []
    return message(
        [header("ask", "相談の一覧"), head, *lines, actions("steps", [*further, asking(), _counts(), usage()])]
    )


def found(words: Sequence[str], shown: Sequence[Shown], bodies: Sequence[str], total: int, after: int) -> Message:
    """What holds the words, the best first, with the place where they stand."""
    looked_for = " ".join(words)
    head = section("found", render("ask_found.j2", words=title(looked_for), total=total))
    hits = enumerate(zip(shown, bodies, strict=True))
    lines = [block for nth, (each, body) in hits for block in _hit(nth, each, body, words)]
    rest = total - after - len(shown)
    further = [button(f"次の{min(rest, PAGE)}件", "ask:find", f"{after + PAGE} {looked_for}")] if rest > 0 else []
    steps = [*further, asking(), button("相談の一覧", "ask:list", "0"), usage()]
    return message([header("ask", "相談の検索"), head, *lines, actions("steps", steps)])


def how_to_find() -> Message:
    """Nothing to look for was typed."""
    return message([section("how", render("ask_how_to_find.j2")), actions("steps", [asking(), *_onward(), usage()])])


def asking(text: str = "") -> Block:
    """The way to the form, with the text in it."""
    return {**button("相談する", "ask:open", text or "new"), "style": "primary"}


def _hit(nth: int, shown: Shown, body: str, words: Sequence[str]) -> list[Block]:
    asked = shown.question
    said = render(
        "ask_hit.j2",
        id=asked.id,
        kind=kind(asked.kind, shown.themes),
        name=shown.body.name,
        state=STATES[asked.state],
    )
    head = {**section(f"question-{nth}", said), "accessory": button("見る", f"ask:show:{nth}", f"{asked.id}")}
    return [head, in_context(f"place-{nth}", body, words)]


def _onward() -> list[Block]:
    return [button("相談の一覧", "ask:list", "0"), _counts()]


def _counts() -> Block:
    return button("件数", "ask:counts", "counts")
