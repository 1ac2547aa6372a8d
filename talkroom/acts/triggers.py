"""Trigger ids: the three-second permission to open a modal for a person who has just acted."""

import secrets
import time
from dataclasses import dataclass

from talkroom.errors import SlackError
from talkroom.waits import Waits


@dataclass(frozen=True, slots=True)
class Trigger:
    app: str
    person: str
    issued: float
    channel: str | None = None
    in_modal: bool = False


class Triggers:
    """Issues trigger ids and spends each of them once."""

    def __init__(self, waits: Waits) -> None:
        self._waits = waits
        self._issued: dict[str, Trigger] = {}
        self._spent: set[str] = set()

    def issue(self, app: str, person: str, *, channel: str | None = None, in_modal: bool = False) -> str:
        self._forget_the_old()
        number = secrets.randbelow(10**13)
        trigger_id = f"{number}.{secrets.randbelow(10**12)}.{secrets.token_hex(16)}"
        self._issued[trigger_id] = Trigger(app, person, time.monotonic(), channel, in_modal)
        return trigger_id

    def spend(self, trigger_id: str, *, app: str) -> Trigger:
        trigger = self._issued.get(trigger_id)
        if not trigger or trigger.app != app:
            raise SlackError("invalid_trigger_id")
        if trigger_id in self._spent:
            raise SlackError("exchanged_trigger_id")
        if time.monotonic() - trigger.issued > self._waits.trigger:
            raise SlackError("expired_trigger_id")
        self._spent.add(trigger_id)
        return trigger

    def forget(self) -> None:
        self._issued, self._spent = {}, set()

    def _forget_the_old(self) -> None:
        """Keep a trigger for some while after it expired, so that it is told from one that never was."""
        long_ago = time.monotonic() - 20 * self._waits.trigger
        if self._issued and next(iter(self._issued.values())).issued < long_ago:
            self._issued = {each: kept for each, kept in self._issued.items() if kept.issued >= long_ago}
            self._spent &= self._issued.keys()
