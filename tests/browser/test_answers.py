"""Answers one works with: tables, charts, buttons, questions back – and text that tries to be more than text."""

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import HOFU, IWAKUNI, YAMAGUCHI

pytestmark = pytest.mark.browser

MUNICIPALITIES = 19


def test_a_theme_shows_every_municipality_and_says_what_is_unknown(window):
    """The table has a row for each of the 19, with 不明 where the papers are silent, and a chart of what they tell."""
    visitor = window(YAMAGUCHI)
    visitor.type("/status 標準化")
    rows = visitor.answer.get_by_test_id("data-table").locator("tbody tr")
    expect(rows).to_have_count(MUNICIPALITIES)

    unheard = rows.filter(has_text="宇部市").locator("td").all_inner_texts()
    everything = rows.locator("td").all_inner_texts()

    assert {"不明"} == set(unheard)
    assert not {"0", "", "-", "―"} & set(everything)
    expect(rows.filter(has_text="山口市")).to_contain_text("計画立案フェーズ")
    expect(visitor.answer).to_contain_text("令和4年7月末時点")
    expect(visitor.answer.get_by_test_id("chart").locator("svg[role=img]").first).to_be_visible()


def test_a_table_is_sorted_by_its_head(window):
    """Ascending, descending, as it came; what is unknown stands last both ways."""
    visitor = window(YAMAGUCHI)
    visitor.type("/status 標準化")
    table = visitor.answer.get_by_test_id("data-table")
    head = table.get_by_role("columnheader", name="対象業務")
    names = table.locator("tbody th")
    expect(names.first).to_have_text("下関市")

    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "ascending")
    expect(names.first).to_have_text("田布施町")
    expect(table.locator("tbody tr").last).to_contain_text("不明")

    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "descending")
    expect(names.first).not_to_have_text("田布施町")
    expect(table.locator("tbody tr").last).to_contain_text("不明")

    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "none")
    expect(names.first).to_have_text("下関市")


def test_a_button_leads_on_in_place(window):
    """From the card to the table of all, to the whole prefecture: one message, read from its head each time."""
    visitor = window(IWAKUNI)
    visitor.type("/status 山口市")
    expect(visitor.answer).to_contain_text("22手続")
    before = visitor.messages.count()

    visitor.press("標準化：全市町")
    expect(visitor.answer.get_by_test_id("data-table").locator("tbody tr")).to_have_count(MUNICIPALITIES)
    expect(visitor.answer.locator(".author")).to_be_in_viewport()

    visitor.press("県全体")
    expect(visitor.answer).to_contain_text("48.9")
    expect(visitor.answer).to_contain_text("70手続")
    expect(visitor.answer.locator(".author")).to_be_in_viewport()
    expect(visitor.messages).to_have_count(before)


def test_a_name_that_fits_two_is_asked_back_and_a_press_answers(window):
    """山口 is a city and a prefecture."""
    visitor = window(HOFU)
    visitor.type("/status 山口")
    expect(visitor.button("山口県")).to_be_visible()

    visitor.press("山口市")

    expect(visitor.answer).to_contain_text("22手続")


def test_a_typing_error_is_offered_what_was_meant(window):
    """下松氏 is 下松市, and never 下関市 or 上関町."""
    visitor = window(HOFU)
    visitor.type("/status 下松氏")
    expect(visitor.answer).to_contain_text("下松氏")
    expect(visitor.button("下関市")).to_have_count(0)

    visitor.press("下松市")

    expect(visitor.answer).to_contain_text("下松市の現況")


def test_help_shows_what_can_be_typed(window):
    """/help, and nothing behind /status, both tell how to ask."""
    visitor = window(HOFU)
    for asked in ("/help", "/status"):
        visitor.type(asked)
        expect(visitor.answer).to_contain_text("/status 標準化")
        expect(visitor.answer).to_contain_text("/help")


def test_an_unknown_command_is_refused_and_stays_where_it_was_typed(window):
    """Nothing typed is lost, and the reason stands below it."""
    visitor = window(HOFU)

    visitor.composer.fill("/statsu 山口市")
    visitor.composer.press("Enter")

    expect(visitor.page.get_by_test_id("problem").first).to_contain_text("/statsu")
    expect(visitor.composer).to_have_value("/statsu 山口市")


def test_what_people_type_stays_text(window):
    """It is quoted letter for letter in the answer: no element, no mention, no bold letter is made of it."""
    visitor = window(HOFU)
    for typed in ("<img/src=x/onerror=alert(1)>", "<!channel>", "<@U0352063>", "*x*", "&lt;b&gt;", "ほげほげ"):
        visitor.type(f"/status {typed}")

        quoted = visitor.answer.get_by_text(f"「{typed}」")
        expect(quoted).to_be_visible()
        expect(quoted.locator("img, strong, .mention")).to_have_count(0)


def test_hostile_words_to_everybody_stay_words(window):
    """A message in the room keeps every angle bracket; nobody is called and nothing is run."""
    speaker, hearer = window(HOFU), window(YAMAGUCHI)
    hostile = "<img src=x onerror=alert(1)> <!channel> <script>alert(1)</script> \"' &amp;"

    speaker.type(hostile)

    for one in (speaker, hearer):
        expect(one.answer.get_by_text(hostile, exact=True)).to_be_visible()
        expect(one.answer.locator("img, script, .mention")).to_have_count(0)
    speaker.type(f"/status {hostile} *x*")
    expect(speaker.answer).to_contain_text("<img")
    expect(speaker.answer.locator("img, script, .mention")).to_have_count(0)
