"""The forms (modals) of the bot."""

from typing import Any

from domain.calendar import TOKYO
from domain.deadline import Deadline
from messages.blocks import Block, Message, plain
from messages.moments import until

OVER = "その日時はもう過ぎています。これからの日時を選んでください。"


def moving(about: Deadline) -> dict[str, Any]:
    """Give a deadline another moment, with the reason the others will read."""
    here = about.due_at.astimezone(TOKYO)
    day = {"type": "datepicker", "action_id": "day", "initial_date": here.date().isoformat()}
    time = {"type": "timepicker", "action_id": "time", "initial_time": f"{here:%H:%M}", "timezone": "Asia/Tokyo"}
    reason = {"type": "plain_text_input", "action_id": "reason", "max_length": 200}
    return {
        "type": "modal",
        "callback_id": "deadline-move",
        "private_metadata": about.id,
        "title": _words("締切の日時を変える"),
        "submit": _words("変える"),
        "close": _words("やめる"),
        "blocks": [
            plain("now", f"{about.title}\n今の締切：{until(about.due_at)}"),
            _input("day", "新しい日", day),
            _input("time", "時刻", time),
            {**_input("reason", "理由（部屋のお知らせに載ります）", reason), "optional": True},
        ],
    }


def sentence(message: Message) -> dict[str, Any]:
    """A message laid over a form that could not be taken: its words, without its buttons."""
    blocks = [block for block in message["blocks"] if block["type"] != "actions"]
    return {"type": "modal", "title": _words("ご確認ください"), "close": _words("戻る"), "blocks": blocks}


def _input(block_id: str, label: str, element: Block) -> Block:
    return {"type": "input", "block_id": block_id, "label": _words(label), "element": element}


def _words(text: str) -> Block:
    return {"type": "plain_text", "text": text, "emoji": False}
