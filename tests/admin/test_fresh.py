"""python bot.py --fresh: a talk room on the papers' data, and nothing of it afterwards."""

import os
import signal
import subprocess
import sys

from console import ROOT


def test_it_needs_no_setting_and_leaves_nothing(tmp_path):
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    env = {"PATH": os.environ["PATH"], "TMPDIR": str(temporary), "TALKROOM_PORT": "0", "PYTHONUTF8": "1"}
    (tmp_path / ".env").write_text("SLACK_BOT_TOKEN=xoxb-1\nSLACK_APP_TOKEN=xapp-1\nSECRETARIAT=U1\nROOM=C1\n")
    command = [sys.executable, str(ROOT / "bot.py"), "--fresh"]
    with subprocess.Popen(  # noqa: S603 – our own program
        command, cwd=tmp_path, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        opened = process.stdout.readline()
        (place,) = temporary.iterdir()
        kept = {each.name for each in place.iterdir()}
        while '"connected"' not in process.stderr.readline():
            pass
        process.send_signal(signal.SIGTERM)
        _, told = process.communicate(timeout=20)

    assert (0, "トークルームを開きました") == (process.returncode, opened[:12])
    assert {"bot.db", "talkroom.db"} <= kept
    assert "Traceback" not in told
    assert [] == list(temporary.iterdir())
    assert [".env", "tmp"] == sorted(each.name for each in tmp_path.iterdir())
