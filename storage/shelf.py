"""The catalogue of the running process: renewed on the day an edition comes into effect, whoever has loaded it."""

from collections.abc import Callable
from datetime import date, datetime, time

from domain.calendar import TOKYO
from domain.catalogue import Catalogue
from storage import catalogue, editions
from storage.database import Read


class Shelf:
    """Where the catalogue that counts now is taken from. Asking costs a comparison; `look` one statement."""

    def __init__(self, read: Read, now: Callable[[], datetime], conference: str) -> None:
        self._read, self._now, self._conference = read, now, conference
        self._mark: tuple[int, int | None] | None = None
        self.look()

    @property
    def catalogue(self) -> Catalogue:
        if self._until is not None and self._now() >= self._until:
            self._turn()
        return self._current

    def look(self) -> None:
        """Read them anew where this or another process has put an edition in effect; the clock may have moved, too."""
        if editions.mark(self._read(), self._conference) != self._mark:
            self.renew()
        self._turn()

    def renew(self) -> None:
        """Read them anew, whatever is known of them."""
        self._mark = editions.mark(self._read(), self._conference)
        self._history = catalogue.history(self._read(), self._conference)
        self._turn()

    def _turn(self) -> None:
        today = self._now().astimezone(TOKYO).date()
        self._current = self._history.on(today)
        self._until = _midnight(min((day for day in self._history.days if day > today), default=None))


def _midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), TOKYO) if day else None
