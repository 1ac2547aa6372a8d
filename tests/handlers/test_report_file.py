"""A report in a file: the form of a round as a workbook, filled in and brought back."""

import csv
import io
import zipfile

import openpyxl
import pytest
from asked import CODE, ask, filled, told
from talk import HOFU, SECRETARY, YAMAGUCHI, buttons

from documents.answer_sheet import ANSWER
from domain.round import How
from handlers.report_file import MOST

ONLINE = "オンライン化の照会（9月末）"


@pytest.fixture
def online(talk):
    return ask(talk, "online", ONLINE)


def handed_out(talk, by=YAMAGUCHI):
    """The form, as the asker gets it."""
    talk.type("/report", by=by)
    talk.press("ファイルで報告" if by != SECRETARY else f"様式：{ONLINE}", by=by)
    return last_file(talk, by)


def last_file(talk, by):
    file = next(message for message in reversed(talk.said_to(by)) if message.files)
    return talk.files(file)[0]


def rows(contents):
    """What stands below the head, by the names of the columns."""
    sheet = openpyxl.load_workbook(io.BytesIO(contents)).worksheets[0]
    lines = [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]
    start = next(nth for nth, line in enumerate(lines) if ANSWER in line)
    return [dict(zip(lines[start], line, strict=True)) for line in lines[start + 1 :]]


def brings(talk, contents, by=YAMAGUCHI, name="報告.xlsx"):
    return talk.brings(name, contents, by=by)


def test_the_form_is_handed_out_with_the_last_answers(talk, online):
    first, *rest = rows(handed_out(talk))

    assert (CODE, "山口市", "22") == (first["市町コード"], first["市町"], first["今回の回答"])
    assert "22手続" == first["前回の回答"]
    assert {CODE} == {row["市町コード"] for row in rest}
    assert "理由・補足" == rest[-1]["項目"]


def test_brought_back_as_it_was_it_says_what_it_would_report_and_keeps_it_once_confirmed(talk, online):
    said = brings(talk, filled(handed_out(talk), {"マイナポータル": 23}))
    assert "1市町分をファイルから報告します" in said.text
    assert "22手続 → 23手続" in said.text
    assert [] == told(talk, online)

    done = talk.press("この内容で報告する", channel=talk.direct())

    assert "1市町分を報告しました：山口市" in done.text
    (report,) = told(talk, online)
    assert (How.FILE, 23.0, False) == (report.how, report.answers["procedures", 0], report.proxy)


def test_out_and_in_again_is_the_same_for_every_theme(talk):
    for theme in ("online", "standardization", "card", "rpa"):
        asked = ask(talk, theme, f"{theme}の照会")
        talk.presses_button("report:sheet", asked.id, by=YAMAGUCHI)
        before = rows(last_file(talk, YAMAGUCHI))
        brings(talk, last_file(talk, YAMAGUCHI))
        talk.press("この内容で報告する", channel=talk.direct())
        talk.presses_button("report:sheet", asked.id, by=YAMAGUCHI)

        assert [row["今回の回答"] for row in before] == [r["今回の回答"] for r in rows(last_file(talk, YAMAGUCHI))]
        assert 1 == len(told(talk, asked))


def test_what_is_wrong_is_said_with_the_address_of_its_cell_and_marked_in_a_file(talk, online):
    said = brings(talk, filled(handed_out(talk), {"マイナポータル": 99, "転出届": "そのうち"}))

    assert "ご確認いただきたいところが2か所あります" in said.text
    assert "• E7 山口市" in said.text
    marked = rows(last_file(talk, YAMAGUCHI))
    assert ["99", "そのうち"] == [row["今回の回答"] for row in marked if row["直すところ"]]
    assert [] == told(talk, online)


def test_nothing_new_is_said_so(talk, online):
    form = handed_out(talk)
    brings(talk, form)
    talk.press("この内容で報告する", channel=talk.direct())

    assert "すでに報告されている内容と同じです" in brings(talk, form).text
    assert 1 == len(told(talk, online))


def test_confirmed_twice_it_is_kept_once(talk, online):
    brings(talk, filled(handed_out(talk), {"マイナポータル": 23}))
    talk.press("この内容で報告する", channel=talk.direct())
    talk.again(kinds=("interactive",))

    assert 1 == len(told(talk, online))


