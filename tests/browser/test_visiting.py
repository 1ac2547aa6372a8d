"""What an app can do to a person, seen with an app by somebody else: modals, Home, files, shortcuts, pins."""

import json
import urllib.request
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import HOFU, ROOM, VISITOR, VISITORS_TOKEN, YAMAGUCHI

pytestmark = pytest.mark.browser
WITH_VISITOR = True


def fill_in(window, *, people):
    """Fill in the booking form."""
    window.field("room").click()
    window.page.get_by_role("option", name="小会議室（8人）").click()
    window.field("people").fill(people)
    window.field("day").fill("2022-10-31")


def test_a_wrong_field_is_told_at_its_place_and_what_was_typed_stays(window):
    """A form is opened by a command, submitted too early, submitted wrongly, corrected, and taken."""
    booking = window(YAMAGUCHI)
    booking.type("/reserve 連携会議")
    expect(booking.field("purpose")).to_have_value("連携会議")

    booking.submit()
    expect(booking.wrong("room")).to_have_text("選んでください。")
    fill_in(booking, people="9")
    booking.choose("equipment", "マイ")
    booking.submit()
    expect(booking.wrong("people")).to_have_text("小会議室は8人までです")
    expect(booking.field("people")).to_be_focused()
    expect(booking.field("purpose")).to_have_value("連携会議")
    expect(booking.field("day")).to_have_value("2022-10-31")

    booking.field("people").fill("8")
    booking.submit()
    expect(booking.page.get_by_test_id("modal")).to_have_count(0)
    booking.enter(VISITOR)
    booking.page.get_by_test_id("messages-tab").click()
    expect(booking.messages.last).to_contain_text("2022-10-31 小会議室 連携会議")
    expect(booking.messages.last).to_contain_text("multi_external_select: マイク")


def test_a_form_is_filled_in_with_the_keyboard_alone(window):
    booking = window(YAMAGUCHI)
    booking.type("/reserve")
    expect(booking.field("purpose")).to_be_focused()

    keyboard = booking.page.keyboard
    keyboard.type("打合せ")
    keyboard.press("Tab")
    keyboard.press("Enter")
    keyboard.press("ArrowDown")
    keyboard.press("Enter")
    expect(booking.field("room")).to_contain_text("小会議室")
    keyboard.press("Tab")
    keyboard.type("４")
    booking.field("day").fill("2022-11-01")
    booking.field("purpose").focus()
    keyboard.press("Control+Enter")
    expect(booking.page.get_by_test_id("modal")).to_have_count(0)


def test_what_was_typed_is_asked_after_before_a_form_is_thrown_away(window):
    booking = window(YAMAGUCHI)
    booking.type("/reserve")
    booking.field("purpose").fill("書きかけ")
    booking.page.keyboard.press("Escape")

    asking = booking.page.get_by_role("dialog").last
    expect(asking).to_contain_text("入力した内容は保存されません")
    asking.get_by_role("button").first.click()
    expect(booking.field("purpose")).to_have_value("書きかけ")

    booking.modal.get_by_test_id("modal-cancel").click()
    booking.page.get_by_role("dialog").last.get_by_role("button").last.click()
    expect(booking.page.get_by_test_id("modal")).to_have_count(0)


def test_a_second_screen_leads_back_to_the_form(window):
    booking = window(YAMAGUCHI)
    booking.type("/reserve")
    booking.field("purpose").fill("書きかけ")
    booking.modal.get_by_text("部屋の説明").click()
    expect(booking.modal).to_contain_text("大会議室：40人まで")

    booking.modal.get_by_test_id("modal-close").click()
    expect(booking.field("purpose")).to_have_value("書きかけ")
    booking.field("purpose").fill("")
    booking.page.keyboard.press("Escape")
    expect(booking.page.get_by_test_id("modal")).to_have_count(0)


def test_home_shows_what_is_the_persons_own_and_asks_before_it_is_thrown_away(window):
    booking, other = window(YAMAGUCHI), window(HOFU)
    for one in (booking, other):
        one.enter(VISITOR)
        one.page.get_by_test_id("home-tab").click()
        expect(one.page.get_by_test_id("home")).to_contain_text("あなたの予約")

    other.page.get_by_test_id("home").get_by_text("予約する", exact=True).click()
    other.field("purpose").fill("防府市の会")
    fill_in(other, people="2")
    other.submit()
    expect(other.page.get_by_test_id("home")).to_contain_text("防府市の会")
    expect(booking.page.get_by_test_id("home")).not_to_contain_text("防府市の会")

    other.page.get_by_test_id("home").get_by_text("すべて取り消す").click()
    other.page.get_by_test_id("confirm").get_by_text("取り消す", exact=True).click()
    expect(other.page.get_by_test_id("home")).to_contain_text("予約はまだありません。")


