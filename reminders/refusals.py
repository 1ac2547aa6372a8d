"""What the chat answers when it does not do what it was asked: its code, and how long it wants to be left alone."""

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError, SlackClientError

TROUBLE = (SlackClientError, ClientError, OSError, TimeoutError)
"""No answer, or none that can be read. A refusal (SlackApiError) is a SlackClientError, too: ask for it first."""

BUSY = frozenset({"ratelimited", "rate_limited"})


def code_of(error: SlackApiError) -> str:
    """What Slack calls it, or the status of an answer that is none of Slack's."""
    said = error.response.data if isinstance(error.response.data, dict) else {}
    return str(said.get("error") or f"http_{_status(error)}")


def wait_of(error: SlackApiError) -> float | None:
    """For how many seconds it wants to be left alone; None where it is not busy."""
    if code_of(error) not in BUSY and _status(error) != 429:
        return None
    return float(error.response.headers.get("Retry-After", 1))


def _status(error: SlackApiError) -> int:
    return int(error.response.status_code)
