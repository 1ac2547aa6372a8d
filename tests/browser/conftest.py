"""Windows on a talk room of the real bot. Without a Chromium each journey is skipped."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.visitor import ROOM, WITHOUT_CHROMIUM, Window, bot_running, chromium, launched, with_visitor

expect.set_options(timeout=15_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if chromium():
        return
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason=f"{item.name}: {WITHOUT_CHROMIUM}"))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as browser:
        yield browser


@pytest.fixture(scope="module")
def address(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the bot's talk room is open, a new one for each file of journeys; with the visitor where it is awaited."""
    running = with_visitor if getattr(request.module, "WITH_VISITOR", False) else bot_running
    with running(tmp_path_factory.mktemp("bot")) as address:
        yield address


@pytest.fixture(scope="module")
def desks() -> dict[str, Window]:
    """The windows of the people who were here before: opening one takes a second."""
    return {}


@pytest.fixture
def window(browser: Browser, address: str, desks: dict[str, Window]) -> Iterator[Callable[..., Window]]:
    """Opens windows: `window(YAMAGUCHI)` as that person, `window()` anew. Nothing may have gone wrong in any."""
    opened: list[Window] = []

    def open_window(person: str = "", **options: object) -> Window:
        if person in desks:
            opened.append(desks[person])
            opened[-1].enter(ROOM)
            return opened[-1]
        opened.append(Window(browser.new_context(locale="ja-JP", **options).new_page(), address))
        if person:
            opened[-1].speak_as(person)
            desks[person] = opened[-1]
        return opened[-1]

    yield open_window
    assert [] == [trouble for one in opened for trouble in one.troubles]
