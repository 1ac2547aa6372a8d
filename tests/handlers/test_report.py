"""/report: what is asked, how it stands, and the ways to answer it."""

from datetime import datetime

import pytest
from asked import ask, close, told
from talk import HOFU, SECRETARY, YAMAGUCHI, labels
from test_report_form import filled, press, says

from domain.calendar import TOKYO

ONLINE = "オンライン化の照会（9月末）"
STEPS = "標準化の照会（9月末）"


@pytest.fixture
def both(talk):
    return ask(talk, "online", ONLINE), ask(talk, "standardization", STEPS)


def test_without_anything_ones_own_open_rounds_stand_there_with_their_buttons(talk, both):
    said = talk.type("/report")

    assert said.text == (
        f"報告\n*{ONLINE}*（山口市）　未報告\n基準日：令和4年9月30日時点\n"
        "締切：令和4年10月31日(月) 17:15 まで　あと53日（開庁日であと34日）\n"
        f"*{STEPS}*（山口市）　未報告\n基準日：令和4年9月30日時点\n"
        "締切：令和4年10月31日(月) 17:15 まで　あと53日（開庁日であと34日）"
    )
    assert [
        "報告する",
        "変更なしで報告",
        "ファイルで報告",
        "報告する",
        "変更なしで報告",
        "ファイルで報告",
        "使い方",
    ] == labels(said)


def test_how_it_stands_follows_what_happens(talk, both):
    press(talk, f"{both[0].id} 352039", by=SECRETARY, action="report:same")
    said = talk.type("/report").text
    assert f"*{ONLINE}*（山口市）　報告済み" in said
    assert "前回の報告：令和4年9月8日(木) 9:00・変更なし・代理入力" in said

    talk.gives_back(both[0].id, "352039")
    said = talk.type("/report")

    assert f"*{ONLINE}*（山口市）　差し戻し" in said.text
    assert "差し戻しの理由：桁を確かめてください" in said.text
    assert "履歴" in labels(said)


def test_a_theme_opens_the_form_at_once(talk, both):
    assert says(talk.begins("/report 標準化")).startswith(f"{STEPS}\n*山口市*")


@pytest.mark.parametrize("text", ["住民基本台帳", "標準化　山口市", STEPS, "山口市の標準化", "hyojunka"])
def test_a_theme_can_be_named_in_many_ways(talk, both, text):
    assert says(talk.begins(f"/report {text}")).startswith(f"{STEPS}\n*山口市*")


def test_two_rounds_of_a_theme_are_listed(talk, both):
    ask(talk, "online", "オンライン化の照会（2回目）")

    said = talk.type("/report オンライン化")

    assert [] == talk.modals(YAMAGUCHI)
    assert 2 == labels(said).count("報告する")
    assert "オンライン化の照会（2回目）" in says(talk.begins("/report オンライン化の照会（2回目）"))


def test_nothing_is_guessed_it_is_asked(talk, both):
    said = talk.type("/report 標準か 変更なし")

    assert said.text.startswith("「標準か」という市町・テーマ・照会は見つかりませんでした。")
    assert "システム標準化・共通化" == labels(said)[0]
    assert [] == told(talk, both[1])
    talk.press(labels(said)[0])
    assert f"*{STEPS}*（山口市）に、前回から変更なしで報告しました。" in talk.private(YAMAGUCHI).text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("山口", "「山口」は2つに当てはまります。どれとして報告しますか。"),
        ("標準化 オンライン化", "1回に報告できるのは、1つの照会の1つの市町です。どれとして報告しますか。"),
        ("ほげほげ", "「ほげほげ」という市町・テーマ・照会は見つかりませんでした。"),
        ("デジテック", "「デジテック」という市町・テーマ・照会は見つかりませんでした。"),
        ("カード", "そのテーマや市町の受付中の照会は、今はありません。"),
    ],
)
def test_what_is_unclear_is_asked_back(talk, both, text, said):
    assert said in talk.type(f"/report {text}").text


