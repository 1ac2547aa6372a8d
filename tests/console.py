"""Lets a test type at the command line, as an administrator would: in a folder of its own."""

import os
import subprocess
import sys
from pathlib import Path

import bot

ROOT = Path(bot.__file__).parent


def typed(folder, *words, answers="", **environment):
    """Type `python bot.py …`; what came of it."""
    command = [sys.executable, str(ROOT / "bot.py"), *words]
    env = {"PATH": os.environ["PATH"], "HOME": str(folder), "PYTHONUTF8": "1", **environment}
    return subprocess.run(  # noqa: S603 – our own program
        command, cwd=folder, env=env, input=answers, capture_output=True, text=True, check=False
    )
