"""The conference's papers as files: every cell as the paper prints it, blank where it is blank."""

import csv
import io
import subprocess
import sys
from dataclasses import replace
from datetime import date, datetime
from itertools import pairwise

import openpyxl
import pytest
from pptx import Presentation

import bot
from documents import csv_file, pptx, xlsx
from documents.papers import card, online, progress, rpa, schedule, support
from documents.words import day
from domain.calendar import TOKYO
from domain.paper import Across, Cell, Paper, Row, Shade, Table, across, row
from domain.standing import sheet
from storage import catalogue, figures
from storage import schedule as plans
from storage.database import open_database

NOW = datetime(2022, 9, 8, 9, 0, tzinfo=TOKYO)
TODAY = NOW.date()
OWN = catalogue.own(bot.CONFERENCE)
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
    (asked,) = catalogue.facts(f"papers/{theme}", OWN)
    return {code: {field: said["words"] for field, said in told.items()} for code, told in asked["reports"].items()}


def names():
    return {each["code"]: each["name"] for each in catalogue.facts("municipalities", OWN)["municipalities"]}


def in_excel(paper):
    """The rows of the sheet, a blank as an empty text."""
    book = openpyxl.load_workbook(io.BytesIO(xlsx.written([paper], NOW)))
    return [[cell or "" for cell in row] for row in book.worksheets[0].iter_rows(values_only=True)]


def table_in_excel(paper):
    """The rows of its one table, from below its head to the first empty line; and what stands below."""
    rows = in_excel(paper)
    start = next(nth for nth, row in enumerate(rows) if row[: len(paper.tables[0].head)] == list(paper.tables[0].head))
    end = next(nth for nth in range(start, len(rows)) if not any(rows[nth]))
    return rows[start + 1 : end], [row[0] for row in rows[end:] if row[0]]


def slides(paper):
    """The shapes of each slide."""
    return [list(slide.shapes) for slide in Presentation(io.BytesIO(pptx.written([paper], NOW))).slides]


def tables_in_powerpoint(paper):
    """The rows of every table, its head first, slide by slide."""
    tables = [shape.table for shapes in slides(paper) for shape in shapes if shape.has_table]
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in tables]


def drawn(table):
    """The rows of a table as it is to be drawn."""
    beside = [[row.beside] if table.has_beside else [] for row in table.rows]
    return [[*(cell.shown for cell in row.cells), *more] for row, more in zip(table.rows, beside, strict=True)]


def every_paper(database):
    """All that are composed of figures."""
    known = catalogue.load(database.read(), bot.CONFERENCE)
    conference = known.conference
    days = [date(2021, 1, 1), date(2021, 12, 31), date(2022, 1, 1), TODAY]
    course = dict.fromkeys(f for on in days for f in figures.in_theme(database.read(), bot.CONFERENCE, "card", on=on))
    bodies = [conference.nation, conference.prefecture, *known.municipalities]
    items = [each for each in plans.every(database.read(), bot.CONFERENCE) if each.as_of.first <= TODAY]
    return {
        "progress": progress.paper(across(laid(database, "standardization"))),
        "online": online.paper(across(laid(database, "online"))),
        "card": card.paper(across(laid(database, "card")), card.Course(bodies, list(course))),
        "rpa": rpa.paper(across(laid(database, "rpa"))),
        "support": support.paper(across(laid(database, "support")), [], known.themes, day(TODAY)),
        "schedule": schedule.paper(items, known.topics, TODAY),
    }


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

    rows = list(csv.reader(io.StringIO(csv_file.written([paper]).decode("utf-8-sig"))))

    expected, _ = table_in_excel(paper)
    assert expected == rows[1 : len(expected) + 1]


def test_before_the_papers_nothing_is_shown(database):
    paper = online.paper(across(laid(database, "online", date(2022, 8, 31))))

    assert {""} == {text for row in paper.tables[0].rows for text in (cell.text for cell in row.cells[1:])}


