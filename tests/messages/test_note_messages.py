"""The words of notes, read as prose; and that nothing a person wrote becomes markup or leaves by a notification."""

import json
from dataclasses import replace
from datetime import date, datetime

import pytest

from domain.calendar import TOKYO
from domain.forms import Theme
from domain.model import Municipality
from domain.note import Draft, Kind, Note, Version, Writing
from domain.search import Entry, Found, Query
from domain.search import Kind as Thing
from messages import note, note_form, note_history, note_list, note_news
from messages.note import Around, Reader
from messages.note_list import Shelf
from talkroom import blockkit

NOW = datetime(2022, 9, 8, 9, 5, tzinfo=TOKYO)
YAMAGUCHI = Municipality("352039", "山口市", "やまぐちし", "市")
CARD = Theme("card", "マイナンバーカード", "カード", 0, (), ())
AROUND = Around({"352039": "山口市"}, {"card": "カード"}, {"U1": "山口市 情報政策担当"}, {1: 3})
WRITING = Writing(
    title="窓口の記録", body="発券機を入れた。", kind=Kind.PRESENTED, themes=("card",), review=date(2023, 9, 8)
)
NOTE = Note(1, "352039", Version(2, WRITING, "U1", NOW))
SECRET = "発券機"
MARKS = ["<!channel>", "<@U0352039>", "*太字*", "_斜体_", "`code`", "&lt;", "<https://example.jp|ここ>", ":smile:"]
LONG = ["あ" * 3_001, "あ" * 20_000, "😀" * 5_000, "\n" * 50 + "行\n" * 6_000]


def hostile(text):
    writing = replace(
        WRITING,
        title=text[:100],
        body=text[:20_000],
        themes=("card", text[:50]),
        files=((text[:60], "https://example.jp/"),),
    )
    return Note(1, "352039", Version(2, writing, "U1", NOW))


def faces(about):
    """Every face on which a note is shown."""
    was = Version(1, replace(WRITING, body="前の本文"), "U1", NOW)
    gone = replace(about, version=replace(about.version, number=3, deleted=True))
    said = about.writing
    draft = Draft("U1", "new/1", "352039", 0, 0, said, NOW)
    query = Query((said.body[:1], said.title[:3]), "352039")
    entry = Entry(Thing.NOTE, "1", NOW, said.title, said.body, "352039")
    return {
        "list": note_list.listing([Shelf("山口市のノート", "352039", [about], 30, 10)], [draft], AROUND, bin_=True),
        "bin": note_list.listing([Shelf("消したノート", "gone", [gone], 1)], [], AROUND, bin_=True),
        "found": note_list.found(query, Found((entry,), 30), 10, AROUND),
        "page": note.page(about, 0, AROUND, Reader(own=True, counted=True)),
        "last page": note.page(about, 99, AROUND, Reader()),
        "history": note_history.history(about, [was, about.version, gone.version], 0, AROUND, own=True),
        "old": note_history.old(about, about.version, 0, AROUND),
        "done": note.done("edit", about, cleaned=True),
        "digest": note_news.digest([(replace(about, id=nth), True) for nth in range(1, 21)], date(2022, 9, 5), AROUND),
        "review": note_news.review(about, AROUND),
    }


def views(about):
    draft = Draft("U1", "note/1", "352039", 1, 1, about.writing, NOW)
    shown = note_form.Shown(
        writing=about.writing,
        bodies=[YAMAGUCHI],
        themes=[CARD],
        metadata="{}",
        source="from-0",
        kept=about,
        who="だれか",
    )
    return {
        "form": note_form.form(shown),
        "begun": note_form.form(replace(shown, kept=None, draft=draft, saved=True, inputs=3)),
        "conflict": note_form.conflict(about, replace(draft, writing=WRITING), "だれか", AROUND, "{}"),
        "other conflict": note_form.conflict(NOTE, draft, "だれか", AROUND, "{}"),
    }


@pytest.mark.parametrize("face", faces(NOTE))
def test_the_notification_and_the_first_block_tell_nothing(face):
    message = faces(NOTE)[face]

    assert "外部への公開厳禁" in message["blocks"][0]["elements"][0]["text"]
    assert "外部への公開厳禁" in message["text"] or "件あります" in message["text"]
    for secret in (SECRET, "窓口の記録"):
        assert secret not in message["text"]
        assert secret not in json.dumps(message["blocks"][0], ensure_ascii=False)


