"""What is told of questions unasked: to the secretariat, to whoever asked, to the room; and that an answer is owed."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from domain.dates.opendays import OpenDays
from domain.question import Event, State, What
from messages.ask import doing, spoken
from messages.ask_list import asking
from messages.ask_words import Shown, about, age, happened, line
from messages.blocks import Block, Message, actions, button, context, header, quote, section
from messages.pieces import message
from messages.words import render

HEADS = {
    What.ASKED: "新しい相談",
    What.ANSWERED: "相談への回答",
    What.STATE_ANSWERED: "相談への回答（国）",
    What.ASKED_BACK: "相談についての確認",
    What.PASSED: "国への照会のお知らせ",
    What.AMENDED: "相談への補足",
    What.REOPENED: "再度の相談",
    What.SHARED: "全市町への共有のお知らせ",
}
MOST, MOST_AT_HOME = 8, 5


def news(shown: Shown, event: Event, possible: Sequence[What], *, secretariat: bool) -> Message:
    """What happened to a question, with the question itself and what can be done now."""
    nth = shown.events.index(event)
    said = happened(f"{nth}", shown, event) if event.what is not What.ASKED else []
    hint = render("ask_hint.j2", what=event.what.value, secretariat=secretariat)
    show = button("経過を見る", "ask:show:news", f"{shown.question.id}")
    blocks = [
        header("question", f"{HEADS[event.what]}（相談{shown.question.id}）"),
        about(shown),
        quote("text", shown.question.text),
        *said,
        *([context("hint", hint)] if hint else []),
        actions("steps", [*doing(shown, possible), show]),
    ]
    return message(blocks, spoken(shown))


def owed(waiting: Sequence[Shown], now: datetime, days: OpenDays, *, secretariat: bool) -> Message:
    """Everything for which this person owes an answer, the oldest first, in one message."""
    said = render("ask_owed.j2", count=len(waiting), secretariat=secretariat)
    lines = [line(f"{nth}", each, now, days) for nth, each in enumerate(waiting[:MOST])]
    rest = len(waiting) - MOST
    more = [context("more", f"ほかに{rest}件あります。「相談の一覧」ですべて見られます。")] if rest > 0 else []
    steps = actions("steps", [button("相談の一覧", "ask:list", "0")])
    return message([header("owed", "お返事をお待ちしている相談"), section("owed-intro", said), *lines, *more, steps])


def room(shown: Shown) -> Message:
    """For the room: that there is something to read, and nothing of what it says."""
    read = {**button("読む", "ask:show:room", f"{shown.question.id}"), "style": "primary"}
    return message([section("shared", render("ask_room.j2")), actions("steps", [read])])


def at_home(shown: Sequence[Shown], total: int, now: datetime, days: OpenDays, *, secretariat: bool) -> list[Block]:
    """The open questions in a Home, the oldest first, and the way to ask."""
    head = section("question-head", render("ask_home.j2", total=total, shown=len(shown), secretariat=secretariat))
    lines = [line(f"{nth}", each, now, days) for nth, each in enumerate(shown)]
    return [head, *lines, actions("question-steps", [asking(), button("相談の一覧", "ask:list", "0")])]


def waiting(count: int, oldest: datetime, states: Mapping[State, int], now: datetime, days: OpenDays) -> str:
    """For the morning's digest: how many wait, since when the oldest does, and what lies with others."""
    return render(
        "ask_waiting.j2",
        count=count,
        oldest=age(oldest, now, days),
        asked_back=states.get(State.ASKED_BACK, 0),
        with_state=states.get(State.WITH_STATE, 0),
    )
