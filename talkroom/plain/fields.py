"""One place of a form in words: what it asks, what stands there, and what a typed answer means."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from talkroom.acts.checks import sentence
from talkroom.clock import JST
from talkroom.elements import Element, Offered
from talkroom.errors import RefusedError
from talkroom.message import Json
from talkroom.plain import days
from talkroom.plain.days import Unread
from talkroom.plain.numbers import flat, reference, several
from talkroom.plain.told import BY_ONE, called, label_of, options
from talkroom.plain.words import Names, rich, words

MULTI = {"multi_static_select", "checkboxes"}
_LEADING = re.compile(r"(\d{1,4})(?!\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """An element in which something is filled in; `directory` are the people or rooms that it chooses from."""

    element: Element
    label: str
    names: Names
    hint: str = ""
    before: tuple[str, ...] = ()  # what stands above it
    optional: bool = False
    tells: bool = False  # the app wants to hear of every change
    directory: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_free(self) -> bool:
        """Whether any words may be an answer."""
        return self.element.type in {"plain_text_input", "rich_text_input"}

    @property
    def confirm(self) -> Json | None:
        asked: Json | None = self.element.json.get("confirm")
        return asked

    def numbered(self) -> dict[int, Json]:
        """The options by the number they are chosen by: their own where each begins with another one."""
        given = options(self.element.json)
        own = [_LEADING.match(flat(words(each["text"], self.names))) for each in given]
        numbers = [int(found[1]) for found in own if found]
        if not numbers or len(set(numbers)) < len(numbers) or any(number > 999 for number in numbers):
            return dict(enumerate(given, start=1))
        following = iter(range(max(numbers) + 1, max(numbers) + 1 + len(given)))
        return {int(f[1]) if f else next(following): each for f, each in zip(own, given, strict=True)}

    def listed(self) -> list[str]:
        """The options as lines, each with its number."""
        if self.directory:
            return [f"{nth} {name}" for nth, name in enumerate(self.directory.values(), start=1)]
        numbered = self.numbered() if self.element.type in MULTI | BY_ONE else {}
        return [_line(number, label_of(each, self.names)) for number, each in sorted(numbered.items())]

    def how(self) -> str:
        """How to answer."""
        kind = self.element.type
        if self.directory:
            return (
                "番号か、名前でお答えください。"
                if not self.element.several
                else "番号を「1、3」のように選んでください。"
            )
        asked = {
            **dict.fromkeys(BY_ONE, "番号でお答えください。"),
            **dict.fromkeys(MULTI, "番号を「1、3」のように選んでください（いくつでも）。"),
            "datepicker": "日付を「10/31」や「2022-10-31」の形で書いてください。",
            "timepicker": "時刻を「17:15」の形で書いてください。",
            "datetimepicker": "日付と時刻を「10/31 17:15」の形で書いてください。",
            "number_input": "数字で書いてください。",
            "file_input": "ファイルを送ってください。",
            "external_select": "探す言葉を書いてください。",
            "multi_external_select": "探す言葉を書いてください。",
        }
        return asked.get(kind, "文章で書いてください。")

    def shown(self, raw: Any, offered: Offered) -> str:
        """What stands there, in words."""
        if raw in (None, "", []):
            return ""
        if isinstance(raw, list):
            return "、".join(self.shown(each, offered) for each in raw)
        kind = self.element.type
        if kind == "datepicker":
            return days.shown(date.fromisoformat(raw))
        if kind == "datetimepicker":
            then = datetime.fromtimestamp(int(raw), JST)
            return f"{days.shown(then.date())} {then:%H:%M}"
        return self._chosen(raw, offered)

    def read(self, text: str, today: date, offered: Offered) -> Any:
        """The answer as the page would send it. Raises Unread with the sentence that says what is wanted."""
        raw = _READ.get(self.element.type, _as_it_is)(self, text, today)
        if wrong := self.wrong(raw, offered):
            raise Unread(wrong)
        return raw

    def wrong(self, raw: Any, offered: Offered) -> str:
        """What is wrong with what stands there, by what the chat itself checks."""
        try:
            return sentence(self.element, self.element.read(raw, offered), optional=self.optional)
        except RefusedError as refusal:
            return refusal.say

    def _chosen(self, raw: Any, offered: Offered) -> str:
        if self.directory:
            return self.directory.get(raw, str(raw))
        if isinstance(raw, dict):
            return rich(raw, self.names) if raw.get("type") == "rich_text" else label_of(raw, self.names)
        known = {each["value"]: each for each in options(self.element.json)} | dict(offered)
        option = known.get(raw)
        if self.element.type == "file_input":
            return str(option["name"]) if option else str(raw)
        return label_of(option, self.names) if option else str(raw)


def _line(number: int, label: str) -> str:
    """An option that begins with its own number is not given it twice."""
    found = _LEADING.match(flat(label))
    return label if found and int(found[1]) == number else f"{number} {label}"


def name_of(element: Json, names: Names) -> str:
    """What an element outside of an input is called."""
    return called(element, names)


def _one(self: Field, text: str, _: date) -> Any:
    """An option by its number, or by its words; the beginning of them is enough where no other begins so."""
    numbered, ref = self.numbered(), reference(text)
    if ref and ref.menu is None and ref.nth in numbered:
        return numbered[ref.nth]["value"]
    called = [(flat(words(each["text"], self.names)), each["value"]) for each in numbered.values()]
    for fits, shortest in ((str.__eq__, 1), (str.startswith, 2)):
        found = [value for name, value in called if fits(name, flat(text))]
        if len(found) == 1 and not ref and len(flat(text)) >= shortest:
            return found[0]
    raise Unread(_no_such(text, numbered))


def _some(self: Field, text: str, _: date) -> Any:
    """Several by their numbers, or by their words between commas."""
    numbered, chosen = self.numbered(), several(text)
    if chosen is None:
        named = [each for each in re.split("[、,，]", text) if each.strip()] or [text]
        return list(dict.fromkeys(_one(self, each, _) for each in named))
    if wrong := next((number for number in chosen if number not in numbered), None):
        raise Unread(_no_such(str(wrong), numbered))
    if 0 in chosen and 0 not in numbered:
        raise Unread(_no_such("0", numbered))
    return [numbered[number]["value"] for number in chosen]


def _no_such(text: str, numbered: Mapping[int, Any]) -> str:
    first, last = min(numbered), max(numbered)
    numbers = f"{first}から{last}までの番号で" if last > first else f"選べるのは{first}だけです。{first}と"
    return f"「{flat(text)}」という選択肢はありません。{numbers}お答えください。"


def _listed(self: Field, text: str, _: date) -> Any:
    """Somebody, or a room, by number or by the beginning of their name; of several a list."""
    ids, chosen = list(self.directory), several(text)
    if chosen and all(0 < number <= len(ids) for number in chosen):
        found = [ids[number - 1] for number in chosen]
    else:
        found = [each for each, name in self.directory.items() if flat(name).startswith(flat(text))]
        if len(found) != 1:
            many = f"が{len(found)}つあります" if found else "はありません"
            raise Unread(f"「{flat(text)}」に当てはまるもの{many}。番号でお答えください。")
    if not self.element.several and len(found) > 1:
        raise Unread("選べるのは1つだけです。番号を1つ書いてください。")
    return found if self.element.several else found[0]


def _number(_: Field, text: str, __: date) -> str:
    return flat(text).replace(",", "")


def _as_it_is(_: Field, text: str, __: date) -> str:
    return text


_READ: dict[str, Callable[[Field, str, date], Any]] = {
    **dict.fromkeys(BY_ONE, _one),
    **dict.fromkeys(MULTI, _some),
    **dict.fromkeys(("users_select", "channels_select", "conversations_select"), _listed),
    **dict.fromkeys(("multi_users_select", "multi_channels_select", "multi_conversations_select"), _listed),
    "datepicker": lambda _, text, today: days.day(text, today).isoformat(),
    "timepicker": lambda _, text, __: days.at(text).strftime("%H:%M"),
    "datetimepicker": lambda _, text, today: str(int(days.moment(text, today).timestamp())),
    "number_input": _number,
}
