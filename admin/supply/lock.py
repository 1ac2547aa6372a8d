"""Reads the lock: what is installed, in exactly which version."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

LOCK = Path(__file__).parent.parent.parent / "requirements.txt"
_LINE = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^ ;\\]+)", re.MULTILINE)


class Package(NamedTuple):
    """A library in its pinned version."""

    name: str
    version: str

    @property
    def purl(self) -> str:
        """How the whole trade names it."""
        return f"pkg:pypi/{self.name.lower().replace('_', '-')}@{self.version}"


def packages(lock: Path = LOCK) -> Iterator[Package]:
    yield from (Package(*each) for each in _LINE.findall(lock.read_text(encoding="utf-8")))
