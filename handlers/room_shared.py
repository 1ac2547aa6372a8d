"""A room that is shared with another organisation, or no longer: nothing is posted there meanwhile."""

import re
from typing import Any

from slack_bolt.async_app import AsyncApp

from handlers.desk import Desk
from reminders import roster as news
from storage import audit, postings

BOT = "bot"  # who did it, where nobody of ours did


def register(app: AsyncApp) -> None:
    app.event(re.compile("^channel_(un)?shared$"))(shared)


async def shared(event: dict[str, Any], desk: Desk) -> None:
    """Look at the room anew before the next post, and tell the secretariat once."""
    room, told = str(event["channel"]), f"{event['type']}/{event.get('event_ts', '')}"
    desk.poster.rooms.forget(room)
    where, now = desk.catalogue.conference.id, desk.now()
    with desk.begin() as db:
        if postings.add(db, where, news.shared(room, told, desk.ahead.secretariat(db), now)):
            audit.record(db, where, at=now, by=BOT, action=event["type"], subject=f"room/{room}", detail={})
    desk.post_soon()
