"""The roster's CSV: read as offices write it, written so that it comes back the same."""

import pytest

from documents import roster, sheet, table
from documents.roster import write
from documents.table import Unreadable


def read(contents):
    """The rows of a file, or of what was pasted."""
    return roster.read(table.read(contents) if isinstance(contents, str) else sheet.rows(contents))


ROW = {"municipality": "山口市", "post": "係長", "user": "U1", "rung": "係長", "role": "市町"}


def test_columns_are_known_by_their_heads_in_any_order_and_width():
    text = "利用者ＩＤ,職 名,市町村名,備考\r\n\r\nU1,  係長 ,山口市,x\r\n,,,\r\n"

    assert [{"nth": "3", "user": "U1", "post": "係長", "municipality": "山口市"}] == read(text)


def test_quoted_cells_keep_commas_and_lines_and_the_line_is_where_the_row_begins():
    text = '市町,役割,利用者ID\n"山口市\n萩市","係長, 兼務",U1\n防府市,担当,U2\n'

    assert [("2", "山口市、萩市", "係長, 兼務"), ("4", "防府市", "担当")] == [
        (row["nth"], row["municipality"], row["post"]) for row in read(text)
    ]


def test_what_was_copied_from_a_sheet_stands_between_tabs():
    assert "係長, 兼務" == read("市町\t役割\t利用者ID\n山口市\t係長, 兼務\tU1")[0]["post"]


def test_a_short_row_has_empty_cells():
    assert "" == read("市町,役割,利用者ID\n山口市,担当")[0]["user"]


@pytest.mark.parametrize("post", ["係長", '"', "=1+1", "+81", "-", "@x", "'=1", "a,b", "'"])
def test_what_is_written_is_read_again(post):
    (row,) = read(write([{**ROW, "post": post}]))

    assert {**ROW, "post": post, "nth": "2"} == row


@pytest.mark.parametrize("post", ["=1+1", "+81", "-1", "@x"])
def test_nothing_that_is_written_is_a_formula(post):
    assert f",'{post},".encode() in write([{**ROW, "post": post}])


@pytest.mark.parametrize(
    ("contents", "reason"),
    [(b"PK\x03\x04", "no_workbook"), (b"\x00\x01", "no_text"), (b"\x81", "no_text"), (b"", "empty")],
)
def test_what_is_no_roster_is_refused_with_the_reason(contents, reason):
    with pytest.raises(Unreadable) as refused:
        read(contents)

    assert reason == refused.value.reason
