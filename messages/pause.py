"""Pauses: the form in which one is asked for, what is said of it, and how it is ended."""

from collections.abc import Sequence
from typing import Any

from domain.calendar import last_day
from domain.model import Municipality
from domain.pause import Pause
from messages.blocks import Block, Message, button, cut, plain, section
from messages.onward import onward
from messages.pieces import message
from messages.words import day, escape, render, title

OVER = "今日より後の日を選んでください。"
OPEN_END = "空けておくと、再開するまで止めます。"
NOTHING = "理由をお書きください（議会、災害対応など）。"
MOST = 100  # what one select can offer
MOST_BUTTONS = 3


def length(pause: Pause) -> str:
    """令和4年10月20日(木)まで, 再開するまで."""
    return f"{day(last_day(pause.until))}まで" if pause.until else "再開するまで"


def pausing(bodies: Sequence[Municipality]) -> dict[str, Any]:
    """Ask for how long and why; for which municipality where there is a choice."""
    options = [{"text": _words(cut(body.name, 75)), "value": body.code} for body in bodies[:MOST]]
    which: Block = {"type": "static_select", "action_id": "body", "options": options}
    if len(options) == 1:
        which["initial_option"] = options[0]
    until = {"type": "datepicker", "action_id": "until"}
    reason: Block = {"type": "plain_text_input", "action_id": "reason", "max_length": 60}
    reason["placeholder"] = _words("議会、災害対応など")
    return {
        "type": "modal",
        "callback_id": "pause",
        "title": _words("お知らせを止める"),
        "submit": _words("止める"),
        "close": _words("やめる"),
        "blocks": [
            plain("how", render("pause_how.j2")),
            _input("body", "市町", which),
            {**_input("until", "いつまで（この日を含みます）", until), "optional": True, "hint": _words(OPEN_END)},
            _input("reason", "理由", reason),
        ],
    }


def paused(body: Municipality, pause: Pause) -> dict[str, Any]:
    """It is kept: laid in the form's place."""
    said = render("paused.j2", body=body.name, length=length(pause), reason=title(pause.reason), open=not pause.until)
    return done("休止中", said)


def resumed(body: Municipality, *, was: bool) -> Message:
    """It is over, or was not paused at all."""
    said = section("resumed", render("resumed.j2", body=body.name, was=was))
    return message([said, onward(button("締切の一覧", "deadline:list", "一覧"))])


def done(heading: str, said: str) -> dict[str, Any]:
    """A form that was taken: what it did."""
    return {"type": "modal", "title": _words(heading), "close": _words("閉じる"), "blocks": [section("done", said)]}


def line(body: Municipality, pause: Pause) -> str:
    """山口市：令和4年10月20日(木)まで（議会）."""
    return f"{escape(body.name)}：{length(pause)}（{escape(title(pause.reason))}）"


def pausing_any() -> Block:
    """The way to a pause of any of one's own municipalities."""
    return button("しばらく止める", "pause:begin", "all")


def resuming(bodies: Sequence[Municipality]) -> list[Block]:
    """A button for each of these that ends its pause."""
    every = [button(f"{body.name}のお知らせを再開する", "pause:end", body.code) for body in bodies]
    return [{**each, "action_id": f"pause:end:{nth}"} for nth, each in enumerate(every)]


def _input(block_id: str, label: str, element: Block) -> Block:
    return {"type": "input", "block_id": block_id, "label": _words(label), "element": element}


def _words(text: str) -> Block:
    return {"type": "plain_text", "text": text, "emoji": False}
