"""Everything is within reach: on a telephone, and without a mouse."""

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import BOT, HOFU, IWAKUNI, ROOM, YAMAGUCHI

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 375, "height": 740}, "has_touch": True, "is_mobile": True}
TO_THE_SIDE = "element => element.scrollWidth - element.clientWidth"


def scrolls_sideways(window):
    """What of the page, the room or the thread can be pushed sideways, in pixels."""
    return sum(window.page.locator(part).evaluate(TO_THE_SIDE) for part in ("html", "body", "#log", "#thread"))


def test_the_drawer_of_a_telephone_holds_the_rooms_and_the_people(window):
    """Opened by its button, closed by Escape, by the shade or by a choice."""
    phone = window(**PHONE)
    drawer = phone.page.locator("#sidebar")
    menu = phone.page.locator("#open-drawer")
    expect(drawer).not_to_be_in_viewport()

    menu.tap()
    expect(drawer.get_by_test_id("room").first).to_be_in_viewport()
    phone.page.keyboard.press("Escape")
    expect(drawer).not_to_be_in_viewport()
    expect(menu).to_be_focused()

    menu.tap()
    phone.speak_as(IWAKUNI)
    expect(drawer).not_to_be_in_viewport()
    menu.tap()
    drawer.get_by_test_id("room").filter(has_text=BOT).tap()
    expect(phone.page.locator("#room-name")).to_have_text(BOT)
    expect(drawer).not_to_be_in_viewport()


def test_a_wide_table_scrolls_in_its_own_box_on_a_telephone(window):
    """The last column is reached, the names of the rows stay, and the page does not move sideways."""
    phone = window(**PHONE)
    phone.type("/status 標準化")
    table = phone.answer.get_by_test_id("data-table")
    row = table.locator("tbody tr").first
    expect(phone.answer.get_by_role("heading", name="市町の現況")).to_be_in_viewport()

    row.locator("td").last.scroll_into_view_if_needed()

    expect(row.locator("td").last).to_be_in_viewport()
    expect(row.locator("th")).to_be_in_viewport(ratio=1)
    expect(phone.composer).to_be_in_viewport(ratio=1)
    assert table.locator("xpath=..").evaluate(TO_THE_SIDE) > 0
    assert 0 == scrolls_sideways(phone)


def test_a_card_its_buttons_and_its_thread_fit_a_telephone(window):
    """Whatever can be pressed lies between the edges of the screen."""
    phone = window(**PHONE)
    phone.type("@進捗ボット 状況 山口市")
    phone.answer.get_by_test_id("replies").tap()
    buttons = phone.thread.get_by_test_id("action")
    expect(buttons.first).to_be_visible()

    for button in buttons.all():
        button.scroll_into_view_if_needed()
        expect(button).to_be_in_viewport(ratio=1)
    expect(phone.thread.get_by_test_id("composer")).to_be_in_viewport(ratio=1)
    assert 0 == scrolls_sideways(phone)

    phone.page.get_by_test_id("close-thread").tap()
    expect(phone.composer).to_be_in_viewport(ratio=1)
    phone.type("/help")
    expect(phone.answer).to_contain_text("/status")
    assert 0 == scrolls_sideways(phone)


def test_a_question_is_asked_and_answered_with_the_keyboard_alone(window):
    """Type, step back to the button, press it; the focus stays in the answer and is always seen."""
    person = window(HOFU)
    keys = person.page.keyboard
    expect(person.composer).to_be_focused()
    keys.type("/status 山口")
    keys.press("Enter")
    expect(person.button("山口市")).to_be_visible()

    keys.press("Shift+Tab")
    expect(person.button("山口市")).to_be_focused()
    assert person.button("山口市").evaluate("button => button.matches(':focus-visible')")
    expect(person.button("山口市")).to_have_css("outline-style", "solid")
    keys.press("Enter")

    expect(person.answer).to_contain_text("22手続")
    assert person.answer.evaluate("message => message.contains(document.activeElement)")
    keys.press("Tab")
    expect(person.answer.get_by_test_id("action").first).to_be_focused()
    expect(person.answer.get_by_test_id("action").first).to_be_in_viewport()


def test_rooms_people_and_the_composer_are_reached_with_the_keyboard_alone(window):
    """Ctrl+K to the rooms, arrows between them, Tab to the person, and the first link of the page to the composer."""
    person = window(YAMAGUCHI)
    keys = person.page.keyboard
    keys.press("Control+k")
    expect(person.page.get_by_test_id("room").first).to_be_focused()
    keys.press("ArrowDown")
    keys.press("Enter")
    expect(person.page.locator("#room-name")).to_have_text(BOT)

    keys.press("Alt+ArrowUp")
    expect(person.page.locator("#room-name")).to_contain_text(ROOM)

    keys.press("Control+k")
    keys.press("Tab")
    keys.press("Tab")
    expect(person.switcher).to_be_focused()
    keys.press("Enter")
    keys.type("防府")
    keys.press("Enter")
    expect(person.switcher).to_contain_text(HOFU)

    person.switcher.focus()
    for _ in range(3):
        keys.press("Shift+Tab")
    skip = person.page.get_by_role("link", name="入力欄へ移動")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    keys.press("Enter")
    expect(person.composer).to_be_focused()