def test_what_differs_from_the_last_time_is_marked(database):
    now, before = laid(database, "online"), laid(database, "online", date(2022, 8, 31))
    paper = online.paper(across(now, before, "令和４年８月31日現在"))

    found, below = table_in_excel(paper)

    assert ["山口市", "●２２手続", "●ﾏｲﾅﾝﾊﾞｰ系まで特定通信", "●自治体被災者支援ｼｽﾃﾑを利用", ""] == found[2]
    assert "●は前回（令和４年８月31日現在）と異なるところ" in below
    assert Across(now) == across(now)


def simple(*rows, **more):
    return Paper(number="資料", title="試し", tables=(Table(("一", "二"), rows, (10, 10)),), **more)


@pytest.mark.parametrize("text", HOSTILE)
def test_what_looks_like_a_formula_a_link_or_a_number_stays_text_in_excel(text):
    paper = simple(row(text, text), notes=(text,), made=text)
    book = openpyxl.load_workbook(io.BytesIO(xlsx.written([paper], NOW)))

    cells = [cell for line in book.worksheets[0].iter_rows() for cell in line if cell.value is not None]

    assert {"s"} == {cell.data_type for cell in cells}
    assert [] == [cell for cell in cells if cell.hyperlink]
    assert 4 == [cell.value for cell in cells].count(text)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_what_looks_like_a_formula_stays_text_in_csv(text):
    assert f"'{text}" in csv_file.written([simple(row(text, text))]).decode("utf-8-sig")


def test_the_sheet_prints_on_a4_landscape_one_page_wide_with_who_made_it():
    paper = simple(Row((Cell("済", shade=Shade.DONE), Cell("新", changed=True))), made="作成：A&B", whole=True)
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx.written([paper], NOW))).worksheets[0]

    setup = sheet.page_setup
    assert ("landscape", "9") == (setup.orientation, str(setup.paperSize))
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert {None, 1} >= {setup.fitToWidth, setup.fitToHeight}  # one page is what the file need not say
    assert "取扱注意・庁内限り" == sheet.oddHeader.center.text
    assert "作成：A&&B" == sheet.oddFooter.left.text


def test_every_rate_of_the_card_is_the_papers_own(database):
    paper = every_paper(database)["card"]
    found = {(row.cells[0].text, row.cells[6].text): [cell.text for cell in row.cells[2:6]] for row in course(paper)}
    days = [(row.cells[0].text, row.cells[1].text) for row in course(paper)]

    assert ["47.4％", "", "", ""] == found["全国", "資料４ 8頁"]
    assert ["48.9％", "", "7位", "1.14倍"] == found["山口県", "資料４ 8頁"]
    assert ["54.6％", "63.6％", "", ""] == found["防府市", "資料４ 9頁"]
    assert ("山口県", "令和４年１月１日時点") in days
    assert ("防府市", "令和３年12月31日時点") in days
    assert sum(len(each["reports"]) for each in catalogue.facts("papers/card", OWN) if past(each)) == len(days)
    assert any("最大25ポイント以上" in note for note in paper.notes)


def course(paper):
    return paper.tables[0].rows


def past(asked):
    return asked["as_of"]["value"] <= TODAY


def test_of_the_other_18_municipalities_the_paper_gives_no_rate_and_so_does_ours(database):
    rows = every_paper(database)["card"].tables[1].rows

    assert 19 == len(rows)
    assert ["防府市"] == [row.cells[0].text for row in rows if any(cell.text for cell in row.cells[1:])]


def test_the_rates_are_bars_in_excel_and_in_powerpoint(database):
    paper = every_paper(database)["card"]
    (chart,) = [shape.chart for shapes in slides(paper) for shape in shapes if shape.has_chart]
    book = openpyxl.load_workbook(io.BytesIO(xlsx.written([paper], NOW)))

    assert {"取扱注意・庁内限り"} == {sheet.oddHeader.center.text for sheet in book.worksheets}
    bars = dict(zip(chart.plots[0].categories, chart.plots[0].series[0].values, strict=True))
    assert {"山口県 R4.1.1": 42.8, "山口県 R4.8.31": 48.9, "防府市 R4.8.31": 54.6}.items() <= bars.items()
    assert bars == dict(list(book["グラフの数値"].values)[1:])
    assert 1 == len(book.worksheets[0]._charts)


