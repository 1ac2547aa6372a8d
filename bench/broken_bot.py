"""The bot itself, but for the one step of taking something in at which BREAK tells it to die."""

import os
import signal
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import bot
from handlers.answers import Answers
from storage import audit

POINT, TAKEN_IN = os.environ.get("BREAK", ""), "deadline.add"
_record, _to_press = audit.record, Answers.to_press


def record(*given: Any, **named: Any) -> None:
    """Die inside the transaction, after everything is written and nothing is committed."""
    _record(*given, **named)
    if named["action"] == TAKEN_IN and POINT == "before_commit":
        os.kill(os.getpid(), signal.SIGKILL)


async def to_press(self: Answers, *given: Any, **named: Any) -> None:
    """Die after the commit, before the chat hears of it."""
    if POINT == "before_ack":
        os.kill(os.getpid(), signal.SIGKILL)
    await _to_press(self, *given, **named)


audit.record = record
Answers.to_press = to_press  # type: ignore[method-assign]

if __name__ == "__main__":
    bot.main()
