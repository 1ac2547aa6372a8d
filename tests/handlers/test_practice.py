"""練習: a newcomer tries everything, and nothing of it is anywhere afterwards."""

import pytest
from sqlalchemy import MetaData, select
from talk import HOFU, SECRETARY, YAMAGUCHI, labels

START = "練習する"


def everything(talk):
    """Every row of every table."""
    db, known = talk.database.read(), MetaData()
    known.reflect(db)
    return {table.name: sorted(map(repr, db.execute(select(table)))) for table in known.tables.values()}


def says(view):
    return "\n".join(block["text"]["text"] for block in view.blocks if "text" in block)


def begins(talk, by=YAMAGUCHI):
    talk.type("/help", by=by)
    talk.press(START, by=by)


def walks(talk, by=YAMAGUCHI):
    begins(talk, by)
    talk.submits(by=by, question="/status 練習町")
    talk.submits(by=by, procedures="7")
    talk.submits(by=by, procedures="8", reason="数え方を直しました")
    talk.submits(by=by, title="窓口の工夫", text="予約制にしました")
    return says(talk.modals(by)[-1])


@pytest.mark.parametrize("by", [YAMAGUCHI, SECRETARY])
def test_the_whole_walk_leaves_every_table_as_it_was(talk, by):
    before, said = everything(talk), len(talk.room.world.said(talk.direct(by)))

    assert "ノート「窓口の工夫」を書きました。書いたものは、どこにも残っていません。" in walks(talk, by)
    talk.closes(by)
    talk.drains()
    assert before == everything(talk)
    assert said == len(talk.room.world.said(talk.direct(by)))


def test_nobody_else_sees_anything_of_it(talk):
    walks(talk)

    assert [] == talk.told()
    for asked in ("/note", "/search 予約制", "/report 履歴", "/unreported", "/status 練習町", "/round"):
        shown = talk.type(asked, by=HOFU)
        assert "窓口の工夫" not in str(shown.blocks)
        assert "練習の照会" not in str(shown.blocks)


def test_it_goes_step_by_step_as_in_earnest(talk):
    begins(talk)
    assert "`状況 練習町` と書いて送ってみてください。" in says(talk.modals(YAMAGUCHI)[-1])
    assert {"question": "ここでは「状況 練習町」と書いてください。"} == talk.submits(by=YAMAGUCHI, question="天気")
    talk.submits(by=YAMAGUCHI, question="状況　練習町")
    assert "前回の回答：令和4年7月末時点。その内容が入っています。" in says(talk.modals(YAMAGUCHI)[-1])
    assert "オンライン受付の手続数：5手続（令和4年7月末時点・練習の資料 1頁）" in says(talk.modals(YAMAGUCHI)[-1])

    assert {"procedures": "0から27までの数字を書いてください。"} == talk.submits(by=YAMAGUCHI, procedures="28")
    talk.submits(by=YAMAGUCHI, procedures="７", connection="settled")
    shown = says(talk.modals(YAMAGUCHI)[-1])
    assert "練習の照会*（練習町）に報告しました。" in shown
    assert "この照会は締め切られています。" in shown
    assert "（この照会で1回目）" in shown

    assert ["reason"] == list(talk.submits(by=YAMAGUCHI, procedures="8"))
    talk.submits(by=YAMAGUCHI, procedures="8", reason="数え方を直しました")
    shown = says(talk.modals(YAMAGUCHI)[-1])
    assert "• オンライン受付の手続数：7手続 → 8手続" in shown
    assert "理由・補足：数え方を直しました" in shown


@pytest.mark.parametrize("asked", ["/help 練習", "/help　れんしゅう"])
def test_it_is_found_behind_the_help(talk, asked):
    assert [START] == labels(talk.type(asked))


def test_it_is_found_in_words(talk):
    assert [START] == labels(talk.type("練習", channel=talk.direct()))


def test_what_is_written_is_no_markup(talk):
    begins(talk)
    talk.submits(by=YAMAGUCHI, question="練習町")
    talk.submits(by=YAMAGUCHI)
    talk.submits(by=YAMAGUCHI, reason="<!channel>" + "あ" * 2_900)
    talk.submits(by=YAMAGUCHI, title="<!channel> *太字*", text="本文")

    assert "ノート「&lt;!channel&gt; ＊太字＊」" in says(talk.modals(YAMAGUCHI)[-1])