def test_the_five_groups_of_rpa_are_the_papers_own(database):
    rows = every_paper(database)["rpa"].tables[0].rows
    (asked,) = catalogue.facts("papers/rpa", OWN)
    groups = {label: [] for label in "①②③④⑤"}
    for code, said in asked["reports"].items():
        groups[said["group"]["words"]].append(names()[code])

    assert groups == {row.cells[0].text: row.cells[3].text.split("、") for row in rows}
    assert ["主治医意見書作成依頼業務", "マイナンバー系"] == [cell.text for cell in rows[0].cells[1:3]]
    assert "給与・賞与計算入力業務" == rows[3].cells[1].text


def test_the_papers_questions_stand_first_and_ours_are_not_added(database):
    paper = every_paper(database)["support"]
    (asked,) = catalogue.facts("papers/support", OWN)
    told = asked["reports"]["350001"]

    papers, ours = ([[cell.text for cell in row.cells] for row in table.rows] for table in paper.tables)

    topics = [told[f"{kind}_topics"]["value"] for kind in ("standardization", "online", "other")]
    assert ["１８市町・６１件", *topics] == [said for _, said in papers]
    assert ["合計", "0件"] == ours[-1]
    assert "令和４年８月末時点" == paper.as_of


def bars(paper, title):
    """The marks of the twelve months from April, of the items of that title."""
    return ["".join(cell.text or "・" for cell in row.cells[4:]) for row in items(paper) if row.cells[1].text == title]


def items(paper):
    return paper.tables[0].rows


@pytest.mark.parametrize(
    ("title", "words", "marks"),
    [
        ("情報システム共通機能標準仕様書 策定", "策定R4.8", "・・・・■・・・・・・・"),
        ("情報システムの標準化・共通化に係る手順書 改定予定", "改定予定：秋頃", "・・・・・▨▨▨・・・・"),
        ("転出届・転入予約 受付開始", "受付開始", "▨" * 12),
        ("マイナポータル申請管理の利用申請", "～R4.11", "▨▨▨▨▨▨▨■・・・・"),
    ],
)
def test_a_bar_stands_where_the_paper_names_the_month_and_a_vague_one_is_hatched(database, title, words, marks):
    paper = every_paper(database)["schedule"]

    assert [marks] == bars(paper, title)
    assert words in [row.cells[3].text for row in items(paper) if row.cells[1].text == title]


def test_every_item_of_the_papers_that_reaches_into_the_year_is_in_the_schedule(database):
    paper = every_paper(database)["schedule"]
    written = [e for e in catalogue.facts("papers/schedule", OWN) if e["kind"] != "as_of" and e["who"] != "—"]
    papers = [e for e in written if str(e["as_of"]["value"]) <= "2022-09"]
    outside = [
        e for e in papers if (e.get("end") or TODAY) < date(2022, 4, 1) or (e.get("start") or TODAY) > date(2023, 3, 31)
    ]

    assert sorted(e["title"] for e in papers if e not in outside) == sorted(row.cells[1].text for row in items(paper))
    assert f"この年度の外の予定{len(outside)}件は載せていません" in paper.notes


@pytest.mark.parametrize("name", ["progress", "online", "card", "rpa", "support", "schedule"])
def test_powerpoint_and_excel_say_the_same_in_every_cell(database, name):
    paper = every_paper(database)[name]
    written = in_excel(paper)

    shown = tables_in_powerpoint(paper)

    assert [row for table in paper.tables for row in drawn(table)] == [row for rows in shown for row in rows[1:]]
    heads = [[*table.head, ""] if table.has_beside else list(table.head) for table in paper.tables]
    assert {tuple(rows[0]) for rows in shown} == {tuple(head) for head in heads}
    for expected in (each for table in paper.tables for each in drawn(table)):
        assert expected in [line[: len(expected)] for line in written]


