"""The audit log: who did what is written down, and a change to it is found."""

import sys

import pytest
from sqlalchemy import text
from talk import SECRETARY, YAMAGUCHI

import bot
from storage import audit


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


def verified(talk, monkeypatch, capsys):
    """What `bot.py audit --verify` says, and its exit status."""
    url = talk.database.engine.url.render_as_string(hide_password=False)
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setattr(sys, "argv", ["bot.py", "audit", "--verify"])
    with pytest.raises(SystemExit) as ended:
        bot.main()
    return capsys.readouterr().out.splitlines()[-1], ended.value.code


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
