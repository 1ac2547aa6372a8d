"""Files of text, as offices have them."""

import pytest

from documents.text import read


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
def test_what_offices_write_is_read(encoding):
    assert "窓口①\n〜記録" == read("窓口①\r\n〜記録".replace("〜", "～").encode(encoding)).replace("～", "〜")


@pytest.mark.parametrize("contents", [b"\x89PNG\r\n\x1a\n\x00", b"\xff\xfe\xd8", b"\x81"])
def test_what_is_no_text_is_none(contents):
    assert read(contents) is None
