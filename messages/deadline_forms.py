"""The forms of /deadline: another moment for one that is there."""

from typing import Any

from domain.calendar import TOKYO
from domain.deadline import Deadline
from messages.blocks import Block, field, plain
from messages.forms import modal
from messages.moments import until


def moving(about: Deadline) -> dict[str, Any]:
    """Give a deadline another moment, with the reason the others will read."""
    here = about.due_at.astimezone(TOKYO)
    reason = {"type": "plain_text_input", "max_length": 200}
    blocks = [
        plain("now", f"{about.title}\n今の締切：{until(about.due_at)}"),
        field("day", "新しい日", {"type": "datepicker", "initial_date": here.date().isoformat()}),
        _time(f"{here:%H:%M}"),
        field("reason", "理由（部屋のお知らせに載ります）", reason, optional=True),
    ]
    return modal("deadline-move", "締切の日時を変える", "変える", blocks, about.id)


def _time(initial: str) -> Block:
    picker = {"type": "timepicker", "initial_time": initial, "timezone": "Asia/Tokyo"}
    return field("time", "時刻", picker, hint="24時（その日の終わり）は、次の日の 00:00 を選んでください。")
