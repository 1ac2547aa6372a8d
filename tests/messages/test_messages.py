"""The words of the messages."""

from datetime import date

import pytest

from domain.forms import Field, Kind
from domain.model import AsOf, Figure, Source
from messages import words

PAPER = Source("資料２", 4)


def day(value, precision="day", **more):
    return AsOf(value, value, precision, **more)


@pytest.mark.parametrize(
    ("as_of", "said"),
    [
        (day(date(2022, 8, 31)), "令和4年8月31日時点"),
        (day(date(2022, 7, 31), "month_end"), "令和4年7月末時点"),
        (AsOf(date(2022, 9, 1), date(2022, 9, 30), "month"), "令和4年9月時点"),
        (AsOf(date(2022, 4, 1), date(2023, 3, 31), "fiscal_year"), "令和4年度"),
        (day(date(2019, 5, 1)), "令和元年5月1日時点"),
        (day(date(2019, 4, 30)), "平成31年4月30日時点"),
        (day(date(2022, 7, 31), "month_end", year_inferred=True), "令和4年7月末時点（年は推定）"),
    ],
)
def test_a_day_is_said_as_exactly_as_the_paper_says_it(as_of, said):
    assert said == words.as_of(as_of)


def field(kind, **more):
    return Field("f", "項目", kind, "項目", **more)


def figure(value, **more):
    return Figure("352039", "t", "f", 0, value, day(date(2022, 8, 31)), PAPER, **more)


@pytest.mark.parametrize(
    ("field", "figure", "said"),
    [
        (field(Kind.NUMBER, unit="手続"), None, "不明（資料・報告なし）"),
        (field(Kind.NUMBER, unit="手続"), figure(0.0), "0手続"),
        (field(Kind.NUMBER, unit="枚"), figure(342400.0), "342,400枚"),
        (field(Kind.PERCENT, unit="％"), figure(25.0), "25.0％"),
        (field(Kind.NUMBER, unit="業務"), figure(18.0, inferred=True), "18業務（推定）"),
        (field(Kind.NUMBER, unit="業務"), figure(2.0, note="業務名は記載なし"), "2業務（業務名は記載なし）"),
        (field(Kind.NUMBER, as_said=True), figure(25.0, words="最大25ポイント以上"), "最大25ポイント以上"),
        (field(Kind.STEP), figure(12.0), "ステップ12（名称未登録）"),
        (field(Kind.STEP, choices=(("12", "仕様の確認"),)), figure(12.0), "ステップ12（仕様の確認）"),
        (field(Kind.STEP), figure(3.0, words="調査", inferred=True), "調査（ステップ3・推定）"),
        (field(Kind.CHOICE, choices=(("own", "自前"),)), figure("own", words="ｼﾞﾏｴ"), "自前"),
        (field(Kind.CHOICE), figure("gone"), "gone"),
        (field(Kind.TEXT), figure("<!channel> & *x*"), "<!channel> & *x*"),
    ],
)
def test_a_figure_is_said_with_its_unit_and_what_a_reader_must_know(field, figure, said):
    assert said == words.figure(figure, field)


def test_what_a_person_wrote_cannot_become_markup():
    assert "*a&amp;b*\n&lt;!channel&gt;" == words.paragraph("a&b", ["<!channel>"])
