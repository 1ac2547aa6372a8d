"""Several people, several windows: threads, live messages, and what is said to the bot alone."""

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import BOT, HOFU, ROOM, YAMAGUCHI

pytestmark = pytest.mark.browser


def test_a_mention_is_answered_in_its_thread_before_everybodys_eyes(window):
    """Two people in two windows see the question, the bot's answer and one another's replies as they come."""
    asking, reading = window(YAMAGUCHI), window(HOFU)

    asking.type("@進捗ボット 状況 山口市")

    for one in (asking, reading):
        expect(one.answer.locator(".mention")).to_have_text("@進捗ボット")
        expect(one.answer.get_by_test_id("replies")).to_contain_text("1件の返信")
        one.answer.get_by_test_id("replies").click()
        expect(one.thread.get_by_test_id("message").last).to_contain_text("22手続")
        expect(one.thread.get_by_test_id("only-you")).to_have_count(0)

    reading.reply("参考になりました")
    expect(asking.thread.get_by_test_id("message").last).to_contain_text("参考になりました")
    expect(asking.answer.get_by_test_id("replies")).to_contain_text("2件の返信")

    asking.page.get_by_test_id("close-thread").click()
    expect(asking.thread).to_be_hidden()


def test_what_is_said_elsewhere_is_counted_until_it_is_read(window):
    """Who is in another room sees how much they missed."""
    away, speaking = window(YAMAGUCHI), window(HOFU)
    away.enter(BOT)

    speaking.type("お昼のあとに集まりましょう")
    expect(away.page.get_by_test_id("unread")).to_contain_text("1")

    away.enter(ROOM)
    expect(away.answer).to_contain_text("お昼のあとに")
    expect(away.page.get_by_test_id("unread")).to_have_count(0)


def test_a_direct_message_is_answered_for_that_person_alone(window):
    """In the room with the bot a sentence is enough, and others have a room of their own."""
    asking, other = window(YAMAGUCHI), window(HOFU)
    for one in (asking, other):
        one.enter(BOT)

    asking.type("状況 標準化")
    expect(asking.answer.get_by_test_id("data-table").locator("tbody tr")).to_have_count(19)

    other.type("状況 防府市")
    expect(other.answer).to_contain_text("54.6")
    expect(other.messages).to_have_count(2)
