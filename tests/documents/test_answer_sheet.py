import io

import openpyxl
import pytest

from documents import answer_sheet, sheet
from documents.table import Unreadable
from domain.answer_sheet import Row

ROW = Row("352039", "山口市", "利用手続数", "", "22", "22手続", "0〜27の数字")


def written(*rows):
    return answer_sheet.written("照会", "online-2022-09", "令和4年9月30日時点", rows)


def saved(book):
    contents = io.BytesIO()
    book.save(contents)
    return contents.getvalue()


@pytest.mark.parametrize("answer", ["=1+1", "+81", "@SUM(A1)", "-5", "http://example.com", "2022/10/31"])
def test_whatever_was_answered_goes_out_as_text(answer):
    row = Row("352039", "山口市", "項目", "", answer, answer, "")
    sheet = openpyxl.load_workbook(io.BytesIO(written(row))).worksheets[0]

    assert ["s", "s"] == [sheet[at].data_type for at in ("E7", "F7")]
    assert answer == sheet["E7"].value


def test_out_and_in_is_the_same():
    round_, (cell,) = answer_sheet.read(sheet.rows(written(ROW)))

    assert "online-2022-09" == round_
    assert ("E7", "352039", "利用手続数", "", "22") == (
        cell.at,
        cell.municipality,
        cell.field,
        cell.system,
        cell.answer,
    )


@pytest.mark.parametrize(
    ("typed", "read"), [(22, "22"), (48.9, "48.9"), (True, "TRUE"), ("　２２ ", "２２"), (None, "")]
)
def test_a_number_is_read_as_somebody_would_type_it(typed, read):
    book = openpyxl.load_workbook(io.BytesIO(written(ROW)))
    book.worksheets[0]["E7"] = typed

    assert read == answer_sheet.read(sheet.rows(saved(book)))[1][0].answer


def test_columns_are_known_by_their_heads_wherever_they_stand():
    book = openpyxl.load_workbook(io.BytesIO(written(ROW)))
    book.worksheets[0].insert_cols(3)
    book.worksheets[0].delete_rows(4)

    assert "F6" == answer_sheet.read(sheet.rows(saved(book)))[1][0].at


@pytest.mark.parametrize("damage", [lambda sheet: sheet.delete_rows(2), lambda sheet: sheet.delete_rows(6)])
def test_without_its_number_or_its_head_it_is_no_form(damage):
    book = openpyxl.load_workbook(io.BytesIO(written(ROW)))
    damage(book.worksheets[0])

    with pytest.raises(Unreadable, match="no_form"):
        answer_sheet.read(sheet.rows(saved(book)))
