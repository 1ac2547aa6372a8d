"""App Home of two people side by side: what one answers, the other sees at once."""

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import BOT, SECRETARIAT, YAMAGUCHI

pytestmark = pytest.mark.browser
SUBSIDY = "デジタル基盤改革支援補助金の申請締切"


def at_home(window, person):
    one = window(person)
    one.enter(BOT)
    one.page.get_by_test_id("home-tab").click()
    return one, one.page.get_by_test_id("home")


def test_what_a_town_taps_in_its_home_shows_on_the_secretariats_board_at_once(window):
    secretariat = window(SECRETARIAT)
    secretariat.type(f"/deadline 令和4年10月末 {SUBSIDY}")
    secretariat.press("この内容で登録する")
    secretariat, board = at_home(window, SECRETARIAT)
    expect(board).to_contain_text("済 0／まだ 19／対象外 0")
    _, own = at_home(window, YAMAGUCHI)
    expect(own).to_contain_text(f"{SUBSIDY}（山口市）")
    expect(own).to_contain_text("山口市の現況")

    own.get_by_text("済", exact=True).first.click()
    expect(board).to_contain_text("済 1／まだ 18／対象外 0")
    expect(own).not_to_contain_text(SUBSIDY)


def test_the_secretariat_asks_once_more_from_its_home_and_the_town_hears_of_it(window):
    secretariat, board = at_home(window, SECRETARIAT)
    board.get_by_text("ご確認のお願いを送る").first.click()
    expect(secretariat.modal).to_contain_text("次の18名の方に、すぐにお送りします。")
    secretariat.field("own").fill("国の期限が近づいています。")
    secretariat.submit()
    expect(secretariat.modal).to_contain_text("18名の方に、すぐにお送りします。")
    secretariat.modal.get_by_text("届いたかを見る").click()
    expect(secretariat.modal).to_contain_text("これから送るもの")
