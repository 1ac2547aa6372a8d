"""How far each talk was heard, and what was under way: kept, so that nothing is heard twice or not at all."""

from dataclasses import dataclass

from talkroom.store import Store


@dataclass(slots=True)
class Marks:
    """Of what is newer than the mark of its talk nothing was done yet."""

    store: Store

    def last(self, talk: int) -> int:
        """The newest message of a talk that was heard; 0 where none was."""
        return self.store.get("heard", str(talk)) or 0

    def is_new(self, talk: int) -> bool:
        return self.store.get("heard", str(talk)) is None

    def heard(self, talk: int, message: int) -> None:
        """All up to this message was heard; if it was under way, it is over."""
        with self.store.at_once():
            if message >= self.last(talk):
                self.store.put("heard", str(talk), message)
            broken = self.store.get("in hand", "")
            if broken and (broken["talk"], broken["message"]) == (talk, message):
                self.store.drop("in hand", "")

    def forget(self, talk: int) -> None:
        """We are in a talk no more."""
        self.store.drop("heard", str(talk))

    def takes_in_hand(self, talk: int, message: int, user: int) -> None:
        """What somebody said is about to be done."""
        self.store.put("in hand", "", {"talk": talk, "message": message, "user": user})

    def broke_off(self) -> int | None:
        """Who said what was under way when an earlier run ended in the middle of it; it counts as heard."""
        broken = self.store.get("in hand", "")
        if not broken:
            return None
        self.heard(broken["talk"], broken["message"])
        self.store.drop("in hand", "")
        return int(broken["user"])

    @property
    def has_begun(self) -> bool:
        """Whether there was a session ever."""
        return bool(self.store.get("begun", ""))

    @has_begun.setter
    def has_begun(self, begun: bool) -> None:
        self.store.put("begun", "", body=begun)
