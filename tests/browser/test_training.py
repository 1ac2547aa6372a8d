"""Training: a fault is switched on and its end is seen, the room begins anew, and no foreign script ever runs."""

import json
import urllib.error
import urllib.request

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import HOFU, ROOM, VISITORS_TOKEN, YAMAGUCHI

pytestmark = pytest.mark.browser
WITH_VISITOR = True


def fault(window, name):
    """The switch of that fault, in the open panel."""
    return window.page.locator(f'[data-testid="fault"][data-name="{name}"]')


def switch(window, name):
    window.page.get_by_test_id("training").click()
    fault(window, name).click()
    expect(fault(window, name)).to_be_checked()
    window.page.keyboard.press("Escape")


def test_an_outage_is_switched_on_seen_by_all_and_switched_off(window):
    training, working = window(YAMAGUCHI), window(HOFU)
    switch(training, "outage")

    for one in (training, working):
        expect(one.page.get_by_test_id("training-bar")).to_contain_text("全面停止")
        expect(one.page.get_by_test_id("stopped")).to_have_count(2)
    working.composer.fill("/rooms")
    working.composer.press("Escape")
    working.composer.press("Enter")
    expect(working.page.get_by_test_id("problem").first).to_contain_text("今、動いていません")
    expect(working.composer).to_have_value("/rooms")

    training.page.get_by_test_id("stop-training").click()
    expect(working.page.get_by_test_id("training-bar")).to_be_hidden()
    for one, answer in ((working, "部屋を選ぶ"), (training, "山口市")):
        expect(one.page.get_by_test_id("stopped")).to_have_count(0, timeout=30_000)
        one.composer.fill("/rooms" if one is working else "/status 山口市")
        one.composer.press("Enter")
        expect(one.messages.last).to_contain_text(answer)


def test_a_fault_ends_by_itself_after_its_times(window, address):
    training = window(YAMAGUCHI)
    switch(training, "error_before")

    assert 500 == say(address, "一回目")
    expect(training.page.get_by_test_id("training-bar")).to_be_hidden()
    assert 200 == say(address, "二回目")
    expect(training.messages.last).to_contain_text("二回目")


def say(address, text):
    """The visiting app posts; the status it is answered with."""
    headers = {"Authorization": f"Bearer {VISITORS_TOKEN}", "Content-Type": "application/json"}
    body = json.dumps({"channel": "C0CONFERENCE", "text": text}).encode()
    request = urllib.request.Request(f"{address}api/chat.postMessage", body, headers)  # noqa: S310 – our own address
    try:
        with urllib.request.urlopen(request) as answer:  # noqa: S310 – likewise
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


ATTACKS = """
() => {
  window.ran = [];
  const add = (tag, change) => { const node = document.createElement(tag); change(node); document.body.append(node); };
  add("script", (node) => { node.textContent = "window.ran.push('inline')"; });
  add("script", (node) => { node.src = "data:text/javascript,window.ran.push('data')"; });
  add("script", (node) => { node.src = "http://127.0.0.1:9/evil.js"; });
  add("div", (node) => { node.innerHTML = '<img src="data:," onerror="window.ran.push(1)">'; });
  add("iframe", (node) => { node.srcdoc = "<script>parent.ran.push('frame')</script>"; });
  add("a", (node) => { node.href = "javascript:window.ran.push('link')"; node.click(); });
}
"""


def test_injected_script_does_not_run(browser, address):
    """Even if somebody found a way to put markup into the page, the policy keeps it from running."""
    page = browser.new_page()
    refused = []
    page.on("console", lambda said: refused.append(said.text) if "Content Security Policy" in said.text else None)
    page.goto(address)
    expect(page.get_by_test_id("composer").first).to_be_visible()
    page.evaluate(ATTACKS)
    page.wait_for_function("() => document.querySelectorAll('iframe').length")
    for _ in range(3):
        page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")

    assert [] == page.evaluate("() => window.ran")
    assert 4 <= len(refused)
    page.close()


def test_hostile_words_and_names_stay_words(window, tmp_path):
    attacked = window(YAMAGUCHI)
    attacked.page.evaluate("() => { window.ran = []; }")
    hostile = "<img src=x onerror=window.ran.push(1)>"
    (tmp_path / f"{hostile.replace('/', '')}.txt").write_text("?")
    attacked.page.get_by_test_id("upload").first.set_input_files(tmp_path / f"{hostile}.txt")
    expect(attacked.page.get_by_test_id("tray-file")).to_have_count(1)
    attacked.type(f"{hostile} <script>window.ran.push(2)</script>")
    expect(attacked.messages.last).to_contain_text(hostile)
    attacked.type("/reserve " + hostile)
    expect(attacked.field("purpose")).to_have_value(hostile)
    attacked.page.keyboard.press("Escape")

    assert [] == attacked.page.evaluate("() => window.ran")


def test_the_room_begins_anew_in_every_window(window):
    training, working = window(YAMAGUCHI), window(HOFU)
    training.type("練習の発言です")
    expect(working.messages.last).to_contain_text("練習の発言です")
    training.page.locator(".clock-button").click()
    training.page.get_by_text("1日進める").click()
    expect(working.page.get_by_test_id("clock")).to_contain_text("9月9日")

    training.page.get_by_test_id("training").click()
    training.page.get_by_test_id("reset").click()
    training.page.get_by_role("dialog").last.get_by_role("button").last.click()

    for one in (training, working):
        expect(one.page.locator("#room-name")).to_contain_text(ROOM)
        expect(one.page.get_by_test_id("clock")).to_contain_text("9月8日")
        expect(one.messages).to_have_count(0)
    training.type("/status 山口市")
    expect(training.answer).to_contain_text("山口市")
