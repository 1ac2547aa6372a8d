"""The subsidy's deadline from its registration to a tap, as two people see it while the clock is moved."""

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import BOT, ROOM, SECRETARIAT, YAMAGUCHI

pytestmark = pytest.mark.browser
SUBSIDY = "デジタル基盤改革支援補助金の申請締切"


def next_due(window):
    window.page.locator(".clock-button").click()
    window.page.get_by_test_id("clock-next").click()


def test_the_subsidys_reminders_arrive_until_the_town_has_answered(window):
    secretariat, town = window(SECRETARIAT), window(YAMAGUCHI)
    secretariat.type(f"/deadline 令和4年10月末 {SUBSIDY}")
    expect(secretariat.answer).to_contain_text("令和4年10月31日(月) 17:15 まで")
    secretariat.press("この内容で登録する")
    expect(town.messages.last).to_contain_text(f"新しい締切です：{SUBSIDY}", timeout=20_000)

    town.enter(BOT)
    next_due(secretariat)
    expect(town.messages.last).to_contain_text("開庁日であと20日", timeout=20_000)
    town.messages.last.get_by_text("済", exact=True).click()
    expect(town.messages.last).to_contain_text("「済」と記録しました")

    secretariat.enter(ROOM)
    secretariat.type("/deadline")
    expect(secretariat.answer).to_contain_text("済 1／対象外 0／まだ 18")


def test_a_moved_deadline_is_told_to_the_room_with_its_reason(window):
    secretariat, town = window(SECRETARIAT), window(YAMAGUCHI)
    secretariat.type("/deadline 令和4年11月1日 様式の提出")
    secretariat.press("この内容で登録する")
    expect(town.messages.last).to_contain_text("新しい締切です：様式の提出", timeout=20_000)
    secretariat.type("/deadline")
    secretariat.answer.get_by_text("日時を変える").first.click()
    secretariat.field("day").fill("2022-11-04")
    secretariat.field("reason").fill("国の期限が延びたため")
    secretariat.submit()

    expect(secretariat.page.get_by_test_id("modal")).to_have_count(0)
    town.enter(ROOM)
    moved = town.messages.filter(has_text="締切が変わりました").last
    expect(moved).to_contain_text("令和4年11月4日(金) 17:15 まで", timeout=20_000)
    expect(moved).to_contain_text("国の期限が延びたため")


def test_a_deadline_is_made_in_a_form_for_one_town_and_taken_into_a_calendar(window):
    secretariat, town = window(SECRETARIAT), window(YAMAGUCHI)
    secretariat.type("/deadline")
    secretariat.press("フォームで登録")
    secretariat.field("title").fill("様式の提出")
    secretariat.field("day").fill("2022-11-12")
    secretariat.choose("bodies", "やまぐち")
    secretariat.page.keyboard.press("Escape")
    secretariat.submit()
    expect(secretariat.modal).to_contain_text("この日は閉庁日（土曜日）です。")
    secretariat.modal.get_by_text("令和4年11月11日(金)にする").click()
    expect(secretariat.modal).to_contain_text("令和4年11月11日(金) 17:15 まで")
    secretariat.submit()
    expect(secretariat.modal).to_contain_text("様式の提出 を登録しました。")
    secretariat.modal.get_by_text("閉じる").click()

    town.enter(ROOM)
    expect(town.messages.last).to_contain_text("新しい締切です")  # else it may come between question and answer
    town.type("/deadline カレンダー")
    expect(town.answer).to_contain_text("ボットとの1対1の画面にお送りしました。", timeout=20_000)
    town.enter(BOT)
    expect(town.messages.last.get_by_text("締切カレンダー")).to_be_visible()
