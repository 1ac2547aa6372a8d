"""No query without its tenant: every function of storage/ is called for one conference beside another like it."""

import contextlib
import importlib
import inspect
import pkgutil
from collections import Counter
from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlalchemy import event
from tenants import BEFORE, CODE, LATER, NOW, SHARED, TENANTS, THEME, USER, VARIANTS, fill, heedless, rows

import storage
from domain.choices import USUAL
from domain.deadline import Deadline, Done, Move, Tap
from domain.edition import Edition
from domain.model import AsOf, Figure, Member, Municipality, Role, Source
from domain.note import Draft as NoteDraft
from domain.note import Kind as NoteKind
from domain.note import Note, Version, Writing
from domain.nudge import Nudge
from domain.pause import Pause
from domain.pmo_list import PmoList
from domain.pmo_list import State as ListState
from domain.posting import Claim, Kept, Outcome, Posting, State
from domain.question import Event as Happened
from domain.question import Question, Seen
from domain.question import What as Becomes
from domain.retention import Disposal, Record
from domain.retention import Kind as Outlived
from domain.roster import Changes, Roster, Vacancy
from domain.round import Draft, Event, How, Report, Round, What
from domain.search import Entry, Query
from domain.search import Kind as Found
from domain.template import Template
from storage import catalogue, postings
from storage.database import open_database
from storage.doubles import Look
from storage.homes import Shown

HERE, THERE = "here", "there"
OURS, SECRET = "kotobaours", "kotobasecret"
DAY = date(2022, 9, 8)
AS_OF, SOURCE = AsOf(DAY, DAY, "day"), Source("d", 1)
BODY = Municipality(CODE, "山口市", "やまぐちし", "市")
DEADLINE = Deadline("d1", "x", LATER, "x", known_at=BEFORE)
DUE = Posting("due", "reminder", USER, "x", BEFORE)
CLAIM = Claim(replace(DUE, key="sending"), 1, 1, in_doubt=False, first_send_at=0.0)
ROUND = Round("r1", THEME, "x", AS_OF, opened_at=BEFORE)
VERSION = Version(1, Writing(title="x", body="x", kind=NoteKind.OWN), USER, NOW)
NOTE = Note(1, CODE, VERSION)
QUESTION = Question(
    id=1, municipality=CODE, kind="rpa", text="x", seen=Seen.ALL, asked_by=USER, asked_at=BEFORE, since=BEFORE
)
RECORD = Record(Outlived.DEADLINE, "d0", "x", date(2016, 4, 1))
MEMBER = Member(USER, "x", Role.MEMBER, (CODE,))
LIST = PmoList(0, "x", ("h",), (), {}, DAY, ListState.BROUGHT, USER, NOW)
EDITION = Edition("steps", -1, DAY, ["x"], NOW, "x", USER)
CLOCKS = postings.Asked(since=NOW.timestamp(), real=NOW.timestamp())

