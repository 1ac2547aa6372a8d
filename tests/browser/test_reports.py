"""A report in the browser: the form of a round is filled in, mended at the field, and stored."""

from contextlib import closing
from datetime import date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import expect

import bot
from domain.calendar import TOKYO
from domain.deadline import Deadline
from domain.model import AsOf
from domain.round import Round
from storage import deadlines, rounds
from storage.database import open_database
from tests.browser.visitor import YAMAGUCHI, bot_running

pytestmark = pytest.mark.browser
TITLE = "標準化の照会（9月末）"
NOW = datetime(2022, 9, 8, 9, 0, tzinfo=TOKYO)
DUE = datetime(2022, 10, 31, 17, 15, tzinfo=TOKYO)
SEPTEMBER = AsOf(date(2022, 9, 30), date(2022, 9, 30), "day")


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """The bot's talk room, with a round open before it starts."""
    folder = tmp_path_factory.mktemp("bot")
    open_round(folder)
    with bot_running(folder) as there:
        yield there


def open_round(folder: Path) -> None:
    settings = bot.Settings(_env_file=None, database_url=f"sqlite:///{folder / 'bot.db'}")
    with bot.opened(settings):
        pass
    with closing(open_database(settings.database_url)) as database, database.begin() as db:
        asked = rounds.open_(db, bot.CONFERENCE, Round("", "standardization", TITLE, SEPTEMBER, opened_at=NOW))
        deadlines.add(db, bot.CONFERENCE, Deadline("", TITLE, DUE, "", round=asked.id), NOW)


def test_the_form_is_filled_in_mended_and_stored(window):
    town = window(YAMAGUCHI)
    town.type("/report 標準化")
    expect(town.modal).to_contain_text("前回の回答：令和4年7月末時点")
    expect(town.field("completed_step")).to_have_value("3")

    town.field("systems-all").fill("5")
    town.field("systems-11").fill("対象外")
    town.field("completed_step").fill("2")
    town.submit()
    expect(town.wrong("completed_step")).to_contain_text("理由・補足」に理由を書いてください")
    expect(town.field("systems-11")).to_have_value("対象外")

    town.field("reason").fill("集計の誤り")
    town.submit()
    expect(town.modal).to_contain_text("（山口市）に報告しました。")
    expect(town.modal).to_contain_text("完了済みステップ（市町全体）：ステップ3")
    town.modal.get_by_text("閉じる").click()

    town.type("/report")
    expect(town.answer).to_contain_text("報告済み")


def test_a_draft_waits_for_its_author(window):
    town = window(YAMAGUCHI)
    town.type("/report 標準化")
    town.field("systems-3").fill("12")
    town.modal.get_by_text("下書きとして保存").click()
    expect(town.modal).to_contain_text("下書きを保存しました")
    town.page.keyboard.press("Escape")
    expect(town.page.get_by_test_id("modal")).to_have_count(0)

    town.type("/report 標準化")
    expect(town.modal).to_contain_text("の下書きから続けています。")
    expect(town.field("systems-3")).to_have_value("12")
    town.modal.get_by_text("下書きを捨てる").click()
    expect(town.field("systems-3")).to_have_value("5")
