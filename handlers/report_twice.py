"""Two people at once: the second sees what the first has reported, and chooses."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from domain.model import Member
from handlers.desk import Desk
from handlers.report_asking import asking, carried, typed, who
from handlers.report_submit import again
from messages import report_conflict
from storage import rounds


def register(app: AsyncApp) -> None:
    app.view("report-again")(report_again)
    app.action("report:leave")(leave)


async def report_again(ack: AsyncAck, view: dict[str, Any], member: Member, desk: Desk) -> None:
    """Report what was typed all the same."""
    reason = typed(view).get("reason", "")
    await ack(**again(carried(view["private_metadata"]), reason, view["id"], member, desk))
    desk.post_soon()


async def leave(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk, client: AsyncWebClient
) -> None:
    """Leave it at what the other has reported."""
    round_, code = action["value"].split()
    about = asking(round_, code, member, desk)
    with desk.begin() as db:
        rounds.drop_draft(db, desk.catalogue.conference.id, round_, code, member.user)
    left = report_conflict.left(about, who(about.reports[-1].by, desk))
    await client.views_update(view_id=body["view"]["id"], view=left)
    await ack()
