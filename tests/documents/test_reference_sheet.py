"""Steps, systems and forms as a sheet: whatever counts, handed out and brought back it is the same."""

from datetime import UTC, date, datetime

import pytest
from catalogue_of_the_data import CATALOGUE
from hypothesis import given, settings
from hypothesis import strategies as st

from documents import papers, reference, sheet
from domain import form_check, lookup, reference_check
from domain.edition import FORM, STEPS, SYSTEMS, Edition
from domain.forms import Kind
from domain.reference import BODIES, MARKS, differing, present
from domain.typed import line
from storage.catalogue import History

NOTHING = {"themes": [], "steps": [], "systems": [], "topics": [], "closed_days": {}}
LETTERS = "業務別ステップ接続検討状況ＡＢab12（）・=+-@'\"<&　 "
WORDS = st.text(LETTERS, min_size=1, max_size=12).map(line).filter(bool)
NAMES = WORDS.filter(lambda word: lookup.key(word) and not CATALOGUE.names.called(word))
IDS = st.from_regex(r"[a-z][a-z0-9_-]{0,9}", fullmatch=True)


@st.composite
def fields(draw):
    kind = draw(st.sampled_from([each for each in Kind if each is not Kind.STEPS]))
    label, heading = draw(WORDS), draw(WORDS)
    said = {"label": label, "heading": draw(st.sampled_from([label, heading])), "kind": kind.value}
    if kind is Kind.CHOICE:
        words = draw(st.lists(WORDS, min_size=1, max_size=5, unique=True))
        keys = draw(st.lists(IDS, min_size=len(words), max_size=len(words), unique=True))
        said["choices"] = dict(zip(keys, words, strict=True))
    if kind in {Kind.NUMBER, Kind.PERCENT, Kind.STEP}:
        low, high = sorted(draw(st.tuples(*[st.integers(0, 999) | st.just(12.5)] * 2)))
        said |= draw(st.sampled_from([{}, {"min": low}, {"max": high}, {"min": low, "max": high}]))
    said |= draw(
        st.just({}) | st.builds(lambda unit: {"unit": unit[:10].strip()}, WORDS.filter(lambda u: u[:10].strip()))
    )
    bodies = draw(st.lists(st.sampled_from(list(BODIES)), min_size=1, unique=True))
    said |= {} if bodies == ["municipality"] else {"of": bodies}
    return said | dict.fromkeys(draw(st.sets(st.sampled_from(list(MARKS)))), True)


@st.composite
def themes(draw):
    form = draw(st.lists(fields(), min_size=1, max_size=8, unique_by=lambda each: each["label"]))
    ids = draw(st.lists(IDS, min_size=len(form), max_size=len(form), unique=True))
    name, short, *aliases = draw(st.lists(NAMES, min_size=2, max_size=5, unique_by=lookup.key))
    head = {"id": draw(IDS), "name": name, "short": short, "order": draw(st.integers(0, 99)), "aliases": aliases}
    return {**head, "form": [{"id": id_, **each} for id_, each in zip(ids, form, strict=True)]}


@st.composite
def systems(draw):
    numbers = draw(st.lists(st.integers(1, 99), min_size=1, max_size=10, unique=True))
    words = draw(st.lists(NAMES, min_size=len(numbers), max_size=3 * len(numbers), unique_by=lookup.key))
    named = {number: words[nth :: len(numbers)] for nth, number in enumerate(sorted(numbers))}
    return [{"number": number, "name": name, "aliases": aliases} for number, (name, *aliases) in named.items()]


STEP_LISTS = st.dictionaries(st.integers(1, 40), WORDS, min_size=1).map(
    lambda named: [{"number": number, "title": named[number]} for number in sorted(named)]
)


def counting(kind, contents):
    """A catalogue in which that counts."""
    edition = Edition(kind, 1, date(2022, 9, 8), contents, datetime(2022, 9, 8, tzinfo=UTC))
    return History(NOTHING, CATALOGUE.conference, CATALOGUE.municipalities, [edition]).on(date.max)


def brought_back(kind, catalogue):
    """What is read of the sheet that is handed out; nothing in it is wrong."""
    there = present(catalogue, kind)
    brought = reference.read(sheet.rows(reference.written(kind, there)))
    if kind.startswith(FORM):
        found = form_check.form(brought, catalogue, [there])
        assert ([], kind) == ([*found.problems], found.kind)
        return found.contents
    contents, wrong = (reference_check.steps if kind == STEPS else reference_check.systems)(brought.rows, catalogue)
    assert [] == wrong
    return contents


@pytest.mark.parametrize("kind", [STEPS, SYSTEMS, *(f"{FORM}{theme.id}" for theme in CATALOGUE.themes)])
def test_what_the_conference_begins_with_comes_back_as_it_was(kind):
    assert not differing(kind, present(CATALOGUE, kind), brought_back(kind, CATALOGUE))


@settings(max_examples=30, deadline=None)
@given(themes())
def test_any_form_comes_back_as_it_was(contents):
    kind = f"{FORM}{contents['id']}"

    assert contents == brought_back(kind, counting(kind, contents))


@settings(max_examples=30, deadline=None)
@given(systems())
def test_any_systems_come_back_as_they_were(contents):
    assert contents == brought_back(SYSTEMS, counting(SYSTEMS, contents))


@settings(max_examples=30, deadline=None)
@given(STEP_LISTS)
def test_any_steps_come_back_as_they_were(contents):
    assert contents == brought_back(STEPS, counting(STEPS, contents))


def test_the_papers_draw_on_no_field_that_may_go():
    drawn = {
        "standardization": {papers.progress.SYSTEMS, papers.progress.STEP, papers.progress.EXCLUDED, "systems"},
        "online": {*papers.online.FIELDS},
        "card": {*papers.card.FIELDS, "spread"},
        "rpa": {papers.rpa.GROUP, papers.rpa.SCENARIO},
        "support": {"cases", "municipalities", *(id_ for _, id_ in papers.support.FIELDS)},
    }

    assert drawn == {theme: {*ids} for theme, ids in form_check.DRAWN.items()}
