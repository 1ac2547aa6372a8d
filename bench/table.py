"""What was measured as a Markdown table, and each target with its number: reached or not."""

import statistics
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

Samples = Mapping[str, Sequence[float]]
"""What was measured under each name, one number for each round."""


@dataclass(frozen=True, slots=True)
class Row:
    """The samples `ours` beside the samples `theirs` as a ratio; without `theirs` a number that stands for itself."""

    what: str
    unit: str
    ours: str
    theirs: str = ""
    beside: str = "–"  # what theirs is
    limit: float | None = None  # the target: at most this, or
    at_least: bool = False

    def numbers(self, samples: Samples) -> list[float]:
        """Round by round the ratio, or the number itself."""
        if not self.theirs:
            return list(samples[self.ours])
        return [ours / theirs for ours, theirs in zip(samples[self.ours], samples[self.theirs], strict=True)]

    def line(self, samples: Samples) -> str:
        ours, numbers = _shown(samples[self.ours], self.unit), self.numbers(samples)
        spread = f"{min(numbers):.3g}–{max(numbers):.3g}"
        if not self.theirs:
            return f"| {self.what} | {ours} ({spread}) | {self.beside} | – |"
        theirs = f"{self.beside}: {_shown(samples[self.theirs], self.unit)}"
        return f"| {self.what} | {ours} | {theirs} | **{statistics.median(numbers):.3g}** ({spread}) |"

    def verdict(self, samples: Samples) -> str:
        """The target with the median ratio; of a number that stands for itself the worst counts."""
        assert self.limit is not None
        numbers = self.numbers(samples)
        number = statistics.median(numbers) if self.theirs else max(numbers)
        sign, unit = "≥" if self.at_least else "≤", "×" if self.theirs else self.unit
        reached = number >= self.limit if self.at_least else number <= self.limit
        word = "reached" if reached else "**not reached**"
        return f"- {self.what}: {number:.3g} {unit} (target {sign} {self.limit:g} {unit}) – {word}"


def table(rows: Iterable[Row], samples: Samples) -> Iterator[str]:
    """The lines of the table, and below it one line for each target."""
    measured = [row for row in rows if row.ours in samples]
    yield "| measure | /status | beside it | ratio (lowest–highest) |"
    yield "| --- | --- | --- | --- |"
    yield from (row.line(samples) for row in measured)
    yield ""
    yield from (row.verdict(samples) for row in measured if row.limit is not None)


def _shown(numbers: Sequence[float], unit: str) -> str:
    middle = statistics.median(numbers)
    return f"{middle:,.0f} {unit}" if middle >= 100 else f"{middle:.3g} {unit}"
