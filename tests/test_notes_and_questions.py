"""A note and a question from the first word to the last, over the real wires and on both databases."""

import pytest
from talk import HOFU, SECRETARY, YAMAGUCHI

import bot
from storage import catalogue, findable, search

HERE = bot.CONFERENCE


@pytest.mark.parametrize("way", ["socket", "http"])
def test_what_one_municipality_learnt_is_found_by_another(talking_with, way):
    with talking_with(way) as talk:
        talk.type("ノート 山口市 題：窓口の工夫\n待ち時間が半分になった。", channel=talk.direct(YAMAGUCHI))
        talk.type("/search 待ち時間", by=HOFU)
        read = talk.press("読む", by=HOFU)
        assert "待ち時間が半分になった。" in str(read.blocks)
        talk.press("参考になった", by=HOFU)

        talk.begins("/ask 端末の補助率は？", by=HOFU)
        assert {} == talk.submits(by=HOFU)
        talk.type("/ask 1", by=SECRETARY)
        talk.press("回答する", by=SECRETARY)
        assert {} == talk.submits(by=SECRETARY, words="1台につき2分の1です。")
        talk.ticks()
        assert any("1台につき2分の1です。" in str(said.blocks) for said in talk.said_to(HOFU))

        db = talk.database.read()
        facts = findable.everything(db, HERE, catalogue.load(db, HERE))
        assert {(e.kind, e.subject): e for e in facts} == {(e.kind, e.subject): e for e in search.every(db, HERE)}
