"""Takes the README's pictures of the talk room: `make pictures`, or `python -m docs.pictures`."""  # noqa: INP001

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, expect

from tests.browser.visitor import BOT, SECRETARIAT, WITHOUT_CHROMIUM, YAMAGUCHI, Window, bot_running, chromium, launched

IMAGES = Path(__file__).parent / "images"
PICTURES = {
    "status-yamaguchi.png": ("/status 山口市", "22手続"),
    "status-standardization.png": ("/status 標準化", "計画立案フェーズ"),
}
WIDTH, HEIGHT = 1280, 900
HIDDEN = "log => log.scrollHeight - log.clientHeight"


def main() -> None:
    if not chromium():
        sys.exit(WITHOUT_CHROMIUM)
    IMAGES.mkdir(exist_ok=True)
    for file, (typed, told) in PICTURES.items():
        with TemporaryDirectory() as folder, bot_running(Path(folder)) as address, launched() as browser:
            take(browser, address, typed, told, IMAGES / file)
    with TemporaryDirectory() as folder, bot_running(Path(folder)) as address, launched() as browser:
        take_reminders(browser, address, IMAGES / "reminders-october.png")
    with TemporaryDirectory() as folder, bot_running(Path(folder)) as address, launched() as browser:
        take_round(browser, address, IMAGES / "round.png")


def take_round(browser: Browser, address: str, file: Path) -> None:
    """A round is asked for, and the form of one town stands filled with its last answer."""
    window = Window(browser.new_page(locale="ja-JP", viewport={"width": WIDTH, "height": HEIGHT}), address)
    window.speak_as(SECRETARIAT)
    window.type("/round オンライン化 10月末")
    window.press("この内容で開く")
    window.speak_as(YAMAGUCHI)
    window.enter(BOT)
    expect(window.messages.last).to_contain_text("ご回答をお願いします", timeout=20_000)
    window.press("報告する")
    expect(window.modal).to_contain_text("マイナポータル利用手続数", timeout=20_000)
    window.page.screenshot(path=file)
    sys.stdout.write(f"{file.relative_to(Path.cwd())}: {file.stat().st_size // 1024} kB\n")


def take_reminders(browser: Browser, address: str, file: Path) -> None:
    """The subsidy's reminders as they arrive in one town's direct messages, the clock moved through October 2022."""
    window = Window(browser.new_page(locale="ja-JP", viewport={"width": WIDTH, "height": HEIGHT}), address)
    window.speak_as(SECRETARIAT)
    window.type("/deadline 令和4年10月末 デジタル基盤改革支援補助金の申請締切")
    window.press("この内容で登録する")
    expect(window.messages.last).to_contain_text("新しい締切です", timeout=20_000)
    window.speak_as(YAMAGUCHI)
    window.enter(BOT)
    for day in ("9月30日", "10月17日", "10月26日"):
        window.page.locator(".clock-button").click()
        window.page.get_by_test_id("clock-next").click()
        expect(window.page.locator("#log .day").last).to_contain_text(day, timeout=20_000)
    window.page.mouse.move(0, 0)
    window.page.screenshot(path=file)
    sys.stdout.write(f"{file.relative_to(Path.cwd())}: {file.stat().st_size // 1024} kB\n")


def take(browser: Browser, address: str, typed: str, told: str, file: Path) -> None:
    """The whole answer to one line: where it is longer than the window, the window grows."""
    window = Window(browser.new_page(locale="ja-JP", viewport={"width": WIDTH, "height": HEIGHT}), address)
    window.speak_as(YAMAGUCHI)
    window.type(typed)
    expect(window.answer).to_contain_text(told)
    for chart in window.answer.get_by_test_id("chart").all():
        expect(chart.locator("svg").first).to_be_visible()
    hidden: int = window.page.locator("#log").evaluate(HIDDEN)
    window.page.set_viewport_size({"width": WIDTH, "height": HEIGHT + hidden})
    window.page.mouse.move(0, 0)
    window.page.screenshot(path=file)
    sys.stdout.write(f"{file.relative_to(Path.cwd())}: {file.stat().st_size // 1024} kB\n")


if __name__ == "__main__":
    main()
