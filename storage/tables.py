"""The tables. Every row of a conference carries its `conference` in the key; rows stay inside `storage/`."""

from datetime import date
from typing import ClassVar

from sqlalchemy import Index
from sqlmodel import Field, SQLModel


class Row(SQLModel):
    """Rows are never validated, so pydantic need not make their validators at every start."""

    model_config = {"defer_build": True}


class Dated(Row):
    """The as-of (基準日) and the source (出典) without which no figure is kept."""

    as_of_first: date
    as_of_last: date
    as_of_precision: str
    as_of_words: str | None = None
    as_of_year_inferred: bool = False
    source_document: str
    source_page: int | None = None


class Valued(Row):
    """One value: a number or a text (a choice's key, too), with the paper's words and what must be said beside it."""

    number: float | None = None
    text: str | None = None
    words: str | None = None
    inferred: bool = False
    note: str | None = None


class ConferenceRow(Row, table=True):
    """会議. `seeded` names the papers that are loaded; empty for none.

    `reference` is what `data/` says of themes, systems, steps and topics (JSON text) in the files that `mark` tells.
    """

    __tablename__: ClassVar[str] = "conference"
    conference: str = Field(primary_key=True)
    name: str
    secretariat: str
    seeded: str = ""
    reference: str = ""
    mark: str = ""


class MunicipalityRow(Row, table=True):
    """市町, and the prefecture and the nation (`kind` 県, 国). Lists are JSON text."""

    __tablename__: ClassVar[str] = "municipality"
    conference: str = Field(primary_key=True)
    code: str = Field(primary_key=True)
    name: str
    kana: str
    kind: str
    romaji: str = "[]"
    former: str = "[]"
    shared: str = "[]"


class MemberRow(Row, table=True):
    """担当者: an account and its post."""

    __tablename__: ClassVar[str] = "member"
    conference: str = Field(primary_key=True)
    user: str = Field(primary_key=True)
    post: str
    role: str


class MemberMunicipalityRow(Row, table=True):
    """The municipalities a member answers for."""

    __tablename__: ClassVar[str] = "member_municipality"
    conference: str = Field(primary_key=True)
    user: str = Field(primary_key=True)
    municipality: str = Field(primary_key=True)


class RoundRow(Dated, table=True):
    """照会: one asking in a theme, as of a day."""

    __tablename__: ClassVar[str] = "round"
    conference: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    theme: str
    title: str
    state: str


class ReportRow(Row, table=True):
    """報告: what one body answered in a round. Append-only; of several, the one with the highest `nth` counts."""

    __tablename__: ClassVar[str] = "report"
    conference: str = Field(primary_key=True)
    round: str = Field(primary_key=True)
    body: str = Field(primary_key=True)
    nth: int = Field(primary_key=True)


class AnswerRow(Valued, table=True):
    """回答: one field of a report. `item` is a system's number in a field of kind steps, else 0."""

    __tablename__: ClassVar[str] = "answer"
    conference: str = Field(primary_key=True)
    round: str = Field(primary_key=True)
    body: str = Field(primary_key=True)
    nth: int = Field(primary_key=True)
    field: str = Field(primary_key=True)
    item: int = Field(primary_key=True)


class StandingRow(Valued, Dated, table=True):
    """現況: the roll-up that /status reads. The row with since <= day < until is what was known as of that day.

    `until` stands early in the key, and SQLite keeps the rows in its order: what holds now of one body lies together,
    however long the history is.
    """

    __tablename__: ClassVar[str] = "standing"
    __table_args__: ClassVar[tuple[object, ...]] = (
        Index("standing_by_theme", "conference", "theme", "until"),
        {"sqlite_with_rowid": False},
    )
    conference: str = Field(primary_key=True)
    body: str = Field(primary_key=True)
    until: date = Field(primary_key=True)
    theme: str = Field(primary_key=True)
    field: str = Field(primary_key=True)
    item: int = Field(primary_key=True)
    round: str = Field(primary_key=True)
    nth: int = Field(primary_key=True)
    since: date


class ScheduleItemRow(Dated, table=True):
    """A deadline, plan, period or event of the papers. `bodies` holds codes between commas: ,352039,352063,."""

    __tablename__: ClassVar[str] = "schedule_item"
    __table_args__: ClassVar[tuple[Index, ...]] = (Index("schedule_item_next", "conference", "remind", "end"),)
    conference: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    title: str
    kind: str
    topic: str
    who: str
    words: str
    start: date | None = None
    end: date | None = None
    precision: str
    year_inferred: bool = False
    remind: bool = False
    bodies: str = ""
    note: str | None = None


class InitiativeRow(Dated, table=True):
    """取組 of a municipality, the prefecture or elsewhere. `facts` is JSON text, `bodies` as above."""

    __tablename__: ClassVar[str] = "initiative"
    conference: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    name: str
    owner: str
    topic: str
    facts: str = "[]"
    bodies: str = ""
