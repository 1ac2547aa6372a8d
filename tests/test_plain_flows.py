"""The whole bot in chats that can do less than Slack: every pair of what a chat may lack or have."""

from collections.abc import Iterator
from dataclasses import fields
from itertools import combinations
from pathlib import Path
from shutil import copy

import pytest
from asked import ask, told
from chatting import Chatting
from talk import HOFU, ROOM, SECRETARY, YAMAGUCHI, settings_for, talking

from talkroom.plain import LOGO, Chat

FLAGS = [each.name for each in fields(Chat)]
TRIPLES = list(combinations(range(5), 3))  # of five rows; any two of these ten differ and overlap: every pair is met
ROWS = [Chat(**{flag: row in triple for flag, triple in zip(FLAGS, TRIPLES, strict=True)}) for row in range(5)]
CHATS = [Chat(), LOGO, Chat(**dict.fromkeys(FLAGS, True)), *ROWS]


def named(chat):
    return "+".join(flag for flag in FLAGS if getattr(chat, flag)) or "words alone"


def test_the_chats_meet_every_pair_of_what_a_chat_can_do():
    for one, other in combinations(FLAGS, 2):
        assert 4 == len({(getattr(chat, one), getattr(chat, other)) for chat in [Chat(), *ROWS]})


@pytest.fixture(params=CHATS, ids=named)
def there(request, loaded_sqlite: Path, tmp_path: Path) -> Iterator[Chatting]:
    with talking(settings_for(f"sqlite:///{copy(loaded_sqlite, tmp_path / 'bot.db')}")) as talk:
        yield Chatting(talk, request.param)


def test_a_standing_is_asked_for_in_the_room_and_alone(there):
    said = there.types("/status 山口市")

    assert ("＞ /status 山口市" in said) is not there.chat.ephemeral
    assert "マイナポータル利用手続数：22手続" in said
    assert "転出届・転入予約：不明（資料・報告なし）" in said
    assert "19市町" in there.chooses("オンライン化：全市町") or "下関市" in there.reads()
    assert "山口市の現況" in there.writes("状況 山口市")
    assert (there.chat.slash, "山口市の現況" in there.types("／状況 山口市")) in {(False, True), (True, False)}


def test_a_report_is_made_corrected_and_asked_for(there):
    asked = ask(there.talk, "online", "オンライン化の照会（9月末）")
    there.writes("/report")
    there.chooses("報告する")
    assert "0から27までの数字" in there.fills(マイナポータル="28")
    assert "22手続 → 23手続" in there.fills(マイナポータル="２３")
    there.presses("直す")
    there.fills(転出届="検討中", 理由="数え方を直しました")

    first, second = told(there.talk, asked)
    assert (22.0 + 1, "検討中") == (first.answers["procedures", 0], second.answers["moving", 0])

    assert "未報告 18" in there.types("/unreported", by=SECRETARY)
    there.chooses("ご確認のお願いを送る", by=SECRETARY)
    there.fills(by=SECRETARY)
    assert "ご確認のお願い" in there.reads(HOFU)
    assert "ご確認のお願い" not in there.reads(YAMAGUCHI)


def test_a_deadline_is_added_and_answered(there):
    there.writes("/deadline", by=SECRETARY)
    there.chooses("フォームで登録", by=SECRETARY)
    there.fills(by=SECRETARY, 件名="様式の提出", 締切の日="10/31")
    there.fills(by=SECRETARY)

    assert "新しい締切です：様式の提出" in "\n".join(each.text for each in there.screen.said if each.place == ROOM)
    assert "様式の提出\n令和4年10月31日(月) 17:15 まで" in there.writes("/deadline")
    assert "済" in there.chooses("済")
    assert "様式の提出\n令和4年10月31日(月) 17:15 まで　あと53日（開庁日であと34日）\n済 1" in there.writes("/deadline")


def test_a_note_is_written_and_read(there):
    there.writes("/note")
    there.chooses("書く")
    there.fills(題名="窓口の工夫", 本文="予約制にしました。")

    assert "窓口の工夫" in there.writes("/note 山口市", by=HOFU)
    assert "予約制にしました。" in there.chooses("読む", by=HOFU) + "".join(
        each["text"]["text"] if "text" in each else str(each)
        for view in there.screen.stacks.get(HOFU, [])
        for each in view.blocks
    )


def test_a_question_is_asked_and_answered(there):
    there.writes("/ask")
    there.chooses("相談する")
    there.fills(種類="標準化", 内容="標準化の補助の対象は何ですか")

    assert "標準化の補助の対象は何ですか" in there.writes("/ask", by=SECRETARY)
    there.writes("/ask 1", by=SECRETARY)
    there.chooses("回答する", by=SECRETARY)
    there.fills(by=SECRETARY, 回答="移行の経費です。")
    assert "移行の経費です。" in there.reads()


def test_a_paper_the_roster_and_the_settings_are_at_hand(there):
    there.writes("/export 進捗", by=SECRETARY)
    there.chooses("CSV", by=SECRETARY)
    (label,) = [
        each.label
        for said in there.screen.said
        for menu in [there.face.ground.menus.of(said.place, said.key)]
        for each in (menu.choices if menu else ())
        if ".csv" in each.label
    ]
    there.chooses(label, by=SECRETARY)
    ((name, contents),) = there.screen.files
    assert (True, True) == (name.endswith(".csv"), "山口市" in contents.decode("utf-8-sig"))

    assert "山口市 情報政策担当" in there.writes("/roster 山口市", by=SECRETARY)
    assert "設定" in there.writes("/settings", by=SECRETARY)


def test_a_newcomer_practises(there):
    there.writes("/help 練習")
    there.chooses("練習する")
    there.fills(ボットに聞く="状況 練習町")
    there.fills(手続数="7")
    there.fills(手続数="8", 理由="数え方を直しました")
    assert "どこにも残っていません" in there.fills(題名="窓口の工夫", 本文="予約制です")
