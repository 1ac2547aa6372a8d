"""Steps, systems and forms brought in a file: checked, shown, in effect from a day; what was answered reads on."""

import io

import openpyxl
import pytest
from opened import opens
from talk import HOFU, SECRETARY, YAMAGUCHI, labels

import bot
from storage import editions
from storage.shelf import Shelf

HANDED = ("ステップ", "業務", *(f"{theme}の様式" for theme in ("標準化", "オンライン化", "カード", "RPA", "相談")))
LIST, ONCE = "ステップ・業務・様式の一覧", "この照会だけの様式として使う"
NEWCOMER = "ステップ番号,ステップ名\n1,推進体制の立ち上げ\n12,基本計画の策定\n"
ONLINE = """テーマ,オンライン化
項目ID,項目名,種類,選択肢,最小,最大,単位
procedures,マイナポータル利用手続数,数字,,0,27,手続
connection,接続検討状況（子育て・介護関係）,選択,"マイナンバー系へ手入力又はRPA等、接続しない",,,
disaster,被災者支援の方法,選択,"自治体の被災者支援システムを利用、国の被災者支援システムを利用",,,
moving,転出届・転入予約,選択,住民記録システム改修中,,,
,窓口のキャッシュレス,選択,"導入済み、未導入",,,
"""


def brings(talk, text, name="一覧.csv", by=SECRETARY):
    return talk.brings(name, text.encode() if isinstance(text, str) else text, by=by)


def presses(talk, label):
    return talk.press(label, by=SECRETARY, channel=talk.direct(SECRETARY))


def dates(talk, day, label="施行日を選ぶ"):
    """Choose the day of effect; what is shown then."""
    presses(talk, label)
    assert {} == talk.submits(since=day)
    return talk.said_to(SECRETARY)[-1]


def takes_effect(talk, text, day):
    brings(talk, text)
    dates(talk, day)
    return presses(talk, "反映する")


def hands_out(talk, name):
    """The file that a press of its button brings."""
    talk.type("/settings", by=SECRETARY)
    talk.press(LIST, by=SECRETARY)
    talk.press(name, by=SECRETARY)
    (file,) = talk.files(talk.said_to(SECRETARY)[-1])
    return file


def edited(file, **cells):
    book = openpyxl.load_workbook(io.BytesIO(file))
    for at, text in cells.items():
        book.active[at] = text
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def status(talk, text):
    return talk.type(f"/status {text}", by=YAMAGUCHI).text


def test_steps_are_shown_as_a_difference_and_count_from_their_day(talk):
    said = brings(talk, NEWCOMER)

    assert (
        "ステップの変更の確認\n*ステップ　第1版*　施行日：まだ決まっていません。「施行日を選ぶ」を押してください。\n"
        "追加 1件・変更 1件・削除 4件。まだ反映していません。\n"
        "*追加*（1）\n• ステップ12　基本計画の策定\n"
        "*変更*（1）\n• ステップ1　計画立案フェーズ①推進体制の立ち上げ　→　ステップ1　推進体制の立ち上げ\n"
    ) == said.text.partition("*削除*")[0]
    assert ["施行日を選ぶ", "やめる"] == labels(said)

    dated = dates(talk, "2022-10-01")

    assert "施行日：*令和4年10月1日(土)*" in dated.text
    assert "その日になるまでは、今の版のままです。" in dated.text
    assert ["反映する", "施行日を変える", "やめる"] == labels(dated)

    done = presses(talk, "反映する")

    assert "ステップの第1版を反映しました（追加 1件・変更 1件・削除 4件）。" in done.text
    assert "（その日の0時に切り替わります）" in done.text
    assert (SECRETARY, "reference.apply") == talk.audited()[-1]


