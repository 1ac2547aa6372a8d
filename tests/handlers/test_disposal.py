import csv
import io

import pytest
from sqlalchemy import func, select, text
from sqlmodel import SQLModel
from talk import HOFU, SECRETARY, YAMAGUCHI, labels

import bot
from storage import catalogue, findable, search

HERE, LIST, TOO_LATE = bot.CONFERENCE, "廃棄の一覧をつくる", "2028-04-01T09:00+09:00"


@pytest.fixture
def old(talk):
    """A deadline, a question and a note that are over, and one of each that is not, in 令和4年度."""
    for deadline in ("10月31日 様式の提出", "令和10年5月31日 先の締切"):
        talk.type(f"/deadline {deadline}", by=SECRETARY)
        talk.press("この内容で登録する", by=SECRETARY)
    for title in ("消すノート", "残すノート"):
        talk.type(f"ノート 山口市 題：{title}\n本文です。", channel=talk.direct(YAMAGUCHI))
    deletes(talk, "消すノート")
    for question in ("取り下げる相談", "残る相談"):
        talk.begins(f"/ask {question}")
        talk.submits(by=YAMAGUCHI)
    talk.type("/ask 1")
    talk.press("取り下げる")
    return talk


def deletes(talk, title):
    talk.type(f"/note 検索 {title}")
    talk.press("読む")
    talk.press("消す")


def listed(talk):
    talk.type("/settings", by=SECRETARY)
    talk.press(LIST, by=SECRETARY)
    return talk.private(SECRETARY)


def count(talk, table):
    return talk.database.read().execute(select(func.count()).select_from(SQLModel.metadata.tables[table])).scalar_one()


def test_before_its_years_are_over_nothing_is_listed(old):
    old.clock("2028-03-31T09:00+09:00")

    assert "保存年限（5年）を過ぎた記録はありません" in listed(old).text


def test_the_years_are_the_secretariats_to_choose(old):
    old.clock("2026-04-01T09:00+09:00")
    assert "保存年限（5年）を過ぎた記録はありません" in listed(old).text

    old.type("/settings", by=SECRETARY)
    old.press("変える", by=SECRETARY)
    assert {} == old.submits(by=SECRETARY, keeps="3")
    assert "様式の提出" in listed(old).text


def test_what_has_outlived_its_years_is_listed_and_goes_once_it_is_confirmed(old):
    old.clock(TOO_LATE)
    said = listed(old)

    assert "様式の提出" in said.text
    assert "消すノート" in said.text
    assert "取り下げる相談" in said.text
    file = next(m for m in reversed(old.said_to(SECRETARY)) if m.files)
    assert "庁内限り・転載禁止" in file.text
    rows = list(csv.reader(io.StringIO(old.files(file)[0].decode("utf-8-sig"))))
    assert {"締切", "相談", "消したノート"} == {row[0] for row in rows[1:]}
    assert 3 == len(rows[1:])

    done = old.press("この3件を廃棄する", by=SECRETARY)

    assert "3件を廃棄しました。" in done.text
    assert [1, 1, 1] == [count(old, table) for table in ("deadline", "question", "note")]
    assert "先の締切" in old.type("/search 先の締切", by=SECRETARY).text
    for gone in ("様式の提出", "取り下げる相談", "消すノート"):
        assert "見つかりませんでした" in old.type(f"/search {gone}", by=SECRETARY).text
    db = old.database.read()
    facts = findable.everything(db, HERE, catalogue.load(db, HERE))
    assert {(e.kind, e.subject): e for e in facts} == {(e.kind, e.subject): e for e in search.every(db, HERE)}


def test_confirmed_twice_it_is_done_once_and_both_are_written_down(old):
    old.clock(TOO_LATE)
    listed(old)
    old.press("この3件を廃棄する", by=SECRETARY)
    old.again(kinds=("interactive",))

    actions = [row[0] for row in old.database.read().execute(text("SELECT action FROM audit ORDER BY nth"))]
    assert ["disposal.list", "disposal.confirm"] == [each for each in actions if each.startswith("disposal")]


def test_a_newer_list_takes_the_place_of_the_older(old):
    old.clock(TOO_LATE)
    listed(old)
    old.type("/settings", by=SECRETARY)
    old.presses_button("disposal:list", "list", by=SECRETARY)

    old.presses_button("disposal:confirm", "1", by=SECRETARY)

    assert "この一覧はもう使えません" in old.newest(SECRETARY).text
    assert 2 == count(old, "deadline")


def test_what_is_in_use_again_stays(old):
    old.clock(TOO_LATE)
    said = listed(old)
    assert "この3件を廃棄する" in labels(said)
    restores(old, "消すノート")

    done = old.press("この3件を廃棄する", by=SECRETARY)

    assert "2件を廃棄しました。一覧を作った後にまた使われた1件は残しました。" in done.text


def restores(talk, title):
    talk.type("/note 消したノート")
    talk.press("履歴")
    talk.press("この版に戻す")
    assert title in talk.type(f"/search {title}").blocks[3]["text"]["text"]


def test_only_the_secretariat_lists_and_disposes(old):
    old.clock(TOO_LATE)
    listed(old)

    for action, value in (("disposal:list", "list"), ("disposal:confirm", "1")):
        old.presses_button(action, value, by=HOFU)
        assert "事務局だけ" in old.newest(HOFU).text
    assert 2 == count(old, "deadline")
