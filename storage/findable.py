"""Everything that can be found, made from the facts: the reports of a round, or all of it anew."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, bindparam, select
from sqlmodel import SQLModel

from domain import findable
from domain.catalogue import Catalogue
from domain.model import Source
from domain.round import Round
from domain.search import Entry
from storage import deadlines, initiatives, notes, questions, reports, rounds, schedule, search

_answer: Any = SQLModel.metadata.tables["answer"].c
_search: Any = SQLModel.metadata.tables["search"].c
_ANY = select(_search.subject).where(_search.conference == bindparam("conference")).limit(1)


def is_empty(db: Connection, conference: str) -> bool:
    """Whether nothing can be found yet: the conference is new, or from before anything could be."""
    return db.execute(_ANY, {"conference": conference}).first() is None


def rebuild(db: Connection, conference: str, catalogue: Catalogue) -> None:
    """Make it all anew. What is found is what the facts say, whatever stood here."""
    search.forget_all(db, conference)
    for entry in everything(db, conference, catalogue):
        search.keep(db, conference, entry)


def everything(db: Connection, conference: str, catalogue: Catalogue) -> Iterable[Entry]:
    """What can be found of every fact that is kept."""
    for about, source in rounds.every(db, conference):
        yield from of_round(db, conference, about, catalogue, source)
    yield from (findable.deadline(each) for each in deadlines.kept(db, conference))
    for asked in questions.every(db, conference):
        yield findable.question(asked, questions.events(db, conference, asked.id))
    yield from (findable.note(each) for each in notes.standing(db, conference))
    for item in schedule.every(db, conference):
        yield findable.schedule_item(item, _theme(item.topic, catalogue))
    for each in initiatives.every(db, conference):
        yield findable.initiative(each, _theme(each.topic, catalogue))


def of_round(
    db: Connection, conference: str, about: Round, catalogue: Catalogue, source: Source | None = None
) -> Iterable[Entry]:
    """What was reported last in it by each municipality; of the papers with their source.

    Where its theme is no more nobody can say what was asked, so nothing of it is found.
    """
    theme, systems = catalogue.form_of(about), catalogue.of(about).systems
    if theme is None:
        return
    where = catalogue.conference
    bodies = {body.code: body for body in (where.prefecture, where.nation, *catalogue.municipalities)}
    answered, heard = reports.newest_answers(db, conference, about.id), reports.last(db, conference, about.id)
    for code in {**answered, **heard}:
        made, (nth, answers) = heard.get(code), answered.get(code, (0, {}))
        if made is None:
            yield findable.report(about, bodies[code], theme, systems, answers, source=source)
        else:
            said = answers if made.nth == nth else {}
            yield findable.report(about, bodies[code], theme, systems, said, at=made.at)


def keep(db: Connection, conference: str, about: Round, catalogue: Catalogue) -> None:
    """Let what was reported in a round be found as the round is called now."""
    for entry in of_round(db, conference, about, catalogue):
        search.keep(db, conference, entry)


def _theme(topic: str, catalogue: Catalogue) -> str | None:
    """The theme under which a topic stands: itself, or its own."""
    if any(theme.id == topic for theme in catalogue.themes):
        return topic
    known = catalogue.topics.get(topic)
    return known.theme if known else None
