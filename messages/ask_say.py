"""The forms in which something is said to a question: an answer, what is asked back, what is added; to the state."""

from collections.abc import Sequence
from typing import Any

from domain.question import LONGEST, Event, What, answer
from messages.ask_words import Shown, about, happened
from messages.blocks import Block, cut, field, plain_text, quote, section
from messages.forms import modal
from messages.words import render

TITLES = {
    What.ANSWERED: "相談への回答",
    What.STATE_ANSWERED: "国の回答の記録",
    What.ASKED_BACK: "市町への確認",
    What.AMENDED: "相談への補足",
    What.REOPENED: "もう一度尋ねる",
}
FIELDS = {
    What.ANSWERED: "回答",
    What.STATE_ANSWERED: "国の回答",
    What.ASKED_BACK: "確認したいこと",
    What.AMENDED: "補足すること",
    What.REOPENED: "もう一度尋ねたいこと",
}
EMPTY = "内容を書いてください。"
NO_NUMBER = "照会番号を書いてください。"
AHEAD_OF_US = "照会日は、今日までの日を選んでください。"
LONGEST_NUMBER = 50


def saying(shown: Shown, what: What, typed: str, metadata: str, since: Sequence[Event] = ()) -> dict[str, Any]:
    """Words to a question. `since` is what became of it while they were written: sent again, they count beside it."""
    area = _input(typed, multiline=True, max_length=LONGEST)
    blocks = [about(shown), quote("text", shown.question.text), *_before(shown, what), *_meanwhile(shown, since)]
    words = field("words", f"{FIELDS[what]}（{LONGEST:,}字まで）", area)
    return modal("ask-say", TITLES[what], "送る" if not since else "それでも送る", [*blocks, words], metadata)


def passing(shown: Shown, typed: Event, metadata: str, since: Sequence[Event] = ()) -> dict[str, Any]:
    """Under which number and on which day it was passed to the state."""
    number = _input(typed.number, max_length=LONGEST_NUMBER, placeholder=plain_text("例：令4デ推第123号"))
    area = _input(typed.words, multiline=True, max_length=LONGEST)
    day = {"type": "datepicker", **({"initial_date": typed.day.isoformat()} if typed.day else {})}
    blocks = [
        about(shown),
        quote("text", shown.question.text),
        *_meanwhile(shown, since),
        field("number", "照会番号", number),
        field("day", "照会日", day),
        field("words", "照会の内容（市町に届きます）", area, optional=True),
    ]
    return modal("ask-pass", "国への照会", "記録する", blocks, metadata)


def sharing(shown: Shown, metadata: str) -> dict[str, Any]:
    """What all will be able to read, before they can."""
    told = [each for nth, event in enumerate(shown.events) if event.words for each in happened(f"{nth}", shown, event)]
    blocks = [
        section("how", render("ask_sharing.j2", seen=shown.question.seen.value, name=shown.body.name)),
        about(shown),
        quote("text", shown.question.text),
        *told[-40:],
    ]
    return modal("ask-share", "全市町への共有", "共有する", blocks, metadata)


def too_long(length: int) -> str:
    return f"{LONGEST:,}字までです（今は{length:,}字）。短くしてください。"


def number_too_long(length: int) -> str:
    return f"照会番号は{LONGEST_NUMBER}字までです（今は{length}字）。短くしてください。"


def _input(typed: str, *, max_length: int, **more: Any) -> Block:
    initial = {"initial_value": cut(typed, max_length)} if typed else {}
    return {"type": "plain_text_input", "max_length": max_length, **more, **initial}


def _before(shown: Shown, what: What) -> list[Block]:
    """The answer that stands, where another one is written."""
    last = answer(shown.events)
    return happened("last", shown, last) if last and what in {What.ANSWERED, What.REOPENED} else []


def _meanwhile(shown: Shown, since: Sequence[Event]) -> list[Block]:
    if not since:
        return []
    news = [each for nth, event in enumerate(since[-5:]) for each in happened(f"since-{nth}", shown, event)]
    return [section("meanwhile", render("ask_meanwhile.j2")), *news]
