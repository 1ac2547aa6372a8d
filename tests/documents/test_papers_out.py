"""The conference's papers as files: every cell as the paper prints it, blank where it is blank."""

import csv
import io
from datetime import date, datetime

import openpyxl
import pytest

import bot
from documents import csv_file, xlsx
from documents.papers import online, progress
from domain.calendar import TOKYO
from domain.paper import Across, Cell, Paper, Row, Shade, Table, across, row
from domain.standing import sheet
from storage import catalogue, figures
from storage.database import open_database

NOW = datetime(2022, 9, 8, 9, 0, tzinfo=TOKYO)
TODAY = NOW.date()
HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://example.com")', "http://example.com", "1e5", "\t=1"]


@pytest.fixture
def database(loaded_url):
    opened = open_database(loaded_url)
    yield opened
    opened.close()


def laid(database, theme_id, on=TODAY):
    """A theme across all municipalities."""
    known = catalogue.load(database.read(), bot.CONFERENCE)
    found = figures.in_theme(database.read(), bot.CONFERENCE, theme_id, on=on)
    return sheet(known.theme(theme_id), known.municipalities, found, "350001", "000000")


def printed(theme):
    """What the paper prints of each municipality, by its code: the words, or nothing where it is blank."""
    (asked,) = catalogue.facts(f"papers/{theme}")
    return {code: {field: said["words"] for field, said in told.items()} for code, told in asked["reports"].items()}


def names():
    return {each["code"]: each["name"] for each in catalogue.facts("municipalities")["municipalities"]}


def in_excel(paper):
    """The rows of the sheet, a blank as an empty text."""
    book = openpyxl.load_workbook(io.BytesIO(xlsx.written(paper, NOW)))
    return [[cell or "" for cell in row] for row in book.worksheets[0].iter_rows(values_only=True)]


def table_in_excel(paper):
    """The rows of its one table, from below its head to the first empty line; and what stands below."""
    rows = in_excel(paper)
    start = next(nth for nth, row in enumerate(rows) if row[: len(paper.tables[0].head)] == list(paper.tables[0].head))
    end = next(nth for nth in range(start, len(rows)) if not any(rows[nth]))
    return rows[start + 1 : end], [row[0] for row in rows[end:] if row[0]]


def test_every_cell_of_the_progress_is_the_papers_own(database):
    paper = progress.paper(across(laid(database, "standardization")))
    fields = ("target_systems", "completed_step", "excluded_systems")
    expected = [
        [names()[code], *(said.get(field, "") for field in fields)] for code, said in printed("standardization").items()
    ]

    found, below = table_in_excel(paper)

    assert expected == found
    assert ["田布施町", "18業務", "２業務対象外"] == [found[-1][at] for at in (0, 1, 3)]
    assert "基準日・出典：令和４年７月末時点（年は推定）（資料２ 4頁）" in below
    assert ("資料２", "≪参考：市町の進捗状況≫", "７月末時点") == (paper.number, paper.title, paper.as_of)


def test_the_municipalities_that_the_paper_leaves_out_are_named_as_unknown_and_have_no_row(database):
    paper = progress.paper(across(laid(database, "standardization")))

    (unknown,) = [note for note in paper.notes if note.startswith("資料・報告なし（未着手ではありません）：")]
    assert 13 == unknown.count("、") + 1
    assert "0" not in unknown


def test_every_cell_of_the_procedures_online_is_the_papers_own(database):
    paper = online.paper(across(laid(database, "online")))
    told = printed("online")
    expected = [[name, *(told[code].get(field, "") for field in online.FIELDS)] for code, name in names().items()]

    found, below = table_in_excel(paper)

    assert expected == found
    assert 19 == len(found)
    assert ["阿武町", "０手続", "", "", ""] == found[-1]
    assert "空欄は資料・報告なし" in below
    assert "基準日・出典：令和４年９月時点（資料３ 6頁）" in below
    assert "令和４年９月時点" == paper.as_of


@pytest.mark.parametrize(("theme", "composed"), [("standardization", progress), ("online", online)])
def test_csv_says_the_same_as_excel(database, theme, composed):
    paper = composed.paper(across(laid(database, theme)))

    rows = list(csv.reader(io.StringIO(csv_file.written(paper).decode("utf-8-sig"))))

    expected, _ = table_in_excel(paper)
    assert expected == rows[1 : len(expected) + 1]


def test_before_the_papers_nothing_is_shown(database):
    paper = online.paper(across(laid(database, "online", date(2022, 8, 31))))

    assert {""} == {text for row in paper.tables[0].rows for text in (cell.text for cell in row.cells[1:])}


def test_what_differs_from_the_last_time_is_marked(database):
    now, before = laid(database, "online"), laid(database, "online", date(2022, 8, 31))
    paper = online.paper(across(now, before, date(2022, 8, 31)))

    found, below = table_in_excel(paper)

    assert ["山口市", "●２２手続", "●ﾏｲﾅﾝﾊﾞｰ系まで特定通信", "●自治体被災者支援ｼｽﾃﾑを利用", ""] == found[2]
    assert "●は前回（令和４年８月31日現在）と異なるところ" in below
    assert Across(now) == across(now)


def simple(*rows, **more):
    return Paper(number="資料", title="試し", tables=(Table(("一", "二"), rows, (10, 10)),), **more)


@pytest.mark.parametrize("text", HOSTILE)
def test_what_looks_like_a_formula_a_link_or_a_number_stays_text_in_excel(text):
    paper = simple(row(text, text), notes=(text,), made=text)
    book = openpyxl.load_workbook(io.BytesIO(xlsx.written(paper, NOW)))

    cells = [cell for line in book.worksheets[0].iter_rows() for cell in line if cell.value is not None]

    assert {"s"} == {cell.data_type for cell in cells}
    assert [] == [cell for cell in cells if cell.hyperlink]
    assert 4 == [cell.value for cell in cells].count(text)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_what_looks_like_a_formula_stays_text_in_csv(text):
    assert f"'{text}" in csv_file.written(simple(row(text, text))).decode("utf-8-sig")


def test_the_sheet_prints_on_a4_landscape_one_page_wide_with_who_made_it():
    paper = simple(Row((Cell("済", shade=Shade.DONE), Cell("新", changed=True))), made="作成：A&B", whole=True)
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx.written(paper, NOW))).worksheets[0]

    setup = sheet.page_setup
    assert ("landscape", "9") == (setup.orientation, str(setup.paperSize))
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert {None, 1} >= {setup.fitToWidth, setup.fitToHeight}  # one page is what the file need not say
    assert "取扱注意・庁内限り" == sheet.oddHeader.center.text
    assert "作成：A&&B" == sheet.oddFooter.left.text