def test_a_version_of_a_day_to_come_counts_from_midnight_without_a_restart(talk):
    takes_effect(talk, "業務番号,業務名,別名\n3,住民記録,住基\n", "2022-10-01")
    assert "住民基本台帳" in status(talk, "住基")

    talk.clock("2022-09-30T23:59:59+09:00")
    assert "住民基本台帳" in status(talk, "住基")

    talk.clock("2022-10-01T00:00:00+09:00")
    assert "住民記録" in status(talk, "住基")


def test_a_past_day_is_read_in_the_words_that_counted_then(talk):
    takes_effect(talk, "業務番号,業務名,別名\n3,住民記録,住基\n", "2022-09-08")

    assert "住民記録" in status(talk, "住基")
    assert "住民基本台帳" in status(talk, "住基 8月末")
    assert "住民記録" not in status(talk, "住基 8月末")


def test_a_paper_of_a_past_day_has_the_words_of_that_day(talk):
    takes_effect(talk, "業務番号,業務名\n3,住民記録\n", "2022-09-08")

    assert "住民記録" in paper(talk, "業務別 山口市 csv")
    assert "住民基本台帳" in paper(talk, "業務別 山口市 8月末 csv")


def paper(talk, text):
    talk.type(f"/export {text}", by=SECRETARY)
    (file,) = talk.files(talk.said_to(SECRETARY)[-1])
    return file.decode("utf-8-sig")


def test_a_day_in_the_file_needs_no_choosing(talk):
    said = brings(talk, f"施行日,令和4年10月1日\n{NEWCOMER}")

    assert "施行日：*令和4年10月1日(土)*" in said.text
    assert ["反映する", "施行日を変える", "やめる"] == labels(said)


def test_a_second_press_changes_nothing(talk):
    takes_effect(talk, NEWCOMER, "2022-09-08")
    count = len(talk.audited())

    assert "すでに反映されたか、取りやめられています。" in presses(talk, "反映する").text
    assert count == len(talk.audited())
    assert [("steps", 1)] == [(each.kind, each.nth) for each in editions.every(talk.database.read(), bot.CONFERENCE)]


def test_what_was_given_up_counts_for_nothing(talk):
    brings(talk, f"施行日,2022-09-08\n{NEWCOMER}")

    assert "取りやめました。何も変わっていません。" in presses(talk, "やめる").text
    assert "すでに反映されたか" in presses(talk, "反映する").text
    assert [] == editions.every(talk.database.read(), bot.CONFERENCE)


def test_what_was_compared_with_another_version_is_not_applied(talk):
    first = brings(talk, f"施行日,2022-09-08\n{NEWCOMER}")
    takes_effect(talk, "ステップ番号,ステップ名\n5,別の名\n", "2022-09-08")
    there = talk.direct(SECRETARY)
    talk._runner.run(talk._pressed(SECRETARY, there, first.ts, "reference:apply"))

    assert "この変更は反映していません。" in talk.newest(SECRETARY, there).text
    assert 1 == len(editions.every(talk.database.read(), bot.CONFERENCE))


@pytest.mark.parametrize("name", HANDED)
def test_what_was_handed_out_changes_nothing_when_it_comes_back(talk, name):
    file = hands_out(talk, name)

    assert f"今の「{name}」と同じです。変わるところはありません。" in brings(talk, file, "一覧.xlsx").text
    assert (SECRETARY, "reference.export") == talk.audited()[-1]


def test_the_sheet_is_edited_and_sent_back(talk):
    file = edited(hands_out(talk, "業務"), C4="児童手当て、ジテ", B1="2022-09-08")
    said = brings(talk, file, "業務.xlsx")

    assert "*変更*（1）\n• 1　児童手当　→　1　児童手当（別名：児童手当て、ジテ）" in said.text
    presses(talk, "反映する")
    assert "児童手当" in status(talk, "ジテ")

    talk.type("/settings", by=SECRETARY)
    assert "• 業務：第1版（施行日 令和4年9月8日(木)）" in talk.press(LIST, by=SECRETARY).text


