"""The papers that can be asked for, and what a person asks: 進捗, オンライン化 pptx, 引継書 全市町, 推移 カード."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from domain.errors import AmbiguousName
from domain.forms import Theme
from domain.lookup import Names, Overall, Plans, Thing, ask_for_the_year, instead, key
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
    Document(
        "matrix",
        "20業務×40ステップ",
        "",
        ("20×40", "20x40", "20業務", "業務別"),
        of="municipality",
        formats=("xlsx", "pptx", "csv", "png"),
        pictured=("ヒートマップ", "heatmap"),
    ),
    Document("trend", "推移", "", ("グラフ",), of="field", open=True, formats=("png", "xlsx", "pptx", "csv")),
    Document("handover", "引継書", "", ("引継", "引き継ぎ", "引継ぎ"), of="municipality"),
    Document("unreported", "未報告一覧", "", ("未報告", "未回答")),
    Document("questions", "国への照会一覧", "", ("国への照会", "国照会")),
    Document("reconciliation", "突合表", "", ("突合", "突き合わせ", "PMO", "PMOツール")),
    Document("round", "照会の回答一覧", "", ("照会", "回答一覧"), of="round"),
    Document("roster", "名簿", "", ("担当者名簿",), formats=("xlsx", "csv")),
)
FORMATS = {
    "xlsx": ("xlsx", "excel", "エクセル"),
    "pptx": ("pptx", "powerpoint", "パワーポイント", "パワポ", "スライド"),
    "csv": ("csv", "シーエスブイ"),
    "png": ("png", "画像", "図"),
}
"""The forms of a file, and what else each is called."""

BEFORE = ("前回", "比較")
NONE = "-"
EVERY = "all"
"""In place of one municipality: all of them in one file, for the secretariat (全市町)."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked: which paper, as which file, of whom or of which round, as of when, compared with when.

    `field` is a field of a theme (card.issuance_rate), or the theme alone; `unknown` is what was not understood.
    """

    document: Document | None = None
    format: str = ""
    subject: str = ""
    on: date | None = None
    before: date | None = None
    field: str = ""
    unknown: tuple[str, ...] = ()

    @property
    def form(self) -> str:
        """The form of file: the one that was asked for, where the paper can be had in it."""
        can = self.document.formats if self.document else tuple(FORMATS)
        if self.subject == EVERY:
            can = tuple(form for form in can if form != "png")
        return self.format if self.format in can else can[0]

    @property
    def about(self) -> str:
        """What it is about, of its kind."""
        return self.field if self.document and self.document.of == "field" else self.subject

    def of(self, id_: str) -> "Wanted":
        """The same about this one."""
        known = self.document and self.document.of == "field"
        return replace(self, field=id_) if known else replace(self, subject=id_)


def by_id(id: str) -> Document | None:
    return next((each for each in DOCUMENTS if each.id == id), None)


def read(text: str, names: Names, today: date, fields: Mapping[str, str]) -> Wanted:
    """What a person typed, in any order; `fields` are those of themes by what they are called.

    Raises ImpossibleDate, AmbiguousName.
    """
    wanted, comparing = Wanted(), False
    parts = list(_parts(text, today))
    for word in parts:
        plain = key(word)
        if plain in BEFORE:
            comparing = True
        elif day := past_day(word, today):
            ask_for_the_year(word, day, parts, today)
            wanted = replace(wanted, before=day) if comparing else replace(wanted, on=day)
            comparing = False
        else:
            _ask_which(word, parts, names)
            wanted = _understood(wanted, word, names, fields)
    return wanted


def written(wanted: Wanted) -> str:
    """The same as a button carries it."""
    days = [day.isoformat() if day else NONE for day in (wanted.on, wanted.before)]
    document = wanted.document.id if wanted.document else NONE
    return " ".join([document, wanted.format or NONE, wanted.subject or NONE, *days, wanted.field or NONE])


def carried(value: str) -> Wanted:
    """What a button carries."""
    parts = [part if part != NONE else "" for part in value.split()]
    document, form, subject, on, before, field = [*parts, *[""] * 6][:6]
    return Wanted(by_id(document), form, subject, _day(on), _day(before), field)


def offered(member: Member) -> list[Document]:
    """What this member can ask for."""
    return [each for each in DOCUMENTS if member.role is Role.SECRETARIAT or each.open or each.of == "municipality"]


def may_have(wanted: Wanted, member: Member) -> bool:
    """The secretariat everything; a member what was handed to all, and what is of their own municipality."""
    document = wanted.document
    if member.role is Role.SECRETARIAT or document is None or document.open:
        return True
    return document.of == "municipality" and wanted.subject in member.municipalities


def _ask_which(word: str, parts: Sequence[str], names: Names) -> None:
    """山口 is the prefecture and a city: each is offered with the rest of what was typed."""
    things = [] if _file(key(word)) or _paper(key(word)) else names.called(word)
    if len(things) > 1:
        raise AmbiguousName(word, instead(word, parts, [thing.name for thing in things]))


def _understood(wanted: Wanted, word: str, names: Names, fields: Mapping[str, str]) -> Wanted:
    """With what this word names: a form of file, a paper or its picture, a municipality, a theme, a field of it."""
    plain = key(word)
    if form := _file(plain):
        return replace(wanted, format=form)
    if document := _paper(plain):
        pictured = plain in map(key, document.pictured)
        return replace(_named(wanted, document), format="png" if pictured else wanted.format)
    thing = next(iter(names.called(word)), None)
    if thing is None and plain in fields:
        return replace(wanted, field=fields[plain], document=wanted.document or by_id("trend"))
    return _thing(wanted, thing) or replace(wanted, unknown=(*wanted.unknown, word))


def _thing(wanted: Wanted, thing: Thing | None) -> Wanted | None:
    """With a municipality, all of them, a theme for its paper, or what is to come."""
    match thing:
        case Municipality():
            return replace(wanted, subject=thing.code)
        case Overall():
            return replace(wanted, subject=EVERY)
        case Plans():
            return replace(wanted, document=wanted.document or by_id("schedule"))
        case Theme():
            about = next((each for each in DOCUMENTS if each.theme == thing.id), None)
            return replace(wanted, document=wanted.document or about, field=wanted.field or thing.id)
        case _:
            return None


def _named(wanted: Wanted, document: Document) -> Wanted:
    """With this paper. The trend of a paper about a theme is that theme's."""
    if wanted.document and wanted.document.of == "field" and document.theme:
        return replace(wanted, field=wanted.field or document.theme)
    theme = wanted.document.theme if wanted.document and document.of == "field" else ""
    return replace(wanted, document=document, field=wanted.field or theme)


def _file(plain: str) -> str:
    return next((form for form, called in FORMATS.items() if plain in map(key, called)), "")


def _paper(plain: str) -> Document | None:
    return next((each for each in DOCUMENTS if plain in _names(each)), None)


def _day(written: str) -> date | None:
    return date.fromisoformat(written) if written else None


def _names(document: Document) -> set[str]:
    names = (document.id, document.name, document.number, *document.words, *document.pictured)
    return {key(name) for name in names if name}


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