def test_nobody_reports_for_another_municipality(talk, both):
    said = talk.type("/report 標準化 防府市")

    assert "この操作は事務局だけができます。" in said.text
    assert [] == talk.modals(YAMAGUCHI)


def test_the_secretariat_sees_what_is_open_and_reports_for_one(talk, both):
    press(talk, f"{both[0].id} 352063", by=HOFU, action="report:same")

    said = talk.type("/report", by=SECRETARY).text
    assert f"• *{ONLINE}*　報告1／未報告18　令和4年10月31日(月) 17:15 まで" in said
    assert f"• *{STEPS}*　報告0／未報告19" in said

    assert "*防府市*" in says(talk.begins("/report 標準化 防府市", by=SECRETARY))
    assert {} == talk.submits(by=SECRETARY, completed_step="2")
    assert told(talk, both[1], "352063")[0].proxy


def test_nothing_open_says_so_with_what_comes_next(talk):
    assert "報告\n受付中の照会は、今はありません。" == talk.type("/report").text
    talk.type("/deadline 令和4年10月末 補助金の申請締切", by=SECRETARY)
    talk.press("この内容で登録する", by=SECRETARY)

    said = talk.type("/report").text

    assert "次の締切は *補助金の申請締切* です（令和4年10月31日(月) 17:15 まで）。" in said


def test_a_closed_round_is_not_listed_but_its_history_is(talk, both):
    press(talk, f"{both[0].id} 352039", action="report:same")
    close(talk, both[0])

    assert ONLINE not in talk.type("/report").text
    talk.type("/report 履歴 オンライン化")
    assert f"*{ONLINE}*（山口市）の報告　全1回" in talk.newest().text


def test_a_round_for_others_is_not_mine(talk):
    ask(talk, "online", ONLINE, bodies=("352063",))

    assert "受付中の照会は、今はありません。" in talk.type("/report").text
    assert "報告する" in labels(talk.type("/report", by=HOFU))


def test_what_is_late_says_so(talk):
    ask(talk, "online", ONLINE, due=datetime(2022, 9, 9, 17, 15, tzinfo=TOKYO))
    talk.room.clock.move(datetime(2022, 9, 10, 9, 0, tzinfo=TOKYO))

    assert "未報告・遅延" in talk.type("/report").text


# 履歴


def test_the_history_says_who_when_how_and_what_changed(talk, both):
    press(talk, f"{both[0].id} 352039", action="report:same")
    press(talk, f"{both[0].id} 352039")
    talk.submits(by=YAMAGUCHI, procedures="23", moving="検討中", reason="*確認済み* <!channel>")
    press(talk, f"{both[0].id} 352039", by=SECRETARY)
    talk.submits(by=SECRETARY, moving="")

    assert talk.type("/report 履歴 オンライン化").text == (
        f"報告の履歴\n*{ONLINE}*（山口市）の報告　全3回\n"
        "*3回目*　令和4年9月8日(木) 9:00　事務局 行政DX推進班（代理入力）\n"
        "• 転出届・転入予約：検討中 → 空欄（不明）\n"
        "*2回目*　令和4年9月8日(木) 9:00　山口市 情報政策担当\n"
        "• マイナポータル利用手続数：22手続 → 23手続\n• 転出届・転入予約：空欄（不明） → 検討中\n"
        "理由・補足：*確認済み* &lt;!channel&gt;\n"
        "*1回目*　令和4年9月8日(木) 9:00　山口市 情報政策担当（変更なし）\n"
        "• マイナポータル利用手続数：22手続\n• 接続検討状況（子育て・介護関係）：マイナンバー系まで特定通信\n"
        "• 被災者支援の方法：自治体の被災者支援システムを利用"
    )


def test_a_long_history_has_pages(talk, both):
    press(talk, f"{both[0].id} 352039")
    for typed in range(1, 8):
        talk.submits(by=YAMAGUCHI, procedures=str(typed))
        talk.press_in_modal("直す", by=YAMAGUCHI)

    talk.type("/report 履歴 オンライン化")
    assert ["古いほうへ", "直す", "使い方"] == labels(talk.newest())
    talk.press("古いほうへ")
    said = talk.newest()

    assert ["*2回目*", "*1回目*"] == [line.split("　")[0] for line in said.text.splitlines() if "回目" in line]
    assert ["新しいほうへ", "直す", "使い方"] == labels(said)


