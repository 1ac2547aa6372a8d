"""The papers' figures: loaded once, cell by cell as the data says, read back as of a day."""

from datetime import date

import pytest
from sqlalchemy import inspect, text
from talk import settings_for

import bot
from domain.model import AsOf, Figure, Source
from storage import catalogue, figures, findable, initiatives, papers, schedule, search
from storage.database import HEAD, NewerSchema, open_database
from storage.migrations import run

CONFERENCE, YAMAGUCHI, PREFECTURE = bot.CONFERENCE, "352039", "350001"
NOW = date(2022, 9, 8)
OWN = catalogue.own(CONFERENCE)


@pytest.fixture
def database(loaded_url):
    opened = open_database(loaded_url)
    yield opened
    opened.close()


def values(found):
    return {(f.body, f.theme, f.field): f.value for f in found}


def test_every_figure_of_the_data_is_kept_with_its_day_and_source(database):
    kept = {
        (f.body, f.theme, f.field, f.as_of.first, f.value)
        for day in (date(2021, 1, 1), date(2021, 12, 31), date(2022, 1, 1), NOW, date(2022, 9, 30), date(2024, 1, 1))
        for f in figures.everywhere(database.read(), CONFERENCE, on=day)
    }
    written = {
        (body, asked["theme"], field, papers.as_of(asked["as_of"]).first, answer["value"])
        for theme in ("standardization", "online", "card", "rpa", "support")
        for asked in catalogue.facts(f"papers/{theme}", OWN)
        for body, answers in asked["reports"].items()
        for field, answer in answers.items()
    }

    assert written == kept


def test_the_papers_own_sums_come_out(database):
    known = figures.in_theme(database.read(), CONFERENCE, "online", on=NOW)
    procedures = [f.value for f in known if f.field == "procedures"]
    connection = [f.value for f in known if f.field == "connection"]
    disaster = [f.value for f in known if f.field == "disaster"]

    assert (19, 70, 11) == (len(procedures), sum(procedures), procedures.count(0))
    assert (12, 6) == (connection.count("specific_communication"), connection.count("manual_or_rpa"))
    assert (6, 2) == (disaster.count("own_system"), disaster.count("national_system"))


def test_what_the_paper_leaves_blank_is_no_row(database):
    known = figures.in_theme(database.read(), CONFERENCE, "standardization", on=NOW)

    assert {"352012", "352039", "352047", "352080", "352101", "353434"} == {f.body for f in known}


@pytest.mark.parametrize(
    ("on", "rate"),
    [
        (date(2020, 12, 31), None),
        (date(2021, 1, 1), 25.0),
        (date(2022, 1, 1), 42.8),
        (date(2022, 8, 30), 42.8),
        (date(2022, 8, 31), 48.9),
        (date(2023, 3, 30), 48.9),
        (date(2023, 3, 31), 72.6),
    ],
)
def test_a_figure_stands_from_its_day_until_the_next(database, on, rate):
    known = figures.of(database.read(), CONFERENCE, PREFECTURE, beside="", fields="", on=on)

    assert rate == values(known).get((PREFECTURE, "card", "issuance_rate"))


def test_all_98_schedule_items_and_every_initiative_are_there(database):
    for table, written in (("schedule_item", "papers/schedule"), ("initiative", "papers/initiatives")):
        kept = database.read().execute(text(f"SELECT id FROM {table}")).scalars()  # noqa: S608

        assert {item["id"] for item in catalogue.facts(written, OWN)} == set(kept)
    assert 98 == len(catalogue.facts("papers/schedule", OWN))


def test_the_subsidy_comes_up_for_everybody_and_another_towns_events_do_not(database):
    next_ones = schedule.upcoming_of(database.read(), CONFERENCE, YAMAGUCHI, on=NOW, limit=50)

    assert "s3-01" in {item.id for item in next_ones}
    assert all("市町" in item.who for item in next_ones)
    assert all(not item.bodies or YAMAGUCHI in item.bodies for item in next_ones)
    assert [item.end for item in next_ones] == sorted(item.end for item in next_ones)


def test_initiatives_are_found_by_municipality(database):
    assert ["i-09"] == [i.id for i in initiatives.of(database.read(), CONFERENCE, YAMAGUCHI, on=NOW)]


def test_loading_twice_loads_once(loaded_url):
    with bot.opened(settings_for(loaded_url)) as database:
        known = figures.of(
            database.read(), CONFERENCE, YAMAGUCHI, beside=PREFECTURE, fields=",card.rank,support.cases,", on=NOW
        )
        assert 8 == len(known)


