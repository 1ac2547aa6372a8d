"""The board of a round: its one message in the room, changed in place as reports come in."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from domain.dates.opendays import OpenDays
from messages.blocks import Block, Message, actions, button, data_table, header, section
from messages.pieces import message
from messages.round_state import Asked
from messages.words import escape, render

LONGEST_TABLE = 100


def board(asked: Asked, now: datetime, days: OpenDays, *, names: bool) -> Message:
    """How many have reported until when; once it is closed, how it stands everywhere. Names only where chosen."""
    said = render("round_board.j2", **asked.facts(now, days), names=asked.names() if names else "")
    blocks = [header("board", f"照会：{asked.round.title}"), section("counts", said)]
    details = button("詳しく", "round:show", asked.round.id)
    if asked.round.is_open:
        report = {**button("報告する", "report:open", asked.round.id), "style": "primary"}
        return message([*blocks, actions("board-actions", [report, details])])
    words = {"states": states(asked)} if names else {}
    return message([*blocks, *_final(asked, names=names), actions("board-actions", [details])], words)


def states(asked: Asked) -> str:
    """山口市：報告済み, a line for each municipality."""
    return escape("\n".join(f"{each.municipality.name}：{each.words()}" for each in asked.stands))


def in_words(said: Message, words: str) -> Message:
    """The same without a table, for a chat that refuses it."""
    blocks = [section(b["block_id"], words) if b["type"] == "data_table" else b for b in said["blocks"]]
    return Message(text=said["text"], blocks=blocks)


def _final(asked: Asked, *, names: bool) -> list[Block]:
    """The states: of each municipality where names are told, else how many are in each."""
    if not asked.stands:
        return []
    if names:
        rows = [[each.municipality.name, each.words()] for each in asked.stands[:LONGEST_TABLE]]
        return [data_table("states", "市町ごとの状態", [["市町", "状態"], *rows])]
    found: dict[str, int] = {}
    for each in asked.stands:
        found[each.words()] = found.get(each.words(), 0) + 1
    return [data_table("states", "状態ごとの市町の数", [["状態", "市町"], *_rows(found)])]


def _rows(counted: Mapping[str, int]) -> Iterator[list[str | float]]:
    return ([word, float(count)] for word, count in counted.items())
