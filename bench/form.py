"""The form of a report as 1,741 municipalities fill it in: what is typed, and the payload of its submission."""

import json
from typing import Any

SYSTEMS = 20
TYPED = {
    "target_systems": "20",
    "completed_step": "13",
    "excluded_systems": "0",
    **{f"systems-{number}": "13" for number in range(1, SYSTEMS + 1)},
    "reason": "対象業務を数え直しました",
}
"""23 answers and a reason, by the names of their places."""


def view(round: str, body: str) -> dict[str, Any]:
    """The form as it stands when it is submitted; its id is its own."""
    values = {name: {"last": {"type": "plain_text_input", "value": said}} for name, said in TYPED.items()}
    where = json.dumps({"round": round, "body": body, "on": 0})
    title = {"type": "plain_text", "text": "報告：標準化"}
    made = {"id": f"V{body}", "type": "modal", "callback_id": "report", "title": title, "blocks": []}
    return {**made, "private_metadata": where, "state": {"values": values}, "hash": "1662595200.bench"}


def submission(team: str, app: str, user: str, view: dict[str, Any]) -> dict[str, Any]:
    """What Slack sends once the form is submitted."""
    who = {"id": user, "username": user.lower(), "name": user.lower(), "team_id": team}
    where = {"team": {"id": team, "domain": "bench"}, "user": who, "api_app_id": app, "token": "bench"}
    return {"type": "view_submission", **where, "trigger_id": "1.2.bench", "view": view, "response_urls": []}