def test_seed_none_leaves_the_conference_without_figures(empty_url):
    with bot.opened(settings_for(empty_url, seed="none")) as database:
        assert [] == figures.everywhere(database.read(), CONFERENCE, on=NOW)
        assert 19 == len(catalogue.load(database.read(), CONFERENCE).municipalities)


def test_a_changed_file_of_the_data_is_read_at_the_next_start(database):
    with database.begin() as db:
        db.execute(text("UPDATE conference SET mark = 'old', reference = '{}'"))
        catalogue.prepare(db, CONFERENCE)

    assert 5 == len(catalogue.load(database.read(), CONFERENCE).themes)


def reported(value, day, *, body=YAMAGUCHI):
    as_of = AsOf(day, day, "day")
    return Figure(body, "online", "procedures", 0, value, as_of, Source("報告"))


def keep(db, round, nth, figure):
    if nth == 1:
        dated = {"as_of_first": figure.as_of.first, "as_of_last": figure.as_of.last, "as_of_precision": "day"}
        head = {"id": round, "theme": "online", "title": "", "state": "closed", "source_document": "報告"}
        figures.open_round(db, CONFERENCE, {**head, **dated})
    figures.record(db, CONFERENCE, round, nth, [figure])
    figures.roll_up(db, CONFERENCE, [figure.body])


def test_a_report_for_an_earlier_day_does_not_cover_a_later_one(database):
    with database.begin() as db:
        keep(db, "late-paper", 1, reported(5, date(2022, 3, 1)))

    for on, value in ((date(2022, 2, 28), None), (date(2022, 3, 1), 5), (date(2022, 8, 31), 5), (NOW, 22)):
        known = figures.of(database.read(), CONFERENCE, YAMAGUCHI, beside="", fields="", on=on)
        assert value == values(known).get((YAMAGUCHI, "online", "procedures"))


def test_of_two_reports_for_one_day_the_later_counts_and_both_are_kept(database):
    with database.begin() as db:
        keep(db, "monthly", 1, reported(23, date(2022, 9, 5)))
        keep(db, "monthly", 2, reported(24, date(2022, 9, 5)))

    known = figures.of(database.read(), CONFERENCE, YAMAGUCHI, beside="", fields="", on=NOW)
    answers = database.read().execute(text("SELECT number FROM answer WHERE round = 'monthly' ORDER BY nth")).scalars()

    assert 24 == values(known)[YAMAGUCHI, "online", "procedures"]
    assert [23, 24] == list(answers)


def test_the_roll_up_can_be_rebuilt_from_the_reports(database):
    everything = text("SELECT * FROM standing ORDER BY body, theme, field, item, round, nth")
    before = database.read().execute(everything).all()
    with database.begin() as db:
        figures.roll_up(db, CONFERENCE)

    assert before == database.read().execute(everything).all()
    assert before


def test_an_error_in_a_transaction_takes_everything_back(database):
    def interrupted():
        with database.begin() as db:
            keep(db, "broken", 1, reported(1, NOW))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        interrupted()

    count = text("SELECT count(*) FROM answer WHERE round = 'broken'")
    assert 0 == database.read().execute(count).scalar()


def test_a_conference_sees_its_own_rows_only(database):
    assert [] == figures.everywhere(database.read(), "elsewhere", on=NOW)
    assert [] == schedule.upcoming(database.read(), "elsewhere", on=NOW, limit=9)


def test_the_newest_migration_is_the_one_the_start_looks_for():
    assert run.head() == HEAD


def test_the_migrations_make_the_tables_of_the_code(database):
    from alembic.autogenerate import compare_metadata  # noqa: PLC0415
    from alembic.migration import MigrationContext  # noqa: PLC0415
    from sqlmodel import SQLModel  # noqa: PLC0415

    assert [] == compare_metadata(MigrationContext.configure(database.read()), SQLModel.metadata)


def test_every_table_of_a_conference_has_the_conference_in_its_key(database):
    inspector = inspect(database.read())
    tables = set(inspector.get_table_names()) - {"alembic_version", "pace", "chosen"}  # of the whole installation

    assert tables
    assert [] == [t for t in tables if "conference" not in inspector.get_pk_constraint(t)["constrained_columns"]]


def test_a_newer_schema_is_refused_in_words(database, loaded_url):
    with database.begin() as db:
        db.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(NewerSchema, match="新しい版"):
        open_database(loaded_url)


def test_a_round_whose_theme_is_no_more_does_not_keep_the_rest_from_being_found(database):
    with database.begin() as db:
        db.execute(text("UPDATE round SET theme = 'gone' WHERE theme = 'rpa'"))
        findable.rebuild(db, CONFERENCE, catalogue.load(db, CONFERENCE))

        themes = {theme for entry in search.every(db, CONFERENCE) for theme in entry.themes}

    assert {"card", "online", "standardization", "support"} <= themes
