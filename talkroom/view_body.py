"""What an app gives as a view: judged by Slack's limits, and given the ids it left out."""

from typing import Any

from talkroom.blockkit import Surface, largest_view, problems, size_of
from talkroom.bodies import parsed
from talkroom.content import with_ids
from talkroom.errors import SlackError
from talkroom.message import Json


def view_body(given: Any, kind: Surface) -> Json:
    """Read a view of this kind; SlackError with Slack's code and pointers where Slack would refuse it."""
    view = parsed(given)
    if not isinstance(view, dict):
        raise SlackError("invalid_arguments", **_messages(["missing required field: view"]))
    if view.get("type") != kind:
        raise SlackError("invalid_arguments", **_messages([f"must be {kind} [json-pointer:/view/type]"]))
    if size_of(view) > largest_view():
        raise SlackError("view_too_large")
    if found := problems(view, kind):
        reasons = [f"{problem.reason} [json-pointer:/view{problem.pointer}]" for problem in found]
        raise SlackError("invalid_arguments", **_messages(reasons))
    return {**view, "blocks": with_ids(view["blocks"])}


def _messages(reasons: list[str]) -> Json:
    return {"response_metadata": {"messages": [f"[ERROR] {reason}" for reason in reasons]}}
