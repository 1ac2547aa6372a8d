"""/status, as people type it."""

import pytest
from sqlalchemy import event
from talk import SECRETARY, YAMAGUCHI, block, cells, labels

CARD = """
山口市の現況
令和4年9月8日(木)現在の資料・報告によります。
*システム標準化・共通化*
対象業務：20業務
完了済みステップ（市町全体）：計画立案フェーズ②―２現行システムの概要調査「連携一覧の調査・作成」（ステップ3・推定）
業務別のステップ：不明（資料・報告なし）
令和4年7月末時点（年は推定）・資料２ 4頁
*行政手続のオンライン化*
マイナポータル利用手続数：22手続
接続検討状況（子育て・介護関係）：マイナンバー系まで特定通信
被災者支援の方法：自治体の被災者支援システムを利用
転出届・転入予約：不明（資料・報告なし）
令和4年9月時点・資料３ 6頁
*マイナンバーカード交付率*
交付率：不明（資料・報告なし）
申請率：不明（資料・報告なし）
参考　山口県全体：交付率 48.9％、全国順位 7位（令和4年8月31日時点・資料４ 8頁）
*RPA等の共同利用*
グループと対象業務：② 国民健康保険申請書入力業務（マイナンバー系）
シナリオの進み具合：不明（資料・報告なし）
令和4年度・資料５ 24頁
*相談・伴走支援*
相談件数：不明（資料・報告なし）
参考　山口県全体：相談のあった市町 18市町、相談件数 61件（令和4年8月末時点・資料５ 25頁）
""".strip()


def test_a_municipality_stands_in_every_theme_each_figure_with_its_day_and_paper(talk):
    answer = talk.type("/status 山口市")

    assert CARD == answer.text
    assert [
        "標準化：全市町",
        "オンライン化：全市町",
        "カード：全市町",
        "RPA：全市町",
        "相談：全市町",
        "予定・取組",
        "使い方",
    ] == labels(answer)


def test_the_answer_is_for_the_asker_alone_and_comes_in_the_ack(talk):
    answer = talk.type("/status 山口市")

    assert answer.only_for == YAMAGUCHI
    assert [] == talk.sees(SECRETARY)


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        ("35203", "山口市の現況"),
        ("ﾔﾏｸﾞﾁｼ", "山口市の現況"),
        ("徳山", "周南市の現況"),
        ("標準化", "システム標準化・共通化：市町の現況"),
        ("住民基本台帳", "住民基本台帳：市町の現況"),
        ("全体", "山口県全体の現況"),
        ("デジテック", "デジテック for YAMAGUCHI"),
        ("山口市 標準化", "山口市の現況"),
        ("山口市 住民基本台帳", "山口市の住民基本台帳"),
        ("予定", "これからの予定・締切"),
        ("help", "使い方"),
        ("", "使い方"),
    ],
)
def test_whatever_is_named_is_answered_under_its_own_title(talk, asked, title):
    answer = talk.type(f"/status {asked}")

    assert title == answer.text.partition("\n")[0]


def test_one_theme_of_one_municipality_leads_on_to_all(talk):
    answer = talk.type("/status 田布施町 標準化")

    assert "対象業務：18業務" in answer.text
    assert "対象外の業務：2業務（どの2業務かは資料に記載なし）" in answer.text
    assert "オンライン化" not in answer.text
    assert ["標準化：全市町", "予定・取組", "田布施町：全テーマ", "使い方"] == labels(answer)


def test_the_plans_of_a_municipality_are_one_press_away(talk):
    talk.type("/status 山口市")

    plans = talk.press("予定・取組")

    assert plans.text.startswith("山口市の予定・取組")
    assert "• *申請締切：デジタル基盤改革支援補助金*　令和4年10月末（令和4年10月31日(月)まで）" in plans.text
    assert "• *総合交通センターでの出張申請窓口*（行政書士会・美祢市・宇部市・山口市）" in plans.text
    assert talk.press("山口市の現況").text.startswith("山口市の現況")


def test_a_theme_is_a_table_of_all_19_with_what_is_unknown_left_unknown(talk):
    table = cells(block(talk.type("/status 標準化"), "table"))

    assert ["市町", "対象業務", "完了済みステップ", "対象外の業務"] == table[0]
    assert 19 == len(table[1:])
    assert 13 == sum(row[1] == "不明" == row[2] for row in table[1:])
    assert ("18", "2業務（どの2業務かは資料に記載なし）") == next((r[1], r[3]) for r in table if r[0] == "田布施町")


def test_a_chart_draws_only_what_is_known(talk):
    chart = block(talk.type("/status 標準化"), "chart-completed_step")["chart"]

    assert ["下関市", "山口市", "萩市", "岩国市", "光市", "田布施町"] == chart["axis_config"]["categories"]
    assert [1, 3, 1, 1, 1, 2] == [point["value"] for point in chart["series"][0]["data"]]


def test_a_zero_of_the_paper_is_a_zero_and_a_blank_is_not(talk):
    rows = {row[0]: row[1:] for row in cells(block(talk.type("/status オンライン化"), "table"))}

    assert ["0", "不明", "不明", "不明"] == rows["阿武町"]
    assert "70手続（19市町の計）" in talk.type("/status 全体").text


def test_the_text_says_what_the_table_says(talk):
    answer = talk.type("/status オンライン化")

    assert "山口市：利用手続数 22手続／接続検討状況 マイナンバー系まで特定通信" in answer.text
    assert "阿武町：利用手続数 0手続／接続検討状況 不明（資料・報告なし）" in answer.text


