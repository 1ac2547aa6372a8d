"""Parts of the list: one's own, this month's, a theme's; and what the papers name, vague or not."""

import pytest
from talk import HOFU, SECRETARY, YAMAGUCHI, labels
from test_deadline import NOTHING, REGISTER, listed, register

from storage import catalogue

OWN = catalogue.own("yamaguchi")
STANDARD = "/deadline 10月末 標準化の進捗報告"
SUBSIDY = "/deadline 11月10日 補助金の申請"


@pytest.fixture
def two(talk):
    """One deadline of standardisation, one of the subsidy."""
    register(talk, STANDARD)
    register(talk, SUBSIDY)
    return talk


@pytest.mark.parametrize("text", ["/deadline 自分", "/deadline　自分の分", "/deadline 自市町", "/deadline mine"])
def test_ones_own_are_those_that_one_has_not_answered(two, text):
    assert all(title in listed(two, YAMAGUCHI, text).text for title in ("標準化の進捗報告", "補助金の申請"))
    two.press("対象外", by=YAMAGUCHI)  # the newest of the buttons: the first in the list

    said = listed(two, YAMAGUCHI, text).text

    assert said.startswith("締切：自分の市町がまだのもの\n*補助金の申請*")
    assert "標準化の進捗報告" not in said
    assert "標準化の進捗報告" in listed(two, HOFU, text).text


def test_ones_own_plans_are_those_of_the_municipalities(two):
    said = listed(two, YAMAGUCHI, "/deadline 自分").text

    assert "申請締切：デジタル基盤改革支援補助金" in said
    assert "やまぐち未来維新プランの策定" not in said  # the prefecture's


def test_all_of_ones_own_answered_is_said_with_the_way_to_the_list(two):
    for _ in range(2):
        listed(two, YAMAGUCHI, "/deadline 自分")
        two.press("済", by=YAMAGUCHI)

    said = listed(two, YAMAGUCHI, "/deadline 自分")

    assert "山口市が、まだ回答していない締切はありません。" in said.text
    assert "締切の一覧" in labels(said)


def test_the_secretariat_is_told_that_the_list_shows_all(two):
    said = listed(two, SECRETARY, "/deadline 自分")

    assert "全市町の締切は `締切 一覧` で見られます。" in said.text
    two.press("締切の一覧", by=SECRETARY)
    assert "標準化の進捗報告" in two.private(SECRETARY).text


@pytest.mark.parametrize("name", ["標準化", "共通化", "hyojunka", "標準化・共通化", "住民基本台帳"])
def test_a_theme_shows_its_deadlines_and_the_papers_own(two, name):
    said = listed(two, YAMAGUCHI, f"/deadline {name}").text

    assert said.startswith("締切：システム標準化・共通化\n*標準化の進捗報告*")
    assert "補助金の申請" not in said
    assert "情報システムの標準化・共通化に係る手順書 改定予定" in said


@pytest.mark.parametrize(
    ("name", "title"),
    [("オンライン化", "補助金の申請"), ("補助金", "補助金の申請"), ("カード", None), ("引越し", None)],
)
def test_a_topic_stands_under_its_theme_and_can_be_asked_for_alone(two, name, title):
    said = listed(two, YAMAGUCHI, f"/deadline {name}").text

    assert (title or "の締切は登録されていません。") in said
    assert "標準化の進捗報告" not in said


def test_parts_can_be_joined(two):
    two.clock("2022-10-03T10:00+09:00")

    assert "*標準化の進捗報告*" in listed(two, YAMAGUCHI, "/deadline 自分 今月 標準化").text
    assert "補助金の申請*" not in listed(two, YAMAGUCHI, "/deadline 今月").text.split("*予定・締切*")[0]


def test_a_theme_behind_a_day_is_the_subject_of_a_new_deadline(talk):
    proposal = talk.type("/deadline 10月末 標準化", by=SECRETARY)

    assert proposal.text.startswith("締切の登録\n標準化\n令和4年10月31日(月) 17:15 まで。")
    assert REGISTER in labels(proposal)


def test_what_recurs_belongs_to_its_theme(talk):
    register(talk, "/deadline 毎月末 カードの交付率の報告")

    assert "• 毎月末　カードの交付率の報告" in listed(talk, YAMAGUCHI, "/deadline カード").text
    assert "繰り返す締切" not in listed(talk, YAMAGUCHI, "/deadline RPA").text


# What the papers name


def items(message):
    return [line for line in message.text.splitlines() if line.startswith("• ")]


def test_a_vague_time_stays_as_it_is_written_and_in_its_place(talk):
    shown = items(listed(talk))
    autumn = next(line for line in shown if "手順書 改定予定" in line)
    exact = next(line for line in shown if "利用申請" in line)

    assert "改定予定：秋頃〔" in autumn
    assert "令和4年11月" not in autumn  # no day is made of it
    assert "（令和4年11月30日(水)まで）" in exact
    october = next(line for line in shown if "10月予定" in line)
    december = next(line for line in shown if "令和４年12月末まで" in line)
    assert shown.index(october) < shown.index(autumn) < shown.index(december)  # autumn ends with November


@pytest.mark.parametrize(
    ("theme", "words"), [("オンライン化", "随時"), ("セキュリティ", "年度内"), ("基本方針", "令和４年12月頃まで")]
)
def test_a_theme_shows_the_vague_ones_too_those_without_an_end_last(talk, theme, words):
    said = listed(talk, YAMAGUCHI, f"/deadline {theme}")
    place = next(nth for nth, line in enumerate(items(said)) if words in line)

    dated = [nth for nth, line in enumerate(items(said)) if "令和5年3月31日" in line]
    assert words != "随時" or place > max(dated)
    assert "（令和" not in items(said)[place]


def test_every_coming_item_of_the_papers_stands_under_its_theme_or_topic(talk):
    """Ninety-eight in all; what is over by now, and mere as-of dates, are no deadlines."""
    desk = talk._desk
    kept = desk.catalogue.topics.values()
    shown = {line for topic in kept for line in items(listed(talk, YAMAGUCHI, f"/deadline {topic.name}"))}
    every = catalogue.facts("papers/schedule", OWN)
    known = [row for row in every if str(row["as_of"]["value"]) == "2022-09" and row["kind"] != "as_of"]
    coming = [row for row in known if row.get("end") is None or row["end"] >= desk.today()]

    assert (98, 59) == (len(every), len(coming))
    for item in coming:
        assert any(item["title"] in line and item["words"] in line for line in shown), item


def test_without_a_deadline_the_theme_says_so(talk):
    assert "「RPA等の共同利用」の締切は登録されていません。" in listed(talk, YAMAGUCHI, "/deadline RPA").text
    assert NOTHING not in listed(talk, YAMAGUCHI, "/deadline RPA").text
