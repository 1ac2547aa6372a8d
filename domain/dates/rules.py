"""A rule of the grammar: an expression, and what the words it matches mean."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from domain.dates.reading import Point, Reference
from domain.dates.spelling import pattern


@dataclass(frozen=True)
class Rule:
    """`template` is an expression in which an underscore stands for blanks; `means` may raise Unsure and Impossible."""

    template: str
    means: Callable[[re.Match[str], Reference], Point]

    @cached_property
    def expression(self) -> re.Pattern[str]:
        """Compiled when it is first needed: a start of the bot reads no dates."""
        return pattern(self.template)


@dataclass(frozen=True, slots=True)
class Found:
    """The words of a rule in a text."""

    rule: Rule
    match: re.Match[str]

    @property
    def end(self) -> int:
        return end_of(self.match)

    def means(self, ref: Reference) -> Point:
        return self.rule.means(self.match, ref)


def end_of(match: re.Match[str]) -> int:
    """A blank at the end belongs to what follows."""
    return match.start() + len(match[0].rstrip())


def _cut(plain: str, at: int) -> bool:
    """R4.10.3117時 is not R4.10.31 17時."""
    return plain[at - 1 : at + 1].isdecimal() and 0 < at < len(plain)


def longest(rules: Iterable[Rule], plain: str, at: int) -> Found | None:
    """The rule that reads most of the text from there on; of equals the first. No number is cut in two."""
    matches = ((rule, rule.expression.match(plain, at)) for rule in rules)
    found = [Found(rule, match) for rule, match in matches if match and not _cut(plain, match.end())]
    return max(found, key=lambda each: each.end, default=None)