@pytest.mark.parametrize("name", ["progress", "online", "rpa"])
def test_what_is_one_page_in_the_paper_is_one_slide(database, name):
    assert 1 == len(slides(every_paper(database)[name]))


@pytest.mark.parametrize("name", ["progress", "online", "card", "rpa", "support", "schedule"])
def test_every_slide_says_what_it_is_whence_and_that_it_must_not_leave(database, name):
    paper = replace(every_paper(database)[name], made="作成：事務局")
    every = slides(paper)
    for nth, shapes in enumerate(every, start=1):
        said = "\n".join(shape.text_frame.text for shape in shapes if shape.has_text_frame)

        assert paper.title in said
        assert paper.number in said
        assert "取扱注意・庁内限り" in said
        assert "作成：事務局" in said
        assert f"{nth}／{len(every)}" in said
        assert paper.notes[0] in said


@pytest.mark.parametrize("text", ["切れ\x0b目\x1f", "<a:t>&amp;</a:t>", "一行目\n二行目", "あ" * 3_001, "𠮷😀"])
def test_whatever_a_person_wrote_makes_a_file_that_opens(text):
    paper = simple(row(text, text), notes=(text,), made=text, whole=False)

    ((_, (shown, _)),) = tables_in_powerpoint(paper)
    assert shown.startswith(text[:2])
    assert len(shown) <= 400
    found, _ = table_in_excel(paper)
    assert text[:2] == found[0][0][:2]
    assert text[:2] in csv_file.written([paper]).decode("utf-8-sig")


def test_a_long_table_goes_over_several_slides_each_with_its_head_and_loses_no_row():
    paper = simple(*(row(str(nth), "長い文" * (nth % 40)) for nth in range(200)), whole=False)

    shown = tables_in_powerpoint(paper)

    assert len(shown) > 5
    assert {("一", "二")} == {tuple(rows[0]) for rows in shown}
    assert [str(nth) for nth in range(200)] == [each[0] for rows in shown for each in rows[1:]]


def test_short_tables_stand_together_on_one_slide_each_below_its_title_and_none_upon_another():
    tables = [Table(("一", "二"), (row("三", "四" * 60),) * 3, (10, 10), f"第{nth}の表") for nth in range(1, 12)]
    paper = Paper(number="資料", title="試し", tables=tuple(tables), notes=("注",))
    every = slides(paper)

    assert 1 < len(every) < 8
    said = "".join(shape.text_frame.text for shapes in every for shape in shapes if shape.has_text_frame)
    assert all(said.count(table.title) == 1 for table in tables)
    for shapes in every:
        places = [
            (shape.top, shape.top + sum(r.height for r in shape.table.rows)) for shape in shapes if shape.has_table
        ]
        below = next(shape for shape in shapes if shape.has_text_frame and shape.text_frame.text.startswith("注"))
        assert all(bottom <= top for (_, bottom), (top, _) in pairwise(places))
        assert places[-1][1] <= below.top


def test_no_table_reaches_into_what_stands_below_it():
    paper = simple(*(row(str(nth), "長い文" * (nth % 40)) for nth in range(100)), whole=False, notes=("注",) * 9)
    for shapes in slides(paper):
        table = next(shape for shape in shapes if shape.has_table)
        bottom = table.top + sum(each.height for each in table.table.rows)
        below = next(shape for shape in shapes if shape.has_text_frame and shape.text_frame.text.startswith("注"))

        assert bottom <= below.top


def test_a_start_loads_no_library_that_only_files_need():
    slow = ("xlsxwriter", "pptx", "openpyxl", "matplotlib", "numpy", "documents.papers", "documents.xlsx")
    code = f"import sys, handlers; print([each for each in {slow} if each in sys.modules])"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603

    assert "[]" == said.stdout.strip()