BY_NAME = {
    "account": "deleted",
    "action": "x",
    "after": 0,
    "alert": Posting("failed", "failed", USER, "dead", BEFORE),
    "among": [HERE],
    "asked": ROUND,
    "at": NOW,
    "basis": "x",
    "before": date(2017, 4, 1),
    "beside": "350001",
    "besides": (),
    "bodies": [CODE],
    "body": CODE,
    "by": USER,
    "change": Move(LATER, LATER, USER, NOW),
    "choices": replace(USUAL, digest=False),
    "claims": [CLAIM],
    "codes": [CODE],
    "current": [DEADLINE],
    "day": DAY,
    "days": (date(2022, 10, 1), date(2022, 10, 2)),
    "deadline": DEADLINE,
    "deadline_id": "d1",
    "deadlines": [DEADLINE],
    "detail": {},
    "disposal": Disposal(1, (RECORD,), USER, date(2017, 4, 1)),
    "draft": Draft("r1", CODE, USER, {"f": "x"}, NOW),
    "event": Event(CODE, What.RETURNED, USER, NOW),
    "everyone": [BODY],
    "everything": True,
    "fields": ",card.f,",
    "figures": [Figure(CODE, THEME, "f", 0, 1.0, AS_OF, SOURCE)],
    "first": DAY,
    "home": Shown(USER, "m", "d"),
    "id_": "k",
    "ids": [1],
    "instead_of": "s",
    "key": "due",
    "kind": "reminder",
    "kinds": ("reminder",),
    "last": DAY,
    "lease": 1.0,
    "limit": 5,
    "mark": "x",
    "matter": "deadline/d1",
    "member": MEMBER,
    "members": [replace(MEMBER, user="U3")],
    "moments": [LATER.replace(day=29)],
    "most": 5,
    "municipalities": [BODY],
    "municipality": CODE,
    "name": "round/r1",
    "new": "U9",
    "note": NOTE,
    "now": NOW,
    "nth": 1,
    "nudge": Nudge("deadline/d1", "2", USER, NOW, "x"),
    "old": USER,
    "on": DAY,
    "once": "1",
    "outcomes": [Outcome(claim=CLAIM, state=State.SENT)],
    "pair": (USER, "U9"),
    "pause": Pause(CODE, NOW, LATER, "x", USER),
    "postings": [replace(DUE, key="new")],
    "posting": replace(DUE, key="later", due_at=NOW),
    "query": Query(("kotoba",)),
    "reader": None,
    "real": NOW.timestamp(),
    "reason": "x",
    "records": [RECORD],
    "report": Report("r1", CODE, USER, NOW, How.FORM, {("f", 0): 1.0}, key="new"),
    "roster": [{"user": "U4", "post": "x", "role": "member", "municipalities": [CODE]}],
    "round": "r1",
    "rounds": ["r1"],
    "said": "x",
    "series": Deadline("s1", "x", LATER, "x", rule="FREQ=MONTHLY;BYMONTHDAY=-1"),
    "since": datetime(2010, 1, 1, tzinfo=NOW.tzinfo),
    "source": None,
    "state": "x",
    "states": (),
    "steps": (1.0,),
    "subject": "1",
    "template": "t1",
    "theme": THEME,
    "title": "x",
    "to": USER,
    "today": DAY,
    "topics": ["t"],
    "ts": "9.5",
    "until": datetime(2030, 1, 1, tzinfo=NOW.tzinfo),
    "user": USER,
    "users": [USER],
    "version": VERSION,
    "wanted": Changes(removed=(MEMBER,), vacated=(Vacancy(CODE, 1, "x"),)),
}
"""What each parameter is given, by its name; by the function's where it has another sense."""
GIVEN = {
    "applications.ask": {"user": "U3"},
    "catalogue.reference": {"name": "meetings"},
    "deadlines.cancel": {"at": NOW},
    "deadlines.tap": {"tapped": Tap(CODE, Done.EXEMPT, USER, NOW)},
    "doubles.book": {"at": 1.0},
    "doubles.looked": {"look": Look(Kept(DUE, State.SENT, "", 1, None, None, None), 0, 1.0)},
    "doubles.correct": {"key": "sent", "ts": "1.0"},
    "editions.date_from": {"draft": EDITION, "since": DAY},
    "editions.draft": {"wanted": EDITION, "dated": True},
    "editions.drafted": {"kind": "steps", "number": -1},
    "editions.drop": {"kind": "steps", "number": -1},
    "editions.next_nth": {"kind": "steps"},
    "editions.put_in_effect": {"draft": EDITION},
    "failures.leave": {"key": "dead"},
    "failures.revive": {"key": "dead"},
    "figures.open_round": {
        "row": {
            "id": "new",
            "theme": THEME,
            "title": "x",
            "state": "closed",
            "as_of_first": DAY,
            "as_of_last": DAY,
            "as_of_precision": "day",
            "source_document": "x",
        }
    },
    "figures.record": {"nth": 2},
    "findable.keep": {"about": ROUND},
    "findable.of_round": {"about": ROUND},
    "heard.first_time": {"id_": "Ev2"},
    "initiatives.keep": {
        "rows": [
            {
                "id": "new",
                "name": "x",
                "owner": "x",
                "topic": "t",
                "as_of_first": DAY,
                "as_of_last": DAY,
                "as_of_precision": "day",
                "source_document": "x",
            }
        ]
    },
    "notes.drop_draft": {"key": "k"},
    "notes.draft": {"key": "k"},
    "notes.keep_draft": {"draft": NoteDraft(USER, "k", CODE, 1, 1, Writing(title="x"), NOW)},
    "notes.found_useful": {"id_": 1},
    "notes.mark_useful": {"id_": 1, "user": "U3"},
    "notes.newest": {"bodies": [CODE], "deleted": False},
    "notes.revise": {"quietly": False, "version": replace(VERSION, number=2)},
    "notes.one": {"id_": 1},
    "notes.unmark_useful": {"id_": 1},
    "notes.versions": {"id_": 1},
    "nudges.one": {"once": "1"},
    "pmo_lists.bring": {"brought": LIST},
    "pmo_lists.keep": {"id_": 2},
    "pmo_lists.one": {"id_": 1},
    "pmo_lists.read_as": {"id_": 2, "columns": {}, "as_of": DAY},
    "pmo_lists.remembered": {"head": ["h"]},
    "postings.claim": {"asked": CLOCKS},
    "postings.waits": {"asked": CLOCKS},
    "postings.keys": {"after": NOW},
    "postings.last_sent": {"kind": "reminder"},
    "questions.ask": {"asked": replace(QUESTION, id=0, text="another")},
    "questions.answered": {"reader": None},
    "questions.events": {"id_": 1},
    "questions.happens": {
        "after": replace(QUESTION, version=2),
        "event": Happened(Becomes.ANSWERED, USER, NOW, "x"),
    },
    "questions.one": {"id_": 1},
    "retention.waiting": {"id_": 1},
    "roster.draft": {"wanted": Roster()},
    "rounds.change": {"changed": replace(ROUND, title="y")},
    "rounds.progress": {"round": ROUND},
    "schedule.keep": {
        "rows": [
            {
                **dict.fromkeys(("title", "kind", "topic", "who", "words"), "x"),
                "id": "new",
                "precision": "day",
                "as_of_first": DAY,
                "as_of_last": DAY,
                "as_of_precision": "day",
                "source_document": "x",
            }
        ]
    },
    "search.forget": {"kind": Found.NOTE},
    "search.forget_under": {"kind": Found.REPORT, "beginning": "r1/"},
    "search.keep": {"entry": Entry(Found.NOTE, "1", NOW, "x", "x")},
    "templates.keep": {"template": Template("t1", THEME, "x", 1, 0, 10, since=NOW)},
    "unreported.one": {"name": "deadline/d1"},
}
ASKED_OF_NONE = {
    "conferences.chosen": "which conference a person chose last is what it tells",
    "conferences.choose": "likewise",
    "catalogue.conferences": "which conferences there are is what it tells",
    "catalogue.prepare": "reads files; its rows are tested where it is tested",
    "papers.load": "likewise",
    "database.clear": "empties the whole of a talk room that begins anew",
    "members.one_by_one": "a lock",
    "outbox.outbox": "counts for whoever watches over the whole installation, without a name",
    "pace.next_at": "the pace is the workspace's",
    "pace.seen": "likewise",
    "pace.move": "likewise",
    "pace.after_a_clock_set_back": "likewise",
    "database.revision": "asks for the schema",
    "dialect.insert": "asks nothing",
    "dialect.keeping": "asks nothing",
    "dialect.one_by_name": "a lock",
    "dialect.replacing": "asks nothing",
    "dialect.one_at_a_time": "a lock",
    "dialect.without_haste": "a limit",
    "dialect.bytewise": "asks nothing",
}
"""What is asked for no conference, and why."""
RANDOM = {"catalogue.history", "catalogue.load", "deadlines.add", "roster.draft"}
"""What returns an id by chance, or says where in memory it is."""


