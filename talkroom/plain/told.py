"""What an app says in blocks, told in lines of words; what can be chosen stands in its place, with a number."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from talkroom.elements import EXTERNAL, Element
from talkroom.message import Json
from talkroom.plain import figures
from talkroom.plain.words import Names, mrkdwn, rich, words

INLINE = 10  # options of a select that are told at once; of more only when it is chosen
BY_ONE = {"static_select", "radio_buttons", "overflow"}
"""Elements of which one option is chosen, all options known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One thing that can be chosen: a button, an option of a select, or an element of which more has to be asked."""

    label: str
    element: Element
    value: str | None = None
    option: Json | None = None
    about: str = ""  # the line above it: tells it from others of the same label


@dataclass(slots=True)
class Told:
    """The lines, and what can be chosen in them, numbered from `first`; what is filled in is left out of a form."""

    names: Names
    first: int = 1
    form: bool = False
    silent: bool = False  # what can be chosen is told elsewhere
    aligned: bool = False  # the cells of a table stand under one another
    lines: list[str] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)

    def tell(self, blocks: Iterable[Json]) -> "Told":
        for block in blocks:
            _TELL.get(block["type"], _unknown)(self, block)
        return self

    def say(self, *lines: str) -> None:
        self.lines += [line for each in lines if each for line in each.split("\n")]

    def offer(self, elements: Iterable[Json], block_id: str) -> None:
        """Tell what can be chosen in these elements, on one line where it is short."""
        about = next((line.strip("〔〕") for line in reversed(self.lines) if _names(line)), "")
        pieces: list[str] = []
        for each in elements:
            if self.form and not is_button(each):
                continue  # asked as a field
            pieces += [self._numbered(offer) for offer in self._offers(Element(block_id, each), about)]
        if self.silent or not pieces:
            return
        line = "　".join(pieces)
        self.say(*([f"　{line}"] if len(line) <= 60 else [f"　{piece}" for piece in pieces]))

    def _numbered(self, offer: Offer) -> str:
        self.offers.append(offer)
        return f"{self.first + len(self.offers) - 1} {offer.label}"

    def _offers(self, element: Element, about: str) -> Iterator[Offer]:
        json = element.json
        if element.type == "feedback_buttons":
            for side in (json["positive_button"], json["negative_button"]):
                yield Offer(label=words(side["text"], self.names), element=element, value=side["value"], about=about)
        elif element.type in BY_ONE and len(options(json)) <= INLINE:
            for option in options(json):
                yield Offer(label=label_of(option, self.names), element=element, option=option, about=about)
        else:
            yield Offer(label=called(json, self.names), element=element, value=json.get("value"), about=about)


def _names(line: str) -> bool:
    """Whether a line can say what the choices below it are about: no choices themselves, no row of a table."""
    return bool(line) and not line.startswith("　") and "｜" not in line


def is_button(element: Json) -> bool:
    """Whether it is pressed, and keeps nothing of what was chosen in it."""
    kind = str(element["type"])
    return kind == "overflow" or (kind.endswith(("button", "buttons")) and kind != "radio_buttons")


def options(element: Json) -> list[Json]:
    """The options that an element brings along, those of its groups in their order."""
    groups = element.get("option_groups") or [{"options": element.get("options") or []}]
    return [option for group in groups for option in group["options"]]


def label_of(option: Json, names: Names) -> str:
    """An option's words, with its description and its address where it has them."""
    said = words(option["text"], names)
    described = f"（{words(option['description'], names)}）" if option.get("description") else ""
    return f"{said}{described}{_address(option)}"


def called(element: Json, names: Names) -> str:
    """What an element is called: its own words, else what it wants."""
    if element.get("text"):
        return f"{words(element['text'], names)}{_address(element)}"
    wanted = {"datepicker": "日付", "timepicker": "時刻", "datetimepicker": "日時", "file_input": "ファイル"}
    kind = element["type"]
    by_choice = "選ぶ" if "select" in kind or kind in {"checkboxes", *BY_ONE, *EXTERNAL} else "書く"
    return words(element.get("placeholder"), names) or wanted.get(kind, by_choice)