@pytest.mark.parametrize("text", [*MARKS, *LONG, "\"引用\" 'x' & <", "=1+1"], ids=lambda text: text[:12])
def test_whatever_was_written_every_face_stays_within_the_limits(text):
    for name, message in faces(hostile(text)).items():
        assert [] == blockkit.strict(message), name
    for name, view in views(hostile(text)).items():
        assert [] == blockkit.strict(view, "modal"), name
    assert [] == blockkit.strict(
        {"type": "home", "blocks": note_news.at_home([replace(hostile(text), id=nth) for nth in range(5)], AROUND)},
        "home",
    )


@pytest.mark.parametrize("mark", ["<!channel>", "<@U0352039>", "<https://example.jp|ここ>"])
def test_nothing_that_was_written_becomes_markup(mark):
    for message in [*faces(hostile(mark)).values(), *views(hostile(mark)).values()]:
        for said in _mrkdwn(message["blocks"]):
            assert mark not in said


def test_a_title_cannot_end_its_own_bold_type():
    assert "*＊太字＊*" in note.item(hostile("*太字*"), AROUND)


def _mrkdwn(blocks):
    for block in blocks:
        texts = [block.get("text"), *(block.get("elements", ()) if block["type"] == "context" else ())]
        yield from (each["text"] for each in texts if isinstance(each, dict) and each.get("type") == "mrkdwn")


def words(message):
    return "\n".join(block["text"]["text"] for block in message["blocks"] if block["type"] in {"section", "header"})


GOLDEN = {
    "list": "ノート\n書きかけ：窓口の記録\n令和4年9月8日(木) 9:05\n"
    "*山口市のノート*　全30件（11〜11件目）\n*窓口の記録*\n"
    "山口市・連携会議で紹介した取組・カード　令和4年9月8日(木)　参考になった 3",
    "found": "「発 窓口の」の載っているノート（山口市）　30件（11〜11件目）",
    "page": "窓口の記録\n*山口市*・連携会議で紹介した取組・テーマ：カード\n"
    "令和4年9月8日(木) 9:05 山口市 情報政策担当（第2版）　見直しの日：令和5年9月8日(金)　参考になった：3人",
    "done": "ノートを直しました（第2版）。前の版は「履歴」に残っています。\n窓口の記録（本文8字）",
    "review": "ノートの見直し\n*窓口の記録*（山口市）\n"
    "見直しの日（令和5年9月8日(金)）になりました。今もこのままでよいか、お確かめください。",
}


@pytest.mark.parametrize(("face", "text"), GOLDEN.items(), ids=GOLDEN)
def test_a_message_reads_so(face, text):
    assert text == words(faces(NOTE)[face])


@pytest.mark.parametrize(
    ("kind", "counts", "text"),
    [
        ("news", {"new": 3, "changed": 0}, "新しいノートが3件あります。"),
        ("news", {"new": 1, "changed": 2}, "新しいノートが1件あります（ほかに、直されたノートが2件）。"),
        ("news", {"new": 0, "changed": 2}, "直されたノートが2件あります。"),
        ("review", {}, "見直しの日を迎えたノートが1件あります。"),
    ],
)
def test_the_notification_says_how_many(kind, counts, text):
    assert text == note.private(kind, [], **counts)["text"]


@pytest.mark.parametrize(
    ("found", "text"),
    [
        ({"title": "empty"}, "題名を書いてください。"),
        ({"title": "too_long"}, "題名は100字までです（今は5字）。"),
        ({"body": "empty"}, "本文を書いてください。"),
        ({"body": "too_long"}, "本文は全部で20,000字までです（今は8字）。2つのノートに分けてください。"),
        ({"links": "too_many"}, "リンクは10個までです（今は0個）。"),
        ({"links": "no_link"}, "http:// か https:// で始まるアドレス（1,000字まで）を、1行に1つずつ書いてください。"),
    ],
)
def test_what_is_wrong_is_said(found, text):
    assert [text] == list(note.wrong(found, WRITING).values())
