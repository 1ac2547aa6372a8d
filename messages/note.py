"""A note as it is read and told of: only to whoever asked, and always under the banner."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from domain.calendar import TOKYO
from domain.note import Draft, Kind, Note, Writing, pieces
from messages.blocks import Block, Message, actions, button, confirm, context, header, plain, quote, section
from messages.onward import onward
from messages.pieces import message
from messages.words import day, render, title

KINDS = {
    Kind.PRESENTED: "連携会議で紹介した取組",
    Kind.OFFERED: "他市町に紹介したい取組",
    Kind.OWN: "その他独自の取組",
}
NOBODY = "名簿にない担当者"
YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around notes: the names of municipalities and themes, the posts of people, who found them useful."""

    names: Mapping[str, str]
    themes: Mapping[str, str]
    posts: Mapping[str, str] = field(default_factory=dict)
    useful: Mapping[int, int] = field(default_factory=dict)

    def name(self, code: str) -> str:
        return self.names.get(code, code)

    def who(self, user: str) -> str:
        return self.posts.get(user, NOBODY)

    def about(self, writing: Writing) -> str:
        """標準化、カード."""
        return "、".join(self.themes.get(each, each) for each in writing.themes)


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: whether it is their `own` to change, and whether they have found it useful (`counted`)."""

    own: bool = False
    counted: bool = False


def private(kind: str, blocks: Sequence[Block], **counts: int) -> Message:
    """A face of notes: the notification tells nothing of them, and the banner comes first."""
    return Message(text=render("note_text.j2", kind=kind, **counts), blocks=[banner(), *blocks])


def banner() -> Block:
    return context("banner", render("note_banner.j2"))


def page(note: Note, nth: int, around: Around, reader: Reader, notice: str = "") -> Message:
    """One page of its body, with what stands beside it."""
    every = pieces(note.writing.body)
    nth = min(max(nth, 0), len(every) - 1)
    blocks = [context("notice", notice)] if notice else []
    blocks += [header("title", note.writing.title), section("about", _about(note, around))]
    if len(every) > 1:
        blocks.append(context("page", f"{nth + 1}／{len(every)}ページ"))
    blocks += [quote("body", every[nth]), *beside(note.writing)]
    turns = _turns(note, nth, len(every))
    return private(
        "page", [*blocks, *([actions("turn", turns)] if turns else []), onward(*_ways(note, around, reader))]
    )


def beside(writing: Writing) -> list[Block]:
    """Its links, its files, and the message it was kept from."""
    named = [("リンク", [(each, each) for each in writing.links]), ("ファイル", list(writing.files))]
    named += [("元の発言", [("開く", writing.origin)])] if writing.origin else []
    return [_links(f"links-{nth}", label, every) for nth, (label, every) in enumerate(named) if every]


def in_a_room(kind: str, prefix: str, note: int = 0) -> Message:
    """What everybody in the room may read: nothing of any note."""
    shown = (
        button("読む", f"note:read:{note}", f"{note} 0") if note else button("自分だけに表示", "note:list", "home 0")
    )
    words = section("private", render("note_private.j2", kind=kind, prefix=prefix))
    return message([words, actions("privately", [shown])])


def wanted(kind: str, buttons: Sequence[Block] = (), **values: object) -> Message:
    """What is asked back, or offered, before anything is kept."""
    blocks = [plain("wanted", render("note_wanted.j2", kind=kind, **values)), onward(*buttons)]
    return private("draft", blocks)


def writing(body: str = "") -> Block:
    return {**button("書く", "note:write", body or "any"), "style": "primary"}


def resuming(draft: Draft, nth: int = 0, label: str = "続きを書く") -> Block:
    return button(label, f"note:resume:{nth}", draft.key)


def done(kind: str, note: Note | None = None, *, cleaned: bool = False, **values: object) -> Message:
    """What became of it, and the way to it; whether signs were left out that nobody can read."""
    said = {"version": note.version.number if note else 0, "like": note.version.like if note else 0, **values}
    ways = [button("読む", f"note:read:{note.id}", f"{note.id} 0")] if note and not note.version.deleted else []
    ways += [button("履歴", f"note:history:{note.id}", f"{note.id} 0")] if note else []
    blocks = [section("done", render("note_done.j2", kind=kind, **said))]
    if note and kind in {"new", "edit"}:
        blocks.append(plain("kept", f"{note.writing.title}（本文{len(note.writing.body):,}字）"))
    blocks += [context("cleaned", render("note_cleaned.j2"))] if cleaned else []
    return private("done", [*blocks, onward(*ways, back())])


def wrong(found: Mapping[str, str], writing: Writing) -> dict[str, str]:
    """A sentence for each place."""
    counts = {"title": len(writing.title), "body": len(writing.body), "links": len(writing.links)}
    return {
        place: render("note_wrong.j2", place=place, wrong=each, count=f"{counts[place]:,}")
        for place, each in found.items()
    }


def not_kept(found: Mapping[str, str], writing_: Writing, draft: Draft) -> Message:
    """What is wrong with what was written as a text; it is not lost."""
    lines = "\n".join(wrong(found, writing_).values())
    return private("draft", [plain("wrong", lines), onward(resuming(draft, label="フォームで直す"))])


def at(moment: datetime) -> str:
    """令和4年9月8日(木) 9:00."""
    here = moment.astimezone(TOKYO)
    return f"{day(here.date())} {here.hour}:{here:%M}"


def item(note: Note, around: Around) -> str:
    """Its title, and in the second line whose it is."""
    said = note.writing
    return render(
        "note_item.j2",
        title=title(said.title),
        municipality=around.name(note.municipality),
        kind=KINDS[said.kind],
        themes=around.about(said),
        on=day(on_day(note.version.at)),
        useful=around.useful.get(note.id, 0),
    )


def reading(nth: int, id_: int | str) -> Block:
    return button("読む", f"note:read:{nth}", f"{id_} 0")


def back() -> Block:
    return button("ノートの一覧", "note:list", "home 0")


def on_day(moment: datetime) -> date:
    return moment.astimezone(TOKYO).date()


_DELETE = ("ノートを消す", "一覧と検索に出なくなります。「消したノート」の「履歴」から元に戻せます。", "消す", "やめる")


def _about(note: Note, around: Around) -> str:
    said = note.writing
    return render(
        "note_about.j2",
        municipality=around.name(note.municipality),
        kind=KINDS[said.kind],
        themes=around.about(said),
        on=at(note.version.at),
        who=around.who(note.version.by),
        version=note.version.number,
        deleted=note.version.deleted,
        review=day(said.review) if said.review else "",
        useful=around.useful.get(note.id, 0),
    )


def _links(block_id: str, label: str, every: Sequence[tuple[str, str]]) -> Block:
    """Addresses that can be pressed; nothing in them is markup."""
    said: list[dict[str, Any]] = [{"type": "text", "text": f"{label}："}]
    for name, url in every:
        said += [{"type": "link", "url": url, "text": name}, {"type": "text", "text": "　"}]
    elements = [{"type": "rich_text_section", "elements": said}]
    return {"type": "rich_text", "block_id": block_id, "elements": elements}


def _turns(note: Note, nth: int, count: int) -> list[Block]:
    ways = [button("前へ", "note:read:before", f"{note.id} {nth - 1}")] if nth else []
    return [*ways, *([button("次へ", "note:read:next", f"{note.id} {nth + 1}")] if nth + 1 < count else [])]


def _ways(note: Note, around: Around, reader: Reader) -> list[Block]:
    count, value = around.useful.get(note.id, 0), str(note.id)
    label = f"参考になった（{count}）" if count else "参考になった"
    useful = button(label, "note:useful", f"{value} {YES}")
    useful = button("「参考になった」を取り消す", "note:useful", f"{value} {NO}") if reader.counted else useful
    past = button("履歴", "note:history", f"{value} 0")
    if not reader.own:
        return [useful, past, back()]
    delete = {**button("消す", "note:delete", f"{value} {note.version.number}"), "confirm": confirm(*_DELETE)}
    return [useful, button("直す", "note:edit", value), past, {**delete, "style": "danger"}, back()]


def gone() -> Message:
    """It was deleted by those whose it is."""
    return private("done", [section("gone", render("note_done.j2", kind="gone")), onward()])
