"""/export: which papers there are, the file in the direct messages, and who gets what."""

import io

import openpyxl
import pytest
from talk import SECRETARY, YAMAGUCHI, buttons, labels

SENT = "ボットとの1対1の画面にお送りしました。"


def sheet(talk, user=YAMAGUCHI):
    """The rows of the last workbook in the person's direct messages."""
    files = [file for message in talk.said_to(user) for file in talk.files(message)]
    book = openpyxl.load_workbook(io.BytesIO(files[-1]))
    return [[cell or "" for cell in row] for row in book.worksheets[0].iter_rows(values_only=True)]


def last(talk, user=YAMAGUCHI):
    """The newest message with a file."""
    return [message for message in talk.said_to(user) if talk.files(message)][-1]


@pytest.mark.parametrize("text", ["進捗", "市町の進捗状況", "標準化", "資料２", "progress"])
def test_a_paper_comes_as_a_file_into_ones_direct_messages(talk, text):
    said = talk.type(f"/export {text}")

    assert SENT in said.text
    assert "市町の進捗状況" in said.text
    rows = sheet(talk)
    assert ["取扱注意・庁内限り", "", "資料２"] == rows[0][:3]
    assert ["山口市", "20業務"] == next(row[:2] for row in rows if row[0] == "山口市")
    comment = last(talk).text
    assert "🔒 *取扱注意・庁内限り*" in comment
    assert "令和4年9月8日(木)現在" in comment
    assert "作成：山口市" in comment


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("カード", "マイナンバーカードの交付状況"),
        ("ＲＰＡ", "ＲＰＡ等の共同利用：選定業務"),
        ("相談対応状況", "相談対応状況"),
        ("工程表", "工程表"),
        ("予定", "工程表"),
    ],
)
@pytest.mark.parametrize("form", ["", " パワーポイント", " csv"])
def test_every_paper_of_the_conference_comes_in_every_form(talk, text, title, form):
    said = talk.type(f"/export {text}{form}")

    assert title in said.text
    assert SENT in said.text
    assert 1 == len(talk.files(last(talk)))


def test_nothing_typed_lists_the_papers_with_a_button_for_each_form_of_file(talk):
    said = talk.type("/export")

    assert said.text.startswith("資料を作る")
    assert "資料３　オンライン化の進捗状況等" in said.text
    assert ["Excel", "PowerPoint", "CSV"] == labels(said)[:3]


def test_a_button_of_the_list_sends_the_file_and_the_list_stays(talk):
    shown = talk.type("/export")
    talk.press("CSV")

    assert SENT in talk.private(YAMAGUCHI).text
    assert shown in talk.sees(YAMAGUCHI)
    (contents,) = talk.files(last(talk))
    assert contents.decode("utf-8-sig").startswith("市町,")


def test_after_one_form_of_file_the_other_is_a_press_away(talk):
    said = talk.type("/export オンライン化")
    assert ["PowerPoint", "CSV", "資料の一覧", "使い方"] == [b["text"]["text"] for b in buttons(said)]

    talk.press("CSV")

    (contents,) = talk.files(last(talk))
    assert "市町,マイナポータル利用手続数" in contents.decode("utf-8-sig")


def test_a_sentence_in_direct_messages_does_the_same(talk):
    said = talk.type("資料 オンライン化", channel=talk.direct())

    assert SENT in said.text


def test_as_of_an_earlier_day_nothing_is_shown_that_came_later(talk):
    talk.type("/export 令和4年 6月末 標準化")

    assert "山口市" not in [row[0] for row in sheet(talk)]
    assert "令和4年6月30日(木)現在" in last(talk).text


def test_a_day_that_lies_ahead_is_answered_as_of_today(talk):
    talk.type("/export 令和5年3月末 進捗")

    assert "令和4年9月8日(木)現在" in last(talk).text


@pytest.mark.parametrize("text", ["オンライン化 前回 8月末", "前回8月末 オンライン化"])
def test_what_differs_from_a_chosen_day_is_marked(talk, text):
    talk.type(f"/export {text}")

    assert "●２２手続" in [cell for row in sheet(talk) for cell in row]


def test_what_is_not_understood_is_said_with_the_list(talk):
    said = talk.type("/export 進捗 なんとか表")

    assert "「なんとか表」という資料・市町・日は見つかりませんでした。" in said.text
    assert [] == talk.said_to()


def test_a_day_of_last_year_or_of_this_one_is_asked_back(talk):
    said = talk.type("/export 進捗 12月末", by=SECRETARY)

    assert "「12月末」は、いくつかに当てはまります。" in said.text
    assert "お送りしました" in talk.press("令和3年12月31日", by=SECRETARY).text


def test_an_impossible_day_is_asked_back(talk):
    assert "2月30日" in talk.type("/export 進捗 2月30日").text


def test_every_export_is_in_the_audit_log(talk):
    talk.type("/export 進捗", by=SECRETARY)

    assert [(SECRETARY, "export")] == talk.audited()


@pytest.mark.parametrize("fault", ["error_before", "drop_after", "rate_limited"])
def test_a_file_that_cannot_be_sent_is_said_and_not_tried_again(talk, fault):
    talk.direct()
    talk.trouble(fault, methods="files.", times=1)

    said = talk.type("/export 進捗")

    assert said.text.startswith("資料のファイルを送れませんでした。")
    assert "Excel" in labels(said)
    assert [] == [file for message in talk.said_to() for file in talk.files(message)]
