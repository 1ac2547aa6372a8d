"""全市町に共有する: what all will read is shown first; then they may, and the room hears that there is something."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from domain.model import Member
from domain.question import Event, What
from handlers.ask_record import happens, is_possible, open_to, shown
from handlers.ask_say import laid, marked
from handlers.desk import Desk
from messages import ask as told
from messages import ask_say as said


def register(app: AsyncApp) -> None:
    app.action("ask:share:shared")(preview)
    app.view("ask-share")(share)


async def preview(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk, client: AsyncWebClient
) -> None:
    asked = shown(open_to(int(action["value"].split()[0]), What.SHARED, member, desk), desk)
    if not is_possible(asked.question, asked.events, What.SHARED):
        await desk.answers.to_press(ack, body, told.not_now(asked, What.SHARED, ""))
        return
    form = said.sharing(asked, marked(asked, What.SHARED))
    await client.views_open(trigger_id=body["trigger_id"], view=form)
    await ack()


async def share(ack: AsyncAck, view: dict[str, Any], member: Member, desk: Desk) -> None:
    """As it was shown: where something has happened since, it is to be looked at once more."""
    id_, version, _ = view["private_metadata"].split()
    event = Event(What.SHARED, member.user, desk.now())
    with desk.begin() as db:
        outcome = happens(db, int(id_), int(version), event, member, desk)
    await ack(response_action="update", view=laid(outcome, event))
    desk.post_soon()