def _address(part: Json) -> str:
    return f"（{part['url']}）" if part.get("url") else ""


def _section(told: Told, block: Json) -> None:
    told.say(words(block.get("text"), told.names))
    told.say(*(words(each, told.names).replace("\n", "：", 1) for each in block.get("fields") or []))
    if accessory := block.get("accessory"):
        if accessory["type"] == "image":
            _image(told, accessory)
        else:
            told.offer([accessory], block["block_id"])


def _context(told: Told, block: Json) -> None:
    said = [_picture(each) if each["type"] == "image" else words(each, told.names) for each in block["elements"]]
    told.say("　".join(said))


def _picture(image: Json) -> str:
    return f"〔図：{image['alt_text']}〕"


def _image(told: Told, block: Json) -> None:
    told.say(words(block.get("title"), told.names), _picture(block))


def _input(told: Told, block: Json) -> None:
    if not told.form:
        told.say(words(block["label"], told.names))
        told.offer([block["element"]], block["block_id"])


def _card(told: Told, block: Json) -> None:
    told.say(*(words(block.get(name), told.names) for name in ("title", "subtitle", "body", "subtext")))
    if block.get("hero_image"):
        _image(told, block["hero_image"])
    told.offer(block.get("actions") or [], block["block_id"])


def _container(told: Told, block: Json) -> None:
    titled = block.get("rich_text_title")
    told.say(f"■ {rich(titled, told.names) if titled else words(block.get('title'), told.names)}")
    told.say(words(block.get("subtitle"), told.names))
    told.tell(block["child_blocks"])


def _video(told: Told, block: Json) -> None:
    told.say(f"〔動画：{words(block['title'], told.names)}〕{block['video_url']}")
    told.say(words(block.get("description"), told.names))


_STATUS = {"pending": "これから", "in_progress": "進行中", "complete": "完了", "error": "問題あり"}


def _task(told: Told, block: Json) -> None:
    told.say(f"{block['title']}：{_STATUS[block['status']]}")
    told.say(*(rich(block[part], told.names) for part in ("details", "output") if block.get(part)))
    told.say(*(f"{each['text']}（{each['url']}）" for each in block.get("sources") or []))


def _plan(told: Told, block: Json) -> None:
    told.say(f"■ {block['title']}")
    told.tell(block.get("tasks") or [])


def _within(told: Told, blocks: list[Json]) -> None:
    told.tell(blocks)


def _unknown(told: Told, block: Json) -> None:
    told.say(f"（ここでは表示できない部品があります：{block['type']}）")


_TELL: dict[str, Callable[[Told, Any], None]] = {
    "section": _section,
    "header": lambda told, block: told.say(f"■ {words(block['text'], told.names)}"),
    "divider": lambda told, _: told.say("――――――――"),
    "context": _context,
    "actions": lambda told, block: told.offer(block["elements"], block["block_id"]),
    "context_actions": lambda told, block: told.offer(block["elements"], block["block_id"]),
    "image": _image,
    "input": _input,
    "rich_text": lambda told, block: told.say(rich(block, told.names)),
    "markdown": lambda told, block: told.say(mrkdwn(block["text"].replace("**", "*"), told.names)),
    "table": lambda told, block: told.say(*figures.table(block, told.names, aligned=told.aligned)),
    "data_table": lambda told, block: told.say(*figures.table(block, told.names, aligned=told.aligned)),
    "data_visualization": lambda told, block: told.say(*figures.chart(block)),
    "alert": lambda told, block: told.say(f"※ {words(block['text'], told.names)}"),
    "card": _card,
    "carousel": lambda told, block: _within(told, block["elements"]),
    "container": _container,
    "video": _video,
    "task_card": _task,
    "plan": _plan,
}
