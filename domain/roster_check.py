"""Reads the rows of a roster as they were written: who is meant, or what is wrong in which line."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from domain.lookup import Names
from domain.model import Member, Municipality, Role
from domain.roster import Roster, Vacancy, answering

LONGEST_POST = 60
MOST_NEAR = 3
_ACCOUNT = re.compile(r"[UW][A-Z0-9]{2,20}")
_MENTION = re.compile(r"<?@?([UW][A-Z0-9]+)(?:\|[^>]*)?>?")
_SEVERAL = re.compile(r"[、，,／/\n]+")
_RUNGS = {"": 0, "担当": 0, "主担当": 0, "0": 0, "副担当": 1, "副": 1, "代理": 1, "1": 1, "係長": 2, "2": 2}
_ROLES = {"": Role.MEMBER, "市町": Role.MEMBER, "担当": Role.MEMBER, "事務局": Role.SECRETARIAT}
_THE_PREFECTURES = {"", "県", "事務局", "-", "－"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row as it was written, by what its head says: `nth` is its line in the file."""

    nth: int
    municipality: str = ""
    post: str = ""
    user: str = ""
    rung: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a line: the kind, what was written, and the names it may have meant."""

    nth: int
    kind: str
    text: str = ""
    near: tuple[str, ...] = ()


@dataclass(slots=True)
class _Person:
    """What the lines of one account say so far."""

    first: int
    posts: dict[str, None] = field(default_factory=dict)
    rungs: dict[str, int] = field(default_factory=dict)
    role: Role = Role.MEMBER


@dataclass(slots=True)
class Checked:
    """The roster that was understood, in which line each account first stands, and what is wrong."""

    roster: Roster
    lines: Mapping[str, int]
    problems: list[Problem]


def check(lines: Iterable[Line], names: Names) -> Checked:
    """Every line on its own, then together: one account may stand in several lines, once for each municipality."""
    people: dict[str, _Person] = {}
    vacancies: list[Vacancy] = []
    problems: list[Problem] = []
    for line in lines:
        codes, found = _read(line, names)
        problems += found
        if not found:
            problems += _taken(line, codes, people, vacancies)
    problems += [Problem(each.first, "no_municipality") for each in people.values() if not each.rungs and _plain(each)]
    members = tuple(_member(user, people[user]) for user in sorted(people))
    roster = Roster(members, tuple(sorted(set(vacancies))))
    return Checked(roster, {user: each.first for user, each in people.items()}, sorted(problems, key=_place))


def account(text: str) -> str:
    """The account that is meant: U0352039, <@U0352039>, in full width too."""
    plain = unicodedata.normalize("NFKC", text).strip()
    found = _MENTION.fullmatch(plain)
    return found[1] if found else plain


def _read(line: Line, names: Names) -> tuple[list[str], list[Problem]]:
    """The municipalities of a line, and what is wrong with it by itself."""
    bodies = [_body(line.nth, part, names) for part in _parts(line.municipality)]
    wrong = [each for each in bodies if isinstance(each, Problem)]
    wrong += [Problem(line.nth, "rung", line.rung)] if _word(line.rung) not in _RUNGS else []
    wrong += [Problem(line.nth, "role", line.role)] if _word(line.role) not in _ROLES else []
    user, post = account(line.user), line.post.strip()
    wrong += [Problem(line.nth, "account", line.user)] if user and not _ACCOUNT.fullmatch(user) else []
    wrong += [Problem(line.nth, "no_post")] if not post else []
    wrong += [Problem(line.nth, "long_post", str(len(post)))] if len(post) > LONGEST_POST else []
    codes = [each.code for each in bodies if isinstance(each, Municipality)]
    if not user and not codes and not wrong:
        wrong.append(Problem(line.nth, "no_municipality"))
    return codes, wrong


def _taken(line: Line, codes: Sequence[str], people: dict[str, _Person], vacancies: list[Vacancy]) -> list[Problem]:
    """Add what the line says; a line that says the same again is a mistake."""
    user, rung = account(line.user), _RUNGS[_word(line.rung)]
    if not user:
        vacancies += [Vacancy(code, rung, line.post.strip()) for code in codes]
        return []
    known = user in people
    person = people.setdefault(user, _Person(line.nth))
    twice = [code for code in codes if code in person.rungs]
    if twice or (known and not codes):
        return [Problem(line.nth, "twice", user)]
    person.posts[line.post.strip()] = None
    person.rungs |= dict.fromkeys(codes, rung)
    person.role = Role.SECRETARIAT if _ROLES[_word(line.role)] is Role.SECRETARIAT else person.role
    return []


def _body(nth: int, text: str, names: Names) -> Municipality | Problem:
    called = names.called(text)
    found = [thing for thing in called if isinstance(thing, Municipality)]
    if len(found) == 1:
        return found[0]
    near = found or [thing for thing in names.near(text) if isinstance(thing, Municipality)]
    kind = "which" if found else "municipality"
    return Problem(nth, kind, text, tuple(thing.name for thing in near[:MOST_NEAR]))


def _parts(text: str) -> list[str]:
    parts = [part.strip() for part in _SEVERAL.split(text)]
    return [part for part in parts if part not in _THE_PREFECTURES]


def _word(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def _plain(person: _Person) -> bool:
    return person.role is Role.MEMBER


def _member(user: str, person: _Person) -> Member:
    return answering(user, "・".join(person.posts), person.role, person.rungs)


def _place(problem: Problem) -> int:
    return problem.nth