def test_a_choice_that_is_gone_still_shows_its_words(talk):
    takes_effect(talk, ONLINE, "2022-09-08")

    assert "接続検討状況（子育て・介護関係）：マイナンバー系まで特定通信" in status(talk, "防府市 オンライン化")
    assert "マイナンバー系まで特定通信（" in status(talk, "オンライン化")
    assert "窓口のキャッシュレス：不明（資料・報告なし）" in status(talk, "防府市 オンライン化")


def test_a_choice_that_comes_back_is_the_one_it_was(talk):
    takes_effect(talk, ONLINE, "2022-09-08")
    said = brings(talk, ONLINE.replace("接続しない", "マイナンバー系まで特定通信"))
    dates(talk, "2022-09-08")
    presses(talk, "反映する")
    form = talk._desk.catalogue.theme("online").form[1]

    assert "オンライン化の様式　第2版" in said.text
    assert {"specific_communication": "マイナンバー系まで特定通信"}.items() <= dict(form.choices).items()
    assert (("c1", "接続しない"),) == form.gone


def test_an_open_round_keeps_the_form_it_was_opened_with(talk):
    opens(talk, "９月の照会", bodies=("352063",))
    talk.clock("2022-09-08T10:00:00+09:00")
    takes_effect(talk, ONLINE, "2022-09-08")
    talk.clock("2022-09-08T11:00:00+09:00")
    opens(talk, "新しい照会", bodies=("352039",))

    assert "窓口のキャッシュレス" not in asked_of(talk, HOFU)
    assert "窓口のキャッシュレス" in asked_of(talk, YAMAGUCHI)


def asked_of(talk, user):
    """The labels of the form in which somebody reports."""
    talk.type("/report", by=user)
    talk.press("報告する", by=user)
    return [block["label"]["text"] for block in talk.modals(user)[-1].blocks if block["type"] == "input"]


def test_nothing_new_cannot_be_said_of_a_choice_that_is_gone(talk):
    takes_effect(talk, ONLINE, "2022-09-08")
    talk.clock("2022-09-08T11:00:00+09:00")
    opens(talk, "新しい照会")
    talk.type("/report", by=HOFU)

    assert "様式が変わり、前回の回答のままでは報告できません。" in talk.press("変更なしで報告", by=HOFU).text


def test_a_new_theme_is_a_file_and_no_code(talk):
    sheet = "テーマ,窓口ＤＸ\n略称,窓口\n項目名,種類,単位\n書かない窓口の数,数字,件\n課題,文章,\n"
    said = brings(talk, sheet)
    assert "*テーマ*（1）\n• （なし）　→　窓口DX（略称：窓口、並び順：6）" in said.text.replace("ＤＸ", "DX")

    dates(talk, "2022-09-08")
    presses(talk, "反映する")

    assert "書かない窓口の数：不明（資料・報告なし）" in status(talk, "山口市 窓口")
    talk.clock("2022-09-08T11:00:00+09:00")
    opens(talk, "窓口の照会", theme="theme-1")
    assert ["書かない窓口の数（件）", "課題"] == asked_of(talk, YAMAGUCHI)[:2]


def test_a_form_without_a_theme_is_asked_once(talk):
    said = brings(talk, "項目名,種類,選択肢,単位\n端末の台数,数字,,台\n更新の方針,選択,今年度、来年度,\n")

    assert "照会だけの様式として読みました（2項目）" in said.text
    assert [ONCE, "やめる"] == labels(said)

    presses(talk, ONCE)
    form = talk.modals(SECRETARY)[-1]
    lines = next(block["element"]["initial_value"] for block in form.blocks if block["block_id"] == "lines")
    assert "端末の台数｜数字｜台\n更新の方針｜選択｜今年度、来年度" == lines

    assert {} == talk.submits(title="端末の照会")
    assert {} == talk.submits()
    assert "端末の照会" in talk.type("/round", by=SECRETARY).text


