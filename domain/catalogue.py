"""The facts that everything is read against: who takes part, what is asked, what things are called."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.dates.opendays import OpenDays
from domain.forms import Theme
from domain.lookup import Names
from domain.model import Conference, Municipality, System, Topic


@dataclass(frozen=True, slots=True, eq=False)
class Catalogue:
    """One conference's municipalities (code order), themes, systems and topics, and all their names."""

    conference: Conference
    municipalities: tuple[Municipality, ...]
    themes: tuple[Theme, ...]
    systems: tuple[System, ...]
    topics: Mapping[str, Topic]
    names: Names
    days: OpenDays
    beside: str  # the prefecture's fields that are shown beside a municipality's: ,card.issuance_rate,card.rank,

    def theme(self, id: str) -> Theme:
        return next(theme for theme in self.themes if theme.id == id)

    def is_about(self, title: str, subject: Theme | Topic) -> bool:
        """Whether a title names this theme or one of its topics, or this topic, by any of their names."""
        named = self.names.within(title)
        under = {topic.id for topic in self.topics.values() if isinstance(subject, Theme) and topic.theme == subject.id}
        return subject in named or any(isinstance(each, Topic) and each.id in under for each in named)

    def topics_of(self, theme: Theme) -> tuple[str, ...]:
        """The ids of the topics that are shown under this theme."""
        return tuple(topic.id for topic in self.topics.values() if topic.theme == theme.id)
