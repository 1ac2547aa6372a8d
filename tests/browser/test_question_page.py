"""A question in the browser: while it is typed, an earlier answer that is alike comes up and is read over the form."""

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import BOT, HOFU, SECRETARIAT, YAMAGUCHI

pytestmark = pytest.mark.browser
ASKED = "システム標準化への移行に係る補助金の対象経費を教えてください。"
ANSWER = "交付要綱の別表２をご覧ください。"
TYPED = "標準化の補助金の対象になる経費は"


def answered(window):
    """One that all may read, with its answer."""
    town = window(YAMAGUCHI)
    town.type(f"/ask {ASKED}")
    town.modal.get_by_text("ほかの市町も").click()
    town.submit()
    expect(town.modal).to_contain_text("相談1 を受け付けました")
    town.modal.get_by_text("閉じる").click()
    desk = window(SECRETARIAT)
    desk.enter(BOT)
    expect(desk.messages.last).to_contain_text("新しい相談（相談1）")
    desk.press("回答する")
    desk.field("words").fill(ANSWER)
    desk.submit()
    expect(desk.modal).to_contain_text("相談1に回答しました。")
    desk.page.keyboard.press("Escape")
    expect(desk.modal).to_have_count(0)


def test_while_one_types_the_earlier_answer_comes_up_and_nothing_typed_is_lost(window):
    answered(window)
    town = window(HOFU)
    town.type("/ask")
    town.press("相談する")
    expect(town.modal).to_contain_text("似た相談の回答があれば、書いている間にここに出ます。")
    town.field("ask-text").press_sequentially(TYPED, delay=10)
    expect(town.modal).to_contain_text("似た相談に、回答があります。")

    town.modal.get_by_text("回答を読む").click()
    expect(town.modal).to_contain_text(ANSWER)
    town.modal.get_by_test_id("modal-cancel").click()
    expect(town.field("ask-text")).to_have_value(TYPED)
    town.field("kind").click()
    town.page.locator(".choice").get_by_text("標準化", exact=True).click()
    town.submit()

    expect(town.modal).to_contain_text("相談2 を受け付けました")
