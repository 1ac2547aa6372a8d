"""One file of all municipalities, word of how far it has come, the roster, and names that fit several things."""

import io
import re

import openpyxl
import pytest
from pptx import Presentation
from sqlalchemy import text
from talk import HOFU, ROOM, SECRETARY, YAMAGUCHI, labels
from test_export import last
from test_export_lists import REFUSED

from documents import roster, sheet

ALL = "引継書 全市町"


def book(talk):
    (contents,) = talk.files(last(talk, SECRETARY))
    return openpyxl.load_workbook(io.BytesIO(contents))


def answered(talk, user=SECRETARY):
    """What was said in the direct messages besides the file."""
    return [message.text for message in talk.said_to(user) if not talk.files(message)]


def watched(talk, user=SECRETARY):
    """Everything that stands in the direct messages from now on, also what is changed later."""
    there, said = talk.direct(user), []
    talk.room.world.watchers.append(lambda change: said.append(change.message) if change.message else None)
    return lambda: [each.text for each in said if each.channel == there and each.app and not each.files]


@pytest.mark.parametrize("asked", [ALL, "引継書 全体", "全市町 引継書 エクセル"])
def test_the_handovers_of_all_are_one_workbook_with_a_sheet_for_each(talk, asked):
    said = talk.type(f"/export {asked}", by=SECRETARY)

    assert "「引継書」（Excel、19市町）を作り始めました。" in said.text
    assert ["「引継書　全市町」（Excel）を、ボットとの1対1の画面にお送りしました。"] == answered(talk)
    sheets = book(talk).worksheets
    assert ["下関市", "宇部市", "山口市"] == [sheet.title for sheet in sheets][:3]
    assert 19 == len(sheets)
    assert {f"引継書　{sheet.title}" for sheet in sheets} == {sheet["A2"].value for sheet in sheets}
    assert {"取扱注意・庁内限り"} == {sheet["A1"].value for sheet in sheets}
    assert all("作成：事務局" in str(sheet.oddFooter.left.text) for sheet in sheets)


def test_the_systems_by_steps_of_all_are_one_deck(talk):
    talk.type("/export 20業務×40ステップ 全市町 パワーポイント", by=SECRETARY)

    (contents,) = talk.files(last(talk, SECRETARY))
    titles = [slide.shapes.title.text_frame.text for slide in Presentation(io.BytesIO(contents)).slides]
    assert 19 == len(titles)
    assert "山口市　標準化の進捗（20業務×40ステップ）" == titles[2]


def test_of_all_there_is_one_row_in_the_audit_log(talk):
    talk.type(f"/export {ALL}", by=SECRETARY)

    detail = talk.database.read().execute(text("SELECT detail FROM audit")).scalars().all()
    assert [(SECRETARY, "export")] == talk.audited()
    assert '"all"' in str(detail[0]).replace("'", '"')


def test_asked_beside_the_bot_it_is_one_message_that_ends_with_where_it_went(talk):
    talk.type(f"資料 {ALL}", by=SECRETARY, channel=talk.direct(SECRETARY))

    assert ["「引継書　全市町」（Excel）を、ボットとの1対1の画面にお送りしました。"] == answered(talk)
    said = next(message for message in talk.said_to(SECRETARY) if not talk.files(message))
    assert ["PowerPoint", "CSV", "資料の一覧", "使い方"] == labels(said)


def test_a_press_beside_the_bot_is_answered_in_one_message_too(talk):
    there = talk.direct(SECRETARY)
    talk.type(f"資料 {ALL} csv", by=SECRETARY, channel=there)
    talk.press("PowerPoint", by=SECRETARY, channel=there)

    assert ["CSV", "PowerPoint"] == [said.split("（")[1].split("）")[0] for said in answered(talk)]


def test_what_takes_a_moment_says_how_far_it_has_come_and_then_where_it_went(talk):
    talk.is_impatient()
    said = watched(talk)

    talk.type(f"資料 {ALL} pptx", by=SECRETARY, channel=talk.direct(SECRETARY))

    begun, *between, end = said()
    assert "作り始めました" in begun
    assert end.endswith("お送りしました。")
    counts = [int(found[1]) for each in between if (found := re.search(r"（(\d+)／19市町）", each))]
    assert counts
    assert sorted(counts) == counts
    assert 19 > counts[-1]
    assert 1 == len(answered(talk))


