"""Takes the README's pictures of the talk room: `make pictures`, or `python -m docs.pictures`."""  # noqa: INP001

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, expect

from tests.browser.visitor import WITHOUT_CHROMIUM, YAMAGUCHI, Window, bot_running, chromium, launched

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
