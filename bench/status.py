"""Measures /status 山口市 from process to process: against bare Bolt, as data grow, in a burst, from a cold start."""

import argparse
import asyncio
import json
import math
import os
import platform
import shutil
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from children import PATIENCE, Failed, connected, free_port, listening, peak_memory, running, tail
from fake_slack import BOT_TOKEN, FakeSlack, fake_slack
from lines import SECRET, Http, SocketLine, Transport
from load import burst, closed_loop
from table import Row, table

PARTS = ("commands", "growth", "burst", "cold")
ASKED = "山口市"
MADE_UP = "市町村0001"
CROWD = 1_741  # commands of the burst, each from another user
WEB_API = 0.08  # seconds a Web API call takes during the burst
STARTS = 7
CLOCK = "2022-09-08T09:00:00+09:00"  # the day of the papers, so that everything on a card is shown
DRIVER = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SECRETARIAT": "U0SECRETARY", "SEED": "papers"}


@dataclass(frozen=True, slots=True)
class Case:
    """One command to one bot at one concurrency; its numbers are kept under `name`."""

    name: str
    transport: Transport
    prepared: str
    concurrency: int


@dataclass(slots=True)
class Bench:
    """One run: the fake Slack, the folder of its databases and logs, and what has been measured so far."""

    slack: FakeSlack
    folder: Path
    rounds: int
    seconds: float
    samples: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    facts: dict[str, str] = field(default_factory=dict)

    def user(self, number: int = 0) -> str:
        return f"U0BENCH{number:05}"

    def log(self, name: str) -> Path:
        return self.folder / f"{name}.log"
