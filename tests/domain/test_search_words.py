import pytest

from domain.search import excerpt, words


@pytest.mark.parametrize(
    ("typed", "looked_for"),
    [
        ("", ()),
        ("　・　", ()),
        ("山口　道路", ("山口", "道路")),
        ("道路 どうろ 道路", ("道路", "どうろ")),
        ("ＲＰＡ rpa", ("ＲＰＡ",)),
        (" ".join("一二三四五六七八九十"), tuple("一二三四五六七八")),
    ],
)
def test_what_is_typed_is_parted_at_its_blanks(typed, looked_for):
    assert looked_for == words(typed)


@pytest.mark.parametrize(
    ("text", "word", "shown"),
    [
        ("令和4年度はＲＰＡの共同利用を進めた。", "rpa", ("令和4年度は", "ＲＰＡ", "の共同利用を進めた。")),
        ("ﾏｲﾅﾝﾊﾞｰｶｰﾄﾞの出張申請", "かーど", ("ﾏｲﾅﾝﾊﾞｰ", "ｶｰﾄﾞ", "の出張申請")),
        ("AI-OCR を\n試した", "aiocr", ("", "AI-OCR", " を 試した")),
        ("㈱やまぐち", "株", ("", "㈱", "やまぐち")),
        ("題だけにある言葉", "道路", ("", "", "題だけにある言葉")),
        ("", "道路", ("", "", "")),
    ],
)
def test_the_place_where_the_word_stands_is_shown_as_it_is_written(text, word, shown):
    assert shown == excerpt(text, [word])


def test_of_a_long_text_the_neighbourhood_is_shown():
    before, word, behind = excerpt("あ" * 10_000 + "道路" + "い" * 9_998, ["道路"], around=5)

    assert ("…あああああ", "道路", "いいいいい…") == (before, word, behind)


def test_the_first_of_several_words_is_shown():
    assert "道路" == excerpt("道路と橋", ["橋", "道路"])[1]
