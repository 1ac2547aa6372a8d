"""The file of settings (.env): read, and written anew with the words of its example, for its owner's eyes alone."""

import os
import re
import shutil
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from dotenv import dotenv_values

_LINE = re.compile(r"^([A-Z][A-Z0-9_]*)=.*$", re.MULTILINE)
_PLAIN = re.compile(r"[^\s#'\"\\$`]*")
OURS_ALONE = 0o600


def values(file: Path) -> dict[str, str]:
    """What stands there; nothing where there is no file."""
    return {name: value or "" for name, value in dotenv_values(file, encoding="utf-8").items()} if file.exists() else {}


def keep(file: Path, now: datetime) -> Path | None:
    """Copy the file that is there beside it; None where there is none."""
    if not file.exists():
        return None
    copy = file.with_name(f"{file.name}.before-{now:%Y%m%d-%H%M%S}")
    _write(copy, file.read_text(encoding="utf-8"))
    return copy


def write(file: Path, example: Path, settings: Mapping[str, str]) -> None:
    """Write the example with these values; settings it does not know stand at its end."""
    words = example.read_text(encoding="utf-8")
    text = _LINE.sub(lambda line: f"{line[1]}={_quoted(settings[line[1]])}" if line[1] in settings else line[0], words)
    more = settings.keys() - set(_LINE.findall(words))
    _write(file, text + "".join(f"{name}={_quoted(settings[name])}\n" for name in sorted(more)))


def _write(file: Path, text: str) -> None:
    """Whole or not at all, and never readable by others in between."""
    partial = file.with_name(f"{file.name}.part")
    partial.unlink(missing_ok=True)
    with os.fdopen(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OURS_ALONE), "w", encoding="utf-8") as new:
        new.write(text)
        new.flush()
        os.fsync(new.fileno())
    shutil.move(partial, file)


def _quoted(value: str) -> str:
    if _PLAIN.fullmatch(value):
        return value
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
