"""Databases to test on – SQLite and a real PostgreSQL – and the bot talking on each of them."""

import gc
import os
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import postgres
import psycopg
import pytest
import structlog
from aiohttp import web_app
from talk import Talk, settings_for, talking

import bot
from talkroom import Talkroom

_numbers = count(1)


gc.set_threshold(
    100_000, 20, 20
)  # a bot and a room for every test: looked through as often as by default, it is a fifth of the time
os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", postgres.roomy())
structlog.configure(
    processors=[
        structlog.processors.add_log_level,
        structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
    ]
)  # the tracebacks it draws by itself take seconds each


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Of a conversation with many cases PostgreSQL gets the first: the rest are about words, not about databases."""
    seen: set[tuple[Path, str]] = set()
    left = [item for item in items if _is_one_more_case(item, seen)]
    items[:] = [item for item in items if item not in left]
    config.hook.pytest_deselected(items=left)


def _is_one_more_case(item: pytest.Item, seen: set[tuple[Path, str]]) -> bool:
    params = item.callspec.params if isinstance(item, pytest.Function) and hasattr(item, "callspec") else {}
    if params.get("loaded_url") != "postgresql" or item.path.parent.name not in {"handlers", "reminders"}:
        return False
    name = item.path, str(getattr(item, "originalname", item.name))
    more = name in seen
    seen.add(name)
    return more


@pytest.fixture(autouse=True)
def rooms_are_let_go() -> Iterator[None]:
    """aiohttp remembers the handlers of a thousand servers, and with them every room, bot and database of this run."""
    yield
    web_app._cached_build_middleware.cache_clear()


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    with postgres.cluster() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A new, empty database of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'bot.db'}"
    else:
        with _database(request.getfixturevalue("postgres_url")) as url:
            yield url


@pytest.fixture(scope="session")
def loaded_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("loaded") / "bot.db"
    _load(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def loaded_postgresql(postgres_url: str) -> str:
    _do(postgres_url, "CREATE DATABASE loaded")
    _load(postgres_url.format(name="loaded"))
    return "loaded"


@pytest.fixture(params=["sqlite", "postgresql"])
def loaded_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database of each kind with the conference and its papers in it, this test's own."""
    if request.param == "sqlite":
        copy = shutil.copy(request.getfixturevalue("loaded_sqlite"), tmp_path / "bot.db")
        yield f"sqlite:///{copy}"
    else:
        like = f"TEMPLATE {request.getfixturevalue('loaded_postgresql')} STRATEGY FILE_COPY"
        with _database(request.getfixturevalue("postgres_url"), like) as url:
            yield url


@pytest.fixture
def postgresql(request: pytest.FixtureRequest) -> Iterator[str]:
    """The same on PostgreSQL alone: what several processes share."""
    like = f"TEMPLATE {request.getfixturevalue('loaded_postgresql')} STRATEGY FILE_COPY"
    with _database(request.getfixturevalue("postgres_url"), like) as url:
        yield url


@pytest.fixture
async def room(loaded_url: str) -> AsyncIterator[Talkroom]:
    """A talk room that processes connect to, on each kind of database."""
    there = bot.furnished(settings_for(loaded_url))
    await there.start()
    yield there
    await there.stop()


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


@contextmanager
def _database(server: str, how: str = "") -> Iterator[str]:
    name = f"test_{next(_numbers)}"
    _do(server, f"CREATE DATABASE {name} {how}")
    yield server.format(name=name)
    _do(server, f"DROP DATABASE {name} WITH (FORCE)")  # a thousand of them would fill the disk


def _do(server: str, statement: str) -> None:
    with psycopg.connect(server.format(name="postgres"), autocommit=True) as connection:
        connection.execute(statement)
