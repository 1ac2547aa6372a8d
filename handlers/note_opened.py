"""A form of a note as it was opened, and what stands in it when it comes back."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from domain.note import Kind, Writing
from domain.typed import clean, is_clean, line
from messages import note_form as said

LONGEST_METADATA = 2_900


@dataclass(frozen=True, slots=True)
class Opened:
    """A form as it was opened: on which version of which note, for whom, and what of it is in no input.

    `joints` says what joins the inputs of the body (n: a line's end), `times` how often they were filled anew: an input
    that is called otherwise shows what it is filled with, and not what was typed there before.
    """

    key: str
    note: int = 0
    on: int = 0
    body: str = ""
    joints: str = ""
    inputs: int = 1
    times: int = 0
    origin: str = ""
    files: tuple[tuple[str, str], ...] = ()

    def written(self) -> str:
        """Not longer than the chat carries: further files are found at the origin."""
        text = json.dumps(asdict(self), ensure_ascii=False)
        fits = len(text) <= LONGEST_METADATA or not self.files
        return text if fits else replace(self, files=self.files[:-1]).written()


def carried(view: Mapping[str, Any]) -> Opened:
    said_ = json.loads(view["private_metadata"])
    opened = Opened(**{**said_, "files": tuple((name, link) for name, link in said_["files"])})
    chosen = _values(view).get(said.WHERE, {}).get("selected_option") or {}
    return replace(opened, body=str(chosen.get("value") or opened.body))


def writing_in(view: Mapping[str, Any], opened: Opened) -> Writing:
    """What was typed and chosen, made fit to be kept."""
    values = _values(view)
    day = values.get(said.REVIEW, {}).get("selected_date")
    kind = values.get(said.KIND, {}).get("selected_option") or {}
    themes = values.get(said.THEMES, {}).get("selected_options") or ()
    return Writing(
        title=line(_text(values, said.TITLE)),
        body=_body(values, opened.joints),
        kind=Kind(kind.get("value") or Kind.OWN.value),
        themes=tuple(each["value"] for each in themes),
        links=tuple(dict.fromkeys(clean(_text(values, said.LINKS)).split())),
        files=opened.files,
        origin=opened.origin,
        review=date.fromisoformat(day) if day else None,
    )


def _body(values: Mapping[str, Any], joints: str) -> str:
    """The inputs one after the other, joined as they were parted; new ones begin on a new line."""
    inputs = sorted((each for each in values if each.startswith("body-")), key=lambda name: int(name[5:]))
    texts = [_text(values, each) for each in inputs]
    between = ["" if joints[nth : nth + 1] == "-" and nth < len(joints) - 1 else "\n" for nth in range(len(texts))]
    joined = "".join(f"{text}{joint}" for text, joint in zip(texts, between, strict=True))
    return clean(joined).strip("\n").rstrip()


def all_clean(view: Mapping[str, Any]) -> bool:
    return all(is_clean(_text(_values(view), name)) for name in _values(view))


def _values(view: Mapping[str, Any]) -> dict[str, Any]:
    """Each input's element, whatever it was filled from."""
    stands = view.get("state", {}).get("values", {})
    return {block: element for block, elements in stands.items() for element in elements.values()}


def _text(values: Mapping[str, Any], name: str) -> str:
    return str(values.get(name, {}).get("value") or "")
