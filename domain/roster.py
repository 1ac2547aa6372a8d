"""The roster (名簿): who answers for what, which posts nobody holds, and how one roster differs from another."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from domain.model import Member, Role

RUNGS = {0: "担当", 1: "副担当", 2: "係長"}
"""段階: the rungs as the roster names them."""

ROLES = {Role.MEMBER: "市町", Role.SECRETARIAT: "事務局"}
"""権限: the roles as the roster names them."""


@dataclass(frozen=True, slots=True, order=True)
class Vacancy:
    """空席: a post (役割) of a municipality that nobody holds, with its rung."""

    municipality: str
    rung: int
    post: str


@dataclass(frozen=True, slots=True)
class Roster:
    """名簿: the members in the order of their accounts, and the posts without anybody."""

    members: tuple[Member, ...] = ()
    vacancies: tuple[Vacancy, ...] = ()

    def of(self, user: str) -> Member | None:
        return next((member for member in self.members if member.user == user), None)

    def mark(self) -> str:
        """Another mark, another roster: by it one is known that has changed meanwhile."""
        people = [
            (m.user, m.post, m.role.value, sorted((c, m.rung(c)) for c in m.municipalities)) for m in self.members
        ]
        posts = [(each.municipality, each.rung, each.post) for each in self.vacancies]
        return hashlib.sha256(repr((sorted(people), sorted(posts))).encode()).hexdigest()[:16]

    def has_secretariat(self) -> bool:
        return any(member.role is Role.SECRETARIAT for member in self.members)


@dataclass(frozen=True, slots=True)
class Changes:
    """What turns one roster into another: people and posts added, changed (before and after), removed."""

    added: tuple[Member, ...] = ()
    changed: tuple[tuple[Member, Member], ...] = ()
    removed: tuple[Member, ...] = ()
    vacated: tuple[Vacancy, ...] = ()
    filled: tuple[Vacancy, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed or self.vacated or self.filled)

    @property
    def touched(self) -> tuple[Member, ...]:
        """Whom it brings in or changes, as they are then."""
        return (*self.added, *(after for _, after in self.changed))


def changes(before: Roster, after: Roster) -> Changes:
    """How `after` differs, in the order of the accounts."""
    was, now = ({member.user: member for member in roster.members} for roster in (before, after))
    both = sorted(was.keys() & now.keys())
    return Changes(
        added=tuple(now[user] for user in sorted(now.keys() - was.keys())),
        changed=tuple((was[user], now[user]) for user in both if not _same(was[user], now[user])),
        removed=tuple(was[user] for user in sorted(was.keys() - now.keys())),
        vacated=tuple(sorted(set(after.vacancies) - set(before.vacancies))),
        filled=tuple(sorted(set(before.vacancies) - set(after.vacancies))),
    )


def answering(user: str, post: str, role: Role, rungs: Mapping[str, int]) -> Member:
    """A member whose municipalities stand in code order, each with its rung."""
    codes = tuple(sorted(rungs))
    return Member(user, post, role, codes, {code: rungs[code] for code in codes if rungs[code]})


def succeeded(old: Member, new: Member | None, user: str) -> Member:
    """Whoever takes over: the post, the role and the municipalities, beside those they had; the lower rung counts."""
    rungs = {code: old.rung(code) for code in old.municipalities}
    for code in new.municipalities if new else ():
        rungs[code] = min(new.rung(code), rungs.get(code, new.rung(code))) if new else rungs[code]
    leads = Role.SECRETARIAT in {old.role, new.role if new else old.role}
    return answering(user, old.post, Role.SECRETARIAT if leads else Role.MEMBER, rungs)


def without_anybody(codes: Iterable[str], roster: Roster) -> list[str]:
    """The municipalities for which nobody in charge (担当) stands on the roster."""
    taken = {code for member in roster.members for code in member.municipalities if not member.rung(code)}
    return [code for code in codes if code not in taken]


def _same(one: Member, other: Member) -> bool:
    facts = [(m.post, m.role, {code: m.rung(code) for code in m.municipalities}) for m in (one, other)]
    return facts[0] == facts[1]


def filled_by(member: Member, vacancies: Iterable[Vacancy]) -> tuple[Vacancy, ...]:
    """The posts without anybody that this member takes: one for each municipality, of their rung, best by its name."""
    found: dict[str, Vacancy] = {}
    for each in sorted(vacancies, key=lambda each: each.post != member.post):
        if each.municipality in member.municipalities and each.rung == member.rung(each.municipality):
            found.setdefault(each.municipality, each)
    return tuple(found.values())


def left_by(member: Member) -> tuple[Vacancy, ...]:
    """The posts that nobody holds when this member goes."""
    return tuple(Vacancy(code, member.rung(code), member.post) for code in member.municipalities)
