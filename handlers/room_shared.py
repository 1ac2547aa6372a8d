"""A room that is shared with another organisation, or no longer: nothing is posted there meanwhile."""

import re
from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncApp

from handlers.desk import Desk
from handlers.desks import Desks
from reminders import roster as news
from storage import audit, postings

BOT = "bot"  # who did it, where nobody of ours did


def register(app: AsyncApp) -> None:
    app.event(re.compile("^channel_(un)?shared$"))(shared)


async def shared(event: dict[str, Any], desks: Desks) -> None:
    """Look at the room anew before the next post, and tell its secretariat; of a room of no conference all."""
    room = str(event["channel"])
    for desk in desks.every:
        desk.poster.rooms.forget(room)
    for desk in desks.of_room(room) or desks.every:
        _told(event, room, desk)


def _told(event: Mapping[str, Any], room: str, desk: Desk) -> None:
    """Tell it once, however often the chat does."""
    told = f"{event['type']}/{event.get('event_ts', '')}"
    where, now = desk.catalogue.conference.id, desk.now()
    with desk.begin() as db:
        if postings.add(db, where, news.shared(room, told, desk.ahead.secretariat(db), now)):
            audit.record(db, where, at=now, by=BOT, action=event["type"], subject=f"room/{room}", detail={})
    desk.post_soon()
