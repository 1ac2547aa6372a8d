"""Visits the talk room as a newcomer does: the bot from its one command, its page in the system's Chromium."""

import os
import re
import select
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Dialog, Locator, Page, expect, sync_playwright

ROOT = Path(__file__).parents[2]
ROOM, BOT = "連携会議トークルーム", "進捗ボット"
VISITOR, VISITORS_TOKEN = "会議室予約", "xoxb-talkroom-2"
LINE_LOST = "Failed to check the current session"  # the SDK's word for a lost line, which it opens anew by itself
WITHOUT_CHROMIUM = "no Chromium on this machine"
SECRETARIAT = "事務局 行政DX推進班"
YAMAGUCHI, HOFU, IWAKUNI = "山口市 情報政策担当", "防府市 情報政策担当", "岩国市 情報政策担当"
_NAMES = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)


def chromium() -> str | None:
    """Where Chromium is: CHROMIUM says so, or it is found under one of its usual names."""
    chosen = os.environ.get("CHROMIUM")
    return next(filter(None, map(shutil.which, [chosen] if chosen else _NAMES)), None)


@contextmanager
def launched() -> Iterator[Browser]:
    """A headless Chromium. While it is there no other event loop can run in this thread, so it is not kept for long."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=_FLAGS)
        yield browser
        browser.close()


@contextmanager
def bot_running(folder: Path, **settings: str) -> Iterator[str]:
    """`python bot.py` without any token, on a new database: the address it tells. SIGTERM must end it cleanly."""
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "TALKROOM_PORT": "0",
        "DATABASE_URL": f"sqlite:///{folder / 'bot.db'}",
        **settings,
    }
    command = [sys.executable, str(ROOT / "bot.py")]
    with (
        (folder / "log").open("w+", encoding="utf-8") as log,
        subprocess.Popen(  # noqa: S603 – our own bot
            command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=log, encoding="utf-8"
        ) as process,
    ):
        try:
            yield _address(process, log.name)
            process.terminate()
            code = process.wait(timeout=15)
        finally:
            process.kill()
        log.seek(0)
        told = log.read()
        assert code == 0, told
        wrong = [line for line in told.splitlines() if '"level": "error"' in line and LINE_LOST not in line]
        assert [] == wrong


@contextmanager
def with_visitor(folder: Path) -> Iterator[str]:
    """The same with an app by somebody else in the room, in a process of its own."""
    here = Path(__file__).parent.parent
    with bot_running(folder, TALKROOM_APPS=str(here / "visiting_app.yaml")) as address:
        environment = {
            **os.environ,
            "SLACK_BOT_TOKEN": VISITORS_TOKEN,
            "SLACK_APP_TOKEN": "xapp-talkroom-2",
            "SLACK_API_URL": f"{address}api/",
            "PYTHONUNBUFFERED": "1",
        }
        command = [sys.executable, str(here / "visiting_app.py")]
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) as process:  # noqa: S603 – likewise
            try:
                _until_connected(process)
                yield address
            finally:
                process.kill()


def _until_connected(process: subprocess.Popen[bytes]) -> None:
    """Bolt says on its first line that the app runs."""
    if not process.stdout or not select.select([process.stdout], [], [], 20)[0]:
        raise RuntimeError("the visiting app says nothing")
    process.stdout.readline()


def _address(process: subprocess.Popen[str], log: str) -> str:
    """The address in the bot's first line, a newcomer's only way to know it."""
    line = process.stdout.readline() if process.stdout and select.select([process.stdout], [], [], 20)[0] else ""
    if address := re.search(r"http://127\.0\.0\.1:\d+/", line):
        return address[0]
    raise RuntimeError(f"the bot tells no address: {line}{Path(log).read_text(encoding='utf-8')}")


class Window:
    """One window of the browser, in which one person at a time speaks."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self._asked_after = ""
        self.requests: list[str] = []
        self.troubles: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.on("dialog", self._asked)
        page.on("console", lambda said: self._heard(said.type, said.text))
        page.goto(address)
        self._wait()

    @property
    def switcher(self) -> Locator:
        return self.page.get_by_test_id("person-switcher")

    @property
    def composer(self) -> Locator:
        return self.page.get_by_test_id("composer").first

    @property
    def thread(self) -> Locator:
        return self.page.get_by_test_id("thread")

    @property
    def messages(self) -> Locator:
        """The messages of the room, without those of the thread beside it."""
        return self.page.locator("#log").get_by_test_id("message")

    @property
    def answer(self) -> Locator:
        """The newest message since the last line was typed here."""
        earlier = f'[data-ts="{self._asked_after}"] ~ ' if self._asked_after else ""
        return self.page.locator(f"#log {earlier}[data-testid=message]").last

    @property
    def modal(self) -> Locator:
        """The modal on top."""
        return self.page.get_by_test_id("modal").last

    def field(self, block_id: str) -> Locator:
        """The control of that input in the modal on top."""
        return self.modal.locator(f'[data-block-id="{block_id}"][data-testid="field"]')

    def wrong(self, block_id: str) -> Locator:
        """What is said to be wrong with that input."""
        return self.modal.locator(f'[data-block="{block_id}"]').get_by_test_id("field-error")

    def choose(self, block_id: str, words: str) -> None:
        """Open a select, type to narrow it, and take the first that is left."""
        self.field(block_id).click()
        self.page.keyboard.type(words)
        expect(self.page.locator(".choice")).to_have_count(1)
        self.page.keyboard.press("Enter")

    def submit(self) -> None:
        self.modal.get_by_test_id("modal-submit").click()

    def speak_as(self, person: str) -> None:
        """Choose the person by typing their name."""
        self.switcher.click()
        self.page.keyboard.type(person)
        self.page.keyboard.press("Enter")
        expect(self.switcher).to_contain_text(person)
        self._wait()

    def type(self, text: str) -> None:
        """Type a line in the room and send it."""
        self._asked_after = self.messages.evaluate_all("said => said.at(-1)?.dataset.ts ?? ''")
        _typed(self.composer, text)

    def reply(self, text: str) -> None:
        """The same in the thread."""
        _typed(self.thread.get_by_test_id("composer"), text)

    def press(self, label: str) -> None:
        """Press that button of the newest message."""
        self.button(label).click()

    def button(self, label: str) -> Locator:
        return self.answer.get_by_test_id("action").get_by_text(label, exact=True)

    def enter(self, room: str) -> None:
        self.page.get_by_test_id("room").filter(has_text=room).click()
        expect(self.page.locator("#room-name")).to_contain_text(room)
        self._wait()

    def _wait(self) -> None:
        """Until the room is open and what was said in it is shown."""
        self._asked_after = ""
        expect(self.switcher).not_to_be_empty()
        expect(self.page.locator("#log")).not_to_have_attribute("aria-busy", "true")

    def _asked(self, dialog: Dialog) -> None:
        self.troubles.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _heard(self, kind: str, text: str) -> None:
        refused = "status of 422" in text  # a refused typing: the browser notes it, the page says why
        if kind in {"error", "warning"} and not refused:
            self.troubles.append(text)


def _typed(composer: Locator, text: str) -> None:
    composer.fill(text)
    composer.press("Enter")
    expect(composer).to_have_value("")
