"""A page on which things are drawn in millimetres from its top left corner, in a font that comes with the bot."""

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from documents.pages import POINT, letters

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDE, HIGH, MARGIN = 297.0, 210.0, 12.0  # millimetres
DOTS = 150  # to an inch
INCH = 25.4
LEADING = 1.35 * POINT  # millimetres of a line, for each point of its letters
GETA = "〓"
"""What printers set for a letter that the font does not have."""

Box = tuple[float, float, float, float]
"""Left, top, width and height."""


class Picture:
    """One page; it is nobody else's, and nothing of it is kept by the library."""

    def __init__(self, high: float = HIGH) -> None:
        from matplotlib.figure import Figure  # noqa: PLC0415 – slow to load, and most of the bot draws no picture

        self._font, self._high = _font(), high
        self.figure = Figure(figsize=(WIDE / INCH, high / INCH), dpi=DOTS, facecolor="white")
        self._page = self.figure.add_axes((0, 0, 1, 1), xlim=(0, WIDE), ylim=(high, 0))
        self._page.set_axis_off()

    def axes(self, box: Box) -> "Axes":
        """A place for a chart."""
        left, top, width, height = box
        return self.figure.add_axes((left / WIDE, 1 - (top + height) / self._high, width / WIDE, height / self._high))

    def page(self) -> "Axes":
        return self._page

    def say(self, x: float, y: float, text: str, points: float, **how: Any) -> None:
        """Letters, their middle at that height. A $ is a $, no formula."""
        self._page.text(x, y, printable(text), **self.spoken(points), va="center", **how)

    def spoken(self, points: float) -> dict[str, Any]:
        """How letters look."""
        return {"fontproperties": self._font, "size": points, "parse_math": False}


def printable(text: str) -> str:
    """With a mark for what the font does not have."""
    return "".join(each if ord(each) in _letters() or each == "\n" else GETA for each in text)


def wrapped(text: str, width: float, points: float) -> Iterator[str]:
    """The lines it takes in that width."""
    room, line = 0.95 * width / (points * POINT), ""
    for each in text:
        if each == "\n" or letters(line + each) > room:
            yield line
            line = ""
        line += each.strip("\n")
    if line:
        yield line


@cache
def _font() -> Any:
    from matplotlib.font_manager import FontProperties  # noqa: PLC0415 – likewise
    from matplotlib_fontja import get_font_ttf_path  # noqa: PLC0415

    return FontProperties(fname=get_font_ttf_path())


@cache
def _letters() -> frozenset[int]:
    """Those that the font has."""
    from matplotlib.font_manager import get_font  # noqa: PLC0415 – likewise

    return frozenset(get_font(_font().get_file()).get_charmap())
