"""The papers that can be asked for, and what a person asks: 進捗, オンライン化 pptx, 引継書 山口市, 7月末 標準化."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from domain.forms import Theme
from domain.lookup import Names, Plans, key
from domain.model import Member, Municipality, Role
from domain.paper import Document
from domain.past_days import past_day

DOCUMENTS = (
    Document("progress", "市町の進捗状況", "資料２", ("進捗", "進捗状況", "参考"), theme="standardization", open=True),
    Document("online", "オンライン化の進捗状況等", "資料３", ("オンライン化の進捗",), theme="online", open=True),
    Document("card", "カード交付状況", "資料４", ("交付状況", "マイナンバーカードの交付状況"), theme="card", open=True),
    Document("rpa", "ＲＰＡ選定業務", "資料５", ("選定業務",), theme="rpa", open=True),
    Document("support", "相談対応状況", "", ("相談対応", "相談件数"), theme="support", open=True),
    Document("schedule", "工程表", "", ("予定表", "スケジュール表"), open=True),
    Document("agenda", "次第・資料一覧", "", ("次第", "資料一覧"), open=True),
    Document("matrix", "20業務×40ステップ", "", ("20×40", "20x40", "20業務", "業務別"), of="municipality"),
    Document("handover", "引継書", "", ("引継", "引き継ぎ", "引継ぎ"), of="municipality"),
    Document("unreported", "未報告一覧", "", ("未報告", "未回答")),
    Document("questions", "国への照会一覧", "", ("国への照会", "国照会")),
    Document("reconciliation", "突合表", "", ("突合", "突き合わせ", "PMO", "PMOツール")),
    Document("round", "照会の回答一覧", "", ("照会", "回答一覧"), of="round"),
)
FORMATS = {
    "xlsx": ("xlsx", "excel", "エクセル"),
    "pptx": ("pptx", "powerpoint", "パワーポイント", "パワポ", "スライド"),
    "csv": ("csv", "シーエスブイ"),
}
"""The forms of a file, and what else each is called."""

BEFORE = ("前回", "比較")
NONE = "-"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked: which paper, as which file, of whom or of which round, as of when, compared with when.

    `unknown` is what was not understood.
    """

    document: Document | None = None
    format: str = "xlsx"
    subject: str = ""
    on: date | None = None
    before: date | None = None
    unknown: tuple[str, ...] = ()


def by_id(id: str) -> Document | None:
    return next((each for each in DOCUMENTS if each.id == id), None)


def read(text: str, names: Names, today: date) -> Wanted:
    """What a person typed, in any order. Raises ImpossibleDate."""
    wanted, comparing = Wanted(), False
    for word in _parts(text, today):
        plain = key(word)
        if plain in BEFORE:
            comparing = True
        elif day := past_day(word, today):
            wanted = replace(wanted, before=day) if comparing else replace(wanted, on=day)
            comparing = False
        else:
            wanted = _understood(wanted, word, names)
    return wanted


def written(wanted: Wanted) -> str:
    """The same as a button carries it."""
    days = [day.isoformat() if day else NONE for day in (wanted.on, wanted.before)]
    document = wanted.document.id if wanted.document else NONE
    return " ".join([document, wanted.format, wanted.subject or NONE, *days])


def carried(value: str) -> Wanted:
    """What a button carries."""
    parts = [part if part != NONE else "" for part in value.split()]
    document, form, subject, on, before = [*parts, *[""] * 5][:5]
    kept = form if form in FORMATS else "xlsx"
    return Wanted(by_id(document), kept, subject, _day(on), _day(before))


def offered(member: Member) -> list[Document]:
    """What this member can ask for."""
    return [each for each in DOCUMENTS if member.role is Role.SECRETARIAT or each.open or each.of == "municipality"]


def may_have(wanted: Wanted, member: Member) -> bool:
    """The secretariat everything; a member what was handed to all, and what is of their own municipality."""
    document = wanted.document
    if member.role is Role.SECRETARIAT or document is None or document.open:
        return True
    return document.of == "municipality" and wanted.subject in member.municipalities


def _understood(wanted: Wanted, word: str, names: Names) -> Wanted:
    """With what this word names: a form of file, a paper, a municipality, or a theme for its paper."""
    plain = key(word)
    if form := next((form for form, called in FORMATS.items() if plain in map(key, called)), None):
        return replace(wanted, format=form)
    if document := next((each for each in DOCUMENTS if plain in _names(each)), None):
        return replace(wanted, document=document)
    things = names.called(word)
    bodies = [thing for thing in things if isinstance(thing, Municipality)]
    if len(bodies) == 1:
        return replace(wanted, subject=bodies[0].code)
    if document := _about(things):
        return replace(wanted, document=wanted.document or document)
    return replace(wanted, unknown=(*wanted.unknown, word))


def _day(written: str) -> date | None:
    return date.fromisoformat(written) if written else None


def _about(things: Iterable[object]) -> Document | None:
    """The paper about a theme, or the one about what is to come."""
    themes = {thing.id for thing in things if isinstance(thing, Theme)}
    if any(isinstance(thing, Plans) for thing in things):
        return by_id("schedule")
    return next((each for each in DOCUMENTS if each.theme in themes), None)


def _names(document: Document) -> set[str]:
    return {key(name) for name in (document.id, document.name, document.number, *document.words) if name}


def _parts(text: str, today: date) -> Iterator[str]:
    """The words of the text; as many of them together as make one day, and 前回8月末 as two."""
    words = [part for word in unicodedata.normalize("NFKC", text).split() for part in _parted(word)]
    while words:
        longest = (n for n in range(min(4, len(words)), 1, -1) if past_day("".join(words[:n]), today))
        count = next(longest, 1)
        yield "".join(words[:count])
        del words[:count]


def _parted(word: str) -> list[str]:
    before = next((each for each in BEFORE if word.startswith(each) and word != each), None)
    return [before, word.removeprefix(before)] if before else [word]
