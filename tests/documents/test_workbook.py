"""A workbook that is damaged on its way is said to be unreadable, whatever is wrong with it."""

import io
import random

import openpyxl
import pytest

from documents import sheet
from documents.table import Unreadable


@pytest.fixture(scope="module")
def whole():
    book = openpyxl.Workbook()
    book.active.append(["市町コード", "市町", "今回の回答"])
    book.active.append(["352039", "山口市", "12"])
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def test_one_that_wants_a_newer_way_of_unpacking_is_unreadable(whole):
    """The directory at the end says which version of ZIP it takes to unpack each part."""
    at = whole.index(b"PK\x01\x02") + 6

    with pytest.raises(Unreadable, match="no_workbook"):
        sheet.opened("様式.xlsx", whole[:at] + b"@" + whole[at + 1 :])


@pytest.mark.parametrize("seed", range(200))
def test_one_with_any_bytes_changed_is_read_or_unreadable(whole, seed):
    dice = random.Random(seed)  # noqa: S311 – it damages, it hides nothing
    damaged = bytearray(whole)
    for _ in range(dice.choice([1, 3, 30])):
        damaged[dice.randrange(len(damaged))] = dice.randrange(256)
    try:
        opened = sheet.opened("様式.xlsx", bytes(damaged))
        opened.no_merged_cells(0)
    except Unreadable:
        pass