def test_the_secretariat_reports_for_several_at_once(talk, online):
    form = handed_out(talk, SECRETARY)
    assert 19 == len({row["市町コード"] for row in rows(form)})
    form = filled(filled(form, {"マイナポータル": 23}), {"マイナポータル": 24}, code="352063")

    brings(talk, form, by=SECRETARY)
    done = talk.press("この内容で報告する", by=SECRETARY, channel=talk.direct(SECRETARY))

    assert "19市町分を報告しました" in done.text
    assert [True] == [report.proxy for report in told(talk, online, "352063")]
    assert 24.0 == told(talk, online, "352063")[0].answers["procedures", 0]


def test_another_municipality_is_not_ones_own_to_report(talk, online):
    said = brings(talk, handed_out(talk, SECRETARY), by=HOFU)

    assert "この操作は事務局だけができます" in said.text
    assert [] == told(talk, online, CODE)


def test_a_row_of_nobody_is_told_with_its_line(talk, online):
    book = openpyxl.load_workbook(io.BytesIO(handed_out(talk)))
    book.worksheets[0]["A8"] = "999999"
    saved = io.BytesIO()
    book.save(saved)

    said = brings(talk, saved.getvalue())

    assert "8行目の市町が、この会議の市町ではありません。" in said.text
    assert "999999" in said.text


def test_after_somebody_else_has_reported_nothing_is_kept_and_it_says_so(talk, online):
    brings(talk, filled(handed_out(talk), {"マイナポータル": 23}))
    talk.type("/report オンライン化 山口市 変更なし", by=SECRETARY)
    assert 1 == len(told(talk, online))

    said = talk.press("この内容で報告する", channel=talk.direct())

    assert "ファイルを読み取った後に、別の報告などがありました（山口市）" in said.text
    assert 1 == len(told(talk, online))


def zipped(parts):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        for name, contents in parts.items():
            made.writestr(name, contents)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("contents", "sentence"),
    [
        (b"\x00\x01not a workbook", "文字として読めませんでした"),
        (zipped({"a.txt": "x"}), "Excel のファイルとして読めませんでした"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "古い形式（.xls）か、パスワードが付いています"),
        (zipped({"xl/vbaProject.bin": "x"}), "マクロの入ったファイルは受け取れません"),
        (zipped({"xl/worksheets/sheet1.xml": bytes(61_000_000)}), "ファイルが大きすぎます"),
        (zipped({f"{nth}.xml": "" for nth in range(1_001)}), "ファイルが大きすぎます"),
    ],
)
def test_a_bad_file_is_told_what_is_wrong_and_nothing_is_kept(talk, online, contents, sentence):
    said = brings(talk, contents)

    assert sentence in said.text
    assert "何も記録していません。" in said.text
    assert [] == told(talk, online)


def test_a_workbook_that_is_no_form_is_told_so(talk, online):
    book = openpyxl.Workbook()
    book.active["A1"] = "ほかの表"
    saved = io.BytesIO()
    book.save(saved)

    assert "何の表か分かりませんでした" in brings(talk, saved.getvalue()).text


def test_a_form_saved_as_csv_in_the_code_of_windows_is_read_as_well(talk, online):
    table = openpyxl.load_workbook(io.BytesIO(filled(handed_out(talk), {"マイナポータル": 23}))).worksheets[0]
    made = io.StringIO(newline="")
    csv.writer(made).writerows([cell or "" for cell in row] for row in table.iter_rows(values_only=True))

    assert "23" in brings(talk, made.getvalue().encode("cp932"), name="報告.csv").text


def test_merged_cells_below_the_head_are_told_by_their_addresses(talk, online):
    book = openpyxl.load_workbook(io.BytesIO(handed_out(talk)))
    book.worksheets[0].merge_cells("E7:E9")
    saved = io.BytesIO()
    book.save(saved)

    said = brings(talk, saved.getvalue())

    assert "結合されたセルがあります（E7:E9）" in said.text
    assert [] == told(talk, online)


def test_a_file_too_large_is_not_even_fetched(talk, online):
    assert "ファイルが大きすぎます（5MB まで）" in brings(talk, bytes(5_000_001)).text


def test_a_button_names_every_municipality_of_the_largest_prefecture(talk, online):
    contents = filled(handed_out(talk, by=SECRETARY), {"マイナポータル": 23})
    (value,) = [
        each["value"]
        for each in buttons(brings(talk, contents, by=SECRETARY))
        if each["action_id"] == "report:sheet-keep"
    ]

    assert MOST >= 179
    assert len(value) + len(f" {CODE}") * (MOST - 1) <= 2_000
