"""The papers that are lists, and those of one municipality: what stands in them and who gets them."""

import csv
import io

import pytest
from asked import ask
from noted import TITLE
from talk import SECRETARY, YAMAGUCHI, block, buttons
from test_ask import asks
from test_export import SENT, last, sheet

import bot
from domain.round import How, Report
from storage import reports

REFUSED = "この操作は事務局だけができます。"
AFTER = "2022-10-03T09:00+09:00"


def answers(talk, asked, code, said):
    """A municipality reports."""
    at = talk.room.clock()
    with talk.database.begin() as db:
        report = Report(asked.id, code, f"U0{code}", at, How.FORM, said, key=f"{code}/{at.timestamp()}")
        assert reports.record(db, bot.CONFERENCE, report)


def rows(talk, user=SECRETARY):
    """The rows of the last CSV file in the person's direct messages."""
    (contents,) = talk.files(last(talk, user))
    return list(csv.reader(io.StringIO(contents.decode("utf-8-sig"))))


def test_the_systems_by_steps_are_marked_as_far_as_they_have_come(talk):
    answers(talk, ask(talk, "standardization"), "352039", {("systems", 3): 12.0, ("systems", 11): "対象外"})
    talk.clock(AFTER)

    talk.type("/export 業務別 山口市 csv", by=SECRETARY)

    found = {row[0]: row[1:] for row in rows(talk) if row}
    assert ["12", *["■"] * 12, *[""] * 28] == found["住民基本台帳"]
    assert ["対象外", *["－"] * 40] == found["戸籍"]
    assert [""] * 41 == found["児童手当"]
    assert 20 == len([row for row in rows(talk)[1:] if len(row) == 42])


def test_before_the_day_it_speaks_of_a_report_is_not_shown(talk):
    answers(talk, ask(talk, "standardization"), "352039", {("systems", 3): 12.0})

    talk.type("/export 業務別 山口市 csv", by=SECRETARY)

    assert "■" not in [cell for row in rows(talk) for cell in row]


def test_what_a_report_changed_since_the_round_before_is_marked(talk):
    answers(talk, ask(talk, "online"), "352039", {("procedures", 0): 24.0})
    talk.clock(AFTER)

    talk.type("/export オンライン化 csv", by=SECRETARY)

    found = {row[0]: row[1:] for row in rows(talk) if row}
    assert "●２４手続" == found["山口市"][0]
    assert "８手続" == found["下関市"][0]
    assert ["●は前回（令和４年９月時点）と異なるところ"] in rows(talk)
    assert any("「9月末のonline」への報告" in "".join(row) for row in rows(talk))
    talk.type("/export オンライン化 9月9日 csv", by=SECRETARY)
    assert "２２手続" == {row[0]: row[1:] for row in rows(talk) if row}["山口市"][0]


def test_who_has_not_answered_is_listed_with_the_counts(talk):
    asked = ask(talk, "online")
    answers(talk, asked, "352039", {("procedures", 0): 24.0})

    talk.type("/export 未報告 csv", by=SECRETARY)

    assert ["下関市", "令和４年10月31日 17:15", "未報告", "未開封"] == rows(talk)[1][1:]
    assert 18 == len([row for row in rows(talk) if row and row[0] == "9月末のonline"])
    assert ["9月末のonline：報告1／未報告18"] in rows(talk)


def test_the_questions_to_the_state_stand_with_their_number_and_the_answer(talk):
    asks(talk)
    passes(talk)

    talk.type("/export 国への照会 csv", by=SECRETARY)

    (found,) = [row for row in rows(talk) if row and row[0] == "1"]
    assert ["山口市", "標準化"] == found[1:3]
    assert ["県-12", "令和４年９月８日", "国へ照会中", ""] == found[4:]


def passes(talk):
    talk.press("国へ照会する", by=SECRETARY, channel=talk.direct(SECRETARY))
    assert {} == talk.submits(by=SECRETARY, number="県-12", day="2022-09-08", words="補助の対象を伺います。")


def test_without_any_the_lists_say_so(talk):
    talk.type("/export 未報告", by=SECRETARY)
    assert "まだ報告のない市町はありません" in [row[0] for row in sheet(talk, SECRETARY)]
    talk.type("/export 国への照会 パワーポイント", by=SECRETARY)
    assert 1 == len(talk.files(last(talk, SECRETARY)))


def test_any_round_is_a_table_the_newest_offered_first(talk):
    answers(talk, ask(talk, "online"), "352039", {("procedures", 0): 24.0, ("connection", 0): "検討中"})
    talk.clock(AFTER)

    said = talk.type("/export 照会", by=SECRETARY)

    assert "どの照会の「照会の回答一覧」を作りますか。" in said.text
    options = block(said, "pick")["elements"][0]["options"]
    newest = {option["text"]["text"]: option["value"] for option in options[:2]}["9月末のonline（令和4年9月30日時点）"]
    talk._runner.run(talk._pressed(SECRETARY, said.channel, said.ts, "export:pick:round", selected=newest))
    table = sheet(talk, SECRETARY)
    assert ["山口市", "24手続", "検討中", "", "", "報告済み"] == next(row for row in table if row[0] == "山口市")
    assert ["下関市", "", "", "", "", "未報告"] == next(row for row in table if row[0] == "下関市")


