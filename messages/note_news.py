"""What is said of notes unasked: the weekly digest, and once a year the question whether one still holds."""

from collections.abc import Sequence
from datetime import date

from domain.note import Note
from messages.blocks import Block, Message, actions, button, context, header, section
from messages.note import Around, item, private, reading
from messages.onward import onward
from messages.words import day, render, title

MOST, MOST_AT_HOME = 15, 3


def digest(changed: Sequence[tuple[Note, bool]], since: date, around: Around) -> Message:
    """The titles stand in the later blocks: what a telephone shows on its lock says how many there are."""
    new = sum(is_new for _, is_new in changed)
    blocks = [
        header("news", "ノートのまとめ"),
        section("since", render("note_news.j2", kind="head", since=day(since))),
    ]
    for note, is_new in changed[:MOST]:
        mark = "新しい" if is_new else "直された"
        blocks.append(section(f"note-{note.id}", f"【{mark}】{item(note, around)}"))
        blocks.append(actions(f"read-{note.id}", [reading(note.id, note.id)]))
    if len(changed) > MOST:
        blocks.append(context("more", render("note_news.j2", kind="more", count=len(changed) - MOST)))
    ways = onward(button("ノートの一覧", "note:list", "home 0"))
    return private("news", [*blocks, ways], new=new, changed=len(changed) - new)


def review(note: Note, around: Around) -> Message:
    """Whether it still holds."""
    asked = day(note.writing.review) if note.writing.review else ""
    said = {"title": title(note.writing.title), "municipality": around.name(note.municipality), "review": asked}
    holds = button("このままでよい", "note:holds", f"{note.id} {note.version.number}")
    ways = [reading(note.id, note.id), {**holds, "style": "primary"}, button("直す", "note:edit", str(note.id))]
    blocks = [header("review", "ノートの見直し"), section("note", render("note_news.j2", kind="review", **said))]
    return private("review", [*blocks, onward(*ways)])


def at_home(notes: Sequence[Note], around: Around) -> list[Block]:
    """The newest ones in an App Home; no block for none."""
    if not notes:
        return []
    blocks = [section("notes-head", render("note_news.j2", kind="home"))]
    for note in notes[:MOST_AT_HOME]:
        blocks.append(section(f"note-{note.id}", item(note, around)))
        blocks.append(actions(f"read-{note.id}", [reading(note.id, note.id)]))
    return [*blocks, actions("notes", [button("ノートの一覧", "note:list", "home 0")])]
