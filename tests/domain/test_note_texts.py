"""What a note may say, how it is parted, and what is different between two texts."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.note import PAGE, PART, Change, Writing, difference, is_link, parts, pieces, problems
from domain.typed import clean, is_clean, line

TEXT = st.text(alphabet=st.sampled_from("あい。\n 　a😀"), max_size=9_000)


@pytest.mark.parametrize(
    ("writing", "wrong"),
    [
        (Writing(title="題", body="本文"), {}),
        (Writing(title="あ" * 100, body="い" * 20_000, links=("https://example.jp/",) * 10), {}),
        (Writing(title=" 　", body="\n"), {"title": "empty", "body": "empty"}),
        (Writing(title="あ" * 101, body="い" * 20_001), {"title": "too_long", "body": "too_long"}),
        (Writing(title="題", body="本文", links=("https://example.jp/",) * 11), {"links": "too_many"}),
        (Writing(title="題", body="本文", links=("ftp://example.jp/",)), {"links": "no_link"}),
        (Writing(title="題", body="本文", links=(f"https://example.jp/{'a' * 1_000}",)), {"links": "no_link"}),
    ],
)
def test_what_is_wrong_is_named_with_its_place(writing, wrong):
    assert wrong == problems(writing)


@pytest.mark.parametrize("text", ["https://example.jp", "http://example.jp/a?b=c#d", "https://例え.jp/あ"])
def test_addresses_of_the_web_are_links(text):
    assert is_link(text)


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "https://",
        "https:example.jp",
        "https://exa mple.jp",
        "https://example.jp/<!channel>",
        "https://example.jp/|a",
        "https://[::1",
        "example.jp",
    ],
)
def test_nothing_else_is(text):
    assert not is_link(text)


@given(TEXT)
def test_pieces_joined_are_the_text_and_none_is_too_long(text):
    found = pieces(text)

    assert text == "".join(found)
    assert all(len(each) <= PAGE for each in found)


@given(TEXT)
def test_inputs_joined_are_the_text_and_none_is_too_long_for_the_chat(text):
    found = parts(text)

    assert text == "".join(f"{part}{joint}" for part, joint in found)
    assert all(len(part.encode("utf-16-le")) // 2 <= PART for part, _ in found)


def test_a_page_ends_where_a_line_or_a_sentence_ends():
    assert [True, True] == [page.endswith("\n") for page in pieces(("あ" * 99 + "\n") * 80)[:2]]
    assert [True, True] == [page.endswith("。") for page in pieces(("あ" * 99 + "。") * 80)[:2]]


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        ("同じ", "同じ", []),
        ("一。二。三。", "一。四。三。", [Change("一。", ("二。",), ("四。",))]),
        ("一\n二", "一\n二\n三", [Change("二", (), ("三",))]),
        ("一\n二", "二", [Change("", ("一",), ())]),
        ("一\n二\n三\n四\n五", "零\n二\n三\n四\n六", [Change("", ("一",), ("零",)), Change("四", ("五",), ("六",))]),
        ("", "一", [Change("", (), ("一",))]),
    ],
)
def test_the_difference_reads_line_by_line_and_sentence_by_sentence(before, after, changes):
    assert changes == difference(before, after)


def test_texts_that_have_little_in_common_are_compared_in_time():
    one, other = ("\n".join("ab"[nth * nth // by % 2] for nth in range(10_000)) for by in (7, 11))
    began = time.process_time()
    difference(one, other)
    difference("\n".join(one.split("\n")[:299]), "\n".join(other.split("\n")[:299]))

    assert time.process_time() - began < 1


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\x00b", "ab"),
        ("a\ud800b", "a�b"),
        ("a\u202eb\u2066c\u200bd\ufeff", "abcd"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("　字下げ\tタブ", "　字下げ\tタブ"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
    ],
)
def test_what_no_database_holds_or_turns_words_around_is_left_out(typed, kept):
    assert kept == clean(typed)
    assert (typed == kept or "\r" in typed) == is_clean(typed)


def test_a_title_is_one_line():
    assert "a b" == line(" a\n\x00b\u200b ")
