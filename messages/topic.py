"""/status デジテック, 予定: what the papers say is planned and done, of a topic or of a municipality."""

from collections.abc import Sequence

from domain.model import Initiative, Municipality, ScheduleItem, Topic
from domain.standing import View
from messages.blocks import Block, Message, header, section
from messages.onward import onward, overall, standing_of
from messages.pieces import as_read, initiatives, message, upcoming
from messages.words import render

MOST = 12
Items = Sequence[ScheduleItem]
Measures = Sequence[Initiative]


def topic(subject: Topic, view: View, items: Items, measures: Measures) -> Message:
    """What the papers say of a topic."""
    return _listing(subject.name, view, items, measures, overall())


def topic_of(municipality: Municipality, subject: Topic, view: View, items: Items, measures: Measures) -> Message:
    """The same, as far as it concerns one municipality."""
    title = f"{municipality.name}：{subject.name}"
    return _listing(title, view, items, measures, standing_of(municipality))


def plans(view: View, items: Items) -> Message:
    """What comes next, whoever has to do it."""
    return _listing("これからの予定・締切", view, items, (), overall())


def plans_of(municipality: Municipality, view: View, items: Items, measures: Measures) -> Message:
    """What one municipality has to remember next, and in what it takes part."""
    return _listing(f"{municipality.name}の予定・取組", view, items, measures, standing_of(municipality))


def _listing(title: str, view: View, items: Items, measures: Measures, back: Block) -> Message:
    """Schedule items and initiatives with their sources; a plain sentence where there are none."""
    found = [*upcoming(items, MOST), *initiatives(measures, MOST)]
    nothing = [section("nothing", render("nothing.j2", title=title))]
    return message([header("topic", title), as_read(view), *(found or nothing), onward(back)])
