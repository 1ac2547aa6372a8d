"""A form asked one field after the other: where it stands, what is filled in, and what a line typed to it means."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from talkroom.elements import EXTERNAL, Element
from talkroom.errors import RefusedError
from talkroom.message import Json
from talkroom.plain.days import Unread
from talkroom.plain.fields import Field
from talkroom.plain.numbers import flat, reference
from talkroom.plain.told import Offer, label_of
from talkroom.plain.words import words

Key = tuple[str, str]
YES, NO = {"はい", "ハイ", "yes", "ok"}, {"いいえ", "イイエ", "no"}
GO_ON, BACK, SKIP, CLEAR, REVIEW = "次", "戻る", "飛ばす", "消す", "確認"
SEND, STOP, CLOSE = "送信", "中止", "閉じる"
HOW = "?"
LITERAL = "="
CONTROLS = (
    "次：このまま進む　戻る：前の項目　飛ばす：答えずに進む　消す：空にする　確認：最後へ　中止：やめる　？：この説明"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """What follows from a typed line: ask (again), or let the app know of a press, a search, the end."""

    kind: Literal["ask", "press", "search", "submit", "close"]
    element: Element | None = None
    value: str | None = None
    raw: Any = None
    text: str = ""


ASK = Move(kind="ask")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The next question, with what can be answered to it in one touch: what would be typed, and its words."""

    text: str
    options: tuple[tuple[str, str], ...] = ()
    yes_no: bool = False


