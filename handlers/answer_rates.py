"""How the answers came in: the chart of one matter, and each municipality's rate over the last rounds."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from domain.answer_rates import by_day, rates
from domain.calendar import TOKYO
from domain.model import Member
from handlers import unreported
from handlers.desk import Desk
from handlers.rights import for_the_secretariat
from messages import answer_rates as said
from messages.blocks import Message
from messages.unreported import nothing
from storage import answer_rates


def register(app: AsyncApp) -> None:
    app.action("unreported:chart")(chart)
    app.action("unreported:rates")(table)


async def chart(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk) -> None:
    """How many have answered by which day."""
    for_the_secretariat(member)
    await desk.answers.to_press(ack, body, _chart(action["value"], desk))


async def table(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk) -> None:
    """How each municipality has answered the last rounds."""
    for_the_secretariat(member)
    heard = answer_rates.last(desk.read(), desk.catalogue.conference.id)
    rows = rates(heard, desk.catalogue.municipalities, desk.now())
    await desk.answers.to_press(ack, body, said.rates(rows, heard.rounds, int(action["value"])))


def _chart(name: str, desk: Desk) -> Message:
    matter = unreported.one(name, desk)
    if matter is None:
        return nothing(secretariat=True)
    moments = answer_rates.answered(desk.read(), desk.catalogue.conference.id, name)
    began = (matter.round and matter.round.opened_at) or matter.deadlines[0].known_at or desk.now()
    since = min(began.astimezone(TOKYO).date(), desk.today())
    return said.chart(matter, by_day(moments, since, desk.today(), said.MOST_DAYS))
