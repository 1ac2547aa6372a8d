"""The sub-commands of an administrator: `python bot.py migrate-database …`. They end 0, or 2 with one sentence."""

import contextlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

import typer

from admin.installation import Read, Refused

TARGET = "移す先（postgresql://利用者@サーバー/名前 など）"


@dataclass(frozen=True, slots=True)
class Commands:
    """Each sub-command reads the settings when it is called; `refusals` are the errors that are sentences already."""

    read: Read
    refusals: tuple[type[Exception], ...]

    def add_to(self, program: typer.Typer) -> None:
        moved = program.command(
            "migrate-database", help="記録をすべて、別のデータベースに移します（途中から続けられます）。"
        )
        moved(self.migrate_database)

    def migrate_database(self, target: Annotated[str, typer.Argument(metavar="TARGET", help=TARGET)]) -> None:
        from admin import moving  # noqa: PLC0415 – only this sub-command needs it

        with self._in_words():
            moving.migrate(self.read().database_url, target, say)

    @property
    def _sentences(self) -> tuple[type[Exception], ...]:
        return (*self.refusals, Refused)

    @contextlib.contextmanager
    def _in_words(self) -> Iterator[None]:
        try:
            yield
        except self._sentences as refusal:
            sys.stderr.write(f"{refusal}\n")
            sys.exit(2)


def say(line: str) -> None:
    """A line for whoever sits at the terminal, at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
