"""Notes written as a text or brought as a file: kept whole, or told why not."""

import pytest
from noted import BODY, TITLE, kept, shown
from talk import HOFU, SECRETARY, YAMAGUCHI, labels


def tells(talk, text, by=YAMAGUCHI):
    return talk.type(text, by=by, channel=talk.direct(by))


@pytest.mark.parametrize(
    "head", ["ノート 山口市 題：", "ノート 題:", "note yamaguchi 題名：", "メモ　山口市　タイトル："]
)
def test_a_text_is_kept_and_confirmed(talk, head):
    answer = tells(talk, f"{head}{TITLE}\n{BODY}")

    assert "ノートを残しました" in shown(answer)
    assert f"{TITLE}（本文{len(BODY)}字）" in shown(answer)
    assert [(TITLE, BODY)] == [(note.writing.title, note.writing.body) for note in kept(talk)]
    assert TITLE in shown(talk.press("読む", channel=talk.direct()))


def test_what_is_not_whole_yet_is_kept_as_begun(talk):
    answer = tells(talk, f"ノート 山口市 題：{TITLE}")
    assert "本文を書いてください。" in shown(answer)
    assert [] == kept(talk)

    talk.press("フォームで直す", channel=talk.direct())
    assert {} == talk.submits(by=YAMAGUCHI, **{"body-0": BODY})
    assert [(TITLE, BODY)] == [(note.writing.title, note.writing.body) for note in kept(talk)]


def test_a_text_of_too_many_characters_is_cut_nowhere(talk):
    long = "\n".join("長" * 99 for _ in range(250))
    assert "20,000字までです（今は24,999字）" in shown(tells(talk, f"ノート 題：{TITLE}\n{long}"))
    talk.press("フォームで直す", channel=talk.direct())
    view = talk.modals(YAMAGUCHI)[-1]
    inputs = [b["element"].get("initial_value", "") for b in view.blocks if b["block_id"].startswith("body-")]

    assert long == "\n".join(inputs)


def test_anothers_municipality_is_refused(talk):
    assert tells(talk, f"ノート 山口市 題：{TITLE}\n{BODY}", by=HOFU).text.startswith("ほかの市町のノートは")
    assert [] == kept(talk)


def test_a_municipality_nobody_knows_is_asked_for_and_nothing_is_lost(talk):
    answer = tells(talk, f"ノート 江戸 題：{TITLE}\n{BODY}")
    assert "どの市町のノートかが分かりませんでした" in shown(answer)
    talk.press("フォームで続ける", channel=talk.direct())
    assert {} == talk.submits(by=YAMAGUCHI)
    assert [(TITLE, BODY)] == [(note.writing.title, note.writing.body) for note in kept(talk)]


def test_a_mention_keeps_the_note_and_shows_the_room_nothing(talk):
    answer = talk.type(f"@進捗ボット ノート 題：{TITLE}\n{BODY}")

    assert "ノートを1件残しました" in answer.text
    assert ["読む"] == labels(answer)
    assert [TITLE] == [note.writing.title for note in kept(talk)]
    assert TITLE not in shown(answer)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
def test_a_file_of_text_becomes_a_note(talk, encoding):
    body = "\r\n".join(f"{nth}行目 " + "文" * 150 for nth in range(125))
    answer = talk.brings("窓口の記録.txt", body.encode(encoding), by=YAMAGUCHI)
    assert f"「窓口の記録.txt」を読みました（{len(body) - 124:,}字）" in shown(answer)
    assert [] == kept(talk)

    talk.press("ノートに残す", channel=talk.direct())
    assert {} == talk.submits(by=YAMAGUCHI)
    (note,) = kept(talk)
    assert ("窓口の記録", body.replace("\r\n", "\n")) == (note.writing.title, note.writing.body)


def test_the_secretariat_says_that_a_file_is_a_note(talk):
    answer = talk.brings("記録.txt", BODY.encode(), text="ノート")
    assert "「記録.txt」を読みました" in shown(answer)
    talk.press("ノートに残す", by=SECRETARY, channel=talk.direct(SECRETARY))
    assert {} == talk.submits(by=SECRETARY, where="352039")
    assert ["記録"] == [note.writing.title for note in kept(talk)]


@pytest.mark.parametrize(
    ("contents", "said"),
    [
        (b"", "文字がありませんでした"),
        (b"\x89PNG\x00\x01", "読めませんでした"),
        (("長" * 20_001).encode(), "20,001字あり"),
    ],
)
def test_what_cannot_be_a_note_is_told(talk, contents, said):
    if not contents:
        contents = b" \n"
    assert said in shown(talk.brings("記録.txt", contents, by=YAMAGUCHI))
    assert [] == kept(talk)


def test_text_in_direct_messages_finds_and_reads(talk):
    tells(talk, f"ノート 題：{TITLE}\n{BODY}")

    assert TITLE in shown(tells(talk, "ノート 検索 発券機"))
    assert BODY in shown(tells(talk, "ノート 1"))
    assert TITLE in shown(tells(talk, "メモ 山口市", by=HOFU))
    assert "下のボタンを押すと" in shown(tells(talk, "ノート 書く"))
    assert "書く" in labels(tells(talk, "ノート"))


def test_a_draft_stands_in_the_list_until_it_is_thrown_away(talk):
    tells(talk, f"ノート 題：{TITLE}")
    assert f"書きかけ：{TITLE}" in shown(tells(talk, "ノート"))
    assert "捨てました" in shown(talk.press("捨てる", channel=talk.direct()))
    assert "書きかけ" not in shown(tells(talk, "ノート"))