def test_of_several_rounds_it_is_asked_which(talk, both):
    said = talk.type("/report 履歴")

    assert [f"{STEPS}（山口市）", f"{ONLINE}（山口市）"] == labels(said)
    talk.press(f"{ONLINE}（山口市）")
    assert "まだ報告がありません。" in talk.newest().text
    assert "履歴のある照会は見つかりませんでした。" in talk.type("/report 履歴", by=SECRETARY).text


def test_nobody_reads_anothers_history(talk, both):
    press(talk, f"{both[0].id} 352063", action="report:history")

    assert "この操作は事務局だけができます。" in talk.private(YAMAGUCHI).text


# In a sentence


def test_a_sentence_is_shown_back_and_counts_once_it_is_confirmed(talk, both):
    said = talk.type("@進捗ボット 報告 標準化 住民基本台帳=12 戸籍=対象外")

    assert said.text == (
        f"*{STEPS}*（山口市）に、次の内容で報告します。よければ「この内容で報告する」を押してください。"
        "まだ記録していません。\n基準日：令和4年9月30日時点\n"
        "• 住民基本台帳：ステップ12（前回：空欄（不明））\n• 戸籍：対象外（前回：空欄（不明））\n"
        "ほかの2項目は、前回のまま報告します。"
    )
    assert [] == told(talk, both[1])

    talk.press("この内容で報告する", thread=said.thread_ts)

    (report,) = told(talk, both[1])
    assert ("text", False) == (report.how.value, report.proxy)
    assert {
        ("systems", 3): 12.0,
        ("systems", 11): "対象外",
        ("target_systems", 0): 20.0,
        ("completed_step", 0): 3.0,
    } == report.answers
    assert f"*{STEPS}*（山口市）に報告しました。" in talk.private(YAMAGUCHI).text


@pytest.mark.parametrize(
    "text",
    [
        "標準化　住基＝１２　戸籍：対象外",
        "標準化\n住民基本台帳 = 12\n戸籍 = 対象外",
        "標準化 住民基本台帳:ステップ12、戸籍:対象外",
        "標準化、住基=12、戸籍=対象外",
        "戸籍=対象外 住基=12",
    ],
)
def test_pairs_are_read_however_they_are_written(talk, text):
    steps = ask(talk, "standardization", STEPS)
    said = talk.type(f"報告 {text}", channel=talk.direct())
    assert "• 住民基本台帳：ステップ12（前回：空欄（不明））\n• 戸籍：対象外" in talk.said_to(YAMAGUCHI)[-1].text, said

    talk.press("この内容で報告する", channel=talk.direct())

    answers = told(talk, steps)[0].answers
    assert (12.0, "対象外") == (answers["systems", 3], answers["systems", 11])


def test_all_systems_in_a_sentence(talk, both):
    talk.type("/report 標準化 全業務=5 戸籍=対象外")
    assert "• 児童手当：ステップ5（前回：空欄（不明））" in talk.newest().text
    talk.press("この内容で報告する")

    answers = told(talk, both[1])[0].answers
    assert [5.0] * 19 == [answers["systems", n] for n in range(1, 21) if n != 11]
    assert "対象外" == answers["systems", 11]


def test_labels_and_headings_name_a_field(talk, both):
    talk.type("/report オンライン化 利用手続数=23 転出届・転入予約=検討中 接続検討状況=マイナンバー系へ手入力又はRPA等")
    talk.press("この内容で報告する")

    answers = told(talk, both[0])[0].answers
    assert (23.0, "検討中", "manual_or_rpa") == tuple(
        answers[name, 0] for name in ("procedures", "moving", "connection")
    )