def test_one_paper_that_takes_a_moment_is_told_of_at_once(talk):
    talk.is_impatient()

    said = talk.type("/export 工程表 pptx")

    assert "「工程表」（PowerPoint）を作成しています。" in said.text
    assert [
        "「工程表（国・県・市町の予定と締切）」（PowerPoint）を、ボットとの1対1の画面にお送りしました。"
    ] == answered(talk, YAMAGUCHI)


def test_where_a_message_can_no_longer_be_changed_the_end_is_said_anew(talk):
    there = talk.direct(SECRETARY)
    talk.trouble("error_before", methods="chat.update", times=99)

    talk.type(f"資料 {ALL} csv", by=SECRETARY, channel=there)

    begun, end = answered(talk)
    assert "作り始めました" in begun
    assert end.endswith("お送りしました。")


def test_a_file_of_all_that_the_chat_does_not_take_is_said(talk):
    talk.direct(SECRETARY)
    talk.trouble("error_before", methods="files.", times=1)

    talk.type(f"/export {ALL} csv", by=SECRETARY)

    assert answered(talk)[-1].startswith("資料のファイルを送れませんでした。")


def test_the_secretariat_gets_the_roster_as_it_can_be_brought_back(talk):
    assert "「名簿」（CSV）を" in talk.type("/export 名簿 csv", by=SECRETARY).text

    (contents,) = talk.files(last(talk, SECRETARY))
    rows = roster.read(sheet.rows(contents))
    assert {"山口市", "下関市"} <= {row["municipality"] for row in rows}
    assert YAMAGUCHI in {row["user"] for row in rows}
    assert [(SECRETARY, "export")] == talk.audited()
    talk.brings("名簿.csv", contents)
    assert "同じ" in talk.newest(SECRETARY, talk.direct(SECRETARY)).text


def test_the_roster_in_excel_has_the_same_columns(talk):
    talk.type("/export 名簿", by=SECRETARY)

    rows = list(book(talk).worksheets[0].values)
    assert ("市町", "役割", "利用者ID", "段階", "権限") in [row[:5] for row in rows]
    assert YAMAGUCHI in {row[2] for row in rows}


@pytest.mark.parametrize("name", ["山口", "やまぐち", "yamaguchi"])
def test_a_name_that_fits_several_things_is_asked_with_each_as_a_button(talk, name):
    said = talk.type(f"/export 引継書 {name} csv", by=SECRETARY)

    assert f"「{name}」は、いくつかに当てはまります。" in said.text
    assert ["山口県", "山口市"] == labels(said)
    assert [] == talk.said_to(SECRETARY)


def test_the_meaning_that_is_pressed_is_made_with_all_else_that_was_typed(talk):
    talk.type("/export 引継書 山口 csv", by=SECRETARY)

    assert "「引継書　山口市」（CSV）を" in talk.press("山口市", by=SECRETARY).text


def test_the_prefecture_means_all_of_them(talk):
    talk.type("/export 引継書 山口 csv", by=SECRETARY)

    assert "19市町" in talk.press("山口県", by=SECRETARY).text


@pytest.mark.parametrize("name", ["熊毛", "玖珂", "くが"])
def test_a_name_that_several_municipalities_bear_offers_each(talk, name):
    offered = labels(talk.type(f"/export 業務別 {name}", by=SECRETARY))

    assert len(offered) > 1
    assert "処理できません" not in talk.press(offered[0], by=SECRETARY).text


def test_a_member_who_presses_what_is_not_theirs_is_refused(talk):
    talk.type("/export 引継書 山口", by=HOFU)

    assert REFUSED in talk.press("山口市", by=HOFU).text
    assert [] == talk.audited()


def test_a_forged_meaning_gets_no_more_than_a_command(talk):
    talk.presses_button("export:typed:0", "引継書 全市町", by=YAMAGUCHI)

    assert REFUSED in talk.newest(YAMAGUCHI).text


def test_what_cannot_be_answered_where_it_was_asked_is_made_all_the_same(talk):
    """The chat forgets response_urls after half an hour."""
    talk.direct(SECRETARY)
    gone = {"command": "/export", "text": f"{ALL} csv", "user_id": SECRETARY, "team_id": talk.room.world.team.id}
    body = {**gone, "channel_id": ROOM, "channel_name": "privategroup", "response_url": f"{talk.room.url}gone"}

    talk._runner.run(talk._transport.deliver("slash_commands", body))
    talk.drains()

    assert answered(talk)[-1].endswith("お送りしました。")
    assert 1 == len([message for message in talk.said_to(SECRETARY) if talk.files(message)])
