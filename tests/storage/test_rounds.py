"""Rounds and reports: kept once, the last one counts, and the standing follows."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import text

from domain.calendar import TOKYO
from domain.deadline import Deadline
from domain.forms import Field, Kind, Theme
from domain.model import AsOf
from domain.round import Draft, Event, How, Report, Round, State, What
from storage import catalogue, deadlines, figures, reports, rounds
from storage.database import open_database

HERE, YAMAGUCHI, HOFU = "yamaguchi", "352039", "352063"
NOW = datetime(2022, 10, 17, 9, 0, tzinfo=TOKYO)
ASKED = Round("", "online", "１０月の照会", AsOf(date(2022, 9, 30), date(2022, 9, 30), "day"), opened_at=NOW)
TWELVE, THIRTEEN = {("procedures", 0): 12.0, ("moving", 0): "未定"}, {("procedures", 0): 13.0}


@pytest.fixture
def database(loaded_url):
    opened = open_database(loaded_url)
    yield opened
    opened.close()


@pytest.fixture
def asked(database):
    with database.begin() as db:
        kept = rounds.open_(db, HERE, ASKED)
        due = Deadline("", kept.title, NOW + timedelta(days=14), "", round=kept.id)
        deadlines.add(db, HERE, due, NOW)
    return kept


@pytest.fixture
def report(database, asked):
    def made(answers, key, body=YAMAGUCHI, **more):
        said = Report(asked.id, body, "U1", NOW, How.FORM, answers, key=key, **more)
        with database.begin() as db:
            rounds.held_for(db, HERE, asked.id, body)
            return reports.record(db, HERE, said)

    return made


def test_a_rounds_id_reads_aloud_and_is_its_own(database, asked):
    with database.begin() as db:
        again = rounds.open_(db, HERE, ASKED)

    assert ("online-2022-09-2", "online-2022-09-3") == (asked.id, again.id)  # the first one is the papers'
    assert [asked.id, again.id] == [each.id for each in rounds.open_ones(database.read(), HERE)]


def test_one_submission_is_one_report_and_the_last_one_counts(database, asked, report):
    assert [1, None, 2] == [
        each and each.nth for each in (report(TWELVE, "V1"), report(TWELVE, "V1"), report(THIRTEEN, "V2"))
    ]

    told = reports.history(database.read(), HERE, asked.id, YAMAGUCHI)
    assert [TWELVE, THIRTEEN] == [each.answers for each in told]
    assert {YAMAGUCHI: THIRTEEN} == reports.of_round(database.read(), HERE, asked.id)


def test_the_standing_is_what_the_last_report_says_and_no_more(database, report):
    report(TWELVE, "V1")
    report(THIRTEEN, "V2")
    found = {
        f.field: f for f in figures.in_theme(database.read(), HERE, "online", on=NOW.date()) if f.body == YAMAGUCHI
    }

    assert 13 == found["procedures"].value
    assert "「１０月の照会」への報告" == found["procedures"].source.document
    assert "moving" not in found or "未定" != found["moving"].value
    assert 13.0 == reports.standing(database.read(), HERE, "online", YAMAGUCHI)[0]["procedures", 0]


def test_how_a_round_stands_is_known_everywhere(database, asked, report):
    report(TWELVE, "V1")
    everyone = catalogue.load(database.read(), HERE).municipalities
    with database.begin() as db:
        rounds.note(db, HERE, asked.id, Event(YAMAGUCHI, What.RETURNED, "U0", NOW, "桁を確かめてください", on=1))
        rounds.keep_draft(db, HERE, Draft(asked.id, HOFU, "U2", {"procedures": "1"}, NOW))
        found = {p.municipality.code: p for p in rounds.progress(db, HERE, asked, everyone, NOW)}

    assert (19, State.RETURNED, State.DRAFTED) == (len(found), found[YAMAGUCHI].state, found[HOFU].state)
    assert "桁を確かめてください" == found[YAMAGUCHI].last.reason


def test_a_draft_is_its_authors_and_goes_when_reported(database, asked):
    with database.begin() as db:
        for user, typed in (("U1", "1"), ("U2", "2"), ("U1", "3")):
            rounds.keep_draft(db, HERE, Draft(asked.id, HOFU, user, {"procedures": typed}, NOW))
        rounds.drop_draft(db, HERE, asked.id, HOFU, "U2")

    kept = [rounds.draft(database.read(), HERE, asked.id, HOFU, user) for user in ("U1", "U2")]
    assert ({"procedures": "3"}, None) == (kept[0].typed, kept[1])


def test_a_round_with_a_form_of_its_own_is_read_back(database):
    fields = (
        Field("a", "台数", Kind.NUMBER, "台数", "台"),
        Field("b", "方針", Kind.CHOICE, "方針", choices=(("y", "はい"),)),
    )
    own = replace(
        ASKED, theme="survey", form=Theme("survey", "端末の調査", "端末の調査", 0, (), fields), bodies=(HOFU,)
    )
    with database.begin() as db:
        kept = rounds.open_(db, HERE, own)

    assert [("a", "台"), ("b", "")] == [(f.id, f.unit) for f in kept.form.form]
    assert (("y", "はい"),) == kept.form.form[1].choices
    assert (False, True) == (kept.concerns(YAMAGUCHI), kept.concerns(HOFU))


def test_closed_and_opened_again(database, asked):
    with database.begin() as db:
        rounds.close(db, HERE, asked.id, NOW)
    assert [] == rounds.open_ones(database.read(), HERE)

    with database.begin() as db:
        rounds.close(db, HERE, asked.id, None)
    assert rounds.one(database.read(), HERE, asked.id).is_open


def as_kept(database):
    every = text("SELECT * FROM standing ORDER BY body, theme, field, item, round, nth")
    return database.read().execute(every).all()


@pytest.mark.parametrize("order", ["0123", "3210", "2031", "1302"])
def test_the_standing_that_follows_a_report_is_the_one_rebuilt_from_all(database, order):
    """Rounds of earlier, later and the same days, in any order; a correction takes back what it leaves blank."""
    days = [(date(2021, 1, 1),) * 2, (date(2022, 8, 1), date(2022, 8, 31)), (date(2022, 8, 31),) * 2, (NOW.date(),) * 2]
    said = [TWELVE, {}, {**THIRTEEN, ("moving", 0): "未定"}, THIRTEEN, {("moving", 0): "検討中"}]
    with database.begin() as db:
        for nth in map(int, order):
            asked = rounds.open_(db, HERE, replace(ASKED, as_of=AsOf(*days[nth], "day"), title=f"{nth}"))
            for key, answers in enumerate((said[nth], said[nth + 1])):
                reports.record(db, HERE, Report(asked.id, HOFU, "U1", NOW, How.FORM, answers, key=f"{nth}/{key}"))
    followed = as_kept(database)
    with database.begin() as db:
        figures.roll_up(db, HERE)

    assert as_kept(database) == followed
