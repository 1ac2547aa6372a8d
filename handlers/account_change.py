"""An account that the chat changes: of a member who was closed or made a guest, the secretariat hears once."""

import re
from typing import Any

from slack_bolt.async_app import AsyncApp

from handlers.desk import Desk
from handlers.desks import Desks
from reminders import roster as news
from storage import audit, members, postings

BOT = "bot"  # who did it, where nobody did


def register(app: AsyncApp) -> None:
    app.event(re.compile("^(user_change|team_join)$"))(changed)


async def changed(event: dict[str, Any], desks: Desks) -> None:
    """Ask the chat anew, and keep what is new in its answer, in each conference that knows the account."""
    user = str(event["user"]["id"])
    for desk in desks.every:
        desk.accounts.forget(user)
        desk.homes.forget(user)  # until they open it again, as whoever they are then
    known = [desk for desk in desks.every if members.of(desk.read(), desk.id, user)]
    state = (await known[0].accounts.states([user]))[user] if known else "unsure"
    for desk in known if state != "unsure" else ():
        _kept(user, state, desk)
        desk.post_soon()


def _kept(user: str, state: str, desk: Desk) -> None:
    where, now = desk.catalogue.conference.id, desk.now()
    with desk.begin() as db:
        if not members.tell(db, where, user, state):
            return
        told = [each for each in desk.ahead.secretariat(db) if each != user]
        postings.add(db, where, news.account(user, state, told, now) if state else [])
        detail = {"account": state or "ok"}
        audit.record(db, where, at=now, by=BOT, action="account", subject=f"member/{user}", detail=detail)
