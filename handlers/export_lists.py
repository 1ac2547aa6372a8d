"""The papers that are lists: the schedule, the unreported, questions to the state, a round, the roster, the agenda."""

from functools import partial

from documents import papers
from documents.words import day as printed
from domain.forms import Theme
from domain.model import Source
from domain.papers_asked import Wanted
from domain.question import OTHER, What
from domain.round import Round
from handlers import unreported as matters
from handlers.desk import Desk
from handlers.export_making import Making, asked_day
from handlers.roster import rows
from messages.ask_words import STATES
from reminders.rounds import theme
from storage import meetings, questions, reports, rounds, schedule
from storage import roster as kept


def plan(wanted: Wanted, desk: Desk) -> Making:
    on = asked_day(wanted, desk)
    items = [each for each in schedule.every(desk.read(), desk.catalogue.conference.id) if each.as_of.first <= on]
    return partial(papers.schedule.paper, items, desk.catalogue.topics, on)


def unreported(_wanted: Wanted, desk: Desk) -> Making:
    """As it is now: who had not answered on an earlier day is nowhere asked."""
    return partial(papers.unreported.paper, matters.current(desk), printed(desk.today()))


def to_the_state(_wanted: Wanted, desk: Desk) -> Making:
    """The questions that were ever passed on, the one asked first first."""
    db, where, catalogue = desk.read(), desk.catalogue.conference.id, desk.catalogue
    every = sorted(questions.every(db, where), key=lambda each: each.id)
    told = [(each, questions.events(db, where, each.id)) for each in every]
    passed = [(each, events) for each, events in told if any(event.what is What.PASSED for event in events)]
    names = {body.code: body.name for body in catalogue.municipalities}
    names |= {theme.id: theme.short for theme in catalogue.themes} | {OTHER: "その他DX"}
    return partial(papers.questions.paper, passed, names, STATES, printed(desk.today()))


def round_table(wanted: Wanted, desk: Desk) -> Making:
    """What was answered in one round; of one that was opened here, how each municipality stands in it too."""
    db, where, everyone = desk.read(), desk.catalogue.conference.id, desk.catalogue.municipalities
    asked, source = next((each, source) for each, source in to_choose(desk) if each.id == wanted.subject)
    answered = reports.newest_answers(db, where, asked.id)
    answers = {code: said for code, (_, said) in answered.items()}
    states = {}
    if asked.opened_at:
        answers = dict(reports.of_round(db, where, asked.id))
        known = rounds.progress(db, where, asked, everyone, desk.now())
        states = {each.municipality.code: each.words() for each in known}
    heard = papers.round_table.Heard(asked, _form(asked, desk), source, answers, states)
    whole = (desk.catalogue.conference.nation, desk.catalogue.conference.prefecture)
    return partial(papers.round_table.paper, heard, [*(body for body in whole if body.code in answers), *everyone])


def to_choose(desk: Desk) -> list[tuple[Round, Source]]:
    """The rounds there are, the papers' as well, the newest first; none that speaks of a day still to come."""
    every = rounds.every(desk.read(), desk.catalogue.conference.id)
    today = desk.today()
    past = [(each, source) for each, source in every if each.as_of.first <= today]
    return sorted(past, key=lambda each: each[0].as_of.first, reverse=True)


def roster(_wanted: Wanted, desk: Desk) -> Making:
    """As it is now, in the shape in which it can be brought back."""
    everyone = kept.of(desk.read(), desk.catalogue.conference.id)
    return partial(papers.roster.paper, rows(everyone, desk), printed(desk.today()))


def agenda(wanted: Wanted, desk: Desk) -> Making:
    """The newest meeting; before the first one that is known there is nothing to show."""
    newest = meetings.newest(desk.read(), desk.catalogue.conference.id, asked_day(wanted, desk))
    return partial(papers.agenda.paper, newest)


def _form(asked: Round, desk: Desk) -> Theme:
    return theme(asked, desk.catalogue)
