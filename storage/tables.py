"""The tables. Every row of a conference carries its `conference` in the key; rows stay inside `storage/`."""

from datetime import date
from typing import ClassVar

from sqlalchemy import BigInteger, Index, text
from sqlmodel import Field, SQLModel

_A_NUDGE = text("kind = 'nudge'")
_LOOKED_AT = text("audit_at IS NOT NULL")  # few rows are: the index has only these


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
    `choices` is what the secretariat decided in the chat (JSON text): the reminder plan, quiet hours, the digest.
    """

    __tablename__: ClassVar[str] = "conference"
    conference: str = Field(primary_key=True)
    name: str
    secretariat: str
    seeded: str = ""
    reference: str = ""
    mark: str = ""
    choices: str = "{}"


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
    """担当者: an account and its post; `account` is what the chat has told of it since: deleted, guest, or nothing."""

    __tablename__: ClassVar[str] = "member"
    conference: str = Field(primary_key=True)
    user: str = Field(primary_key=True)
    post: str
    role: str
    account: str = ""


class MemberMunicipalityRow(Row, table=True):
    """The municipalities a member answers for, and on which rung: 0 担当, 1 副担当, 2 係長."""

    __tablename__: ClassVar[str] = "member_municipality"
    conference: str = Field(primary_key=True)
    user: str = Field(primary_key=True)
    municipality: str = Field(primary_key=True)
    rung: int = 0


class VacancyRow(Row, table=True):
    """空席: a post of a municipality that nobody holds."""

    __tablename__: ClassVar[str] = "vacancy"
    conference: str = Field(primary_key=True)
    municipality: str = Field(primary_key=True)
    rung: int = Field(primary_key=True)
    post: str = Field(primary_key=True)


class RosterDraftRow(Row, table=True):
    """A roster (JSON text) that was handed in and waits to be confirmed; `basis` marks the one it was compared with."""

    __tablename__: ClassVar[str] = "roster_draft"
    conference: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    roster: str
    basis: str
    by: str
    at: int = Field(sa_type=BigInteger)
    state: str


class ApplicationRow(Row, table=True):
    """参加の申し込み: an account that asked to be put on the roster; the highest `nth` of each counts."""

    __tablename__: ClassVar[str] = "application"
    conference: str = Field(primary_key=True)
    user: str = Field(primary_key=True)
    nth: int = Field(primary_key=True)
    name: str
    at: int = Field(sa_type=BigInteger)
    state: str
    by: str = ""


class LeaveRow(Row, table=True):
    """不在: from the first to the last day; one that was called off stays, with the moment."""

    __tablename__: ClassVar[str] = "leave"
    conference: str = Field(primary_key=True)
    user: str = Field(primary_key=True)
    nth: int = Field(primary_key=True)
    first: date
    last: date
    by: str
    at: int = Field(sa_type=BigInteger)
    ended_at: int | None = Field(default=None, sa_type=BigInteger)


class SuccessionRow(Row, table=True):
    """異動: who takes over from whom, and from which day; `state` tells whether that has come."""

    __tablename__: ClassVar[str] = "succession"
    conference: str = Field(primary_key=True)
    old: str = Field(primary_key=True)
    nth: int = Field(primary_key=True)
    new: str
    day: date
    by: str
    at: int = Field(sa_type=BigInteger)
    state: str


class PauseRow(Row, table=True):
    """休止: a municipality that is not to be reminded (議会, 災害対応); append-only, the highest `nth` counts.

    In Unix seconds of the conference's clock; `until` is empty while nobody knows the end.
    """

    __tablename__: ClassVar[str] = "pause"
    conference: str = Field(primary_key=True)
    body: str = Field(primary_key=True)
    nth: int = Field(primary_key=True)
    since: int = Field(sa_type=BigInteger)
    until: int | None = Field(default=None, sa_type=BigInteger)
    reason: str = ""
    by: str
    at: int = Field(sa_type=BigInteger)


class RoundRow(Dated, table=True):
    """照会: one asking in a theme, as of a day. `bodies` holds codes between commas, empty for all of them.

    `form` is JSON text where it has one of its own; with `closes` it closes itself. `shown` is the mark of what its
    board in the room said last, or of who is changing the board just now.
    """

    __tablename__: ClassVar[str] = "round"
    conference: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    theme: str
    title: str
    state: str
    bodies: str = ""
    form: str = ""
    opened_by: str = ""
    opened_at: int | None = Field(default=None, sa_type=BigInteger)
    closed_at: int | None = Field(default=None, sa_type=BigInteger)
    closes: bool = False
    shown: str = ""


class RoundEventRow(Row, table=True):
    """経過: what happened between the secretariat and a municipality in a round; append-only."""

    __tablename__: ClassVar[str] = "round_event"
    conference: str = Field(primary_key=True)
    round: str = Field(primary_key=True)
    body: str = Field(primary_key=True)
    nth: int = Field(primary_key=True)
    what: str
    by: str
    at: int = Field(sa_type=BigInteger)
    reason: str = ""
    report: int = 0
    until: int | None = Field(default=None, sa_type=BigInteger)


class RoundTemplateRow(Row, table=True):
    """毎月の照会: a round that opens itself every month, on the `nth` open day or on the day `on_day`; one is 0."""

    __tablename__: ClassVar[str] = "round_template"
    conference: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    theme: str
    title: str
    nth: int
    on_day: int
    days: int
    bodies: str = ""
    closes: bool = False
    created_by: str
    since: int = Field(sa_type=BigInteger)
    stopped_at: int | None = Field(default=None, sa_type=BigInteger)


class DraftRow(Row, table=True):
    """下書き: what somebody typed (JSON text) and has not reported. One for each person, round and municipality."""

    __tablename__: ClassVar[str] = "draft"
    conference: str = Field(primary_key=True)
    round: str = Field(primary_key=True)
    body: str = Field(primary_key=True)
    user: str = Field(primary_key=True)
    typed: str
    at: int = Field(sa_type=BigInteger)
    based_on: int = 0


class ReportRow(Row, table=True):
    """報告: what one body answered in a round. Append-only; of several, the one with the highest `nth` counts.

    `key` is unique: one submission is one report. Those of the papers have nobody who made them.
    """

    __tablename__: ClassVar[str] = "report"
    __table_args__: ClassVar[tuple[Index, ...]] = (Index("report_once", "conference", "key", unique=True),)
    conference: str = Field(primary_key=True)
    round: str = Field(primary_key=True)
    body: str = Field(primary_key=True)
    nth: int = Field(primary_key=True)
    by: str = ""
    at: int | None = Field(default=None, sa_type=BigInteger)
    how: str = ""
    reason: str = ""
    proxy: bool = False
    key: str | None = None


class AnswerRow(Valued, table=True):
    """回答: one field of a report. `item` is a system's number in a field of kind steps, else 0."""

    __tablename__: ClassVar[str] = "answer"
    __table_args__: ClassVar[tuple[Index, ...]] = (Index("answer_of_body", "conference", "body"),)
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


