"""What the conference talks about: municipalities, figures, schedule items, initiatives, members."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from domain.calendar import era_year


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality (市町) with its six-digit code (全国地方公共団体コード).

    The prefecture and the nation are bodies (団体) of the same shape.
    """

    code: str
    name: str
    kana: str
    kind: str  # 市 or 町 or 村, 県, 国
    romaji: tuple[str, ...] = ()
    former: tuple[tuple[str, str], ...] = ()  # name and kana of what merged into it

    @property
    def stem(self) -> str:
        """The name without 市, 町 or 村: 山口."""
        return self.name.removesuffix(self.kind)


@dataclass(frozen=True, slots=True)
class System:
    """A system (業務) that the law standardises; `number` is its place in the order, from 1."""

    number: int
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Topic:
    """What a schedule item or an initiative is about; under a theme, or on its own."""

    id: str
    name: str
    theme: str | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AsOf:
    """基準日: the first and last day a figure speaks of, how exactly, and the paper's own words."""

    first: date
    last: date
    precision: str  # day, month, month_end, fiscal_year
    words: str | None = None
    year_inferred: bool = False

    @property
    def spoken(self) -> str:
        """令和4年7月末時点, as exactly as the paper says it and no more."""
        first = self.last if self.precision == "day" else self.first
        month = f"{era_year(first)}{first.month}月"
        said = {
            "day": f"{month}{first.day}日時点",
            "month": f"{month}時点",
            "month_end": f"{month}末時点",
            "fiscal_year": f"{era_year(first)}度",
        }[self.precision]
        return f"{said}（年は推定）" if self.year_inferred else said


@dataclass(frozen=True, slots=True)
class Source:
    """出典: the paper (資料２) and its page, or whoever else published the figure."""

    document: str
    page: int | None = None

    @property
    def spoken(self) -> str:
        """資料２ 4頁."""
        return self.document if self.page is None else f"{self.document} {self.page}頁"


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """One reported value of one field, never without its as-of and its source. Storage makes equal ones once.

    `item` is a system's number in a field of kind `steps`, and 0 everywhere else. `words` is the paper's own wording,
    `inferred` marks a number the paper does not print, `note` is what a reader must know beside it.
    """

    body: str
    theme: str
    field: str
    item: int
    value: float | str
    as_of: AsOf
    source: Source
    words: str | None = None
    inferred: bool = False
    note: str | None = None


@dataclass(frozen=True, slots=True)
class ScheduleItem:
    """A deadline, plan, period or event of the papers; vague dates stay a range, in the paper's words."""

    id: str
    title: str
    kind: str
    topic: str
    who: str
    words: str
    start: date | None
    end: date | None
    precision: str
    source: Source
    as_of: AsOf
    year_inferred: bool = False
    remind: bool = False
    bodies: tuple[str, ...] = ()
    note: str | None = None

    @property
    def day(self) -> date | None:
        """The last day, where the paper's words name one; None for a vague date (秋頃, 年度内, 随時)."""
        return self.end if self.precision in _NAMES_A_DAY else None

    def concerns(self, codes: Collection[str]) -> bool:
        """Whether one of these municipalities has to remember it: it is the municipalities', and not another one's."""
        return "市町" in self.who and (not self.bodies or any(code in self.bodies for code in codes))


_NAMES_A_DAY = {"day", "day_range", "month_end", "until_month", "fiscal_year_end"}


@dataclass(frozen=True, slots=True)
class Initiative:
    """A measure (取組) of a municipality, the prefecture or elsewhere, with what the papers say of it."""

    id: str
    name: str
    owner: str
    topic: str
    facts: tuple[str, ...]
    source: Source
    as_of: AsOf
    bodies: tuple[str, ...] = ()


class Role(StrEnum):
    """What a member may do: the secretariat (事務局) everything, a member (担当者) for their own municipalities."""

    SECRETARIAT = "secretariat"
    MEMBER = "member"


@dataclass(frozen=True, slots=True)
class Member:
    """A member (担当者): an account, its post (役割) and the municipalities it answers for.

    `rungs` says where it is the deputy (1 副担当) or the head (2 係長); everywhere else it is the one in charge (0).
    """

    user: str
    post: str
    role: Role
    municipalities: tuple[str, ...] = ()
    rungs: Mapping[str, int] = field(default_factory=dict)

    @property
    def reader(self) -> tuple[str, ...] | None:
        """Whose own things this member may read besides what all may; None for everybody's."""
        return None if self.role is Role.SECRETARIAT else self.municipalities

    def rung(self, code: str) -> int:
        return self.rungs.get(code, 0)


@dataclass(frozen=True, slots=True)
class Conference:
    """A conference (会議): the tenant whose rows these are, its prefecture and how it calls itself."""

    id: str
    name: str
    prefecture: Municipality
    nation: Municipality
    secretariat: str
    shared_names: Mapping[str, tuple[str, ...]]  # further names of a municipality, each borne by several
