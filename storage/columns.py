"""How a value stands in a column: a moment as Unix seconds, a list of codes between commas."""

from collections.abc import Iterable
from datetime import UTC, datetime


def seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def joined(codes: Iterable[str]) -> str:
    """,352039,352063, – so that one code is found between commas; empty for none."""
    listed = ",".join(codes)
    return f",{listed}," if listed else ""


def parted(codes: str) -> tuple[str, ...]:
    return tuple(code for code in codes.split(",") if code)