def test_a_form_of_a_theme_may_be_asked_once_as_well(talk):
    said = brings(talk, "テーマ,窓口\n項目名,種類\n甲,数字\n")

    assert ["施行日を選ぶ", ONCE, "やめる"] == labels(said)


def test_only_the_secretariat_brings_them(talk):
    assert "この操作は事務局だけができます。" in brings(talk, NEWCOMER, by=YAMAGUCHI).text


def test_what_looks_like_a_formula_stays_text(talk):
    said = brings(talk, 'ステップ番号,ステップ名\n7,"\'=HYPERLINK(""x"")<!channel>"\n')

    assert '• ステップ7　=HYPERLINK("x")&lt;!channel&gt;' in said.text


WRONG = {
    "ステップ番号,ステップ名\n41,遠い": "A2：番号「41」は、1〜40の整数で書いてください。",
    "番号,名称\n,名": "A2：番号は、1〜40の整数で書いてください。",
    "ステップ番号,ステップ名\n1,甲\n1,乙": "A3：番号1は、A2にもあります。1つの番号は1行にしてください。",
    "ステップ番号,ステップ名\n1,": "B2：名称が書かれていません。名称の分からないものは、行ごと消してください。",
    "ステップ番号,ステップ名\n施": "A2：番号「施」は、1〜40の整数で書いてください。",
    "施行日,いつか\nステップ番号,ステップ名\n1,甲": "B1：施行日「いつか」を1つの日として読めません。",
    "業務番号,業務名\n5,住民基本台帳": "A2：「住民基本台帳」は業務番号3です。番号を変えると",
    "業務番号,業務名,別名\n3,住民基本台帳,山口市": "C2：「山口市」は、「山口市」の名前として使われています。",
    "業務番号,業務名,別名\n3,住民基本台帳,\n1,児童手当,住民基本台帳": "C3：「住民基本台帳」は、B2の業務の名前",
    "テーマ,オンライン化\n項目名,種類\n甲,図形": "B3：種類「図形」が分かりません。数字・割合・選択・文章・日付",
    "テーマ,オンライン化\n項目名,種類\n甲,数字": "「マイナポータル利用手続数」は、会議の資料をつくるのに",
    "テーマ,オンライン化\n項目ID,項目名,種類\nprocedures,手続,文章": "C3：「手続」の種類は「数字」です。変えると",
    "テーマ,オンライン化\n項目ID,項目名,種類,単位\nprocedures,手続,数字,件": "D3：「手続」の単位は「手続」です。",
    "テーマ,オンライン化\nテーマID,card\n項目名,種類\n甲,数字": "B2：テーマID「card」は、テーマ「行政手",
    "テーマ,山口市\n項目名,種類\n甲,数字": "B1：「山口市」は、「山口市」の名前として使われています。",
    "テーマ,窓口\n項目名,種類\n甲,業務別ステップ": "種類「業務別ステップ」の項目は",
    "テーマ,窓口\n項目名,種類,選択肢\n甲,選択,": "C3：選択肢は1〜20個にしてください（今は0個）。",
    "テーマ,窓口\n項目名,種類,最小,最大\n甲,数字,5,3": "D3：最大（3）が、最小（5）より小さくなっています。",
    "テーマ,窓口\n項目名,種類\n甲,数字\n甲,数字": "A4：「甲」が2つあります。",
    "テーマ,窓口\n項目名,種類\n" + "\n".join(f"項目{n},数字" for n in range(21)): "項目は20個までです（今は21個）。",
    "項目名,種類\n" + "\n".join(f"項目{n},数字" for n in range(11)): "項目は10個までです（今は11個）。",
    "項目名,種類\n甲,業務別ステップ": "「甲」の種類（業務別ステップ）は、照会だけの様式では使えません。",
    "ステップ番号,ステップ名": "見出しの行だけで、中身の行がありません。",
    "ステップ番号,ステップ名,番号\n1,甲,2": "同じ意味の見出し「番号」が2つあります。",
}


