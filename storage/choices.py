"""What the secretariat decided, kept with the conference. Read each time, so that every process knows it at once."""

import json
from dataclasses import replace
from datetime import datetime, time
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, bindparam, select, update
from sqlmodel import SQLModel

from domain.choices import USUAL, Choices
from domain.plan import Plan
from storage.tables import ConferenceRow

_conference: Any = SQLModel.metadata.tables["conference"].c
_MINE = _conference.conference == bindparam("here")
_OF = select(_conference.choices).where(_MINE)
_HELD = _OF.with_for_update()


def of(db: Connection, conference: str) -> Choices:
    """What counts now; what was never decided is as the conference started."""
    return _read(db.execute(_OF, {"here": conference}).scalar() or "{}")


def held(db: Connection, conference: str) -> Choices:
    """The same, to be changed: whoever else would change it waits for the end of this transaction."""
    return _read(db.execute(_HELD, {"here": conference}).scalar() or "{}")


def keep(db: Connection, conference: str, choices: Choices) -> None:
    """From now on this counts. In the caller's transaction."""
    written = json.dumps(facts(choices), ensure_ascii=False, sort_keys=True)
    db.execute(update(ConferenceRow).where(_MINE).values(choices=written), {"here": conference})


def facts(choices: Choices) -> dict[str, Any]:
    """The choices as JSON can say them."""
    plan = choices.plan
    return {
        "leads": list(plan.leads),
        "at": f"{plan.at:%H:%M}",
        "again_every": plan.again_every,
        "again_times": plan.again_times,
        "quiet_from": f"{plan.quiet_from:%H:%M}",
        "quiet_until": f"{plan.quiet_until:%H:%M}",
        "plan_since": choices.plan_since.isoformat() if choices.plan_since else None,
        "names_in_room": choices.names_in_room,
        "deputy_from": choices.deputy_from,
        "head_from": choices.head_from,
        "digest": choices.digest,
        "digest_at": f"{choices.digest_at:%H:%M}",
        "notes_on": choices.notes_on,
        "keeps": choices.keeps,
    }


@lru_cache(maxsize=16)
def _read(text: str) -> Choices:
    said = json.loads(text)
    if not said:
        return USUAL
    hours = {name: time.fromisoformat(said[name]) for name in ("at", "quiet_from", "quiet_until")}
    since = datetime.fromisoformat(said["plan_since"]) if said["plan_since"] else None
    plan = Plan(tuple(said["leads"]), again_every=said["again_every"], again_times=said["again_times"], **hours)
    rest = {name: said[name] for name in ("names_in_room", "deputy_from", "head_from", "digest")}
    rest["notes_on"] = said.get("notes_on", USUAL.notes_on)  # what was kept before there were notes has none
    rest["keeps"] = said.get("keeps", USUAL.keeps)
    return replace(USUAL, plan=plan, plan_since=since, digest_at=time.fromisoformat(said["digest_at"]), **rest)
