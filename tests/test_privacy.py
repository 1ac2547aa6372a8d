"""The privacy page names every table in which a person stands."""

import re

import pytest
from process import ROOT
from sqlmodel import SQLModel

from storage import tables

PAGE = (ROOT / "docs" / "privacy.md").read_text()
PERSONS = {"user", "by", "to", "old", "new", "asked_by", "created_by", "opened_by", "made_by", "done_by"}
KNOWN = [table for table in SQLModel.metadata.sorted_tables if PERSONS & set(table.columns.keys())]


@pytest.mark.parametrize("table", KNOWN, ids=lambda table: table.name)
def test_every_table_in_which_a_person_stands_is_on_the_page(table):
    assert f"`{table.name}`" in PAGE


def test_every_table_of_the_page_is_there():
    named = set(re.findall(r"`([a-z_]+)`", PAGE)) - {"refused"}

    assert tables.AuditRow.__tablename__ in named
    assert set() == named - set(SQLModel.metadata.tables)