class DeadlineRow(Row, table=True):
    """締切: what has to be done by when, and by whom. `bodies` holds codes between commas, empty for all of them.

    That of a `round` is answered by reporting.

    `due_at` is a moment in Unix seconds, since `known_at`; `words` is how the time was written. A series has its
    `rule`; each of its occurrences is a row of its own. Cancelled ones stay, with the moment they were cancelled.
    """

    __tablename__: ClassVar[str] = "deadline"
    __table_args__: ClassVar[tuple[Index, ...]] = (
        Index("deadline_next", "conference", "cancelled_at", "due_at"),
        Index("deadline_of_round", "conference", "round"),
    )
    conference: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    title: str
    due_at: int = Field(sa_type=BigInteger)
    words: str
    rule: str | None = None
    bodies: str = ""
    created_by: str
    known_at: int = Field(sa_type=BigInteger)
    cancelled_at: int | None = Field(default=None, sa_type=BigInteger)
    round: str = ""


class DeadlineMoveRow(Row, table=True):
    """Each change of a deadline's moment, append-only: from when to when, by whom, and why."""

    __tablename__: ClassVar[str] = "deadline_move"
    conference: str = Field(primary_key=True)
    deadline: str = Field(primary_key=True)
    nth: int = Field(primary_key=True)
    before: int = Field(sa_type=BigInteger)
    after: int = Field(sa_type=BigInteger)
    by: str
    at: int = Field(sa_type=BigInteger)
    reason: str = ""


class TapRow(Row, table=True):
    """済・対象外・まだ: what a body tapped for a deadline, even a moved one; append-only, the highest `nth` counts."""

    __tablename__: ClassVar[str] = "tap"
    conference: str = Field(primary_key=True)
    deadline: str = Field(primary_key=True)
    body: str = Field(primary_key=True)
    nth: int = Field(primary_key=True)
    state: str
    by: str
    at: int = Field(sa_type=BigInteger)


