"""標準化PMOツールの一覧, dropped on the bot: columns, checks, keeping it, the comparison, and reporting from it."""

import csv
import io

import openpyxl
import pytest
from asked import ask, told
from talk import HOFU, SECRETARY, YAMAGUCHI

from handlers import pmo_list

ROUND = "標準化の進捗照会（10月）"
HEAD = ["団体コード", "団体名", "標準化対象業務", "完了済みステップ"]
ROWS = [
    ["352039", "山口市", "住民基本台帳", "12"],
    ["352039", "山口市", "印鑑登録", "ステップ９"],
    ["35206", "防府市", "", "4"],
]


def table(*rows, encoding="cp932"):
    made = io.StringIO(newline="")
    csv.writer(made).writerows(rows)
    return made.getvalue().encode(encoding)


def workbook(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def brings(talk, contents, by=SECRETARY, name="pmo.csv"):
    return talk.brings(name, contents, by=by)


def reads(talk, contents, by=SECRETARY, **chosen):
    """Bring it, look at the columns, and say that they are right."""
    brings(talk, contents, by)
    talk.press("読み方と基準日を確かめる", by=by, channel=talk.direct(by))
    talk.submits(by=by, **{"as_of": "2022-09-01", **chosen})
    return talk.newest(by, talk.direct(by))


def keeps(talk, contents, by=SECRETARY, **chosen):
    reads(talk, contents, by, **chosen)
    return talk.press("この一覧を取り込む", by=by, channel=talk.direct(by))


def compared(talk):
    """The rows of 突合表, as they stand in the workbook."""
    talk.type("/export 突合表", by=SECRETARY)
    file = next(each for each in reversed(talk.said_to(SECRETARY)) if each.files)
    sheet = openpyxl.load_workbook(io.BytesIO(talk.files(file)[0])).worksheets[0]
    lines = [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]
    start = next(nth for nth, line in enumerate(lines) if "突合" in line)
    return [line for line in lines[start + 1 :] if line[1] and line[6]]


@pytest.mark.parametrize("made", [table, workbook])
def test_its_columns_are_known_by_their_heads_and_shown(talk, made):
    said = brings(talk, made(HEAD, *ROWS), name="pmo.xlsx" if made is workbook else "pmo.csv")

    assert "標準化PMOツールの一覧として受け取りました" in said.text
    assert "• 市町コード ← 「団体コード」" in said.text
    assert "• 業務 ← 「標準化対象業務」" in said.text
    assert "• 完了済みステップ ← 「完了済みステップ」" in said.text


def test_what_it_says_is_counted_with_its_day_and_kept_once_confirmed(talk):
    said = reads(talk, table(HEAD, *ROWS))

    assert "令和4年9月1日" in said.text
    assert "2市町・3件" in said.text
    assert (
        "一覧を取り込みました（3件）"
        in talk.press("この一覧を取り込む", by=SECRETARY, channel=talk.direct(SECRETARY)).text
    )
    assert (
        "すでに取り込まれています"
        in talk.press("この一覧を取り込む", by=SECRETARY, channel=talk.direct(SECRETARY)).text
    )
    assert [(SECRETARY, "pmo_list.keep")] == talk.audited()


def test_the_comparison_puts_differences_first_and_leaves_what_is_unknown_blank(talk):
    keeps(talk, table(HEAD, *ROWS, ["352012", "下関市", "", "3"]))

    rows = compared(talk)

    assert [("下関市", "市町全体", "相違")] == [(row[0], row[1], row[6]) for row in rows if row[6] == "相違"]
    assert "相違" == rows[0][6]
    assert ["", "", "●"] == [*next((row[2], row[3]) for row in rows if row[0] == "防府市"), rows[0][4][:1]]
    assert "報告なし" == next(row[6] for row in rows if row[1] == "住民基本台帳")


def test_another_head_is_asked_for_once_and_remembered(talk):
    odd = ["だれ", "なに", "どこまで"]
    said = brings(talk, table(odd, ["山口市", "印鑑登録", "9"]))
    assert "何の表か分かりませんでした" in said.text

    said = reads(talk, table(odd, ["山口市", "印鑑登録", "9"]), municipality="0", system="1", step="2")
    assert "1市町・1件" in said.text

    assert "• 完了済みステップ ← 「どこまで」" in brings(talk, table(odd, ["萩市", "戸籍", "3"])).text


def test_a_row_for_each_step_counts_the_last_one_that_is_done(talk):
    head = ["市町", "業務", "ステップ", "状況"]
    rows = [["山口市", "戸籍", str(step), "完了" if step < 4 else "作業中"] for step in range(1, 7)]
    keeps(talk, table(head, *rows))

    assert ["ステップ3"] == [row[4] for row in compared(talk) if row[1] == "戸籍"]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (["352039", "山口市", "住民基本台帳X", "1"], "C3「住民基本台帳X」：標準化の20業務にない名前です"),
        (["999999", "", "戸籍", "1"], "A3「999999」：この会議の市町ではありません"),
        (["", "広島市", "戸籍", "1"], "B3「広島市」：この会議の市町ではありません"),
        (["352039", "山口市", "戸籍", "41"], "D3「41」：ステップとして読めません"),
        (["352039", "山口市", "戸籍", "=1+1"], "D3「=1+1」：ステップとして読めません"),
        (["352039", "山口市", "戸籍", "2022-09-01"], "D3「2022-09-01」：ステップとして読めません"),
        (["352039", "山口市", "住基", "3"], "D3「3」：同じ市町・業務の行が2つあります"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_cell_marked_in_a_file_and_not_kept(talk, row, sentence):
    said = reads(talk, table(HEAD, ROWS[0], row))

    assert sentence in said.text
    assert "まだ取り込んでいません" in said.text
    file = next(each for each in reversed(talk.said_to(SECRETARY)) if each.files)
    marked = openpyxl.load_workbook(io.BytesIO(talk.files(file)[0])).worksheets[0]
    assert sentence.partition("：")[2][:8] in str(marked["E3"].value)
    assert [] == talk.audited()


def test_a_column_chosen_twice_or_a_day_to_come_is_told_at_its_field(talk):
    brings(talk, table(HEAD, *ROWS))
    talk.press("読み方と基準日を確かめる", by=SECRETARY, channel=talk.direct(SECRETARY))

    wrong = talk.submits(by=SECRETARY, step="2", as_of="2023-01-01")

    assert {"step", "system", "as_of"} == set(wrong)


def test_it_fills_the_form_of_an_open_round_and_is_reported_once_confirmed(talk):
    asked = ask(talk, "standardization", ROUND)
    keeps(talk, table(HEAD, *ROWS))
    there = talk.direct(SECRETARY)

    said = talk.press(f"報告する：{ROUND}", by=SECRETARY, channel=there)
    assert "• 山口市 住民基本台帳：空欄（不明） → ステップ12" in said.text

    talk.press("この内容で報告する", by=SECRETARY, channel=there)
    assert 12.0 == told(talk, asked)[0].answers["systems", 3]
    assert 2 == talk.audited().count((SECRETARY, "report"))


def test_a_member_brings_the_rows_of_their_own_municipality_alone(talk):
    said = reads(talk, table(HEAD, *ROWS), by=YAMAGUCHI)
    assert "A4「35206」：担当の市町ではありません" in said.text

    assert "1市町・2件" in reads(talk, table(HEAD, *ROWS[:2]), by=YAMAGUCHI).text


def test_anothers_list_is_nobodys_to_read(talk):
    brings(talk, table(HEAD, *ROWS[:2]), by=YAMAGUCHI)

    talk.presses_button("pmo:columns", "1", by=HOFU)

    assert "事務局" in talk.private(HOFU).text


def test_a_head_alone_is_told_so(talk):
    assert "見出しの行だけで、中身の行がありません" in brings(talk, table(HEAD)).text


def test_of_more_municipalities_than_a_button_can_name_the_next_ones_come_when_it_is_pressed_again(talk, monkeypatch):
    monkeypatch.setattr(pmo_list, "MOST", 1)
    ask(talk, "standardization", ROUND)
    keeps(talk, table(HEAD, *ROWS))
    there = talk.direct(SECRETARY)

    for name in ("山口市", "防府市"):
        said = talk.press(f"報告する：{ROUND}", by=SECRETARY, channel=there)
        assert "1市町分をファイルから報告します" in said.text
        assert f"• {name} " in said.text
        talk.press("この内容で報告する", by=SECRETARY, channel=there)

    assert "すでに報告されている内容と同じです" in talk.press(f"報告する：{ROUND}", by=SECRETARY, channel=there).text
