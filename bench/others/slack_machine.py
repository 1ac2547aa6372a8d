"""slack-machine with one plugin that answers `!status` with a constant text. Its Slack is the one of SLACK_API_URL."""

import asyncio
import os
from typing import Any

from machine import Machine  # type: ignore[import-not-found]
from machine.plugins.base import MachineBasePlugin  # type: ignore[import-not-found]
from machine.plugins.decorators import listen_to  # type: ignore[import-not-found]
from machine.utils.collections import CaseInsensitiveDict  # type: ignore[import-not-found]
from slack_sdk.web.async_base_client import AsyncBaseClient

_init = AsyncBaseClient.__init__


def _elsewhere(self: Any, *words: Any, **named: Any) -> None:
    _init(self, *words, **{**named, "base_url": os.environ["SLACK_API_URL"]})


AsyncBaseClient.__init__ = _elsewhere  # type: ignore[method-assign]


class Status(MachineBasePlugin):  # type: ignore[misc]
    """Status."""

    @listen_to(r"^!status")  # type: ignore[untyped-decorator]
    async def status(self, msg: Any) -> None:
        """Say the constant."""
        await msg.say(os.environ["CONSTANT"])


if __name__ == "__main__":
    tokens = {name: os.environ[name] for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN")}
    plain = {
        "PLUGINS": ["__main__.Status"],
        "TZ": "UTC",
        "LOGLEVEL": "ERROR",
        "HTTP_PROXY": None,
        "LOG_HANDLED_MESSAGES": True,
    }
    asyncio.run(Machine(CaseInsensitiveDict({**tokens, **plain, "KEEP_ALIVE": None})).run())
