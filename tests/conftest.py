"""Databases to test on – SQLite and a real PostgreSQL – and the bot talking on each of them."""

import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import postgres
import psycopg
import pytest
from talk import Talk, settings_for, talking

import bot

_numbers = count(1)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    with postgres.cluster() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A new, empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'bot.db'}"
    url = request.getfixturevalue("postgres_url")
    name = f"test_{next(_numbers)}"
    _create(url, f"CREATE DATABASE {name}")
    return url.format(name=name)


@pytest.fixture(scope="session")
def loaded_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("loaded") / "bot.db"
    _load(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def loaded_postgresql(postgres_url: str) -> str:
    _create(postgres_url, "CREATE DATABASE loaded")
    _load(postgres_url.format(name="loaded"))
    return "loaded"


@pytest.fixture(params=["sqlite", "postgresql"])
def loaded_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database of each kind with the conference and its papers in it, this test's own."""
    if request.param == "sqlite":
        copy = shutil.copy(request.getfixturevalue("loaded_sqlite"), tmp_path / "bot.db")
        return f"sqlite:///{copy}"
    template, url = request.getfixturevalue("loaded_postgresql"), request.getfixturevalue("postgres_url")
    name = f"test_{next(_numbers)}"
    _create(url, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
    return url.format(name=name)


@pytest.fixture
def talk(loaded_url: str) -> Iterator[Talk]:
    """The bot in its talk room on the papers' data, on each kind of database."""
    with talking(settings_for(loaded_url)) as there:
        yield there


@pytest.fixture
def talking_with(loaded_url: str) -> Callable[..., object]:
    """The same with other settings: `with talking_with(command_prefix="dx-") as talk`."""
    return lambda way="straight", **others: talking(settings_for(loaded_url, **others), way=way)


def _load(url: str) -> None:
    with bot.opened(settings_for(url)):
        pass


def _create(url: str, statement: str) -> None:
    with psycopg.connect(url.format(name="postgres"), autocommit=True) as server:
        server.execute(statement)
