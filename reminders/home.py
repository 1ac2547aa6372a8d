"""What stands in a person's App Home, from the facts of the moment and for their own role."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from domain.calendar import TOKYO
from domain.model import Member, Role
from domain.standing import view
from domain.unreported import Matter
from messages import card, errors, note_news
from messages import home as messages
from messages.blocks import Block
from reminders import questions
from reminders.facts import Facts
from reminders.notes import around
from storage import figures, members, notes, unreported


@dataclass(frozen=True, slots=True)
class Home:
    """Composes them; `secretariat` are those of the settings. Who is in other conferences too can go over to them."""

    facts: Facts
    secretariat: Sequence[str] = ()
    is_in_others: Callable[[str], bool] = lambda _user: False

    @property
    def conference(self) -> str:
        return self.facts.conference

    def mark(self) -> str:
        """What changes of itself: the day, and a quarter of an hour in which something may have become late."""
        here = self.facts.now().astimezone(TOKYO)
        return f"{here:%Y-%m-%dT%H}:{here.minute // 15 * 15:02}"

    def matters(self) -> list[Matter]:
        """All that is open; the same for everybody."""
        facts = self.facts
        current = facts.current(facts.choices())
        return unreported.matters(facts.read(), facts.conference, facts.catalogue.municipalities, current, facts.now())

    def __call__(self, user: str, matters: Sequence[Matter]) -> messages.View:
        """The secretariat's board, a member's own, or whom to ask."""
        found = members.of(self.facts.read(), self.conference, user)
        if found is None and user not in self.secretariat:
            return messages.elsewhere(errors.not_on_the_roster(self._secretariat(), self._people()))
        member = found or Member(user, "事務局", Role.SECRETARIAT)
        view = messages.beside(self._theirs(member, matters), self._notes())
        return messages.headed(view, self.facts.catalogue.conference.name) if self.is_in_others(user) else view

    def _theirs(self, member: Member, matters: Sequence[Matter]) -> messages.View:
        facts = self.facts
        if member.role is Role.SECRETARIAT:
            everyone = facts.catalogue.municipalities
            return messages.secretariat(
                member.post, matters, questions.for_home(member, facts), everyone, facts.now(), facts.days
            )
        own = [body for body in facts.catalogue.municipalities if body.code in member.municipalities]
        items = [(matter, each) for matter in matters for each in matter.of(member.municipalities)]
        asked, standing = questions.for_home(member, facts), self._card(member)
        return messages.member(member.post, items, asked, own, standing, facts.now(), facts.days)

    def _notes(self) -> list[Block]:
        """The newest of all municipalities."""
        db = self.facts.read()
        newest, _ = notes.newest(db, self.conference, None, most=note_news.MOST_AT_HOME)
        return note_news.at_home(newest, around(newest, db, self.facts.catalogue))

    def _card(self, member: Member) -> Sequence[Block]:
        """Where the first of their municipalities stands."""
        catalogue, today = self.facts.catalogue, self.facts.now().astimezone(TOKYO).date()
        own = next((body for body in catalogue.municipalities if body.code in member.municipalities), None)
        if own is None:
            return []
        prefecture, fields = catalogue.conference.prefecture.code, catalogue.beside
        known = figures.of(self.facts.read(), self.conference, own.code, beside=prefecture, fields=fields, on=today)
        return card.card(own, catalogue.themes, known, view(today, None, today), catalogue)["blocks"]

    def _people(self) -> Sequence[str]:
        return self.secretariat or members.secretariat(self.facts.read(), self.conference)

    def _secretariat(self) -> str:
        return self.facts.catalogue.conference.secretariat
