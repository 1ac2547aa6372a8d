"""errbot with one plugin that answers `!status` with a constant text. Its Slack is the one of SLACK_API_URL."""

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

import slackv3  # type: ignore[import-not-found]
from errbot.cli import main  # type: ignore[import-not-found]
from slack_sdk.web.base_client import BaseClient

PLUGIN = """
import os
from errbot import BotPlugin, botcmd
class Status(BotPlugin):
    @botcmd
    def status(self, msg, args):
        return os.environ["CONSTANT"]
"""
PLUG = "[Core]\nName = Status\nModule = status\n[Python]\nVersion = 3\n"
CONFIG = """
import logging, os
BACKEND = "SlackV3"
BOT_EXTRA_BACKEND_DIR = {backend!r}
BOT_EXTRA_PLUGIN_DIR = {home!r} + "/plugins"
BOT_DATA_DIR = {home!r}
BOT_LOG_FILE = None
BOT_LOG_LEVEL = logging.ERROR
BOT_ADMINS = ("@nobody",)
BOT_PREFIX = "!"
CORE_PLUGINS = ("Backup",)
BOT_IDENTITY = {{"token": os.environ["SLACK_BOT_TOKEN"], "app_token": os.environ["SLACK_APP_TOKEN"]}}
"""
_init = BaseClient.__init__


def _elsewhere(self: Any, *words: Any, **named: Any) -> None:
    _init(self, *words, **{**named, "base_url": os.environ["SLACK_API_URL"]})


def furnish(home: Path) -> Path:
    """Its folder with the plugin, and where its settings are."""
    (home / "plugins").mkdir()
    (home / "plugins" / "status.py").write_text(PLUGIN)
    (home / "plugins" / "status.plug").write_text(PLUG)
    settings = home / "config.py"
    settings.write_text(CONFIG.format(backend=str(Path(slackv3.__file__).parent), home=str(home)))
    return settings


if __name__ == "__main__":
    BaseClient.__init__ = _elsewhere  # type: ignore[method-assign]
    with tempfile.TemporaryDirectory() as folder:
        sys.argv = ["errbot", "-c", str(furnish(Path(folder)))]
        main()
