"""Databases on a PostgreSQL server for the time of one run."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import create_engine
from sqlalchemy.engine import make_url

from tests.postgres import cluster


@contextmanager
def server(url: str | None) -> Iterator[str]:
    """That server; without an address one of our own for the time of this run, which waits for the disk as usual."""
    if url:
        yield url
        return
    with cluster(durable=True) as address:
        yield address.format(name="postgres")


@contextmanager
def created(server: str, *names: str, like: str = "") -> Iterator[list[str]]:
    """The addresses of new databases on the server of this address, copies of the one at `like`; dropped at the end."""
    url = make_url(server)
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    unique = [f"bench_{name}_{os.getpid()}" for name in names]
    model = f" TEMPLATE {make_url(like).database}" if like else ""
    try:
        with engine.connect() as db:
            for name in unique:
                db.exec_driver_sql(f"CREATE DATABASE {name}{model}")
        yield [url.set(database=name).render_as_string(hide_password=False) for name in unique]
    finally:
        with engine.connect() as db:
            for name in unique:
                db.exec_driver_sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        engine.dispose()
