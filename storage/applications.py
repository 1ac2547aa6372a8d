"""Applications (参加の申し込み): who asked to be put on the roster, once while they wait."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update
from sqlmodel import SQLModel

from storage.columns import seconds
from storage.dialect import insert, one_at_a_time
from storage.tables import ApplicationRow

_application: Any = SQLModel.metadata.tables["application"].c
WAITING, ACCEPTED, REFUSED = "waiting", "accepted", "refused"
ASKING = 4_021_104  # the advisory lock under which somebody asks


@dataclass(frozen=True, slots=True)
class Application:
    """参加の申し込み: an account, the name the chat has for it, and what became of it."""

    user: str
    nth: int
    name: str
    state: str


def ask(db: Connection, conference: str, user: str, name: str, at: datetime) -> Application | None:
    """Keep it; None where the account's last one still waits."""
    one_at_a_time(db, ASKING)
    last = of(db, conference, user)
    if last and last.state == WAITING:
        return None
    asked = Application(user, last.nth + 1 if last else 1, name, WAITING)
    row = {"conference": conference, "user": user, "nth": asked.nth, "name": name, "state": WAITING}
    db.execute(insert(db, ApplicationRow).values({**row, "at": seconds(at), "by": ""}))
    return asked


def of(db: Connection, conference: str, user: str) -> Application | None:
    """The account's last application."""
    asked = select(_application.user, _application.nth, _application.name, _application.state)
    mine = asked.where(_application.conference == conference, _application.user == user)
    row = db.execute(mine.order_by(_application.nth.desc()).limit(1)).one_or_none()
    return Application(*row) if row else None


def settle(db: Connection, conference: str, user: str, state: str, by: str) -> Application | None:
    """What became of the one that waits; None where none does."""
    mine = (_application.conference == conference, _application.user == user, _application.state == WAITING)
    if not db.execute(update(ApplicationRow).where(*mine).values(state=state, by=by)).rowcount:
        return None
    return of(db, conference, user)


def waiting(db: Connection, conference: str) -> list[Application]:
    """Those that wait for the secretariat."""
    asked = select(_application.user, _application.nth, _application.name, _application.state)
    mine = (_application.conference == conference, _application.state == WAITING)
    return [Application(*row) for row in db.execute(asked.where(*mine).order_by(_application.at, _application.user))]
