"""Notes: written by a municipality's own, read by all members, found by their words, and never shown to a room."""

import json

import pytest
from noted import BODY, TITLE, in_modal, kept, listed, reads, shown, writes
from sqlalchemy import text as sql
from talk import HOFU, ROOM, SECRETARY, YAMAGUCHI, labels


def test_a_note_is_written_listed_and_read_by_another_municipality(talk):
    assert "まだありません" in shown(listed(talk))
    assert {} == writes(talk, kind="offered", themes=["card"], links="https://example.jp/a\nhttp://example.jp/b")
    assert "ノートを残しました" in in_modal(talk.modals(YAMAGUCHI)[-1])

    page = reads(talk, HOFU)
    said = shown(page)
    for expected in (TITLE, BODY, "山口市", "他市町に紹介したい取組", "カード", "https://example.jp/a", "第1版"):
        assert expected in said
    assert "令和4年9月8日(木) 9:00 山口市 情報政策担当" in said
    assert "見直しの日：令和5年9月8日(金)" in said
    assert ["参考になった", "履歴", "ノートの一覧", "使い方"] == labels(page)
    assert [(YAMAGUCHI, "note.write")] == talk.audited()[-1:]


def test_no_notification_no_first_block_and_no_room_tells_anything_of_a_note(talk):
    writes(talk)
    faces = [
        listed(talk),
        listed(talk, text="山口市"),
        listed(talk, text="検索 発券機"),
        reads(talk),
        talk.press("履歴"),
    ]
    for face in faces:
        assert TITLE not in face.text
        assert "発券機" not in face.text
        assert "外部への公開厳禁" in face.blocks[0]["elements"][0]["text"]
        assert face.is_ephemeral
    mentioned = talk.type("@進捗ボット ノート 検索 発券機")
    assert "発券機" not in json.dumps(list(mentioned.blocks), ensure_ascii=False)
    assert "トークルームではお見せしません" in mentioned.text

    alone = talk.press("自分だけに表示", thread=mentioned.thread_ts)
    assert alone.is_ephemeral
    assert TITLE in shown(alone)


def test_the_audit_tells_which_version_and_nothing_of_what_it_says(talk):
    writes(talk)
    (detail,) = talk.database.read().execute(sql("SELECT detail FROM audit WHERE action = 'note.write'")).scalars()

    assert {"kind": "own", "municipality": "352039", "version": 1} == json.loads(detail)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("検索 待ち時間", True),
        ("検索 発券機　住民票", True),
        ("ジュウミンヒョウ", False),
        ("はっけんき", False),
        ("5分", True),
        ("山口市 窓口", True),
        ("防府市 窓口", False),
        ("検索 道路", False),
    ],
)
def test_what_is_looked_for_is_found_with_its_words(talk, text, found):
    writes(talk)
    said = shown(listed(talk, HOFU, text))

    assert found == (TITLE in said)
    assert found or "見つかりませんでした" in said


def test_pages_of_a_long_body_lead_on_and_back(talk):
    lines = [f"{nth}行目。" + "あ" * 90 for nth in range(80)]
    talk.begins("/note 書く")
    view = talk.press_in_modal("本文の欄を増やす", by=YAMAGUCHI, title=TITLE, **{"body-0": "\n".join(lines[:28])})
    assert ["body-0", "body-1"] == [b["block_id"] for b in view.blocks if b["block_id"].startswith("body-")]
    view = talk.press_in_modal("本文の欄を増やす", by=YAMAGUCHI, **{"body-1": "\n".join(lines[28:56])})
    assert {} == talk.submits(by=YAMAGUCHI, **{"body-2": "\n".join(lines[56:])})
    assert "\n".join(lines) == kept(talk)[0].writing.body

    first = reads(talk)
    assert "1／3ページ" in shown(first)
    assert "0行目" in shown(first)
    second = talk.press("次へ")
    assert "2／3ページ" in shown(second)
    assert "0行目" not in shown(second).split("ページ")[0].split("行目")[0]
    assert "1／3ページ" in shown(talk.press("前へ"))


def test_the_form_says_what_is_wrong_at_its_place(talk):
    wrong = writes(talk, title="　", body=" ", links="javascript:alert(1)")

    assert "題名を書いてください。" == wrong["title"]
    assert "本文を書いてください。" == wrong["body-0"]
    assert wrong["links"].startswith("http:// か https:// で始まる")
    assert [] == kept(talk)


def test_another_municipalitys_note_is_not_ones_own_to_write(talk):
    writes(talk)
    talk.presses_button("note:edit", "1", by=HOFU)
    assert talk.private(HOFU, ROOM).text.startswith("ほかの市町のノートは")
    talk.presses_button("note:delete", "1 1", by=HOFU)
    assert talk.private(HOFU, ROOM).text.startswith("ほかの市町のノートは")
    assert 1 == kept(talk)[0].version.number


def test_the_secretariat_writes_for_any_municipality(talk):
    talk.begins("/note 書く", by=SECRETARY)
    assert {} == talk.submits(by=SECRETARY, where="352063", title=TITLE, **{"body-0": BODY})

    assert ["352063"] == [each.municipality for each in kept(talk)]
    assert "防府市" in shown(listed(talk, HOFU, "防府市"))


def test_useful_counts_once_for_each_person(talk):
    writes(talk)
    reads(talk, HOFU)
    marked = talk.press("参考になった", by=HOFU)
    assert "参考になった：1人" in shown(marked)
    assert "「参考になった」を取り消す" in labels(marked)
    for _ in range(2):
        talk.presses_button("note:useful", "1 yes", by=HOFU)
    assert "参考になった：1人" in shown(talk.private(HOFU))
    reads(talk, SECRETARY)
    assert "参考になった：2人" in shown(talk.press("参考になった（1）", by=SECRETARY))

    reads(talk, HOFU)
    taken_back = talk.press("「参考になった」を取り消す", by=HOFU)
    assert "取り消しました" in shown(taken_back)
    assert "参考になった（1）" in labels(taken_back)
    assert 3 == [what for _, what in talk.audited()].count("note.useful")


def test_the_very_same_note_is_kept_once(talk):
    writes(talk)
    writes(talk)

    assert 1 == len(kept(talk))
    assert "すでにあります" in in_modal(talk.modals(YAMAGUCHI)[-1])


def test_the_form_that_comes_twice_keeps_one(talk):
    writes(talk)
    brought = [each for each in talk.delivered() if each["type"] == "view_submission"]
    talk.delivers(*brought, *brought)

    assert 1 == len(kept(talk))


def test_a_room_that_strangers_read_sees_no_note(talk):
    writes(talk)
    talk.shares()
    assert "公開厳禁です。このトークルームには" in talk.type("/note").text
    talk.presses_button("note:read", "1 0", by=YAMAGUCHI)
    assert TITLE not in shown(talk.private(YAMAGUCHI))
