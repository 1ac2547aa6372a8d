"""A newcomer's first minutes in the talk room."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import BOT, HOFU, YAMAGUCHI

pytestmark = pytest.mark.browser


def test_a_newcomer_is_told_what_to_type_and_reads_where_yamaguchi_stands(window):
    """From the empty room to the card: every figure with its as-of date and 資料 number, and for their eyes only."""
    newcomer, neighbour = window(), window(HOFU)
    expect(newcomer.page.get_by_test_id("empty")).to_contain_text("/status 山口市")

    newcomer.speak_as(YAMAGUCHI)
    newcomer.composer.press_sequentially("/s")
    expect(newcomer.page.get_by_role("option").filter(has_text="/status")).to_be_visible()
    newcomer.composer.press("Tab")
    expect(newcomer.composer).to_have_value("/status ")
    newcomer.page.keyboard.type("山口市")
    newcomer.page.keyboard.press("Enter")

    for words in ("計画立案フェーズ", "令和4年7月末時点", "22手続", "資料３ 6頁", "不明", "48.9"):
        expect(newcomer.answer).to_contain_text(words)
    expect(newcomer.answer.get_by_text("山口市の現況")).to_be_in_viewport()
    expect(newcomer.answer.get_by_test_id("only-you")).to_be_visible()
    expect(newcomer.page.get_by_test_id("empty")).to_have_count(0)

    newcomer.type("読めました")
    expect(neighbour.messages).to_contain_text(["読めました"])


def test_the_word_that_a_newcomer_is_offered_can_be_pressed(window):
    """The example of the empty room goes into the composer, ready to be sent."""
    newcomer = window(YAMAGUCHI)
    newcomer.enter(BOT)

    newcomer.page.get_by_test_id("empty").get_by_role("button").click()

    expect(newcomer.composer).to_have_value("/status 山口市")
    expect(newcomer.composer).to_be_focused()
    newcomer.composer.press("Enter")
    expect(newcomer.answer).to_contain_text("22手続")


def test_no_request_leaves_the_machine(window):
    """A whole visit – card, table, chart, thread, direct message – asks 127.0.0.1 for everything."""
    visitor = window()
    visitor.speak_as(YAMAGUCHI)
    visitor.type("/status 標準化")
    expect(visitor.answer.get_by_test_id("chart")).to_be_visible()
    visitor.type("@進捗ボット 状況 山口市")
    visitor.answer.get_by_test_id("replies").click()
    expect(visitor.thread).to_contain_text("22手続")
    visitor.enter(BOT)
    visitor.type("使い方")
    expect(visitor.answer).to_contain_text("/status")

    asked = [urlsplit(url) for url in visitor.requests]

    assert {"/page/style.css", "/page/main.js"} < {url.path for url in asked}
    assert any(url.path.endswith("/live") for url in asked)
    assert {"127.0.0.1"} == {url.hostname for url in asked if url.scheme != "data"}


def test_the_clock_is_moved_to_a_later_day(window):
    """The figures that the later day knows appear; both windows show the new time."""
    visitor, other = window(YAMAGUCHI), window(YAMAGUCHI)
    visitor.page.get_by_test_id("clock").click()
    visitor.page.get_by_role("option", name="日時を選んで進める").click()
    visitor.page.get_by_test_id("moment").fill("2023-04-03T09:00")
    visitor.page.get_by_role("button", name="進める", exact=True).click()

    for each in (visitor, other):
        expect(each.page.get_by_test_id("clock")).to_contain_text("令和5年4月3日(月)")
    visitor.type("/status カード")
    expect(visitor.answer).to_contain_text("72.6％")