def test_what_cannot_be_read_is_asked_back_pair_by_pair(talk, both):
    said = talk.type("/report 標準化 住民基本台帳=99 戸籍=たぶん 個籍=3 住基=4")

    assert said.text == (
        f"*{STEPS}*（山口市）の報告に、ご確認いただきたいところがあります。まだ何も記録していません。"
        "直して、もう一度送ってください。\n"
        "• 個籍=3：この照会にない項目です。書ける項目：戸籍、個人住民税。\n"
        "• 住基=4：同じ項目が2回書かれています。1つにしてください。"
    )
    assert "• 住民基本台帳=99：0から40までの数字を書いてください。" in talk.type("/report 標準化 住基=99").text
    assert ["フォームで報告する"] == labels(talk.newest())
    assert [] == told(talk, both[1])


def test_a_step_back_in_a_sentence_needs_its_reason(talk, both):
    said = talk.type("/report 標準化 完了済みステップ=2")
    assert "• 完了済みステップ（市町全体）=2：前回（ステップ3" in said.text

    talk.type("/report 標準化 完了済みステップ=2 理由=集計の誤り")
    assert "理由・補足：集計の誤り" in talk.newest().text
    talk.press("この内容で報告する")

    assert "集計の誤り" == told(talk, both[1])[0].reason


@pytest.mark.parametrize("text", ["標準化 変更なし", "変更なし 標準化", "標準化　変更無し"])
def test_nothing_new_in_a_sentence(talk, both, text):
    assert "前回から変更なしで報告しました。" in talk.type(f"/report {text}").text
    assert [3.0] == [each.answers["completed_step", 0] for each in told(talk, both[1])]


def test_a_sentence_confirmed_twice_is_one_report(talk, both):
    said = talk.type("@進捗ボット 報告 標準化 住民基本台帳=12")
    for _ in range(2):
        talk.press("この内容で報告する", thread=said.thread_ts)

    assert "に記録されています。" in talk.private(YAMAGUCHI).text
    assert 1 == len(told(talk, both[1]))


def test_a_sentence_that_somebody_overtook_is_shown_back_anew(talk, both):
    said = talk.type("@進捗ボット 報告 標準化 住民基本台帳=12")
    press(talk, f"{both[1].id} 352039")
    talk.submits(by=YAMAGUCHI, **{"systems-3": "10"})

    talk.press("この内容で報告する", thread=said.thread_ts)

    shown = talk.private(YAMAGUCHI)
    assert shown.text.startswith("読み取った後に、別の報告がありました。")
    assert "• 住民基本台帳：ステップ12（前回：ステップ10）" in shown.text
    assert 1 == len(told(talk, both[1]))


def test_a_long_sentence_waits_in_the_draft(talk):
    asked = ask(talk, "online", ONLINE)
    reason = "国の手引きを確かめたため。" * 60
    talk.type(f"/report オンライン化 利用手続数=23 理由={reason}")
    talk.type(f"/report オンライン化 利用手続数=24 理由={reason}{reason}{reason}")

    talk.press("この内容で報告する")

    (report,) = told(talk, asked)
    assert (24.0, reason * 3) == (report.answers["procedures", 0], report.reason)
    press(talk, f"{asked.id} 352039")
    assert "24" == filled(talk.modals(YAMAGUCHI)[-1])["procedures"]


def test_the_secretariats_sentence_is_marked(talk, both):
    said = talk.type("/report 標準化 防府市 完了済みステップ=1", by=SECRETARY)
    assert "次の内容で報告します（代理入力）。" in said.text
    talk.press("この内容で報告する", by=SECRETARY)

    assert told(talk, both[1], "352063")[0].proxy


def test_pairs_without_a_theme_are_taken_where_one_round_is_open(talk, both):
    said = talk.type("/report 住民基本台帳=12")

    assert "報告する" in labels(said)
    assert [] == told(talk, both[1])


def test_anothers_sentence_cannot_be_confirmed(talk, both):
    said = talk.type("@進捗ボット 報告 標準化 住民基本台帳=12")

    talk.press("この内容で報告する", by=HOFU, thread=said.thread_ts)

    assert "この操作は事務局だけができます。" in talk.private(HOFU).text
    assert [] == told(talk, both[1])
