"""How a question reads: its kind, its state, what happened to it; and the blocks in which it is shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from domain.calendar import TOKYO
from domain.dates.opendays import OpenDays
from domain.forms import Theme
from domain.model import Municipality
from domain.question import OTHER, Event, Question, Seen, State, What
from domain.typed import on_one_line
from messages.blocks import Block, button, quote, section
from messages.moments import short
from messages.words import day, render, title

STATES = {
    State.OPEN: "回答待ち",
    State.ASKED_BACK: "市町の返事待ち",
    State.WITH_STATE: "国へ照会中",
    State.ANSWERED: "回答済み",
    State.CLOSED: "解決",
    State.WITHDRAWN: "取り下げ",
}
READERS = {Seen.OWN: "相談した市町と事務局だけ", Seen.ALL: "全市町"}
HAPPENED = {
    What.ASKED: "相談",
    What.ANSWERED: "回答",
    What.AMENDED: "補足",
    What.ASKED_BACK: "事務局からの確認",
    What.PASSED: "国への照会",
    What.STATE_ANSWERED: "国の回答",
    What.SHARED: "全市町への共有",
    What.CLOSED: "解決",
    What.WITHDRAWN: "取り下げ",
    What.REOPENED: "再度の相談",
}
EXCERPT = 60


@dataclass(frozen=True, slots=True)
class Shown:
    """A question with what is told of it: its municipality, the themes, what became of it, and who people are."""

    question: Question
    body: Municipality
    themes: Sequence[Theme]
    events: Sequence[Event] = ()
    posts: Mapping[str, str] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        return kind(self.question.kind, self.themes)

    def who(self, user: str) -> str:
        """Their post, fit to stand in a line."""
        return title(self.posts.get(user) or "名簿にない人")


def kind(id_: str, themes: Sequence[Theme]) -> str:
    """標準化, オンライン化 … その他DX."""
    return next((theme.short for theme in themes if theme.id == id_), "その他DX" if id_ == OTHER else id_)


def excerpt(text: str) -> str:
    """The beginning of what a person wrote, fit to stand in a line of a list."""
    return title(on_one_line(text, EXCERPT))


def age(since: datetime, now: datetime, days: OpenDays) -> str:
    """本日, 5日前（開庁日で3日）."""
    first, today = since.astimezone(TOKYO).date(), now.astimezone(TOKYO).date()
    return f"{(today - first).days}日前（開庁日で{days.between(first, today)}日）" if first < today else "本日"


def line(number: str, shown: Shown, now: datetime, days: OpenDays) -> Block:
    """One question in a list, with the button that opens it."""
    asked = shown.question
    said = render(
        "ask_line.j2",
        id=asked.id,
        kind=shown.kind,
        name=shown.body.name,
        state=STATES[asked.state],
        age=age(asked.asked_at, now, days),
        excerpt=excerpt(asked.text),
    )
    return {**section(f"question-{number}", said), "accessory": button("見る", f"ask:show:{number}", f"{asked.id}")}


def about(shown: Shown) -> Block:
    """Whose it is, of which kind, how it stands, who asked it when, and who may read it."""
    asked = shown.question
    said = render(
        "ask_about.j2",
        id=asked.id,
        kind=shown.kind,
        name=shown.body.name,
        state=STATES[asked.state],
        year=day(asked.asked_at.astimezone(TOKYO).date()),
        who=shown.who(asked.asked_by),
        proxy=asked.proxy,
        seen=READERS[asked.seen],
    )
    return section("about", said)


def happened(number: str, shown: Shown, event: Event) -> list[Block]:
    """One thing that became of it: what, when and by whom, and what was written."""
    said = render(
        "ask_event.j2",
        what=HAPPENED[event.what],
        at=short(event.at),
        who=shown.who(event.by),
        number=title(event.number),
        day=day(event.day) if event.day else "",
    )
    words = [quote(f"words-{number}", event.words)] if event.words else []
    return [section(f"event-{number}", said), *words]
