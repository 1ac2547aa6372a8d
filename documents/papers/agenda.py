"""次第・資料一覧: what a meeting of the conference went through, and which papers it had before it."""

from collections.abc import Sequence

from documents.words import as_of, source, wide
from domain.meeting import Meeting
from domain.paper import Paper, Table, row


def paper(meeting: Meeting | None) -> Paper:
    """The meeting; that none is known is said."""
    if meeting is None:
        nothing = Table(("次第",), (row("この日までの会議の次第は、資料・報告なし"),), (40,))
        return Paper(number="", title="次第・資料一覧", tables=(nothing,))
    return Paper(
        number="",
        title=f"{meeting.body}　次第・資料一覧",
        as_of=meeting.words,
        tables=(_agenda(meeting.agenda), _documents(meeting)),
        notes=(f"基準日・出典：{as_of(meeting.as_of)}（{source(meeting.source)}）", *_told(meeting)),
    )


def _agenda(agenda: Sequence[str]) -> Table:
    rows = tuple(row(wide(nth), title, "") for nth, title in enumerate(agenda, start=1))
    return Table(("次第", "内容", "備考"), rows, (8, 50, 10), "次第")


def _documents(meeting: Meeting) -> Table:
    rows = tuple(row(each.number, each.title, each.pages) for each in meeting.documents)
    return Table(("資料番号", "資料名", "頁"), rows, (8, 50, 10), "資料一覧")


def _told(meeting: Meeting) -> list[str]:
    return [] if meeting.numbered else ["回数と開催日は資料に記載なし（月は資料の時点からの推定）"]
