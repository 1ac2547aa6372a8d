"""The audit log: who did what is written down, and a change to it is found."""

import csv
import io
import re
import sys
from pathlib import Path

import pytest
from sqlalchemy import text
from talk import SECRETARY, YAMAGUCHI, block, cells
from two import FOLDER, OURS, SHIMANE

import bot
from messages.audit import ACTIONS
from storage import audit

ROOT = Path(__file__).resolve().parent.parent


def entries(talk):
    rows = talk.database.read().execute(text('SELECT nth, "by", action, detail FROM audit ORDER BY nth'))
    return [tuple(row) for row in rows]


@pytest.fixture
def written(talk):
    """A deadline was registered, answered and called off."""
    talk.type("/deadline 10月31日 様式の提出", by=SECRETARY)
    talk.press("この内容で登録する", by=SECRETARY)
    talk.type("/deadline", by=YAMAGUCHI)
    talk.press("済", by=YAMAGUCHI)
    talk.type("/deadline", by=SECRETARY)
    talk.press("取り消す", by=SECRETARY)
    return talk


def verified(talk, monkeypatch, capsys, *of):
    """What `bot.py audit --verify` says, and its exit status."""
    url = talk.database.engine.url.render_as_string(hide_password=False)
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setattr(sys, "argv", ["bot.py", "audit", "--verify", *of])
    with pytest.raises(SystemExit) as ended:
        bot.main()
    return (capsys.readouterr().out.splitlines() or [""])[-1], ended.value.code


def test_of_several_conferences_one_is_named(written, monkeypatch, capsys):
    monkeypatch.setenv("CONFERENCES", f"{OURS},{FOLDER}")

    assert ("", 2) == verified(written, monkeypatch, capsys)
    assert ("監査の記録は3件です。すべてつながっています。", 0) == verified(
        written, monkeypatch, capsys, "--conference", OURS
    )
    assert ("監査の記録は0件です。すべてつながっています。", 0) == verified(
        written, monkeypatch, capsys, "--conference", SHIMANE
    )


def test_every_write_is_written_down_with_who_did_it(written):
    assert [
        (1, SECRETARY, "deadline.add"),
        (2, YAMAGUCHI, "deadline.tap"),
        (3, SECRETARY, "deadline.cancel"),
    ] == [row[:3] for row in entries(written)]
    assert '"body": "352039"' in entries(written)[1][3]


def test_a_whole_log_is_said_to_be_whole(written, monkeypatch, capsys):
    assert ("監査の記録は3件です。すべてつながっています。", 0) == verified(written, monkeypatch, capsys)


@pytest.mark.parametrize(
    ("change", "first"),
    [
        ("UPDATE audit SET detail = '{}' WHERE nth = 2", 2),
        ("DELETE FROM audit WHERE nth = 1", 2),
        ("UPDATE audit SET nth = 9 WHERE nth = 2", 3),
    ],
)
def test_a_change_is_found_with_the_entry_where_it_was_made(written, monkeypatch, capsys, change, first):
    with written.database.begin() as db:
        db.execute(text(change))

    assert first == audit.broken(written.database.read(), bot.CONFERENCE)
    said, status = verified(written, monkeypatch, capsys)
    assert f"監査の記録は、{first}件目でつながりが切れています。書き換えられた疑いがあります。" == said
    assert 1 == status


def shown(talk, monkeypatch, capsys, *arguments):
    """What `bot.py audit` prints."""
    url = talk.database.engine.url.render_as_string(hide_password=False)
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setattr(sys, "argv", ["bot.py", "audit", *arguments])
    with pytest.raises(SystemExit):
        bot.main()
    return capsys.readouterr().out.splitlines()


def test_the_log_is_shown_with_who_did_what_when(written, monkeypatch, capsys):
    *entries, count = shown(written, monkeypatch, capsys, "--last", "2")

    assert "監査の記録は3件です。" == count
    assert [["2", YAMAGUCHI, "締切への回答"], ["3", SECRETARY, "締切の取り消し"]] == [
        [line.split("\t")[at] for at in (0, 2, 3)] for line in entries
    ]


def test_the_secretariat_sees_the_last_entries_in_the_chat(written):
    written.type("/settings", by=SECRETARY)
    said = written.press("操作の記録", by=SECRETARY)

    assert "全3件" in said.text
    assert [["締切の取り消し"], ["締切への回答"], ["締切の登録"]] == [
        row[2:3] for row in cells(block(said, "latest"))[1:]
    ]


def test_a_period_of_the_log_is_a_file_and_that_is_written_down(written):
    written.type("/settings", by=SECRETARY)
    written.press("操作の記録", by=SECRETARY)
    written.press("期間を選んで書き出す", by=SECRETARY)
    backwards = written.submits(by=SECRETARY, since="2022-09-08", until="2022-09-07")
    assert {"until": "始まりの日より後の日を選んでください。"} == backwards
    empty = written.submits(by=SECRETARY, since="2022-08-01", until="2022-08-31")
    assert "操作の記録はありません" in empty["since"]

    assert {} == written.submits(by=SECRETARY, since="2022-09-01", until="2022-09-30")

    file, told = written.said_to(SECRETARY)[-2:]
    assert "庁内限り・転載禁止" in file.text
    assert "3件" in told.text
    (contents,) = written.files(file)
    rows = list(csv.reader(io.StringIO(contents.decode("utf-8-sig"))))
    assert ["1", "2", "3"] == [row[0] for row in rows[1:]]
    assert ["締切の登録", "deadline.add"] == rows[1][4:6]
    assert rows[2][8] == rows[1][9]
    assert "audit.export" == entries(written)[-1][2]


def test_only_the_secretariat_reads_the_log(written):
    written.presses_button("audit:show", "show", by=YAMAGUCHI)

    assert "事務局" in written.newest(YAMAGUCHI).text
    assert "締切の登録" not in written.newest(YAMAGUCHI).text


def test_every_kind_of_entry_has_its_name():
    """What is written down is called in Japanese, in the file and in the chat."""
    folders = ("handlers", "reminders", "storage")
    source = "\n".join(file.read_text() for name in folders for file in (ROOT / name).glob("*.py"))
    firsts = "|".join({action.partition(".")[0] for action in ACTIONS} | {"note", "question"})
    found = set(re.findall(rf'"((?:{firsts})\.[a-z_]+)"', source))

    assert len(found) > 20
    assert set() == found - set(ACTIONS)
