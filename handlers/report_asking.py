"""What is asked of one municipality, read anew each time; and how a form remembers for whom it was opened."""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from domain.errors import NotAllowed
from domain.filling import Asking
from domain.forms import Theme
from domain.model import Member, Municipality
from domain.round import Round
from handlers.desk import Desk
from handlers.reporting import may_report
from storage import deadlines, members, reports, rounds
from storage.database import Transaction

Hurry = Callable[[], None]
"""Asked before each statement; raises TooSlow once there is no time left."""


class TooSlow(Exception):
    """There is no time to read on before the chat has to be answered."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A form as it was opened: of which round, for which municipality, and on which report it is based."""

    round: str
    body: str
    on: int = 0

    def written(self) -> str:
        return json.dumps(asdict(self))


def carried(metadata: str) -> Opened:
    return Opened(**json.loads(metadata))


def within(seconds: float) -> Hurry:
    """No statement begins later than this from now."""
    end = time.monotonic() + seconds

    def hurry() -> None:
        if time.monotonic() > end:
            raise TooSlow

    return hurry


def at_leisure() -> None:
    """There is time."""


def asking(round: str, code: str, member: Member, desk: Desk, hurry: Hurry = at_leisure) -> Asking:
    """What the round asks there, and what was answered last. Five statements; raises NotAllowed."""
    db, conference = desk.read(), desk.catalogue.conference.id
    hurry()
    return _asking(db, may_report(rounds.one(db, conference, round), code, member), code, desk, hurry)


def held(db: Transaction, round: str, code: str, member: Member, desk: Desk) -> Asking:
    """The same in a transaction in which nobody else reports for this municipality."""
    asked = may_report(rounds.held_for(db, desk.catalogue.conference.id, round, code), code, member)
    return _asking(db, asked, code, desk, at_leisure)


def typed(view: Mapping[str, Any]) -> dict[str, str]:
    """What stands in the form, by the names of its places."""
    return {
        block: _text(element)
        for block, elements in view.get("state", {}).get("values", {}).items()
        for element in elements.values()
    }


def who(user: str, desk: Desk) -> str:
    """The post of whoever reported, as the roster has it now."""
    return members.posts(desk.read(), desk.catalogue.conference.id, [user]).get(user, "名簿にない担当者")


def _asking(db: Transaction, asked: Round, code: str, desk: Desk, hurry: Hurry) -> Asking:
    conference, theme = desk.catalogue.conference.id, theme_of(asked, desk)
    hurry()
    told = reports.history(db, conference, asked.id, code)
    hurry()
    before, days = (told[-1].answers, []) if told else reports.standing(db, conference, asked.theme, code)
    hurry()
    due = [each.due_at for each in deadlines.of_round(db, conference, asked.id) if each.concerns(code)]
    systems = desk.catalogue.of(asked).systems
    made = Asking(asked, municipality(code, desk), theme, systems, told, {}, days, max(due, default=None))
    places = {(field.id, item) for field, item in made.places()}
    return _with(made, {place: value for place, value in before.items() if place in places})


def _with(made: Asking, before: Mapping[Any, Any]) -> Asking:
    days = made.days if before else ()
    return Asking(made.round, made.municipality, made.theme, made.systems, made.reports, before, days, made.due_at)


def theme_of(asked: Round, desk: Desk) -> Theme:
    """What the round asks. Raises NotAllowed where its theme is no more."""
    if found := desk.catalogue.form_of(asked):
        return found
    raise NotAllowed("no_round")


def municipality(code: str, desk: Desk) -> Municipality:
    """Of that code. Raises NotAllowed where the conference has none."""
    if found := next((body for body in desk.catalogue.municipalities if body.code == code), None):
        return found
    raise NotAllowed("no_round")


def _text(element: Mapping[str, Any]) -> str:
    option = element.get("selected_option") or {}
    return str(option.get("value") or element.get("value") or "")
