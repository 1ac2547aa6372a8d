"""What became of a note: readable differences, a version put back, a note deleted and found again."""

import pytest
from noted import BODY, TITLE, kept, listed, reads, shown, writes
from talk import HOFU, YAMAGUCHI, labels


@pytest.fixture
def changed(talk):
    writes(talk)
    reads(talk)
    talk.press("直す")
    assert {} == talk.submits(
        by=YAMAGUCHI, title="窓口の待ち時間", kind="presented", **{"body-0": f"{BODY}\n電話も減った。"}
    )
    return talk


def history(talk, by=YAMAGUCHI):
    reads(talk, by)
    return talk.press("履歴", by=by)


def test_it_says_who_when_and_what_is_different(changed):
    said = shown(history(changed, HOFU))

    assert "*窓口の待ち時間*（山口市）の履歴　全2版" in said
    assert "*第2版*　令和4年9月8日(木) 9:00　山口市 情報政策担当" in said
    assert f"題名　－ {TITLE}　→　＋ 窓口の待ち時間" in said
    assert "種類　－ その他独自の取組　→　＋ 連携会議で紹介した取組" in said
    assert "　住民票は５分で渡せます。\n＋ 電話も減った。" in said
    assert f"最初の版です（{len(BODY)}字）。" in said
    assert "この版に戻す" not in labels(changed.newest(HOFU))


def test_a_version_is_read_and_put_back_as_a_new_one(changed):
    history(changed)
    assert BODY in shown(changed.press("第1版を読む"))
    history(changed)
    assert "第1版に戻しました（第3版として残りました）。" in shown(changed.press("この版に戻す"))

    assert (TITLE, BODY, 3, 1) == (
        kept(changed)[0].writing.title,
        kept(changed)[0].writing.body,
        kept(changed)[0].version.number,
        kept(changed)[0].version.like,
    )
    assert (YAMAGUCHI, "note.restore") in changed.audited()
    assert "（第1版に戻しました）" in shown(history(changed))


def test_one_that_somebody_has_changed_meanwhile_is_not_put_back(changed):
    changed.presses_button("note:restore", "1 1 1", by=YAMAGUCHI)

    assert "その間に、このノートは直されていました" in shown(changed.private(YAMAGUCHI))
    assert 2 == kept(changed)[0].version.number


def test_a_deleted_note_is_found_no_more_and_comes_back(changed):
    reads(changed)
    asked = next(
        b
        for m in [changed.newest()]
        for row in m.blocks
        if row["type"] == "actions"
        for b in row["elements"]
        if b["text"]["text"] == "消す"
    )
    assert "元に戻せます" in asked["confirm"]["text"]["text"]
    assert "ノートを消しました" in shown(changed.press("消す"))
    assert [] == kept(changed)
    assert "見つかりませんでした" in shown(listed(changed, text="検索 発券機"))
    assert "まだありません" in shown(listed(changed, HOFU, "山口市"))
    assert "まだありません" in shown(listed(changed, HOFU, "消したノート"))
    changed.presses_button("note:read", "1 0", by=HOFU)
    assert "このノートは消されました" in shown(changed.private(HOFU))
    changed.presses_button("note:history", "1 0", by=HOFU)
    assert "ほかの市町のノートは" in changed.private(HOFU).text

    assert "窓口の待ち時間" in shown(listed(changed, text="消したノート"))
    gone = shown(changed.press("履歴"))
    assert "（消しました）" in gone
    changed.press("この版に戻す")
    assert "発券機" in shown(listed(changed, text="検索 発券機"))
    assert [4] == [note.version.number for note in kept(changed)]


def test_a_second_press_deletes_nothing_more(changed):
    for _ in range(2):
        changed.presses_button("note:delete", "1 2", by=YAMAGUCHI)

    assert 1 == [what for _, what in changed.audited()].count("note.delete")


def test_many_versions_stand_on_pages(talk):
    writes(talk)
    for nth in range(6):
        reads(talk)
        talk.press("直す")
        assert {} == talk.submits(by=YAMAGUCHI, **{"body-0": f"{nth}回目に直した。"})
    assert "全7版" in shown(history(talk))
    assert "最初の版です" in shown(talk.press("古いほうへ"))
    assert "*第7版*" in shown(talk.press("新しいほうへ"))


def test_a_form_closed_unsent_is_gone_on_with(talk):
    talk.begins("/note 書く")
    talk.press_in_modal("書きかけを保存", by=YAMAGUCHI, title=TITLE, **{"body-0": BODY})
    talk.closes(YAMAGUCHI)
    assert f"書きかけ：{TITLE}" in shown(listed(talk))
    talk.press("続きを書く")
    assert {} == talk.submits(by=YAMAGUCHI)

    assert [(TITLE, BODY)] == [(note.writing.title, note.writing.body) for note in kept(talk)]
    assert "書きかけ" not in shown(listed(talk))


def test_what_was_begun_is_thrown_away_in_the_form(talk):
    talk.begins("/note 書く")
    talk.press_in_modal("書きかけを保存", by=YAMAGUCHI, title=TITLE)
    view = talk.press_in_modal("書きかけを捨てて閉じる", by=YAMAGUCHI)

    assert "書きかけを捨てました。" in view.blocks[1]["text"]["text"]
    assert "書きかけ" not in shown(listed(talk))
