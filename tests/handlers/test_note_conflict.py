"""Two people write one note: the second sees both texts and chooses; nothing is lost, whatever they do."""

import pytest
from noted import BODY, TITLE, in_modal, kept, listed, reads, shown, writes
from talk import YAMAGUCHI

from domain.note import parts

SECOND = "U0SECOND"
THEIRS, MINE = f"{BODY}\n土曜も開けました。", f"{BODY}\n電話も減りました。"


@pytest.fixture
def both(talk):
    """山口市 has two people, who have both opened the same note; the second one has sent theirs."""
    talk.appoints(SECOND, "352039")
    talk.joins(SECOND)
    writes(talk)
    for user in (YAMAGUCHI, SECOND):
        reads(talk, user)
        talk.press("直す", by=user)
    assert {} == talk.submits(by=SECOND, **{"body-0": THEIRS})
    return talk


def bodies(talk):
    return [note.writing.body for note in kept(talk)]


def drafts(talk):
    return shown(listed(talk)).count("書きかけ：")


def sends(talk, body=MINE):
    assert {} == talk.submits(by=YAMAGUCHI, **{"body-0": body})
    return talk.modals(YAMAGUCHI)[-1]


def test_the_second_sees_the_difference_and_both_texts(both):
    view = sends(both)
    said = in_modal(view)

    assert "先に直されています" == view.body["title"]["text"]
    assert "U0SECOND" not in said
    assert "352039の担当 が令和4年9月8日(木) 9:00に *このノートを直しました*（第2版）" in said
    assert "　住民票は５分で渡せます。\n－ 土曜も開けました。\n＋ 電話も減りました。" in said
    assert THEIRS in said
    assert MINE in said
    assert [THEIRS] == bodies(both)
    assert 1 == drafts(both)


def test_mine_becomes_the_next_version(both):
    sends(both)
    assert {} == both.submits(by=YAMAGUCHI)

    assert [MINE] == bodies(both)
    assert 3 == kept(both)[0].version.number
    assert 0 == drafts(both)


def test_both_are_gone_on_with_in_the_form(both):
    sends(both)
    view = both.press_in_modal("両方を見ながら直す", by=YAMAGUCHI)
    assert THEIRS in in_modal(view)
    (body,) = [b["element"]["initial_value"] for b in view.blocks if b["block_id"] == "body-0"]
    assert MINE == body

    assert {} == both.submits(by=YAMAGUCHI, **{"body-0": f"{THEIRS}\n電話も減りました。"})
    assert [f"{THEIRS}\n電話も減りました。"] == bodies(both)
    assert 0 == drafts(both)


def test_mine_is_dropped(both):
    sends(both)
    both.press_in_modal("自分の入力を捨てる", by=YAMAGUCHI)

    assert [THEIRS] == bodies(both)
    assert 0 == drafts(both)


def test_closing_loses_nothing(both):
    sends(both)
    both.closes(YAMAGUCHI)
    listed(both)
    both.press("続きを書く")
    (body,) = [b["element"]["initial_value"] for b in both.modals(YAMAGUCHI)[-1].blocks if b["block_id"] == "body-0"]
    assert MINE == body

    assert "先に直されています" == sends(both).body["title"]["text"]


def test_a_third_version_is_not_written_over_either(both):
    sends(both)
    reads(both, SECOND)
    both.press("直す", by=SECOND)
    assert {} == both.submits(by=SECOND, **{"body-0": f"{THEIRS}\n日曜も開けました。"})
    assert {} == both.submits(by=YAMAGUCHI)

    assert "日曜も開けました" in in_modal(both.modals(YAMAGUCHI)[-1])
    assert [f"{THEIRS}\n日曜も開けました。"] == bodies(both)


def test_the_same_words_twice_are_one_version(both):
    assert "内容が同じため" in in_modal(sends(both, THEIRS))
    assert 2 == kept(both)[0].version.number


def test_one_that_was_deleted_meanwhile_comes_back_with_mine(both):
    reads(both, SECOND)
    both.press("消す", by=SECOND)
    assert "*このノートを消しました*" in in_modal(sends(both))
    assert {} == both.submits(by=YAMAGUCHI)

    assert [MINE] == bodies(both)


def test_texts_of_twenty_thousand_characters_fit_the_screen_uncut(both):
    theirs = "\n".join(f"{nth}番目" + "甲" * 93 for nth in range(180))
    mine = "\n".join(f"{nth}番目" + "乙" * 93 for nth in range(180))
    both.type(f"ノート 題：長い\n{theirs}", by=SECOND, channel=both.direct(SECOND))
    for user in (YAMAGUCHI, SECOND):
        reads(both, user)
        both.press("直す", by=user)
    first = both.modals(SECOND)[-1]
    count = sum(b["block_id"].startswith("body-") for b in first.blocks)
    assert {} == both.submits(by=SECOND, title=f"{TITLE}２")
    texts = [text for text, _ in parts(mine)]
    assert count == len(texts)
    assert {} == both.submits(by=YAMAGUCHI, **{f"body-{nth}": text for nth, text in enumerate(texts)})

    assert "－ 179番目" in in_modal(both.modals(YAMAGUCHI)[-1])
    assert "＋ 179番目" in in_modal(both.modals(YAMAGUCHI)[-1])
    view = both.press_in_modal("両方を見ながら直す", by=YAMAGUCHI)
    assert "179番目甲" in in_modal(view)
    assert {} == both.submits(by=YAMAGUCHI)
    assert mine in bodies(both)
