"""For whom a deadline is, where that is not everybody."""

from collections.abc import Collection, Sequence

from domain.model import Municipality

MOST = 10  # names, beyond which a count says more
ALL = "全市町"


def named(codes: Collection[str], everyone: Sequence[Municipality]) -> str:
    """山口市、防府市; empty where it is for all."""
    names = [body.name for body in everyone if body.code in codes]
    more = f" ほか（計{len(names)}市町）" if len(names) > MOST else ""
    return f"{'、'.join(names[:MOST])}{more}"


def line(codes: Collection[str], everyone: Sequence[Municipality]) -> str:
    """対象：山口市、防府市, or 対象：全市町."""
    return f"対象：{named(codes, everyone) or ALL}"