def functions():
    """Every function of storage/ that is given the connection, by its module and name."""
    for found in pkgutil.iter_modules(storage.__path__):
        module = importlib.import_module(f"storage.{found.name}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            ours = function.__module__ == module.__name__ and not name.startswith("_")
            if ours and "db" in inspect.signature(function).parameters:
                yield f"{found.name}.{name}", function


FUNCTIONS = {name: function for name, function in functions() if name not in ASKED_OF_NONE}


def arguments(name, function, known):
    given = {**BY_NAME, "catalogue": known, "conference": HERE, **GIVEN.get(name, {})}
    wanted = inspect.signature(function).parameters
    return {each: given[each] for each in wanted if each != "db"}


def called(database, name):
    """What the function returns, and what every row is then; nothing of it stays."""
    function = FUNCTIONS[name]
    with contextlib.suppress(Undone), database.begin() as db:
        found = function(db, **arguments(name, function, catalogue.load(db, HERE)))
        told = repr(list(found) if inspect.isgenerator(found) else found)
        after = [list(rows(db, each)) for each in (HERE, THERE)]
        raise Undone
    return told, *after


class Undone(Exception):
    """What was tried out is taken back."""


@pytest.fixture
def database(empty_url):
    """Nothing but the conference of the test, for now."""
    opened = open_database(empty_url)
    with opened.begin() as db:
        fill(db, HERE, OURS)
    yield opened
    opened.close()


@pytest.fixture
def both(database):
    with database.begin() as db:
        fill(db, THERE, SECRET, earlier=3_600)
    return database


def test_every_function_is_known():
    assert 150 < len(FUNCTIONS)
    for name, function in FUNCTIONS.items():
        assert "conference" in inspect.signature(function).parameters or name == "members.conferences", name
    assert [] == [name for name in (*GIVEN, *RANDOM) if name not in FUNCTIONS]


def test_every_table_is_filled(both):
    for conference in (HERE, THERE):
        filled = Counter(name for name, _ in rows(both.read(), conference))
        assert {name: len(VARIANTS[name]) for name in TENANTS} == dict(filled)


def test_of_one_conference_nothing_is_told_and_nothing_done_because_of_the_other(database):
    alone = {name: called(database, name)[:2] for name in FUNCTIONS}
    with database.begin() as db:
        fill(db, THERE, SECRET, earlier=3_600)
    beside = {name: called(database, name)[:2] for name in FUNCTIONS}

    assert [] == [name for name, (told, here) in beside.items() if SECRET in told or SECRET in repr(here)]
    assert [] == [name for name in FUNCTIONS if alone[name] != beside[name] and name not in RANDOM]
    assert 60 < sum(OURS in told for told, _ in alone.values())  # else nothing was asked that could tell


def test_what_is_written_for_one_conference_leaves_the_other_as_it_is(both):
    ours, theirs = (list(rows(both.read(), each)) for each in (HERE, THERE))
    after = {name: called(both, name)[1:] for name in FUNCTIONS}

    assert [] == [name for name, (_, there) in after.items() if there != theirs]
    assert 50 < sum(here != ours for here, _ in after.values())  # else nothing was written


def test_every_statement_says_which_conference_it_is_for(both):
    wrong, asking = set(), ""

    @event.listens_for(both.engine, "before_cursor_execute")
    def judge(_conn, _cursor, statement, *_rest):
        if asking and heedless(statement):
            wrong.add(asking)

    for asking in FUNCTIONS:
        called(both, asking)
    asking = ""

    assert set() == wrong


@pytest.mark.parametrize(
    ("statement", "is_wrong"),
    [
        ("SELECT note.id FROM note WHERE note.conference = ?", False),
        ("SELECT note.id FROM note", True),
        ("SELECT note.id FROM note WHERE note.conference = ? AND id IN (SELECT note FROM note_useful)", True),
        ('UPDATE "posting" SET state = ?', True),
        ("DELETE FROM tap WHERE tap.deadline = ?", True),
        ("INSERT INTO tap (deadline, body) VALUES (?, ?)", True),
        ("INSERT INTO tap (conference, body) VALUES (?, ?)", False),
        ("SELECT chosen.conference FROM chosen", False),
        ("SELECT pace.next_at FROM pace", False),
    ],
)
def test_a_statement_that_forgets_it_would_be_found(statement, is_wrong):
    assert is_wrong is bool(heedless(statement))


def test_the_tables_of_the_whole_installation_are_named():
    assert all("conference" not in table.primary_key.columns for name, table in TENANTS.items() if name in SHARED)
    assert {"chosen", "pace"} == SHARED
