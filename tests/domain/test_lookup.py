"""What a person means by a name."""

from contextlib import suppress
from datetime import date

import pytest
from catalogue_of_the_data import CATALOGUE
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import AmbiguousName, NothingAsked, TooManyNames, UnknownName, UserError
from domain.lookup import Asked, read

TODAY = date(2022, 9, 8)


def asked(text):
    return read(text, CATALOGUE.names, TODAY)


def municipality(text):
    found = asked(text).municipality
    return found.name if found else None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("山口市", "山口市"),
        ("やまぐちし", "山口市"),
        ("ヤマグチシ", "山口市"),
        ("ﾔﾏｸﾞﾁｼ", "山口市"),
        ("yamaguchi shi", "山口市"),
        ("Yamaguchi-City", "山口市"),
        ("35203", "山口市"),
        ("352039", "山口市"),
        ("３５２０３９", "山口市"),
        ("山口市役所", "山口市"),
        ("　山口市　", "山口市"),
        ("光", "光市"),
        ("萩", "萩市"),
        ("はぎ", "萩市"),
        ("hofu", "防府市"),
        ("Hōfu", "防府市"),
        ("houfu", "防府市"),
        ("しゅうなん", "周南市"),
        ("syunan", "周南市"),
        ("徳山", "周南市"),
        ("旧徳山市", "周南市"),
        ("とくやま", "周南市"),
        ("小郡", "山口市"),
        ("阿東町", "山口市"),
        ("大島", "周防大島町"),
        ("小野田", "山陽小野田市"),
        ("わきまち", "和木町"),
        ("由宇町", "岩国市"),
        ("ゆうまち", "岩国市"),
        ("下関", "下関市"),
        ("上関", "上関町"),
        ("下松", "下松市"),
        ("shimonoseki", "下関市"),
        ("kaminoseki", "上関町"),
        ("くだまつ", "下松市"),
    ],
)
def test_a_municipality_goes_by_many_names(text, name):
    assert name == municipality(text)


@pytest.mark.parametrize("named", CATALOGUE.municipalities, ids=lambda m: m.name)
def test_every_municipality_is_found_by_name_reading_codes_and_romaji(named):
    for text in (named.name, named.kana, named.code, named.code[:5], *named.romaji):
        if text not in {"yamaguchi", "yamaguti"}:
            assert named.name == municipality(text)


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("山口", ["山口県", "山口市"]),
        ("yamaguchi", ["山口県", "山口市"]),
        ("熊毛", ["周南市", "上関町", "田布施町", "平生町"]),
        ("玖珂", ["岩国市", "和木町"]),
    ],
)
def test_a_name_that_fits_several_is_asked(text, choices):
    with pytest.raises(AmbiguousName) as question:
        asked(text)

    assert choices == [name for name, _ in question.value.choices]


def test_the_rest_of_the_question_goes_with_each_choice():
    with pytest.raises(AmbiguousName) as question:
        asked("山口 標準化 7月末")

    assert ("山口市", "山口市 標準化 7月末") in question.value.choices


@pytest.mark.parametrize("text", ["下関町", "上関市", "下松町", "しものせきちょう", "下管"])
def test_names_one_character_apart_are_never_taken_for_one_another(text):
    with pytest.raises(UnknownName):
        asked(text)


@pytest.mark.parametrize(
    ("text", "name"), [("周南し", "周南市"), ("さんようおのだ", "山陽小野田市"), ("すおうおおしま市", "周防大島町")]
)
def test_a_clear_best_match_is_read(text, name):
    assert name == municipality(text)


@pytest.mark.parametrize("text", ["光る", "萩の花", "ほげほげ", "<!channel>", "*", "'", "あ" * 3001, "山" * 199])
def test_what_is_no_name_is_not_read(text):
    with pytest.raises(UnknownName):
        asked(text)


@pytest.mark.parametrize(
    ("text", "municipality", "subject", "on"),
    [
        ("標準化", None, "システム標準化・共通化", None),
        ("オンライン化", None, "行政手続のオンライン化", None),
        ("マイナンバーカード", None, "マイナンバーカード交付率", None),
        ("ＲＰＡ", None, "RPA等の共同利用", None),
        ("住基", None, "住民基本台帳", None),
        ("戸籍", None, "戸籍", None),
        ("戸籍の附票", None, "戸籍の附票", None),
        ("シビックテック チャレンジ", None, "シビックテック", None),
        ("山口市 標準化", "山口市", "システム標準化・共通化", None),
        ("標準化　山口市", "山口市", "システム標準化・共通化", None),
        ("山口市の標準化", "山口市", "システム標準化・共通化", None),
        ("山口市標準化", "山口市", "システム標準化・共通化", None),
        ("山口市 7月末", "山口市", None, date(2022, 7, 31)),
        ("7月末 山口市 国保", "山口市", "国民健康保険", date(2022, 7, 31)),
        ("令和4年 7月末 標準化", None, "システム標準化・共通化", date(2022, 7, 31)),
    ],
)
def test_a_question_names_things_in_any_order(text, municipality, subject, on):
    found = asked(text)

    assert municipality == (found.municipality.name if found.municipality else None)
    assert subject == (found.subject.name if found.subject else None)
    assert on == found.on


@pytest.mark.parametrize("text", ["全体", "山口県", "県", "7月末"])
def test_nobody_in_particular_is_the_whole_prefecture(text):
    assert asked(text).overall


@pytest.mark.parametrize("text", ["", "   ", "　"])
def test_nothing_is_nothing(text):
    with pytest.raises(NothingAsked):
        asked(text)


def test_two_of_a_kind_are_too_many():
    with pytest.raises(TooManyNames) as wrong:
        asked("山口市 防府市")

    assert (("山口市", "山口市"), ("防府市", "防府市")) == wrong.value.choices


@pytest.mark.parametrize("text", ["状況", "登録", "医療", "申請", "福祉", "周防", "関", "市"])
def test_a_part_of_a_name_is_no_slip_and_is_never_guessed(text):
    with pytest.raises(UnknownName):
        asked(text)


@pytest.mark.parametrize("text", ["山口市の状況は？", "山口市は?", "山口市を教えてください", "山口市について"])
def test_a_question_in_a_sentence_is_understood(text):
    assert "山口市" == municipality(text)


@given(st.text(max_size=60))
def test_whatever_is_typed_is_read_or_asked_back(text):
    with suppress(UserError):
        assert isinstance(asked(text), Asked)
