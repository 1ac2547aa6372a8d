"""One question with all that became of it, and what the reader can do; and what is said once they have."""

from collections.abc import Sequence

from domain.question import Event, State, What, shared
from messages.ask_words import STATES, Shown, about, happened
from messages.blocks import Block, Message, actions, button, confirm, context, header, quote, section
from messages.onward import usage
from messages.pieces import message
from messages.words import escape, render

MOST = 8  # things that happened, on a page
LABELS = {
    What.ANSWERED: "回答する",
    What.STATE_ANSWERED: "国の回答を記録する",
    What.ASKED_BACK: "市町に確認する",
    What.PASSED: "国へ照会する",
    What.SHARED: "全市町に共有する",
    What.AMENDED: "補足する",
    What.CLOSED: "解決した",
    What.REOPENED: "もう一度尋ねる",
    What.WITHDRAWN: "取り下げる",
}
_PRESSED = {What.PASSED: "ask:pass", What.SHARED: "ask:share", What.CLOSED: "ask:end", What.WITHDRAWN: "ask:end"}
_PRIMARY = {State.OPEN: What.ANSWERED, State.ASKED_BACK: What.AMENDED, State.WITH_STATE: What.STATE_ANSWERED}


def one(shown: Shown, possible: Sequence[What], before: int = 0) -> Message:
    """Everything of it; of a long story the newest page, or the one that ends `before` so many newer ones."""
    return message([*blocks(shown, before), *steps(shown, possible, before)], spoken(shown))


def blocks(shown: Shown, before: int = 0) -> list[Block]:
    """The question, and a page of what became of it."""
    told = _told(shown)
    page = told[max(0, len(told) - before - MOST) : len(told) - before]
    return [
        header("question", f"相談{shown.question.id}"),
        about(shown),
        quote("text", shown.question.text),
        *(each for nth, event in page for each in happened(f"{nth}", shown, event)),
    ]


def spoken(shown: Shown) -> dict[str, str]:
    """What stands in the quotations, for a chat that shows no blocks."""
    said = {f"words-{nth}": escape(event.words) for nth, event in enumerate(shown.events) if event.words}
    return {"text": escape(shown.question.text), **said}


def steps(shown: Shown, possible: Sequence[What], before: int = 0) -> list[Block]:
    """What can be done, and the way to what happened earlier."""
    older = len(_told(shown)) - before - MOST
    earlier = (
        [button(f"前の経過（{older}件）", "ask:older", f"{shown.question.id} {before + MOST}")] if older > 0 else []
    )
    back = [button("相談の一覧", "ask:list", "0"), usage()]
    return [actions("steps", [*earlier, *doing(shown, possible), *back])]


def doing(shown: Shown, possible: Sequence[What]) -> list[Block]:
    """A button for each thing that the reader can do, the one whose turn it is in colour."""
    wanted = [what for what in LABELS if what in possible and not (what is What.SHARED and shared(shown.events))]
    return [_button(shown, what) for what in wanted]


def done(shown: Shown, event: Event, *, told: int) -> Message:
    """It is written down, and who hears of it."""
    said = render("ask_done.j2", what=event.what.value, id=shown.question.id, told=told)
    show = [button("この相談を見る", "ask:show:done", f"{shown.question.id}"), button("相談の一覧", "ask:list", "0")]
    return message([section("done", said), actions("onward", show)])


def not_now(shown: Shown, what: What, words: str) -> Message:
    """It stands otherwise by now, so that cannot happen any more. What was written is given back."""
    state = STATES[shown.question.state]
    said = section("not-now", render("ask_not_now.j2", id=shown.question.id, state=state, what=LABELS[what]))
    kept = [context("kept", "書かれていた内容："), quote("words", words)] if words else []
    show = [button("この相談を見る", "ask:show:now", f"{shown.question.id}"), button("相談の一覧", "ask:list", "0")]
    return message([said, *kept, actions("onward", show)], {"words": escape(words)})


def _told(shown: Shown) -> list[tuple[int, Event]]:
    """What became of it, numbered; that it was asked stands above."""
    return [(nth, event) for nth, event in enumerate(shown.events) if event.what is not What.ASKED]


def _button(shown: Shown, what: What) -> Block:
    id_, state = f"{shown.question.id}", shown.question.state
    label = "回答を直す" if what is What.ANSWERED and state is State.ANSWERED else LABELS[what]
    label = "確認に答える" if what is What.AMENDED and state is State.ASKED_BACK else label
    value = f"{id_} {what.value}"
    made = button(label, f"{_PRESSED.get(what, 'ask:say')}:{what.value}", value)
    if what is What.WITHDRAWN:
        sure = confirm("相談の取り下げ", "取り下げると、事務局は回答しません。", "取り下げる", "戻る")
        return {**made, "style": "danger", "confirm": sure}
    return {**made, "style": "primary"} if _PRIMARY.get(state) is what else made
