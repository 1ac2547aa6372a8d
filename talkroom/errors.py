"""What the room refuses: to an app by Slack's error code, to a person by a sentence."""

from typing import Any


class SlackError(Exception):
    """An app asked for what it cannot have; `details` go into the answer beside the code."""

    def __init__(self, code: str, **details: Any) -> None:
        super().__init__(code)
        self.code = code
        self.details = details


class RefusedError(Exception):
    """A person asked for what the room cannot do; `say` is what they read."""

    def __init__(self, code: str, say: str, *, status: int = 400) -> None:
        super().__init__(f"{code}: {say}")
        self.code = code
        self.say = say
        self.status = status


class UndeliveredError(Exception):
    """A payload did not reach its app, or no good answer came back: Slack's code says which."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
