"""A table as a CSV file that Excel opens as it stands: UTF-8 with its mark, and nothing in it is reckoned."""

import csv
import io
from collections.abc import Iterable, Sequence

_BOM = b"\xef\xbb\xbf"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def written(rows: Iterable[Sequence[str]]) -> bytes:
    """The file, its head first."""
    made = io.StringIO(newline="")
    csv.writer(made).writerows([as_text(cell) for cell in row] for row in rows)
    return _BOM + made.getvalue().encode()


def as_text(cell: str) -> str:
    """What looks like a formula is kept as text, by the mark that Excel knows."""
    return f"'{cell}" if cell.lstrip("'").startswith(_FORMULA) else cell


def as_meant(cell: str) -> str:
    """The same read back."""
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(_FORMULA) else cell
