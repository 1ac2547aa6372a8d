"""The address of a database, as people write it and as it may be shown."""

from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

KINDS = ("sqlite:///", "postgresql://")


def shown(url: str) -> str:
    """The address without its password, wherever that stands."""
    address = make_url(url)
    query = {key: "***" if "password" in key else value for key, value in address.query.items()}
    return address.set(query=query).render_as_string(hide_password=True).replace("%2A", "*")


def is_ours(url: str) -> bool:
    """Whether it names a database of a kind that the bot can keep its records in."""
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):
        return False
    return url.startswith(KINDS) and bool(address.database)


def is_same(one: str, other: str) -> bool:
    """Whether both are the same database, as far as the addresses tell."""
    return _place(make_url(one)) == _place(make_url(other))


def file_of(url: str) -> Path | None:
    """The file of a SQLite database; None of any other."""
    address = make_url(url)
    is_file = address.get_backend_name() == "sqlite" and address.database not in {None, "", ":memory:"}
    return Path(str(address.database)) if is_file else None


def _place(address: URL) -> tuple[object, ...]:
    file = file_of(address.render_as_string(hide_password=False))
    if file:
        return (file.resolve(),)
    where = address.query.get("host", address.host or "localhost")
    return address.get_backend_name(), where, address.port or 5432, address.database
