"""標準化PMOツールの一覧: what the state's tool lists of the steps, read by the columns that its head names."""

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain import answers
from domain.answers import Problem, Value
from domain.forms import Field, Kind, Theme
from domain.lookup import key
from domain.model import Municipality, System

Line = tuple[int, Sequence[str]]
"""The number of a row in the file, and its cells."""

Address = Callable[[int, int], str]
"""How a cell is called, from its column (the first is 0) and its row."""

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "municipality": ("市町", "市町村", "市町名", "市町村名", "団体", "団体名", "自治体", "自治体名", "地方公共団体名"),
    "code": (
        "団体コード",
        "市町コード",
        "市町村コード",
        "自治体コード",
        "全国地方公共団体コード",
        "地方公共団体コード",
    ),
    "system": ("業務", "業務名", "対象業務", "対象業務名", "標準化対象業務", "標準化対象事務", "事務名"),
    "step": ("ステップ", "ステップ番号", "完了済みステップ", "完了ステップ", "現在のステップ", "手順", "手順番号"),
    "status": ("状況", "進捗", "進捗状況", "ステータス", "完了状況", "状態"),
}
"""What each column may be called in the head; the first name is the one that is said."""

NEEDED = ("step",)
_DONE = {key(word) for word in ("完了", "完了済み", "済", "済み", "○", "〇", "◯", "100%", "100")}
LOOKED_AT = 10  # lines among which the head is looked for
WHOLE = 0  # the item of what is said of the whole municipality
_WHOLE = {"", *(key(word) for word in ("全体", "市町全体", "団体全体", "全業務"))}


class State(StrEnum):
    """What became of a list: brought, read as its columns say, kept."""

    BROUGHT = "brought"
    READ = "read"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class PmoList:
    """A list as it was brought; `columns` tells which column is what, `as_of` of which day it speaks."""

    id: int
    name: str
    head: tuple[str, ...]
    lines: tuple[tuple[int, tuple[str, ...]], ...]
    columns: Mapping[str, int]
    as_of: date | None
    state: State
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """What a list says of one system of a municipality, or of all of it (`system` 0), and in which cell."""

    municipality: str
    system: int
    value: Value
    at: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that cannot be read: its address, what stands there, and why.

    Kinds: municipality, not_own, system, step, twice.
    """

    at: str
    text: str
    kind: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """What a list says, and what in it cannot be read."""

    entries: Sequence[Entry] = ()
    faults: Sequence[Fault] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """Against which names a list is read: the municipalities whose rows may be in it, all of them, systems, a theme."""

    own: Sequence[Municipality]
    everyone: Sequence[Municipality]
    systems: Sequence[System]
    theme: Theme
    address: Address

    def field(self, system: int) -> Field | None:
        """Where in the theme's form it is answered."""
        kind = Kind.STEPS if system else Kind.STEP
        return next((each for each in self.theme.form if each.kind is kind), None)


def head_of(lines: Sequence[Line]) -> int:
    """At which place among the lines the head stands: where the most columns are known, or else the fullest one."""
    looked_at = range(min(LOOKED_AT, len(lines)))
    return max(looked_at, key=lambda nth: (len(guess(lines[nth][1])), _full(lines[nth][1]), -nth))


def guess(head: Sequence[str]) -> dict[str, int]:
    """Which column is what, as far as its head tells; the first of several."""
    names = {column: {key(name) for name in called} for column, called in COLUMNS.items()}
    found: dict[str, int] = {}
    for nth, cell in enumerate(head):
        column = next((each for each, called in names.items() if key(cell) in called), None)
        if column:
            found.setdefault(column, nth)
    return found


def is_whole(columns: Mapping[str, int]) -> bool:
    """Whether these columns suffice: who, and how far."""
    return all(column in columns for column in NEEDED) and bool({"municipality", "code"} & columns.keys())


def read(brought: PmoList, known: Known) -> Reading:
    """What it says of each municipality and system. Empty steps say nothing; of steps done one by one the last."""
    reader = _Reader(brought.columns, known)
    for line in brought.lines:
        reader.line(line)
    return Reading(list(reader.entries.values()), reader.faults)


def newest(lists: Iterable[tuple[PmoList, Sequence[Entry]]]) -> dict[tuple[str, int], tuple[Entry, PmoList]]:
    """Of several lists what the newest says of each municipality and system: by its day, then by when it came."""
    found: dict[tuple[str, int], tuple[Entry, PmoList]] = {}
    for each, entries in sorted(lists, key=lambda pair: (pair[0].as_of or date.min, pair[0].id)):
        found |= {(entry.municipality, entry.system): (entry, each) for entry in entries}
    return found


class _Reader:
    """Reads line after line; what a municipality and a system are called is looked up, for there may be thousands."""

    def __init__(self, columns: Mapping[str, int], known: Known) -> None:
        self.columns, self.known = columns, known
        self.entries: dict[tuple[str, int], Entry] = {}
        self.faults: list[Fault] = []
        self._own = {each.code for each in known.own}
        self._codes = {name: m.code for m in known.everyone for name in (key(m.name), m.code, m.code[:5])}
        self._systems = {key(name): each.number for each in known.systems for name in (each.name, *each.aliases)}
        self._systems |= dict.fromkeys(_WHOLE, WHOLE)

    def line(self, line: Line) -> None:
        code, system = self._municipality(line), self._system(line)
        value = self._step(line, system or WHOLE)
        if code is None or system is None or value is None:
            return
        self._keep(Entry(code, system, value, self._at("step", line)), line)

    def _keep(self, entry: Entry, line: Line) -> None:
        """One row for each step that is done, or one row with the step reached: then a second one is a mistake."""
        place = (entry.municipality, entry.system)
        before = self.entries.get(place)
        if before is None:
            self.entries[place] = entry
        elif "status" not in self.columns:
            self._wrong("step", line, "twice")
        elif isinstance(before.value, float) and isinstance(entry.value, float) and entry.value > before.value:
            self.entries[place] = entry

    def _municipality(self, line: Line) -> str | None:
        """The code of whose row it is."""
        column = "code" if self._cell("code", line) else "municipality"
        code = self._codes.get(key(self._cell(column, line)))
        if code in self._own:
            return code
        self._wrong(column, line, "not_own" if code else "municipality")
        return None

    def _system(self, line: Line) -> int | None:
        """The number of the system; of a list without systems, or where none is named, the whole municipality."""
        found = self._systems.get(key(self._cell("system", line)))
        if found is None:
            self._wrong("system", line, "system")
        return found

    def _step(self, line: Line, system: int) -> Value | None:
        """The step that is reached; of a row for each step, the one that is done, or 0 while it is not."""
        text, about = self._cell("step", line), self.known.field(system)
        if not text or about is None:
            return None
        value = answers.read(about, system, text)
        if isinstance(value, Problem):
            self._wrong("step", line, "step")
            return None
        if "status" in self.columns and isinstance(value, float) and key(self._cell("status", line)) not in _DONE:
            return 0.0
        return value

    def _cell(self, column: str, line: Line) -> str:
        nth, cells = self.columns.get(column, -1), line[1]
        return unicodedata.normalize("NFKC", cells[nth]).strip() if 0 <= nth < len(cells) else ""

    def _at(self, column: str, line: Line) -> str:
        return self.known.address(self.columns[column], line[0]) if column in self.columns else ""

    def _wrong(self, column: str, line: Line, kind: str) -> None:
        self.faults.append(Fault(self._at(column, line), self._cell(column, line), kind, line[0]))


def _full(cells: Sequence[str]) -> int:
    return sum(1 for cell in cells if cell)