def test_a_round_that_speaks_of_a_day_to_come_is_not_offered(talk):
    ask(talk, "online")

    said = talk.type("/export 照会", by=SECRETARY)

    names = [option["text"]["text"] for option in block(said, "pick")["elements"][0]["options"]]
    assert [] == [name for name in names if "9月末のonline" in name or "令和5年" in name]
    assert "オンライン化の進捗状況等（令和4年9月時点）" in names


def test_the_handover_says_where_it_stands_what_it_owes_what_it_asked_and_wrote(talk):
    ask(talk, "online")
    asks(talk)
    talk.type(f"ノート 山口市 題：{TITLE}\n発券機を入れました。", channel=talk.direct(YAMAGUCHI))

    assert SENT in talk.type("/export 引継書").text

    table = [[str(cell) for cell in row] for row in sheet(talk)]
    text = "\n".join("　".join(row) for row in table)
    assert "引継書　山口市" in text
    assert ["オンライン化", "利用手続数", "２２手続", "令和４年９月時点・資料３ 6頁"] in [row[:4] for row in table]
    assert ["カード", "交付率", "", ""] in [row[:4] for row in table]
    for said in (
        "② 国民健康保険申請書入力業務",
        "9月末のonline",
        "申請締切：デジタル基盤改革支援補助金",
        TITLE,
        YAMAGUCHI,
    ):
        assert said in text
    assert "発券機を入れました。" not in text
    assert "下関市" not in text


def test_a_municipality_alone_is_its_handover(talk):
    assert "引継書　山口市" in talk.type("/export 山口市", by=SECRETARY).text


@pytest.mark.parametrize("text", ["引継書", "20業務×40ステップ"])
def test_the_secretariat_is_asked_of_which_municipality(talk, text):
    said = talk.type(f"/export {text}", by=SECRETARY)

    assert f"どの市町の「{text}」を作りますか。" in said.text
    names = [option["text"]["text"] for option in block(said, "pick")["elements"][0]["options"]]
    assert 19 == len(names[:-1])
    assert "全市町（1つのファイル）" == names[-1]
    assert [] == [m for m in talk.said_to(SECRETARY) if talk.files(m)]


@pytest.mark.parametrize(
    "text",
    [
        "未報告",
        "国への照会",
        "照会",
        "名簿",
        "引継書 防府市",
        "引継書 全市町",
        "ヒートマップ 下関市",
        "業務別 下関市",
        "防府市",
    ],
)
def test_a_member_does_not_get_what_is_the_secretariats_or_anothers(talk, text):
    assert REFUSED in talk.type(f"/export {text}").text
    assert [] == [m for m in talk.said_to() if talk.files(m)]
    assert [] == talk.audited()


@pytest.mark.parametrize(
    "value",
    [
        "unreported xlsx - - -",
        "handover xlsx 352063 - -",
        "handover xlsx all - - -",
        "matrix png 352063 - - -",
        "roster csv - - - -",
        "round xlsx online-2022-09 - -",
    ],
)
def test_a_forged_press_gets_no_more_than_a_command(talk, value):
    talk.presses_button("export:xlsx:forged", value, by=YAMAGUCHI)

    assert REFUSED in talk.newest(YAMAGUCHI).text
    assert [] == talk.audited()


@pytest.mark.parametrize("value", ["", "-", "nothing", "round xlsx gone - -", "handover exe 1 2022-01-01"])
def test_a_broken_press_is_answered_with_what_can_be_asked_for(talk, value):
    talk.presses_button("export:xlsx:broken", value or " ", by=SECRETARY)

    assert "処理できませんでした" not in talk.newest(SECRETARY).text


def test_a_member_is_offered_what_they_may_have(talk):
    mine, all_of_it = talk.type("/export").text, talk.type("/export", by=SECRETARY).text

    for name in ("市町の進捗状況", "引継書", "次第・資料一覧"):
        assert name in mine
        assert name in all_of_it
    for name in ("未報告一覧", "国への照会一覧", "照会の回答一覧", "名簿"):
        assert name not in mine
        assert name in all_of_it


def test_who_answers_for_several_says_for_which(talk):
    talk.also_answers(YAMAGUCHI, "352063")

    said = talk.type("/export 引継書")

    assert ["山口市", "防府市"] == [option["text"]["text"] for option in buttons(said)[0]["options"]]
    assert "引継書　防府市" in talk.type("/export 引継書 防府市").text
    assert REFUSED in talk.type("/export 引継書 下関市").text


def test_the_agenda_and_the_papers_of_the_meeting_are_the_papers_own(talk):
    talk.type("/export 次第 csv")

    assert ["２", "国の動向及び対応について", ""] in rows(talk, YAMAGUCHI)
    assert ["資料４", "マイナンバーカードの普及促進について", "8-19"] in rows(talk, YAMAGUCHI)
    talk.type("/export 次第 8月末 csv")
    assert ["この日までの会議の次第は、資料・報告なし"] in rows(talk, YAMAGUCHI)


def test_a_round_of_the_papers_gives_what_it_gives_of_the_prefecture_too(talk):
    talk.presses_button("export:csv:round", "round csv card-2022-08 - -", by=SECRETARY)

    found = {row[0]: row[1:] for row in rows(talk) if row}
    assert "48.9％" in found["山口県"]
    assert "7位" in found["山口県"]
    assert "47.4％" in found["全国"]
    assert {""} == set(found["山口市"])
