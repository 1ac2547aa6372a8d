"""/export 推移 and ヒートマップ: pictures whose figures are said in words as well, and the tables behind them."""

import io

import pytest
from asked import ask
from PIL import Image
from talk import SECRETARY, YAMAGUCHI, block, labels
from test_export import SENT, last, sheet
from test_export_lists import AFTER, answers


def picture(talk, user=YAMAGUCHI):
    """The last file as a picture, and what is said of it to whoever does not see it."""
    (contents,) = talk.files(last(talk, user))
    (file,) = talk.room.world.files.of(last(talk, user))
    assert file.name.endswith(".png")
    assert len(file.alt_text) <= 1_000
    return Image.open(io.BytesIO(contents)), file.alt_text


@pytest.mark.parametrize("text", ["推移 カード", "カード 推移", "推移 交付率", "推移 カード交付状況", "カード グラフ"])
def test_the_trend_of_a_theme_comes_as_a_picture_that_says_its_figures(talk, text):
    said = talk.type(f"/export {text}")

    assert "「カード：交付率の推移」（画像）を" in said.text
    assert SENT in said.text
    shown, words = picture(talk)
    assert ("PNG", True) == (shown.format, shown.width > shown.height > 1_000)
    assert (
        "山口県 R3.1.1 25.0％（総務省公表値（報道・転載による））、R4.1.1 42.8％（資料４ 8頁）、R4.8.31 48.9％" in words
    )
    assert "防府市 R3.12.31 48.3％（資料４ 9頁）、R4.8.31 54.6％（資料４ 9頁）" in words
    assert "資料・報告なし：下関市、宇部市、山口市" in words


def test_a_field_of_its_own_is_asked_for_by_its_name(talk):
    assert "「カード：申請率の推移」" in talk.type("/export 申請率").text

    assert "防府市 R3.12.31 54.9％（資料４ 9頁）、R4.8.31 63.6％" in picture(talk)[1]


def test_of_one_municipality_the_trend_stands_beside_the_prefecture(talk):
    talk.type("/export 推移 カード 防府市")

    words = picture(talk)[1]
    assert "山口県 R3.1.1" in words
    assert "下関市" not in words


def test_what_is_not_yet_known_on_the_day_is_no_point(talk):
    talk.type("/export 推移 カード 令和4年7月末")

    assert "R4.8.31" not in picture(talk)[1]


def test_a_report_is_a_point_from_its_day_on(talk):
    answers(talk, ask(talk, "online"), "352039", {("procedures", 0): 24.0})
    talk.clock(AFTER)

    talk.type("/export 推移 オンライン化")

    assert "山口市 R4.9 ２２手続（資料３ 6頁）、R4.9.30 24手続（「9月末のonline」への報告" in picture(talk)[1]


def test_the_table_behind_the_trend_names_every_day_and_source(talk):
    said = talk.type("/export 推移 カード")
    assert ["Excel", "PowerPoint", "CSV"] == labels(said)[:3]

    talk.press("Excel")

    assert ["山口県", "令和４年１月１日時点", "42.8％", "資料４ 8頁"] in [row[:4] for row in sheet(talk)]


def test_without_a_theme_it_is_asked_which_field(talk):
    said = talk.type("/export 推移")

    assert "どの項目の「推移」を作りますか。" in said.text
    options = block(said, "pick")["elements"][0]["options"]
    names = {option["text"]["text"]: option["value"] for option in options}
    assert {"標準化：対象業務", "オンライン化：マイナポータル利用手続数", "カード：申請率"} <= set(names)
    talk._runner.run(
        talk._pressed(YAMAGUCHI, said.channel, said.ts, "export:pick:trend", selected=names["カード：申請率"])
    )
    assert "カード：申請率の推移" in picture(talk)[1]


def test_a_theme_without_a_number_is_asked_back(talk):
    assert "どの項目の「推移」を作りますか。" in talk.type("/export 推移 RPA").text


def test_the_systems_by_steps_as_a_picture(talk):
    answers(talk, ask(talk, "standardization"), "352039", {("systems", 3): 12.0, ("systems", 11): "対象外"})
    talk.clock(AFTER)

    talk.type("/export ヒートマップ 山口市", by=SECRETARY)

    shown, words = picture(talk, SECRETARY)
    assert "PNG" == shown.format
    assert "住民基本台帳 12/40、戸籍 対象外" in words
    assert "資料・報告なし（未着手ではありません）：児童手当" in words
    assert "への報告" in words
    assert (91, 155, 213) in set(shown.convert("RGB").get_flattened_data())


def test_a_member_gets_the_picture_of_their_own(talk):
    assert SENT in talk.type("/export ヒートマップ").text
    assert "山口市の業務ごとの完了済みステップ" in picture(talk)[1]


def test_every_picture_is_in_the_audit_log_by_what_it_shows(talk):
    talk.type("/export 推移 カード", by=SECRETARY)

    assert [(SECRETARY, "export")] == talk.audited()


def test_what_cannot_be_a_picture_comes_as_excel(talk):
    assert "（Excel）" in talk.type("/export 進捗 画像").text


def test_of_all_municipalities_there_is_no_picture(talk):
    assert "（Excel、19市町）" in talk.type("/export ヒートマップ 全市町", by=SECRETARY).text
