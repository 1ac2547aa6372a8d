"""Makes a form in words of what an app shows: of a modal, or of one element of a message."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from talkroom.elements import Element, elements
from talkroom.message import Json
from talkroom.plain.fields import Field
from talkroom.plain.form import CLOSE, Form
from talkroom.plain.told import Offer, Told, called, is_button
from talkroom.plain.words import Names, words
from talkroom.view import View

Directories = Mapping[str, Mapping[str, str]]
"""People and rooms by their ids, for the selects of them: "users", "channels", "conversations"."""


def of_view(view: View, names: Names, directories: Directories, offered: dict[str, Json]) -> Form:
    """The modal as a form: its fields in their order, with what stands above each."""
    fields, buttons, after = _parted(view, names, directories)
    form = Form(
        title=words(view.body["title"], names),
        fields=fields,
        buttons=buttons,
        after=after,
        offered=offered,
        submit=words(view.body.get("submit"), names),
        close=words(view.body.get("close"), names) or CLOSE,
    )
    for each in fields:
        if each.element.key in view.chosen:
            form.filled[each.element.key] = each.element.raw(view.chosen[each.element.key])
    return form


def of_element(element: Element, title: str, names: Names, directories: Directories, offered: dict[str, Json]) -> Form:
    """One question: what is chosen in an element that stands in a message."""
    asked = Field(
        element=element,
        label=called(element.json, names),
        names=names,
        optional=True,
        directory=_directory(element, directories),
    )
    return Form(title=title, fields=[asked], offered=offered, single=True)


def _parted(view: View, names: Names, directories: Directories) -> tuple[list[Field], list[Offer], tuple[str, ...]]:
    """The fields with what is told above them, the buttons, and what is told below the last field."""
    fields: list[Field] = []
    count = sum(1 for _ in _filled_in(view.blocks))
    told = Told(names, first=count + 1, form=True, silent=bool(count))
    for block in view.blocks:
        told.tell([block])
        for each in _fields(block, names, directories):
            fields.append(replace(each, before=tuple(told.lines)))
            told.lines = []
    return fields, told.offers, tuple(told.lines)


def _filled_in(blocks: list[Json]) -> Iterator[Element]:
    return (each for each in elements(blocks) if not is_button(each.json))


def _fields(block: Json, names: Names, directories: Directories) -> Iterator[Field]:
    """The places of a block in which something is filled in. Outside of an input the app hears of each change."""
    asked = block if block["type"] == "input" else {}
    for element in _filled_in([block]):
        yield Field(
            element=element,
            label=words(asked.get("label"), names) or called(element.json, names),
            hint=_hint(element, words(asked.get("hint"), names), names),
            names=names,
            optional=bool(asked.get("optional")) or not asked,
            tells=bool(asked.get("dispatch_action")) or not asked,
            directory=_directory(element, directories),
        )


def _hint(element: Element, hint: str, names: Names) -> str:
    """The hint, and what stands in an empty field."""
    placeholder = words(element.json.get("placeholder"), names)
    said = [each for each in (hint, placeholder) if each]
    return f"（{'　'.join(said)}）" if said else ""


def _directory(element: Element, directories: Directories) -> Mapping[str, str]:
    kind = element.type.removeprefix("multi_").removesuffix("_select")
    return directories.get(kind, {})