@pytest.mark.parametrize("text", WRONG)
def test_a_wrong_file_is_told_by_its_cells_and_nothing_is_kept(talk, text):
    said = brings(talk, text)

    assert WRONG[text] in said.text
    assert "施行日を選ぶ" not in labels(said)
    assert [] == editions.every(talk.database.read(), bot.CONFERENCE)


def test_another_process_notices_what_was_loaded(talk):
    other = Shelf(talk.database.read, talk.room.clock, bot.CONFERENCE)
    takes_effect(talk, NEWCOMER, "2022-09-08")

    other.look()

    assert ("12", "基本計画の策定") in other.catalogue.steps


def test_what_a_municipality_has_reached_is_another_list(talk):
    said = brings(talk, "市町,業務名,番号,ステップ番号,ステップ名\n山口市,戸籍,11,12,計画\n")

    assert "PMOツールの一覧" in said.text


def test_a_cell_that_is_far_too_long_is_told_by_its_beginning(talk):
    said = brings(talk, f"ステップ番号,ステップ名\n{'長' * 5_000},甲\n41,乙\n")

    assert "長…」は、1〜40の整数で書いてください。\nA3：番号「41」" in said.text


HOSTILE = "<!channel>*太字*_&`~|"


def test_what_is_written_in_them_stays_text_everywhere(talk):
    """The longest form there may be, and names that would be markup."""
    choices = "、".join(f"{HOSTILE}{n}".ljust(60, "長") for n in range(20))
    rows = [f"{HOSTILE}{n}".ljust(60, "項") for n in range(20)]
    kinds = ["選択", "数字", "文章", "割合", "日付"]
    lines = [f"{label},{kinds[n % 5]},{choices if n % 5 == 0 else ''}" for n, label in enumerate(rows)]
    form = f"テーマ,{HOSTILE}テーマ\n略称,窓口{HOSTILE}\n項目名,種類,選択肢\n" + "\n".join(lines)
    takes_effect(talk, form, "2022-09-08")
    takes_effect(talk, f"業務番号,業務名,別名\n3,{HOSTILE},住基\n", "2022-09-08")
    takes_effect(talk, f"ステップ番号,ステップ名\n12,{HOSTILE * 4}\n", "2022-09-08")
    talk.clock("2022-09-08T11:00:00+09:00")
    opens(talk, "窓口の照会", theme="theme-1")

    said = [status(talk, text) for text in ("山口市", f"窓口{HOSTILE}", "住基", "山口市 住基", "全体")]
    said += [
        talk.type(text, by=SECRETARY).text for text in ("/round", "/report", "/unreported", "/export", "/settings")
    ]
    said += [talk.press(LIST, by=SECRETARY).text, talk.press("ステップ", by=SECRETARY).text]
    assert 20 == len([label for label in asked_of(talk, YAMAGUCHI) if "項" in label])
    assert [] == [text for text in said if "<!channel>" in text]


def test_a_room_that_begins_anew_begins_with_what_it_had(talk):
    takes_effect(talk, "業務番号,業務名,別名\n3,住民記録,住基\n", "2022-09-08")
    talk.begins_anew()
    talk.ticks()

    assert "住民基本台帳" in status(talk, "住基")


def test_a_system_that_is_gone_is_found_as_of_a_day_when_it_was_there(talk):
    takes_effect(talk, "業務番号,業務名\n3,住民基本台帳\n", "2022-09-08")

    assert "「戸籍」" in status(talk, "戸籍")
    assert "業務：第1版" in settings(talk)
    assert "戸籍" in paper(talk, "業務別 山口市 8月末 csv")
    assert "戸籍" not in paper(talk, "業務別 山口市 csv")


def settings(talk):
    talk.type("/settings", by=SECRETARY)
    return talk.press(LIST, by=SECRETARY).text
