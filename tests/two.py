"""Two conferences in one installation: that of the papers, and one of the tests' own with its room and its roster.

Whatever is said in them, no statement forgets for which conference it is.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import event
from talk import Talk, settings_for, talking
from tenants import heedless

import bot

OURS, SHIMANE = bot.CONFERENCE, "shimane"
FOLDER = Path(__file__).parent / "conferences" / SHIMANE
NAMES = ("山口県デジタル・ガバメント構築連携会議", "島根の会議（試験）")
THEIR_ROOM, THEIR_SECRETARY, MATSUE, HAMADA = "C0SHIMANE", "U0SHIMANE", "U0322016", "U0322024"
BOTH = "U0352039"  # answers for 山口市 here, for 松江市 there


def settings_of_two(url: str, **others: object) -> bot.Settings:
    return settings_for(url, conferences=(OURS, str(FOLDER)), **others)


@contextmanager
def talking_of_two(url: str, **others: object) -> Iterator[Talk]:
    settings = settings_of_two(url, **others)
    with bot.opened(settings):
        pass
    with talking(settings) as talk:
        heard: list[str] = []
        event.listen(talk.database.engine, "before_cursor_execute", lambda *said: heard.append(said[2]))
        yield talk
    assert [] == [statement for statement in set(heard) if heedless(statement)]
