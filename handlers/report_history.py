"""履歴: how a municipality's report came about, page by page."""

import re
from collections.abc import Sequence
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from domain.model import Member, Municipality
from domain.round import Round
from handlers.desk import Desk
from handlers.report_asking import asking
from messages import report_history as said
from messages.blocks import Message
from storage import members


def register(app: AsyncApp) -> None:
    app.action(re.compile("^report:history"))(turn)


async def turn(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk) -> None:
    """Show it from the newest on, or the page that was asked for."""
    round_, code, *page = action["value"].split()
    await desk.answers.to_press(ack, body, shown(round_, code, member, desk, int(page[0]) if page else 0))


def of(pairs: Sequence[tuple[Round, Municipality]], member: Member, desk: Desk) -> Message:
    """The one that is meant, or which ones there are."""
    if len(pairs) == 1:
        asked, body = pairs[0]
        return shown(asked.id, body.code, member, desk)
    return said.which(pairs)


def shown(round_: str, code: str, member: Member, desk: Desk, page: int = 0) -> Message:
    about = asking(round_, code, member, desk)
    posts = members.posts(desk.read(), desk.catalogue.conference.id, {each.by for each in about.reports})
    return said.history(about, posts, page)
