"""A trend in a picture: a line for each body, told apart by its marks and strokes as well as by its colour."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from documents.picture import Box, Picture, printable
from domain.paper import Line, Point, Trend

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST = 24  # lines that can be told apart
VALUES_UP_TO = 6  # of so many lines each point says its number
LEGEND = 62.0  # millimetres
APART = 0.025  # of the width: days nearer than that would write over one another
NEAR = 0.06  # of the width and of the height: numbers of points nearer than that would, too
PAPER = {"facecolor": "white", "edgecolor": "none", "pad": 0.5, "alpha": 0.8}  # a number can be read on a line
_COLORS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#555555")  # told apart by all eyes
_MARKS, _STROKES = "sD^vPX*<>pHd", ("-", "--", "-.", ":")


def drawn(picture: Picture, trend: Trend, box: Box) -> None:
    """The lines beside their names. Where there are too many, those of the highest last number."""
    left, top, width, height = box
    axes = picture.axes((left + 16, top, width - 16 - LEGEND, height - 16))
    lines = _shown(trend.lines)
    for nth, line in enumerate(lines):
        _line(axes, line, nth)
    if len(lines) <= VALUES_UP_TO:
        _numbers(picture, axes, lines)
    _frame(picture, axes, trend, lines)
    if lines:
        names = axes.legend(loc="upper left", bbox_to_anchor=(1.01, 1.01), frameon=False, handlelength=3.2)
        for text in names.get_texts():
            text.set(**picture.spoken(8.5))
    if left_out := len(trend.lines) - len(lines):
        picture.say(left + 16, top - 2.5, f"ほか{left_out}団体は Excel・CSV の資料にあります", 8.5)


def _shown(lines: Sequence[Line]) -> list[Line]:
    beside, others = [each for each in lines if each.beside], [each for each in lines if not each.beside]
    most = MOST - len(beside)
    highest = sorted(others, key=lambda each: -each.points[-1].value)[:most] if len(others) > most else others
    return [*beside, *highest]


def _line(axes: "Axes", line: Line, nth: int) -> None:
    last = line.points[-1]
    axes.plot(
        [_place(point.day) for point in line.points],
        [point.value for point in line.points],
        color="black" if line.beside else _COLORS[nth % len(_COLORS)],
        linestyle=_STROKES[nth % len(_STROKES)],
        linewidth=2.4 if line.beside else 1.4,
        marker="o" if line.beside else _MARKS[nth % len(_MARKS)],
        label=printable(f"{line.name}　{last.shown}（{last.label}）"),
        clip_on=False,
    )


def _numbers(picture: Picture, axes: "Axes", lines: Sequence[Line]) -> None:
    """Each point's number above it; where points crowd, that of the lowest below, and of those between at the left."""
    points = [point for line in lines for point in line.points]
    for point in points:
        crowd = sorted(each.value for each in points if _near(each, point, points))
        above, below = point.value == crowd[-1], point.value == crowd[0]
        offset, ha, va = ((0, 7), "center", "bottom") if above else ((0, -7), "center", "top")
        if not above and not below:
            offset, ha, va = (-8, 0), "right", "center"
        how = {**picture.spoken(8), "ha": ha, "va": va, "textcoords": "offset points", "bbox": PAPER}
        axes.annotate(printable(point.shown), (_place(point.day), point.value), offset, **how)


def _near(one: Point, other: Point, points: Sequence[Point]) -> bool:
    """Whether their numbers would write over one another."""
    days, values = [_place(each.day) for each in points], [each.value for each in points]
    wide, high = max(days) - min(days), max(values)
    return abs(_place(one.day) - _place(other.day)) <= wide * NEAR and abs(one.value - other.value) <= high * NEAR


def _frame(picture: Picture, axes: "Axes", trend: Trend, lines: Sequence[Line]) -> None:
    """The days that are known, each where it lies, and the numbers from nought."""
    days = {point.day: point.label for line in lines for point in line.points}
    axes.set_ylim(0, max([1.0, *(point.value for line in lines for point in line.points)]) * 1.12)
    axes.set_ylabel(printable(trend.title), **picture.spoken(10))
    first, last = _place(min(days, default=date.min)), _place(max(days, default=date.min))
    room = max(20.0, (last - first) * 0.05)
    axes.set_xlim(first - room, last + room)
    ticks = _apart(sorted(days), (last - first + 2 * room) * APART)
    how = {**picture.spoken(8.5), "rotation": 45, "ha": "right", "rotation_mode": "anchor"}
    axes.set_xticks([_place(day) for day in ticks], [printable(days[day]) for day in ticks], **how)
    axes.grid(axis="y", color="#CCCCCC", linewidth=0.6)
    axes.spines[["top", "right"]].set_visible(False)


def _apart(days: Sequence[date], least: float) -> list[date]:
    """Those whose names do not write over one another, the last one among them."""
    kept: list[date] = []
    for day in reversed(days):
        if not kept or _place(kept[-1]) - _place(day) >= least:
            kept.append(day)
    return kept[::-1]


def _place(day: date) -> float:
    return float(day.toordinal())
