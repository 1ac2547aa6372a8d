"""A note in the browser: written, kept from what was said, and read by another municipality."""

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import HOFU, YAMAGUCHI

pytestmark = pytest.mark.browser
TITLE = "窓口の待ち時間を半分にした"


def test_a_note_is_written_and_read_elsewhere(window):
    town = window(YAMAGUCHI)
    town.type("/note 書く")
    town.field("title").fill(TITLE)
    town.field("body-0").fill("発券機を入れました。\n*太字* <!channel>")
    town.submit()
    expect(town.modal).to_contain_text("ノートを残しました")
    town.modal.get_by_role("button", name="閉じる").last.click()

    other = window(HOFU)
    other.type("/note 検索 発券機")
    expect(other.answer).to_contain_text(TITLE)
    expect(other.answer).to_contain_text("外部への公開厳禁")
    other.press("読む")
    expect(other.answer).to_contain_text("*太字* <!channel>")
    other.press("参考になった")
    expect(other.answer).to_contain_text("参考になった：1人")


def test_what_was_said_is_kept_from_its_menu(window):
    town = window(YAMAGUCHI)
    town.type("窓口で聞いた話です。発券機の色は青がよい。")
    said = town.messages.last
    expect(said).to_contain_text("発券機の色")
    said.hover()
    said.get_by_role("button").last.click()
    town.page.get_by_text("ノートに残す").last.click()
    expect(town.field("body-0")).to_have_value("窓口で聞いた話です。発券機の色は青がよい。")
    expect(town.modal).to_contain_text("元の発言")
    town.field("title").fill("発券機の色")
    town.submit()
    expect(town.modal).to_contain_text("ノートを残しました")