@dataclass(slots=True, kw_only=True)
class Form:
    """Fields in their order, the buttons beside them, and the person's place in it. After the last comes the review."""

    title: str
    fields: Sequence[Field]
    offered: dict[str, Json]
    buttons: Sequence[Offer] = ()
    after: tuple[str, ...] = ()  # what stands below the last field
    submit: str = ""
    close: str = CLOSE
    single: bool = False  # one question about an element of a message: its answer is all
    filled: dict[Key, Any] = field(default_factory=dict)  # what the person has answered
    wrong: dict[str, str] = field(default_factory=dict)
    found: list[Json] = field(default_factory=list)  # what a search for the present field has brought
    at: int = 0
    notes: list[str] = field(default_factory=list)  # what has to be said before the next question
    sure: Move | None = None  # waits for はい or いいえ
    told: bool = False  # the words of control have been explained
    returning: bool = False  # one field is put right, then back to the review

    # Where it stands

    @property
    def here(self) -> Field | None:
        return self.fields[self.at] if self.at < len(self.fields) else None

    def stands(self, each: Field) -> Any:
        """What stands in a field, as the page would send it."""
        return self.filled.get(each.element.key, each.element.raw(each.element.initial))

    def state(self) -> dict[str, dict[str, Any]]:
        """All that is filled in, as the page would send it."""
        state: dict[str, dict[str, Any]] = {}
        for (block_id, action_id), raw in self.filled.items():
            state.setdefault(block_id, {})[action_id] = raw
        return state

    def refuse(self, wrong: Mapping[str, str]) -> None:
        """Go to the first field that is wrong; what has no field is said at the review."""
        known = {each.element.block_id for each in self.fields}
        self.wrong = {block_id: said for block_id, said in wrong.items() if block_id in known}
        self.notes += [f"※ {said}" for block_id, said in wrong.items() if block_id not in known]
        self._onward()

    def take_over(self, before: "Form") -> None:
        """Go on from an earlier state of the same form: its place, and what was filled in where that still stands."""
        kinds = {each.element.key: each.element.type for each in before.fields}
        for each in self.fields:
            key = each.element.key
            if key in before.filled and kinds.get(key) == each.element.type and self._takes(each, before.filled[key]):
                self.filled[key] = before.filled[key]
        self.told, self.notes = before.told, before.notes
        self._go_where(before)

    def _takes(self, each: Field, raw: Any) -> bool:
        try:
            each.element.read(raw, self.offered)
        except RefusedError:
            return False
        return True

    def _go_where(self, before: "Form") -> None:
        """To the field they were at; from the review to the first new field, or the review again."""
        known = {each.element.block_id for each in before.fields}
        blocks = [each.element.block_id for each in self.fields]
        new = (nth for nth, block_id in enumerate(blocks) if block_id not in known)
        if before.here is None:
            self.at = next(new, len(blocks))
        elif before.here.element.block_id in blocks:
            self.at = blocks.index(before.here.element.block_id)
        else:
            self.at = min(before.at, len(blocks))

    # What is asked

    def ask(self) -> Asked:
        notes, self.notes = self.notes, []
        asked = self._asked()
        notes = [each for each in notes if each not in asked.text.split("\n")]
        return Asked(text="\n".join([*notes, asked.text]), options=asked.options, yes_no=asked.yes_no)

    def _asked(self) -> Asked:
        if self.sure:
            return Asked(text=f"{self.sure.text}\nはい／いいえ　でお答えください。", options=_YES_NO, yes_no=True)
        return self._asked_of(self.here) if self.here else self._reviewed()

    def _asked_of(self, each: Field) -> Asked:
        stands = each.shown(self.stands(each), self.offered)
        listed = [f"{n} {label_of(o, each.names)}" for n, o in enumerate(self.found, start=1)] or each.listed()
        where = "" if self.single else f"　{self.at + 1}／{len(self.fields)}"
        lines = [
            f"〔{self.title}{where}〕",
            *self._wrong_at(each),
            *(() if each.element.block_id in self.wrong else each.before),
            f"{each.label}{'' if each.optional or self.single else '（必須）'}",
            each.hint,
            f"今の内容：{stands}" if stands else "",
            *listed,
            f"{each.how()}{self._controls(each)}",
        ]
        return Asked(text="\n".join(filter(None, lines)), options=tuple((_typed(line), line) for line in listed))

    def _wrong_at(self, each: Field) -> list[str]:
        said = self.wrong.get(each.element.block_id)
        return [f"※ {said}"] if said else []

    def _controls(self, each: Field) -> str:
        if self.single:
            return f"（{STOP}：やめる）"
        literal = f"　（この言葉をそのまま答えるときは「{LITERAL}{REVIEW}」のように書きます）" if each.is_free else ""
        short = f"（{GO_ON}・{BACK}・{f'{SKIP}・' if each.optional else ''}{REVIEW}・{STOP}）"
        said, self.told = (short if self.told else f"\n{CONTROLS}{literal}"), True
        return said

    def _reviewed(self) -> Asked:
        head = f"〔{self.title}　{REVIEW}〕" if self.fields else f"〔{self.title}〕"
        listed = [f"{nth} {self._line(each)}" for nth, each in enumerate(self.fields, start=1)]
        buttons = [(str(nth), self._called(each)) for nth, each in self._numbered()]
        if not self.fields:  # the numbers stand beside what they are of
            shown = list(self.after)
        else:
            shown = [*self.after, *listed, *(f"{nth} {label}" for nth, label in buttons)]
        ways = [(SEND, self.submit)] if self.submit else []
        ends = [(STOP, STOP) if self.submit else (CLOSE, self.close)]
        text = "\n".join([head, *shown, self._ways()])
        return Asked(text=text, options=(*ways, *buttons, *ends))

    def _line(self, each: Field) -> str:
        stands = each.shown(self.stands(each), self.offered)
        return f"{each.label}：{stands or '（空欄）'}"

    def _ways(self) -> str:
        numbers = "番号で選べます。" if self.buttons and not self.fields else ""
        mend = "直すところは番号で選べます。" if self.fields else ""
        if self.submit:
            sent, stopped = (
                f"「{SEND}」と書くと「{self.submit}」を押します。",
                f"やめるときは「{STOP}」と書いてください。",
            )
            return f"{sent}{mend}{numbers}{stopped}"
        return f"{mend}{numbers}終わるときは「{self.close}」と書いてください。"

    def _numbered(self) -> list[tuple[int, Offer]]:
        return list(enumerate(self.buttons, start=len(self.fields) + 1))

    def _called(self, offer: Offer) -> str:
        """A button's words, with what it is about where another bears the same."""
        alike = sum(each.label == offer.label for each in self.buttons)
        return f"{offer.label}（{offer.about}）" if alike > 1 and offer.about else offer.label

    # What a line means

    def hear(self, text: str, today: date) -> Move:
        said = flat(text)
        if self.sure:
            return self._is_sure(said)
        if said in {STOP, CLOSE} or (not self.here and said in NO | {self.close}):
            return self._stop()
        if said == HOW:
            self.told = False
            return ASK
        return self._heard_at(self.here, text, today) if self.here else self._heard_at_the_end(said)

    def _is_sure(self, said: str) -> Move:
        move = self.sure or ASK
        if said.casefold() in YES:
            self.sure = None
            return move
        if said.casefold() in NO | {STOP}:
            self.sure = None
            self.notes.append("取りやめました。")
        else:
            self.notes.append("「はい」か「いいえ」でお答えください。")
        return ASK

    def _stop(self) -> Move:
        """Stop at once where nothing would be lost; else ask."""
        if self.filled and not self.single:
            self.sure = Move(kind="close", text="ここまでの入力は送られません。やめますか。")
            return ASK
        return Move(kind="close")

    def _heard_at(self, each: Field, text: str, today: date) -> Move:
        said = flat(text)
        if said == BACK:
            self.at = max(0, self.at - 1)
        elif said == REVIEW and not self.single:
            self.at = len(self.fields)
        elif said in {GO_ON, SKIP, CLEAR} and not self.single:
            self._go_on(each, said)
        else:
            return self._answered(each, literal(text) if each.is_free else text, today)
        self.found = []
        return ASK

    def _go_on(self, each: Field, said: str) -> None:
        """Leave a field as it is, or empty; what is wanted cannot be left empty."""
        if said == CLEAR:
            self.filled[each.element.key] = [] if each.element.several else None
        if said == SKIP and not each.optional:
            self.notes.append("この項目は必ずお答えください。")
        elif wrong := each.wrong(self.stands(each), self.offered):
            self.notes.append(f"※ {wrong}")
        else:
            self.wrong.pop(each.element.block_id, None)
            self._onward()

    def _answered(self, each: Field, text: str, today: date) -> Move:
        try:
            raw = self._read(each, text, today)
        except Unread as unread:
            self.notes.append(f"※ {unread}")
            return ASK
        if raw is None:
            return Move(kind="search", element=each.element, text=text)
        return self.fill(each, raw)

    def _read(self, each: Field, text: str, today: date) -> Any:
        """The answer; None where it has to be searched for first."""
        if each.element.type == "file_input":
            raise Unread(each.how())
        if each.element.type not in EXTERNAL:
            return each.read(text, today, self.offered)
        ref = reference(text)
        if not ref or not 0 < ref.nth <= len(self.found):
            return None
        chosen = self.found[ref.nth - 1]
        return [*(self.stands(each) or []), chosen] if each.element.several else chosen

    def fill(self, each: Field, raw: Any) -> Move:
        """Put it into the field, and go on; the app is told where it wants to be."""
        move = Move(kind="press", element=each.element, raw=raw)
        if self.single:
            return self._asking_first(each.confirm, move, each)
        self.filled[each.element.key] = raw
        self.notes.append(f"{each.label}：{each.shown(raw, self.offered)}")
        self.wrong.pop(each.element.block_id, None)
        self.found = []
        self._onward()
        return self._asking_first(each.confirm, move, each) if each.tells else ASK

    def _onward(self) -> None:
        """To what is still wrong, else to the review where they came from there, else to the next field."""
        blocks = [each.element.block_id for each in self.fields]
        if self.wrong:
            self.at, self.returning = blocks.index(next(iter(self.wrong))), True
        elif self.returning:
            self.at, self.returning = len(blocks), False
        else:
            self.at += 1

    def _heard_at_the_end(self, said: str) -> Move:
        if self.submit and said.casefold() in {SEND, self.submit, *YES}:
            return Move(kind="submit")
        if said == BACK and self.fields:
            self.at = len(self.fields) - 1
            return ASK
        ref = reference(said)
        if ref and ref.menu is None and 0 < ref.nth <= len(self.fields):
            self.at, self.returning = ref.nth - 1, True
            return ASK
        return self._pressed(said)

    def _pressed(self, said: str) -> Move:
        labelled = [each for each in self.buttons if flat(each.label) == said]
        chosen = dict(self._numbered())
        ref = reference(said)
        offer = chosen.get(ref.nth) if ref and ref.menu is None else labelled[0] if len(labelled) == 1 else None
        if not offer:
            self.notes.append(f"「{said}」は選べません。{self._ways()}")
            return ASK
        raw = offer.option["value"] if offer.option else None
        move = Move(kind="press", element=offer.element, value=offer.value, raw=raw)
        return self._asking_first(offer.element.json.get("confirm"), move, None)

    def _asking_first(self, confirm: Json | None, move: Move, each: Field | None) -> Move:
        if not confirm:
            return move
        asked = words_of(confirm, each)
        self.sure = Move(kind=move.kind, element=move.element, value=move.value, raw=move.raw, text=asked)
        return ASK


_YES_NO = (("はい", "はい"), ("いいえ", "いいえ"))


def words_of(confirm: Json, each: Field | None = None) -> str:
    """What a confirm dialog asks, with what はい does."""
    names = each.names if each else str
    title, text = words(confirm["title"], names), words(confirm["text"], names)
    return f"【{title}】{text}\n（はい：{words(confirm['confirm'], names)}　いいえ：{words(confirm['deny'], names)}）"


def _typed(line: str) -> str:
    return line.split(" ", maxsplit=1)[0]


def literal(text: str) -> str:
    """What follows the sign that lets a word of control be an answer."""
    stripped = text.strip()
    return stripped[1:] if stripped[:1] in {LITERAL, "＝"} and len(stripped) > 1 else text
