"""Who may do what, asked again at every press and submission."""

from collections.abc import Mapping
from typing import Any

from domain.errors import NotAllowed
from domain.model import Member, Role
from handlers.desk import Desk
from reminders.refusals import TROUBLE


def for_the_secretariat(member: Member) -> None:
    """Raise NotAllowed for anybody else."""
    if member.role is not Role.SECRETARIAT:
        raise NotAllowed("secretariat")


async def only_inside(body: Mapping[str, Any], desk: Desk) -> None:
    """Raise NotAllowed in a room that others read, or of which nobody can tell."""
    room = str(body.get("channel_id") or body.get("channel", {}).get("id") or "")
    if not room or room.startswith("D"):
        return
    try:
        shared = await desk.poster.rooms.shared(room)
    except TROUBLE:
        shared = True
    if shared:
        raise NotAllowed("shared_room")
