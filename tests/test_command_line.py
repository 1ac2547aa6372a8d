"""python bot.py when: how a deadline is read, for those who want to know."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from two import FOLDER, OURS, SHIMANE

import bot
from admin.commands import Commands

ROOT = Path(bot.__file__).parent
COMMANDS = Commands(bot.installation, bot.REFUSALS, ROOT / ".env.example")


def test_a_text_is_one_object(capsys):
    COMMANDS.when("10/31 17時 報告", "2022-09-08T09:00", batch=False)

    answer = json.loads(capsys.readouterr().out)

    assert ("2022-10-31", "17:00", "報告") == (answer["date"], answer["time"], answer["subject"])


def test_a_batch_is_a_line_for_each(capsys, monkeypatch):
    asked = '{"text": "本日", "now": "2022-09-07T15:00:00Z"}\n\n{"text": "毎月末", "now": "2022-09-08"}\n'
    monkeypatch.setattr(sys, "stdin", io.StringIO(asked))
    COMMANDS.when("", None, batch=True)
    day, rule = map(json.loads, capsys.readouterr().out.splitlines())

    assert ("date", "2022-09-08") == (day["verdict"], day["date"])
    assert ("recur", "FREQ=MONTHLY;BYMONTHDAY=-1") == (rule["verdict"], rule["rule"])


def test_a_conference_has_its_own_closed_days(capsys, monkeypatch):
    monkeypatch.setenv("CONFERENCES", f"{OURS},{FOLDER}")
    for conference in (OURS, SHIMANE):
        COMMANDS.when("1営業日後", "2022-10-13T09:00", conference, batch=False)

    assert ["2022-10-14", "2022-10-17"] == [json.loads(line)["date"] for line in capsys.readouterr().out.splitlines()]


def test_of_several_conferences_one_has_to_be_named(capsys, monkeypatch):
    monkeypatch.setenv("CONFERENCES", f"{OURS},{FOLDER}")
    with pytest.raises(SystemExit) as ended:
        COMMANDS.when("本日", None, batch=False)

    assert 2 == ended.value.code
    assert "--conference に、会議を1つ書いてください（yamaguchi・shimane）。" in capsys.readouterr().err


@pytest.mark.parametrize("line", ["10月31日", "[]", "{}", '{"text": 1}', '{"text": "本日", "now": "きのう"}'])
def test_what_is_no_question_ends_in_words(capsys, monkeypatch, line):
    monkeypatch.setattr(sys, "stdin", io.StringIO(line))
    with pytest.raises(SystemExit) as ended:
        COMMANDS.when("", None, batch=True)

    assert 2 == ended.value.code
    assert "の形で書いてください" in capsys.readouterr().err


def test_the_sub_command_answers():
    command = [sys.executable, "bot.py", "when", "9月下旬", "--now", "2022-09-08T09:00"]
    answered = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603

    assert "2022-09-30" == json.loads(answered.stdout)["date"]


def test_the_bot_starts_without_the_slow_libraries_of_dates():
    slow = {"dateparser", "dateutil", "jpholiday"}
    code = f"import sys, bot, domain.when; print(sorted({slow} & set(sys.modules)))"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603

    assert "[]" == loaded.stdout.strip()


def test_the_bot_starts_without_what_only_an_administrator_needs():
    code = (
        "import sys, bot; print([name for name in sys.modules if name.split('.')[0] in {'admin', 'typer', 'alembic'}])"
    )
    loaded = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603

    assert "[]" == loaded.stdout.strip()
