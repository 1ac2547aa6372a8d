"""Notes as they are listed and found: shelf by shelf, page by page, each with the way to read it."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain import search
from domain.note import Draft, Note
from domain.search import Found, Query
from messages.blocks import Block, Message, actions, button, confirm, header, plain, section
from messages.note import Around, at, back, item, on_day, private, reading, resuming, writing
from messages.onward import onward
from messages.words import day, render, title

PAGE = 10  # notes of a list
HEADINGS = {"gone": "消したノート", "others": "ほかの市町の新しいノート", "all": "新しいノート（全市町）"}
MOST_DRAFTS = 5
_DROP = ("書きかけを捨てる", "この書きかけは、元に戻せません。", "捨てる", "やめる")


@dataclass(frozen=True, slots=True)
class Shelf:
    """A page of notes under a heading; `way` is how to come to the next one."""

    heading: str
    way: str
    notes: Sequence[Note]
    total: int
    after: int = 0


def listing(
    shelves: Sequence[Shelf], drafts: Sequence[Draft], around: Around, *, bin_: bool, export: bool = False
) -> Message:
    """Shelf by shelf; above them what the person has begun."""
    blocks = [header("notes", "ノート"), *_begun(drafts)]
    for shelf in shelves:
        blocks += _shelf(shelf, around, paged=len(shelves) == 1)
    ways = [button("新しいノート", "note:list:all", "all 0")] if len(shelves) == 1 else []
    ways += [button("消したノート", "note:list:gone", "gone 0")] if bin_ else []
    ways += [button("すべて書き出す", "note:export", "export")] if export else []
    return private("list", [*blocks, onward(writing(), *ways)])


def found(query: Query, page: Found, after: int, around: Around) -> Message:
    """What was found, each with the words as they stand in it."""
    words = " ".join(query.words)
    said = {"words": words, "municipality": around.name(query.municipality) if query.municipality else ""}
    head = render("note_found.j2", total=page.total, first=after + 1, last=after + len(page.entries), **said)
    blocks = [plain("found", head)]
    for each in page.entries:
        blocks += _hit(each, query, around)
    return private("found", [*blocks, onward(*_found_ways(query, page, after), back())])


def _shelf(shelf: Shelf, around: Around, *, paged: bool) -> list[Block]:
    first, last = shelf.after + 1, shelf.after + len(shelf.notes)
    head = render("note_shelf.j2", heading=title(shelf.heading), total=shelf.total, first=first, last=last)
    blocks = [section(f"shelf-{shelf.way}", head)]
    for note in shelf.notes:
        value = f"{shelf.way}-{note.id}"
        blocks.append(section(f"note-{value}", item(note, around)))
        gone = button("履歴", f"note:history:{note.id}", f"{note.id} 0")
        blocks.append(actions(f"read-{value}", [gone if note.version.deleted else reading(note.id, note.id)]))
    ways = _pages(shelf) if paged else _all_of(shelf)
    return [*blocks, *([actions(f"pages-{shelf.way}", ways)] if ways else [])]


def _pages(shelf: Shelf) -> list[Block]:
    before, behind = max(0, shelf.after - PAGE), shelf.after + PAGE
    ways = [button("前へ", "note:list:before", f"{shelf.way} {before}")] if shelf.after else []
    return [*ways, *([button("次へ", "note:list:next", f"{shelf.way} {behind}")] if behind < shelf.total else [])]


def _all_of(shelf: Shelf) -> list[Block]:
    more = shelf.total > len(shelf.notes)
    return [button(f"すべて見る（{shelf.total}件）", f"note:list:{shelf.way}", f"{shelf.way} 0")] if more else []


def _begun(drafts: Sequence[Draft]) -> list[Block]:
    """Each with the way to go on, and to throw it away."""
    blocks = []
    for nth, each in enumerate(drafts[:MOST_DRAFTS]):
        said = title(each.writing.title or each.writing.body[:30]) or "（題名なし）"
        blocks.append(plain(f"draft-{nth}", f"書きかけ：{said}\n{at(each.at)}"))
        drop = {**button("捨てる", f"note:drop:{nth}", each.key), "confirm": confirm(*_DROP)}
        blocks.append(actions(f"drafted-{nth}", [resuming(each, nth), drop]))
    return blocks


def _hit(entry: search.Entry, query: Query, around: Around) -> list[Block]:
    """The title, and the words in their place."""
    before, word, behind = search.excerpt(entry.body, query.words)
    texts = [(entry.title, {"bold": True}), (f"　{around.name(entry.municipality)}・{day(on_day(entry.at))}\n", {})]
    texts += [(before, {}), (word, {"bold": True}), (behind, {})]
    said = [{"type": "text", "text": text, **({"style": style} if style else {})} for text, style in texts if text]
    section_ = {"type": "rich_text_section", "elements": said}
    shown: Block = {"type": "rich_text", "block_id": f"hit-{entry.subject}", "elements": [section_]}
    return [shown, actions(f"read-{entry.subject}", [reading(int(entry.subject), entry.subject)])]


def _found_ways(query: Query, page: Found, after: int) -> list[Block]:
    asked = f"{query.municipality or '-'} {' '.join(query.words)}"
    ways = [button("前へ", "note:find:before", f"{max(0, after - PAGE)} {asked}")] if after else []
    more = after + PAGE < page.total
    return [*ways, *([button("次へ", "note:find:next", f"{after + PAGE} {asked}")] if more else [])]
