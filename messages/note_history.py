"""What became of a note: each of its versions with what is different from the one before."""

from collections.abc import Iterator, Sequence

from domain.note import Change, Note, Version, Writing, difference, pieces
from messages.blocks import Block, Message, actions, button, confirm, header, plain, section
from messages.note import KINDS, Around, at, private
from messages.onward import onward
from messages.words import day, render, title

PAGE = 5
MOST = 3  # blocks of a version's difference in the list
NO_TEXT = "（なし）"
_BACK = ("この版に戻す", "今の版は履歴に残ります。この版の内容が、新しい版になります。", "戻す", "やめる")


def history(note: Note, versions: Sequence[Version], nth: int, around: Around, *, own: bool) -> Message:
    """One page, the newest version first."""
    named = {"title": title(note.writing.title), "municipality": around.name(note.municipality)}
    head = render("note_history.j2", kind="head", count=len(versions), **named)
    blocks = [header("history", "ノートの履歴"), section("head", head)]
    pairs = list(zip([None, *versions], versions, strict=False))[::-1]
    for before, each in pairs[nth * PAGE : (nth + 1) * PAGE]:
        blocks += _entry(note, before, each, around, own=own)
    return private("history", [*blocks, *_pages(note, nth, len(versions))])


def lines(name: str, before: Writing, after: Writing, around: Around) -> list[Block]:
    """What is different, in plain words: 「－」 went, 「＋」 came. All of it, however long."""
    texts = [f"{label}　－ {was}　→　＋ {now}" for label, was, now in _fields(before, after, around)]
    texts += [_change(each) for each in difference(before.body, after.body)]
    joined = "\n…\n".join(texts) or render("note_history.j2", kind="nothing")
    return [plain(f"{name}-{nth}", each) for nth, each in enumerate(pieces(joined))]


def _entry(note: Note, before: Version | None, each: Version, around: Around, *, own: bool) -> Iterator[Block]:
    said = {"version": each.number, "at": at(each.at), "who": around.who(each.by), "what": _what(each)}
    yield section(f"version-{each.number}", render("note_history.j2", kind="entry", **said))
    changed = _changed(before, each, around)
    yield from changed[:MOST]
    if len(changed) > MOST:
        yield plain(f"more-{each.number}", render("note_history.j2", kind="more", version=each.number))
    value = f"{note.id} {each.number} {note.version.number}"
    ways = [button(f"第{each.number}版を読む", "note:version", f"{note.id} {each.number} 0")]
    back = {**button("この版に戻す", "note:restore", value), "confirm": confirm(*_BACK)}
    may_go_back = own and not each.deleted and (each.number != note.version.number)
    yield actions(f"version-ways-{each.number}", [*ways, *([back] if may_go_back else [])])


def old(note: Note, version: Version, nth: int, around: Around) -> Message:
    """One page of what a version said."""
    every = pieces(version.writing.body)
    nth = min(max(nth, 0), len(every) - 1)
    said = {"version": version.number, "at": at(version.at), "who": around.who(version.by), "what": _what(version)}
    blocks = [
        header("title", version.writing.title),
        section("about", render("note_history.j2", kind="entry", **said)),
        plain("body", every[nth]),
    ]
    value = f"{note.id} {version.number}"
    ways = [button("前へ", "note:version:before", f"{value} {nth - 1}")] if nth else []
    ways += [button("次へ", "note:version:next", f"{value} {nth + 1}")] if nth + 1 < len(every) else []
    return private("history", [*blocks, onward(*ways, button("履歴", "note:history", f"{note.id} 0"))])


def _changed(before: Version | None, each: Version, around: Around) -> list[Block]:
    if before is None:
        count = f"{len(each.writing.body):,}"
        return [plain(f"first-{each.number}", render("note_history.j2", kind="first", count=count))]
    if each.deleted:
        return []
    return lines(f"different-{each.number}", before.writing, each.writing, around)


def _what(each: Version) -> str:
    if each.deleted:
        return "消しました"
    return f"第{each.like}版に戻しました" if each.like else ""


def _fields(before: Writing, after: Writing, around: Around) -> Iterator[tuple[str, str, str]]:
    """What is different beside the body, each with its label."""
    both = (before, after)
    said = {
        "題名": [each.title for each in both],
        "種類": [KINDS[each.kind] for each in both],
        "テーマ": [around.about(each) for each in both],
        "リンク": ["　".join(each.links) for each in both],
        "見直しの日": [day(each.review) if each.review else "" for each in both],
    }
    for label, (was, now) in said.items():
        if was != now:
            yield label, was or NO_TEXT, now or NO_TEXT


def _change(change: Change) -> str:
    behind = [f"　{change.behind[:40]}{'…' if len(change.behind) > 40 else ''}"] if change.behind else []
    return "\n".join([*behind, *(f"－ {each}" for each in change.before), *(f"＋ {each}" for each in change.after)])


def _pages(note: Note, nth: int, count: int) -> Iterator[Block]:
    ways = [button("新しいほうへ", "note:history:newer", f"{note.id} {nth - 1}")] if nth else []
    older = (nth + 1) * PAGE < count
    ways += [button("古いほうへ", "note:history:older", f"{note.id} {nth + 1}")] if older else []
    now = [] if note.version.deleted else [button("今の版を読む", f"note:read:{note.id}", f"{note.id} 0")]
    yield onward(*ways, *now)