def test_a_file_goes_up_with_words_and_one_comes_down(window, tmp_path):
    sending, reading = window(YAMAGUCHI), window(HOFU)
    (tmp_path / "名簿.csv").write_text("山口市,1\n")
    sending.page.get_by_test_id("upload").first.set_input_files(tmp_path / "名簿.csv")
    expect(sending.page.get_by_test_id("tray-file")).to_contain_text("名簿.csv")
    sending.type("ご確認ください")

    answer = reading.messages.filter(has_text="受け取りました：名簿.csv（12バイト）").last
    expect(answer).to_be_visible()
    with reading.page.expect_download() as download:
        answer.get_by_test_id("file").click()
    assert "受領書.txt" == download.value.suggested_filename
    assert "受け取りました：名簿.csv（12バイト）" == Path(download.value.path()).read_text()


def test_an_image_is_shown_small_and_opened_large(window, tmp_path):
    sending = window(YAMAGUCHI)
    sending.page.screenshot(path=tmp_path / "画面.png")
    sending.page.get_by_test_id("upload").first.set_input_files(tmp_path / "画面.png")
    expect(sending.page.get_by_test_id("tray-file")).to_have_count(1)
    sending.type("この画面です")

    shown = sending.messages.filter(has_text="この画面です").locator("img").last
    expect(shown).to_be_visible()
    assert shown.evaluate("image => image.decode().then(() => image.naturalWidth > 0)")
    shown.click()
    expect(sending.page.get_by_test_id("viewer")).to_be_visible()
    sending.page.keyboard.press("Escape")
    expect(sending.page.get_by_test_id("viewer")).to_have_count(0)


def test_a_reaction_is_seen_by_the_other_and_the_app_pins_the_message(window):
    marking, reading = window(YAMAGUCHI), window(HOFU)
    reading.type("大事なお知らせです")
    message = marking.messages.filter(has_text="大事なお知らせです").last
    message.hover()
    message.get_by_test_id("react").click()
    marking.page.keyboard.type("pushpin")
    marking.page.keyboard.press("Enter")

    expect(reading.answer.get_by_test_id("reaction")).to_contain_text("1")
    expect(reading.answer.get_by_test_id("pinned")).to_be_visible()
    reading.page.get_by_test_id("pins").click()
    expect(reading.page.get_by_test_id("pin-list")).to_contain_text("大事なお知らせです")
    reading.page.keyboard.press("Escape")


def test_shortcuts_of_the_room_and_of_a_message_open_the_form(window):
    booking = window(YAMAGUCHI)
    booking.page.get_by_test_id("shortcut-menu").first.click()
    booking.page.get_by_text("会議室を予約する").click()
    expect(booking.field("purpose")).to_have_value("")
    booking.page.keyboard.press("Escape")
    expect(booking.page.get_by_test_id("modal")).to_have_count(0)

    booking.type("来月の打合せ")
    booking.answer.hover()
    booking.answer.get_by_test_id("message-menu").click()
    booking.page.get_by_text("予約に添える").click()
    expect(booking.field("purpose")).to_have_value("来月の打合せ")
    booking.page.keyboard.press("Escape")
    expect(booking.page.get_by_test_id("modal")).to_have_count(0)


def test_ones_own_words_are_edited_in_place(window):
    speaking, reading = window(YAMAGUCHI), window(HOFU)
    speaking.type("明日うかがいます")
    speaking.answer.hover()
    speaking.answer.get_by_test_id("message-menu").click()
    speaking.page.get_by_test_id("edit").click()
    editor = speaking.page.get_by_test_id("editor")
    editor.fill("あさってうかがいます")
    editor.press("Enter")

    expect(reading.messages.filter(has_text="あさってうかがいます")).to_contain_text("編集済み")


def test_a_menu_in_a_message_is_chosen_from_before_everybodys_eyes(window):
    choosing, reading = window(YAMAGUCHI), window(HOFU)
    choosing.type("/rooms")
    choosing.answer.get_by_test_id("action").first.click()
    choosing.page.get_by_role("option", name="談話室").click()

    expect(reading.messages.last).to_contain_text("談話室：4人まで")


def test_the_clock_goes_to_what_is_due_next(window, address):
    moving = window(YAMAGUCHI)
    moving.enter(ROOM)
    with urllib.request.urlopen(f"{address}room/state") as state:  # noqa: S310 – our own address
        now = json.load(state)["clock"]["now"]
    schedule(address, now)

    moving.page.locator(".clock-button").click()
    moving.page.get_by_test_id("clock-next").click()
    expect(moving.messages.last).to_contain_text("10時です")


def schedule(address, now):
    """The visiting app wants a message to be posted an hour later."""
    post_at = int(datetime.fromisoformat(now).timestamp()) + 3600
    said = {"channel": "C0CONFERENCE", "text": "10時です", "post_at": post_at}
    headers = {"Authorization": f"Bearer {VISITORS_TOKEN}", "Content-Type": "application/json"}
    request = urllib.request.Request(  # noqa: S310 – likewise
        f"{address}api/chat.scheduleMessage", json.dumps(said).encode(), headers
    )
    with urllib.request.urlopen(request) as answer:  # noqa: S310 – likewise
        assert json.load(answer)["ok"]
