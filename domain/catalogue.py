"""The facts that everything is read against: who takes part, what is asked, what things are called."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from domain.calendar import TOKYO
from domain.dates.opendays import OpenDays
from domain.edition import Edition
from domain.forms import Theme
from domain.lookup import Names, Subject
from domain.model import Conference, Municipality, System, Topic
from domain.round import Round

On = Callable[[date, datetime | None], "Catalogue"]
"""The catalogue that counts on a day; of a moment only with what was known before it."""


@dataclass(frozen=True, slots=True, eq=False)
class Catalogue:
    """One conference's municipalities (code order), themes, systems and topics, and all their names.

    It is what counts at one time: `on` an earlier day, or for a round (`of`), another one may have.
    """

    conference: Conference
    municipalities: tuple[Municipality, ...]
    themes: tuple[Theme, ...]
    systems: tuple[System, ...]
    topics: Mapping[str, Topic]
    names: Names
    days: OpenDays
    beside: str  # the prefecture's fields that are shown beside a municipality's: ,card.issuance_rate,card.rank,
    steps: tuple[tuple[str, str], ...]  # number and registered name
    editions: Mapping[str, Edition]  # by their kinds; what was never loaded anew has none
    then: On

    def theme(self, id: str) -> Theme:
        return next(theme for theme in self.themes if theme.id == id)

    def on(self, day: date) -> "Catalogue":
        """The one that counts on that day, by all that is known now."""
        return self.then(day, None)

    def of(self, about: Round) -> "Catalogue":
        """The one with which a round was opened: what it asks stays what it asked, whatever is loaded since.

        Of what the papers gave the one that counts on its day.
        """
        if about.opened_at is None:
            return self.on(about.as_of.last)
        return self.then(about.opened_at.astimezone(TOKYO).date(), about.opened_at)

    def form_of(self, about: Round) -> Theme | None:
        """The round's own form, or its theme's as it was when it was opened; None where its theme is no more."""
        themes = (*self.of(about).themes, *self.themes)
        return about.form or next((theme for theme in themes if theme.id == about.theme), None)

    def like(self, subject: Subject | None) -> Subject | None:
        """The same theme or system here; itself where there is none."""
        match subject:
            case Theme():
                return next((theme for theme in self.themes if theme.id == subject.id), subject)
            case System():
                return next((system for system in self.systems if system.number == subject.number), subject)
            case _:
                return subject

    def is_about(self, title: str, subject: Theme | Topic) -> bool:
        """Whether a title names this theme or one of its topics, or this topic, by any of their names."""
        named = self.names.within(title)
        under = {topic.id for topic in self.topics.values() if isinstance(subject, Theme) and topic.theme == subject.id}
        return subject in named or any(isinstance(each, Topic) and each.id in under for each in named)

    def topics_of(self, theme: Theme) -> tuple[str, ...]:
        """The ids of the topics that are shown under this theme."""
        return tuple(topic.id for topic in self.topics.values() if topic.theme == theme.id)
