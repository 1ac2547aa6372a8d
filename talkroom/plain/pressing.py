"""Turns what an app offers into choices: what is chosen is pressed as the page would press it, or asked further."""

from collections.abc import Sequence
from typing import Any

from talkroom.elements import Element, elements
from talkroom.errors import RefusedError
from talkroom.files import File
from talkroom.message import Json, Message
from talkroom.plain import forms
from talkroom.plain.asking import Asking
from talkroom.plain.form import Form, Move, words_of
from talkroom.plain.ground import Ground
from talkroom.plain.menus import Choice
from talkroom.plain.told import BY_ONE, Offer, is_button
from talkroom.plain.words import shortened
from talkroom.view import View

GONE = "その選択肢は、その後変わりました。新しい番号でお答えください。"


class Pressing:
    """Makes choices of offers in messages and views, and of files."""

    def __init__(self, ground: Ground, asking: Asking) -> None:
        self._ground, self._asking = ground, asking
        asking.choices = self.in_view

    def in_message(self, said: Message, offers: list[Offer]) -> list[Choice]:
        return [Choice(label=_called(each, offers), act=self._act(each, said)) for each in offers]

    def in_view(self, home: View, offers: Sequence[Offer]) -> list[Choice]:
        return [Choice(label=_called(each, offers), act=self._act(each, home)) for each in offers]

    def fetching(self, file: File, place: str) -> Choice:
        """The choice of a file that stands in a message: it is handed over."""

        async def act(person: str) -> None:
            kept = self._ground.room.persons.file(person, file.id)
            contents = self._ground.room.world.files.contents(kept)
            if sentence := self._ground.outlet.file(place, kept.name, contents):
                self._ground.tell(person, sentence, place)

        size = f"{max(1, round(file.size / 1024)):,}KB"
        return Choice(label=f"「{file.name}」（{size}）を受け取る", act=act)

    def _act(self, offer: Offer, where: Message | View) -> Any:
        async def act(person: str) -> None:
            present = self._present(person, where)
            element = _same(present.blocks, offer)
            seat = self._ground.seats[person]
            seat.about, seat.question = present, self._question(person, element, offer)
            seat.pending = seat.question is not None
            if not seat.question:
                await self._asking.press(seat, _move(element, offer))

        return act

    def _present(self, person: str, where: Message | View) -> Message | View:
        persons = self._ground.room.persons
        if isinstance(where, Message):
            return persons.seen(person, where.channel, where.ts)
        return persons.view(person, where.id)

    def _question(self, person: str, element: Element, offer: Offer) -> Form | None:
        """What has to be asked before it counts: whether they are sure, or what they choose."""
        if offer.option is None and not is_button(element.json):
            names, offered = self._ground.names, self._asking.offered(person)
            title = shortened(offer.about or offer.label, 24)
            return forms.of_element(element, title, names, self._asking.directories(), offered)
        if confirm := element.json.get("confirm"):
            sure = _move(element, offer, words_of(confirm))
            return Form(title="確認", fields=(), offered={}, single=True, sure=sure)
        return None


def _move(element: Element, offer: Offer, text: str = "") -> Move:
    raw = offer.option["value"] if offer.option else None
    return Move(kind="press", element=element, value=offer.value, raw=raw, text=text)


def _called(offer: Offer, offers: Sequence[Offer]) -> str:
    """Its words, with what it is about where another bears the same."""
    alike = sum(each.label == offer.label for each in offers)
    return f"{offer.label}（{shortened(offer.about, 20)}）" if alike > 1 and offer.about else offer.label


def _same(blocks: Any, offer: Offer) -> Element:
    """The element that still offers this, wherever it stands by now. Raises RefusedError where none does."""
    for each in sorted(elements(blocks), key=lambda each: each.block_id != offer.element.block_id):
        alike = each.type == offer.element.type and each.json["action_id"] == offer.element.json["action_id"]
        if alike and _offers(each.json, offer):
            return each
    raise RefusedError("changed", GONE)


def _offers(now: Json, offer: Offer) -> bool:
    if offer.option and offer.element.type in BY_ONE:
        return any(option["value"] == offer.option["value"] for option in now.get("options") or _grouped(now))
    return bool(now.get("value") == offer.element.json.get("value"))


def _grouped(now: Json) -> list[Json]:
    return [option for group in now.get("option_groups") or [] for option in group["options"]]
