"""ノートに残す: what was said becomes a note, with the way back to it."""

from noted import in_modal, kept, reads, shown
from talk import ROOM, SECRETARY, YAMAGUCHI

import handlers
from handlers.manifest import KEEP, SHORTCUTS, manifest

SAID = "窓口で聞いた話です。<https://example.jp/a|案内> を見てください & 広めてください"


def keeps(talk, text=SAID, by=YAMAGUCHI, channel=ROOM):
    typed = talk._happens(lambda: talk.room.persons.type(SECRETARY, channel, text, None, []))
    said = talk._runner.run(typed)
    message = talk.room.persons.seen(by, channel, said.ts)
    talk._runner.run(talk.room.persons.run_shortcut(by, "A0BOT", KEEP, message))
    talk._happens(lambda: None)
    return said.ts


def test_it_opens_the_form_with_what_was_said_and_keeps_the_permalink(talk):
    ts = keeps(talk)
    view = talk.modals(YAMAGUCHI)[-1]
    (body,) = [b["element"]["initial_value"] for b in view.blocks if b["block_id"] == "body-0"]
    assert body.startswith("窓口で聞いた話です。")
    assert "元の発言" in in_modal(view)
    assert {} == talk.submits(by=YAMAGUCHI, title="窓口の話")

    (note,) = kept(talk)
    assert f"/archives/{ROOM}/p{ts.replace('.', '')}" in note.writing.origin
    assert note.writing.origin in str(reads(talk).blocks)


def test_closing_the_form_keeps_nothing_but_what_was_added(talk):
    keeps(talk)
    talk.closes(YAMAGUCHI)
    assert "書きかけ" not in shown(talk.type("/note"))
    keeps(talk)
    talk.press_in_modal("書きかけを保存", by=YAMAGUCHI, title="窓口の話")
    talk.closes(YAMAGUCHI)
    talk.type("/note")
    talk.press("続きを書く")
    assert {} == talk.submits(by=YAMAGUCHI)
    assert kept(talk)[0].writing.origin


def test_a_long_message_is_kept_whole_and_too_long_a_one_is_refused(talk):
    long = "長" * 9_000
    keeps(talk, long)
    assert {} == talk.submits(by=YAMAGUCHI, title="長い話")
    assert [long] == [note.writing.body for note in kept(talk)]

    keeps(talk, "長" * 20_001)
    assert "この発言は20,001字あり" in shown(talk.private(YAMAGUCHI))


def test_a_room_that_strangers_read_is_refused(talk):
    talk.shares()
    keeps(talk)
    assert [] == talk.modals(YAMAGUCHI)
    assert "公開厳禁です。このトークルームには" in talk.private(YAMAGUCHI).text


def test_a_guest_comes_no_further_than_the_door(talk):
    talk.changes(YAMAGUCHI, is_restricted=True)
    keeps(talk)

    assert [] == talk.modals(YAMAGUCHI)
    assert "名簿にある担当者だけが使えます" in talk.private(YAMAGUCHI).text


def test_the_manifest_declares_it_within_slacks_limits():
    made = manifest(handlers.COMMANDS, "dx-")["features"]["shortcuts"]

    assert SHORTCUTS == made
    assert all(len(each["name"]) <= 24 and 0 < len(each["description"]) <= 150 for each in made)
