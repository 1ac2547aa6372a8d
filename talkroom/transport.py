"""How a payload reaches an app: what a transport is, and what comes back."""

from dataclasses import dataclass, field
from typing import Literal, Protocol

from talkroom.bodies import read_json
from talkroom.message import Json

Kind = Literal["slash_commands", "interactive", "events_api"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What an app answered: an HTTP status and its JSON (a bare text is `{"text": …}`)."""

    status: int = 200
    body: Json = field(default_factory=dict)

    @classmethod
    def read(cls, status: int, text: str) -> "Answer":
        """Read the body of an HTTP answer, or of a Bolt response."""
        try:
            body = read_json(text) if text else {}
        except ValueError:
            body = text
        return cls(status, body if isinstance(body, dict) else {"text": text})


@dataclass(frozen=True, slots=True)
class Retry:
    """Which try of an event this is, and what was wrong with the last one."""

    attempt: int = 0
    reason: str = ""


FIRST = Retry()


class Transport(Protocol):
    """A way to one app. Waiting longer than three seconds is stopped by the room."""

    async def deliver(self, kind: Kind, payload: Json) -> Answer: ...
