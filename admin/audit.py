"""python bot.py audit: how many entries the audit log has and the last of them, or whether their chain is whole."""

import contextlib
from collections.abc import Callable

from admin import backup
from admin.installation import Installation
from messages.audit import ROBOT, called, moment
from storage import audit
from storage.database import Database, open_database

Say = Callable[[str], None]


def show(there: Installation, conference: str, last: int, say: Say) -> None:
    """Say the last entries, the newest last."""
    with contextlib.closing(_opened(there, say)) as database:
        db, here = database.read(), there.named(conference)
        for entry in reversed(audit.newest(db, here, last)):
            say(_line(entry))
        say(f"監査の記録は{audit.count(db, here)}件です。")


def verify(there: Installation, conference: str, say: Say) -> bool:
    """Recompute the chain; where it is broken the first entry that does not follow is named, and it is False."""
    with contextlib.closing(_opened(there, say)) as database:
        db, here = database.read(), there.named(conference)
        count, wrong = audit.count(db, here), audit.broken(db, here)
    if wrong:
        say(f"監査の記録は、{wrong}件目でつながりが切れています。書き換えられた疑いがあります。")
    else:
        say(f"監査の記録は{count}件です。すべてつながっています。")
    return not wrong


def _opened(there: Installation, say: Say) -> Database:
    """The database; one of an older version is backed up before it is migrated."""
    return open_database(there.database_url, lambda found: backup.before_upgrade(there, found, say))


def _line(entry: audit.Entry) -> str:
    """An entry on a line: its number, when, by whom, what was done to what, and the rest as JSON."""
    who = entry.by or ROBOT
    return "\t".join((str(entry.nth), moment(entry.at), who, called(entry.action), entry.subject, entry.detail))