@pytest.mark.parametrize("refused", ["data_table", "data_visualization"])
def test_a_table_or_chart_the_chat_refuses_is_said_in_words(talk, refused):
    """An ack would swallow the refusal, so these go to the response_url; refused there, their words are sent."""
    talk.room.world.refused_blocks.add(refused)

    answer = talk.type("/status 標準化")

    assert () == answer.blocks
    assert "宇部市：対象業務 不明（資料・報告なし）" in answer.text


@pytest.mark.parametrize(
    ("asked", "shown", "hidden"),
    [
        ("山口市 7月末", "令和4年7月31日(日)時点の資料・報告によります。", "資料３ 6頁"),
        ("カード 令和4年1月1日", "42.8％〔令和4年1月1日時点・資料４ 8頁〕", "48.9"),
        ("カード R4.8.31", "48.9％〔令和4年8月31日時点・資料４ 8頁〕", "72.6"),
        ("防府市 カード R4.1.1", "交付率：48.3％", "54.6"),
    ],
)
def test_a_past_day_is_answered_with_what_was_known_then(talk, asked, shown, hidden):
    answer = talk.type(f"/status {asked}")

    assert shown in answer.text
    assert hidden not in answer.text


def test_a_day_ahead_is_answered_as_of_today_and_says_so(talk):
    answer = talk.type("/status カード 令和5年3月末")

    assert "令和5年3月31日(金)はまだ先のため、令和4年9月8日(木)現在でお答えします。" in answer.text
    assert "72.6" not in answer.text


def test_a_figure_appears_when_its_day_has_come(talk):
    talk.clock("2023-04-03T09:00:00+09:00")

    assert "72.6％〔令和5年3月31日時点・総務省公表値（報道・転載による）〕" in talk.type("/status カード").text


def test_yamaguchi_alone_is_asked_back_and_a_button_answers_in_place(talk):
    question = talk.type("/status 山口 標準化")

    assert "「山口」は2つに当てはまります" in question.text
    assert ["山口県", "山口市"] == labels(question)

    answer = talk.press("山口市")

    assert answer.text.startswith("山口市の現況")
    assert "オンライン化" not in answer.text
    assert [answer] == talk.sees()


def test_a_clear_slip_is_read_and_said(talk):
    assert "「周南し」を「周南市」と読みました。" in talk.type("/status 周南し").text


@pytest.mark.parametrize("typed", ["下関町", "上関市", "下松町", "山ロ市"])
def test_what_could_be_several_is_never_guessed(talk, typed):
    answer = talk.type(f"/status {typed}")

    assert f"「{typed}」という市町・テーマ・業務は見つかりませんでした。" in answer.text
    assert labels(answer)


def test_nonsense_is_told_what_to_type(talk):
    answer = talk.type("/status ほげほげ")

    assert "例：`/status 山口市`" in answer.text
    assert "`/help`" in answer.text


def test_two_municipalities_at_once_are_asked_one_by_one(talk):
    answer = talk.type("/status 山口市 防府市")

    assert ["山口市", "防府市"] == labels(answer)


def test_two_days_at_once_are_asked_one_by_one(talk):
    talk.type("/status 標準化 7月末 8月末")

    assert "令和4年7月31日(日)時点" in talk.press("7月末").text


def test_a_month_to_come_is_asked_for_its_year(talk):
    question = talk.type("/status カード 12月末")

    assert ["令和3年12月31日", "令和4年12月31日"] == labels(question)
    assert "・".join(labels(question)) in question.text
    assert "令和3年12月31日(金)時点" in talk.press("令和3年12月31日").text


def test_a_topic_of_one_municipality_is_not_its_whole_card(talk):
    answer = talk.type("/status 岩国市 補助金")

    assert answer.text.startswith("岩国市：デジタル基盤改革支援補助金")
    assert "申請締切：デジタル基盤改革支援補助金" in answer.text


def test_a_topic_of_one_municipality_loses_nothing_to_the_items_of_others(talk):
    """The card has more items than are shown at once; what is 岩国市's own stands far behind."""
    answer = talk.type("/status 岩国市 マイナンバーカードの普及促進")

    assert "*オンラインタブレットの常設型窓口(実証実験)*" in answer.text
    assert "日曜窓口の開設" not in answer.text


def test_a_vague_date_of_the_papers_stays_as_it_is_written(talk):
    answer = talk.type("/status 標準化")

    assert "改定予定：秋頃〔" in answer.text


def test_an_impossible_date_says_why(talk):
    assert "2022年2月に30日はありません。" in talk.type("/status 山口市 2月30日").text


@pytest.mark.parametrize(
    "text", ["<!channel>", "*太字* _斜体_ `x`", "\"引用\" 'x'", "&amp; <@U0352039>", "あ" * 3001, "山" * 150]
)
def test_hostile_text_stays_text_and_is_cut(talk, text):
    answer = talk.type(f"/status {text}")

    assert "<!channel>" not in answer.text
    assert "<@U" not in answer.text
    assert len(answer.text) < 500


def test_a_fixed_number_of_statements_answers_whatever_the_count_of_municipalities(talk):
    asked = []
    event.listen(talk.database.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))

    counts = []
    for text in ("山口市", "標準化", "全体", "デジテック", "住民基本台帳"):
        asked.clear()
        talk.type(f"/status {text}")
        counts.append(len(asked))

    assert [2, 4, 3, 3, 2] == counts


def test_the_commands_bear_the_prefix_of_the_settings(talking_with):
    with talking_with(command_prefix="dx-") as talk:
        answer = talk.type("/dx-status 山口市")

        assert answer.text.startswith("山口市の現況")
        assert "`/dx-status 山口市`" in talk.type("/dx-help").text
