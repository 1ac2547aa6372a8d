"""The meetings of the conference (meetings.yaml of its folder), with their agendas and papers."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection

from domain.meeting import Listed, Meeting
from domain.model import Source
from storage.catalogue import reference
from storage.papers import as_of


def newest(db: Connection, conference: str, on: date) -> Meeting | None:
    """The last one that is known of on that day."""
    every = map(_meeting, reference(db, conference, "meetings") or ())
    known = [meeting for meeting in every if meeting.as_of.first <= on]
    return max(known, key=lambda meeting: meeting.as_of.first, default=None)


def _meeting(data: Mapping[str, Any]) -> Meeting:
    return Meeting(
        id=data["id"],
        body=data["body"],
        words=data["words"],
        agenda=tuple(data["agenda"]),
        documents=tuple(Listed(each["number"], each["title"], each["pages"]) for each in data["documents"]),
        as_of=as_of(data["as_of"]),
        source=Source(data["source"]["document"], data["source"].get("page")),
        numbered=data.get("numbered", False),
    )
