"""One process for one SQLite file: a second one is refused before it can write."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.engine import make_url


class AlreadyRunning(Exception):
    """Another process holds the database."""


@contextmanager
def hold(database_url: str) -> Iterator[None]:
    """Hold the lock beside the SQLite file; nothing to hold where PostgreSQL is the referee. Raises AlreadyRunning."""
    url = make_url(database_url)
    if url.get_backend_name() != "sqlite" or not url.database:
        yield
        return
    path = Path(f"{url.database}.lock")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning(
                f"ボットは、すでに動いています（{path}）。先に動いているほうを止めてから始めてください。"
            ) from None
        yield
