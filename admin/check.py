"""One thing a doctor looks at, and how it was found."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Good, wrong, or worth knowing."""

    GOOD = "✔"
    WRONG = "✖"
    NOTICE = "！"


@dataclass(frozen=True, slots=True)
class Check:
    """A line: what was looked at, what was found, and the command or setting that mends it."""

    name: str
    state: State
    found: str
    mend: str = ""

    def __str__(self) -> str:
        return f"{self.state} {self.name}：{self.found}" + (f"\n    → {self.mend}" if self.mend else "")

    def facts(self) -> dict[str, str]:
        return {"name": self.name, "state": self.state.name.lower(), "found": self.found, "mend": self.mend}


def good(name: str, found: str) -> Check:
    return Check(name, State.GOOD, found)


def wrong(name: str, found: str, mend: str) -> Check:
    return Check(name, State.WRONG, found, mend)


def notice(name: str, found: str, mend: str) -> Check:
    return Check(name, State.NOTICE, found, mend)


def is_well(checks: Iterable[Check]) -> bool:
    return all(each.state is not State.WRONG for each in checks)
