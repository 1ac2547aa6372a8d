"""App Home: shown to whoever opens it, and kept fresh from then on."""

from typing import Any

from slack_bolt.async_app import AsyncApp

from domain.model import Member
from handlers.desk import Desk
from handlers.desks import Desks


def register(app: AsyncApp) -> None:
    app.event("app_home_opened")(opened)


async def opened(event: dict[str, Any], member: Member, desk: Desk, desks: Desks) -> None:
    """Publish it after the ack. The other tab holds the direct messages."""
    if event.get("tab") == "home":
        desks.leave_home(member.user, but=desk)
        desk.answers.later(desk.homes.open(member.user))
