"""Nothing of a note is lost or becomes something else: long inputs, forms closed unsent, and hostile signs."""

import json

import pytest
from noted import BODY, TITLE, in_modal, kept, listed, reads, shown, writes
from talk import HOFU, SECRETARY, YAMAGUCHI

SIGNS = [
    "<!channel> *太字* `code` & <https://example.jp|ここ>",
    "ゼロ幅\u200b字 右から\u202e左へ \u2066囲み\u2069",
    "空\x00文字と半分\ud800の字",
    '=HYPERLINK("https://example.jp")',
]


def bodies_of(view):
    return [b["element"].get("initial_value", "") for b in view.blocks if b["block_id"].startswith("body-")]


def test_more_inputs_hold_what_was_typed_once(talk):
    """An input filled to its end is parted anew; nothing stands there twice."""
    typed = "あ" * 2_999
    talk.begins("/note 書く")
    view = talk.press_in_modal("本文の欄を増やす", by=YAMAGUCHI, title=TITLE, **{"body-0": typed})
    assert typed == "".join(bodies_of(view))
    assert "" == bodies_of(view)[-1]
    view = talk.press_in_modal("書きかけを保存", by=YAMAGUCHI, **{f"body-{len(bodies_of(view)) - 1}": "続き"})
    assert {} == talk.submits(by=YAMAGUCHI)

    assert [f"{typed}\n続き"] == [note.writing.body for note in kept(talk)]


def test_a_note_opened_and_sent_unchanged_is_the_same(talk):
    body = "　字下げ\n\n\n" + "一行が長い文。" * 900 + "\n" * 3 + "改行なし" * 1_500 + "\n- 終わり"
    talk.type(f"ノート 題：{TITLE}\n{body}", channel=talk.direct())
    assert [body] == [note.writing.body for note in kept(talk)]

    reads(talk)
    talk.press("直す")
    assert {} == talk.submits(by=YAMAGUCHI)
    assert "内容が同じため" in in_modal(talk.modals(YAMAGUCHI)[-1])
    assert 1 == kept(talk)[0].version.number


def test_a_form_closed_unsent_is_not_lost(talk):
    talk.begins("/note 書く")
    talk.press_in_modal("本文の欄を増やす", by=YAMAGUCHI, title=TITLE, **{"body-0": BODY})
    talk.closes(YAMAGUCHI)
    assert f"書きかけ：{TITLE}" in shown(listed(talk))

    talk.begins("/note 書く")
    talk.closes(YAMAGUCHI)
    assert 1 == shown(listed(talk)).count("書きかけ：")


def test_two_notes_begun_are_two(talk):
    for nth in range(2):
        talk.begins("/note 書く")
        talk.press_in_modal("書きかけを保存", by=YAMAGUCHI, title=f"{nth}つ目")
        talk.closes(YAMAGUCHI)

    assert 2 == shown(listed(talk)).count("書きかけ：")


def test_the_secretariats_choice_of_a_municipality_survives_more_inputs(talk):
    talk.begins("/note 書く", by=SECRETARY)
    talk.press_in_modal("本文の欄を増やす", by=SECRETARY, where="352063", title=TITLE, **{"body-0": BODY})
    assert {} == talk.submits(by=SECRETARY)

    assert ["352063"] == [note.municipality for note in kept(talk)]


def sends(talk, title, body, links=""):
    """The form as no page would send it: with every sign that was typed."""
    talk.begins("/note 書く")
    talk.submits(by=YAMAGUCHI, title=TITLE, **{"body-0": " "})
    sent = talk.delivered()[-1]
    values = sent["view"]["state"]["values"]
    for name, value in (("title", title), ("body-0", body), ("links", links)):
        for element in values[name].values():
            element["value"] = value
    return json.dumps(talk.delivers(sent)["view"], ensure_ascii=False)


@pytest.mark.parametrize("sign", SIGNS, ids=["markup", "unseen", "broken", "formula"])
def test_hostile_signs_come_in_and_go_out_as_text(talk, sign):
    sends(talk, sign[:100], f"{sign}\n発券機", "https://example.jp/?q=%3C!channel%3E")
    (note,) = kept(talk)
    assert not set("\x00\u202e\u200b\ud800") & set(note.writing.title + note.writing.body)

    faces = [listed(talk, HOFU), reads(talk, HOFU), talk.press("履歴", by=HOFU), listed(talk, HOFU, "検索 発券機")]
    for face in faces:
        assert "<!channel>" not in json.dumps(_mrkdwn(face), ensure_ascii=False)
        assert sign[:3] not in face.text
    talk.type(f"/note 検索 {sign}", by=HOFU)
    talk.type(f"ノート 題：{sign}\n{sign}", channel=talk.direct())
    assert 2 == len(kept(talk))


def test_signs_that_were_left_out_are_told(talk):
    assert "文字として読めない記号" in sends(talk, TITLE, "逆\u202e文字")
    assert "文字として読めない記号" not in sends(talk, TITLE, "ふつうの文字")


def test_whoever_has_left_the_roster_writes_nothing_with_an_open_form(talk):
    talk.begins("/note 書く")
    talk.dismisses(YAMAGUCHI)
    talk.submits(by=YAMAGUCHI, title=TITLE, **{"body-0": BODY})

    assert "ほかの市町のノートは" in in_modal(talk.modals(YAMAGUCHI)[-1])
    assert [] == kept(talk)


def test_a_metadata_that_somebody_made_up_opens_nothing(talk):
    writes(talk)
    talk.begins("/note 書く", by=HOFU)
    talk.submits(by=HOFU, title="横取り", **{"body-0": BODY})
    (sent,) = [each for each in talk.delivered() if each["type"] == "view_submission" and each["user"]["id"] == HOFU]
    told = json.loads(sent["view"]["private_metadata"])
    for forged in ({"body": "352039"}, {"note": 1, "on": 1, "body": "352063"}):
        sent["view"]["private_metadata"] = json.dumps({**told, **forged})
        answer = talk.delivers(sent)
        assert "push" == answer["response_action"]

    assert ["352063", "352039"] == [note.municipality for note in kept(talk)]
    assert TITLE == kept(talk)[1].writing.title


def test_a_press_too_late_is_told_what_to_do(talk):
    writes(talk)
    reads(talk)
    talk.press("直す")
    talk.closes(YAMAGUCHI)
    late = next(each for each in talk.delivered() if each.get("actions", [{}])[0].get("action_id") == "note:edit")
    talk.delivers(late)

    assert "もう一度押してください" in talk.private(YAMAGUCHI).text


def _mrkdwn(message):
    return [block["text"]["text"] for block in message.blocks if block.get("text", {}).get("type") == "mrkdwn"]