class PostingRow(Row, table=True):
    """投稿: one thing the bot says unasked, once. Its key reads aloud: reminder/2022-10-17T09:00/U0352039.

    `due_at` is in Unix seconds of the conference's clock; `next_try_at` in real ones: of a row that waits the earliest
    next try, of one that is being sent the end of its lease. `epoch` counts the claims: a lost one records nothing.
    `audit_at` (real) is when its room is looked at once more for doubles, after `audits` looks so far.
    """

    __tablename__: ClassVar[str] = "posting"
    __table_args__: ClassVar[tuple[Index, ...]] = (
        Index("posting_due", "state", "due_at"),
        Index("posting_in_doubt", "state", "next_try_at"),
        Index("posting_of", "conference", "to", "kind", "due_at"),
        Index("posting_nudge", "conference", "subject", "due_at", sqlite_where=_A_NUDGE, postgresql_where=_A_NUDGE),
        Index("posting_audit", "audit_at", sqlite_where=_LOOKED_AT, postgresql_where=_LOOKED_AT),
    )
    conference: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    kind: str
    to: str
    subject: str
    due_at: int = Field(sa_type=BigInteger)
    state: str = "pending"
    reason: str = ""
    next_try_at: float = 0
    epoch: int = 0
    attempts: int = 0
    first_send_at: float | None = None
    room: str | None = None
    ts: str | None = None
    text: str | None = None
    audits: int = 0
    audit_at: float | None = None


class NudgeRow(Row, table=True):
    """ご確認のお願い: who asked those who have not answered a matter once more, when, with which words of their own."""

    __tablename__: ClassVar[str] = "nudge"
    conference: str = Field(primary_key=True)
    matter: str = Field(primary_key=True)
    once: str = Field(primary_key=True)
    by: str
    at: int = Field(sa_type=BigInteger)
    words: str = ""


class HomeRow(Row, table=True):
    """ホーム: whose App Home stands open, and what is shown there.

    `mark` is what the conference had come to when it was compared last, `shown` the digest of what is shown, `hash`
    the chat's own name for that, empty where it is not known.
    """

    __tablename__: ClassVar[str] = "home"
    conference: str = Field(primary_key=True)
    user: str = Field(primary_key=True)
    mark: str = ""
    shown: str = ""
    hash: str = ""


class PaceRow(Row, table=True):
    """The pace of all postings, one row: the next one goes out not before `next_at`, in real seconds.

    It is no conference's own: the chat counts what an app says in a workspace, whichever conference it is for.
    """

    __tablename__: ClassVar[str] = "pace"
    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    next_at: float


class ChosenRow(Row, table=True):
    """Of several conferences the one that a person chose last, for what they ask beside the bot."""

    __tablename__: ClassVar[str] = "chosen"
    user: str = Field(primary_key=True)
    conference: str


class NoteRow(Row, table=True):
    """ノート of a municipality: which of its versions counts. A write names the version it was made from.

    `at` is when its words changed last; `deleted` and `review` are those of the version that counts.
    """

    __tablename__: ClassVar[str] = "note"
    __table_args__: ClassVar[tuple[Index, ...]] = (
        Index("note_newest", "conference", "deleted", "at"),
        Index("note_of", "conference", "municipality", "deleted", "at"),
        Index("note_review", "conference", "review"),
    )
    conference: str = Field(primary_key=True)
    id: int = Field(primary_key=True)
    municipality: str
    version: int
    at: int = Field(sa_type=BigInteger)
    deleted: bool = False
    review: date | None = None


class NoteVersionRow(Row, table=True):
    """版: what a note said, append-only; deleting it is a version, too (`deleted`), and so is a restored one (`like`).

    `themes` holds ids between commas; `links` and `files` are JSON text; `origin` is the permalink it was kept from.
    """

    __tablename__: ClassVar[str] = "note_version"
    conference: str = Field(primary_key=True)
    note: int = Field(primary_key=True)
    version: int = Field(primary_key=True)
    kind: str
    title: str
    body: str
    themes: str = ""
    links: str = "[]"
    files: str = "[]"
    origin: str = ""
    review: date | None = None
    deleted: bool = False
    like: int = 0
    at: int = Field(sa_type=BigInteger)
    by: str


class NoteDraftRow(Row, table=True):
    """書きかけ of a note: what somebody has written and not kept, as JSON text; its `key` is what it was begun on."""

    __tablename__: ClassVar[str] = "note_draft"
    conference: str = Field(primary_key=True)
    user: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    municipality: str
    note: int
    based_on: int
    writing: str
    at: int = Field(sa_type=BigInteger)


