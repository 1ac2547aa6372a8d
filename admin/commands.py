"""The sub-commands of an administrator: `python bot.py migrate-database …`. They end 0, or 2 with one sentence."""

import contextlib
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from admin.installation import Read, Refused

HELP = {
    "manifest": "Slack に登録するアプリのマニフェスト（JSON）を書き出します。",
    "init": "設定を順に尋ね、確かめながら .env を書きます（前の .env は残します）。",
    "doctor": "設定・Slack・データベースを確かめ、直し方を示します（何も変えません）。",
    "backup": "記録をすべて1つのファイルに控え、戻せることを確かめます（ボットが動いていてもできます）。",
    "restore": "バックアップから戻します。--check は、戻せることを確かめるだけで、何も変えません。",
    "audit": "操作の記録（監査）を見ます。--verify で、つながったまま残っているかを確かめます。",
    "when": "締切の日の書き方が、どう読まれるかを確かめます（JSON）。",
    "migrate-database": "記録をすべて、別のデータベースに移します（途中から続けられます）。",
}
TO = "書き出すファイル。なければ BACKUP_DIR（または var/backups）に、日時の名前で"
FROM = "バックアップのファイル"
TARGET = "移す先（postgresql://利用者@サーバー/名前 など）"


@dataclass(frozen=True, slots=True)
class Commands:
    """Each sub-command reads the settings when it is called; `refusals` are the errors that are sentences already.

    `example` is the file that says what each setting is for.
    """

    read: Read
    refusals: tuple[type[Exception], ...]
    example: Path

    def add_to(self, program: typer.Typer) -> None:
        every: dict[str, Callable[..., None]] = {
            "manifest": self.manifest,
            "init": self.init,
            "doctor": self.doctor,
            "backup": self.backup,
            "restore": self.restore,
            "audit": self.audit,
            "when": self.when,
            "migrate-database": self.migrate_database,
        }
        for name, does in every.items():
            program.command(name, help=HELP[name])(does)

    def manifest(self, prefix: str | None = None, url: str | None = None) -> None:
        from admin import manifest  # noqa: PLC0415 – only this sub-command needs it

        with self._in_words():
            manifest.show(self.read().prefix if prefix is None else prefix, url, say)

    def init(self) -> None:
        from admin import setup  # noqa: PLC0415 – only this sub-command needs it

        setup.set_up(Path(".env"), self.example, ask, say)

    def doctor(self, *, json: Annotated[bool, typer.Option(help="結果を JSON で書き出します。")] = False) -> None:
        from admin import doctor  # noqa: PLC0415 – only this sub-command needs it

        if not doctor.examine(self.read, self.refusals, say, as_json=json):
            sys.exit(1)

    def backup(self, file: Annotated[Path | None, typer.Argument(metavar="[FILE]", help=TO)] = None) -> None:
        from admin import backup  # noqa: PLC0415 – likewise

        with self._in_words():
            backup.back_up(self.read(), file, say)

    def restore(
        self,
        file: Annotated[Path, typer.Argument(metavar="FILE", help=FROM)],
        *,
        check: Annotated[bool, typer.Option("--check", help="確かめるだけで、何も変えません。")] = False,
    ) -> None:
        from admin import backup  # noqa: PLC0415 – likewise

        with self._in_words():
            if check:
                backup.check(file, say)
            else:
                backup.restore(self.read(), file, say)

    def audit(self, last: int = 20, conference: str = "", *, verify: bool = False) -> None:
        from admin import audit  # noqa: PLC0415 – only this sub-command needs it

        with self._in_words():
            if not verify:
                audit.show(self.read(), conference, last, say)
            elif not audit.verify(self.read(), conference, say):
                sys.exit(1)

    def when(
        self,
        text: Annotated[str, typer.Argument()] = "",
        now: str | None = None,
        conference: str = "",
        *,
        batch: bool = False,
    ) -> None:
        from admin import when  # noqa: PLC0415 – only this sub-command needs it

        with self._in_words():
            if batch:
                when.batch(self.read(), sys.stdin, now, conference, say)
            else:
                when.show(self.read(), text, now, conference, say)

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


def ask(asked: str, usual: str, *, secret: bool = False) -> str:
    """Ask at the terminal. What is secret is typed unseen, and never offered as what is usual."""
    if secret:
        return str(typer.prompt(f"\n{asked}", default="", hide_input=True, show_default=False))
    return str(typer.prompt(f"\n{asked}", default=usual, show_default=bool(usual)))