class NoteUsefulRow(Row, table=True):
    """参考になった: one of each person for a note."""

    __tablename__: ClassVar[str] = "note_useful"
    conference: str = Field(primary_key=True)
    note: int = Field(primary_key=True)
    user: str = Field(primary_key=True)
    at: int = Field(sa_type=BigInteger)


class QuestionRow(Row, table=True):
    """相談: a question of a municipality to the secretariat, and how it stands now.

    `seen` is who may read it: `all`, or `own` for the municipality and the secretariat. `since` is when it came to its
    state; with `proxy` the secretariat wrote it down for the municipality.
    """

    __tablename__: ClassVar[str] = "question"
    __table_args__: ClassVar[tuple[Index, ...]] = (Index("question_of_state", "conference", "state"),)
    conference: str = Field(primary_key=True)
    id: int = Field(primary_key=True)
    municipality: str
    kind: str
    text: str
    seen: str
    state: str
    asked_by: str
    asked_at: int = Field(sa_type=BigInteger)
    since: int = Field(sa_type=BigInteger)
    proxy: bool = False
    version: int = 1


class QuestionEventRow(Row, table=True):
    """What became of a question, append-only: asked, answered, passed to the state (`number`, `day`), shared."""

    __tablename__: ClassVar[str] = "question_event"
    conference: str = Field(primary_key=True)
    question: int = Field(primary_key=True)
    nth: int = Field(primary_key=True)
    what: str
    words: str = ""
    number: str = ""
    day: date | None = None
    by: str
    at: int = Field(sa_type=BigInteger)


class SearchRow(Row, table=True):
    """What can be found: the newest words of a note, a question, a report, a deadline or an initiative.

    Kept in the transaction of what it tells of. `themes` holds ids between commas; `only` is the municipality that may
    read it besides the secretariat, empty for all; `folded_title` and `folded` are what is compared. What the papers or
    a report say has its as-of and its source.
    """

    __tablename__: ClassVar[str] = "search"
    conference: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    subject: str = Field(primary_key=True)
    municipality: str
    themes: str
    only: str
    at: int = Field(sa_type=BigInteger)
    title: str
    body: str
    folded_title: str
    folded: str
    as_of_first: date | None = None
    as_of_last: date | None = None
    as_of_precision: str | None = None
    as_of_words: str | None = None
    as_of_year_inferred: bool | None = None
    source_document: str | None = None
    source_page: int | None = None


class PmoListRow(Row, table=True):
    """標準化PMOツールの一覧, as it was brought: its head and its lines as JSON text, and how they were read.

    `columns` tells which column is what (JSON text), `as_of` of which day it speaks; of those kept the newest counts.
    """

    __tablename__: ClassVar[str] = "pmo_list"
    conference: str = Field(primary_key=True)
    id: int = Field(primary_key=True)
    name: str
    head: str
    lines: str
    columns: str = "{}"
    as_of: date | None = None
    state: str
    by: str
    at: int = Field(sa_type=BigInteger)


class ReferenceRow(Row, table=True):
    """業務・ステップ・様式 as a conference loaded them from a file: a version of one `kind`, in effect `since` a day.

    `contents` is JSON text in the shape of `data/`; one that waits to be confirmed counts for nothing.
    """

    __tablename__: ClassVar[str] = "reference"
    conference: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    since: date
    contents: str
    file: str
    state: str
    by: str
    at: int = Field(sa_type=BigInteger)


class DisposalRow(Row, table=True):
    """廃棄の一覧 of what has outlived its years, as it was listed (JSON text): the record of what was disposed of."""

    __tablename__: ClassVar[str] = "disposal"
    conference: str = Field(primary_key=True)
    id: int = Field(primary_key=True)
    before: date
    listed: str
    made_by: str
    made_at: int = Field(sa_type=BigInteger)
    state: str
    done_by: str = ""
    done_at: int | None = Field(default=None, sa_type=BigInteger)


class AuditRow(Row, table=True):
    """監査: every write, append-only, each row bound to the one before by its hash."""

    __tablename__: ClassVar[str] = "audit"
    conference: str = Field(primary_key=True)
    nth: int = Field(primary_key=True)
    at: int = Field(sa_type=BigInteger)
    by: str
    action: str
    subject: str
    detail: str
    before: str
    hash: str


class HeardRow(Row, table=True):
    """What the chat has told already: the id of an event, kept so that the same one counts once."""

    __tablename__: ClassVar[str] = "heard"
    conference: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    at: int = Field(sa_type=BigInteger)
