"""A form for one round only, written in lines: 端末の台数｜数字｜台."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from domain.forms import Field, Kind, Theme

MOST, MOST_CHOICES, LONGEST_LABEL, LONGEST_CHOICE = 10, 20, 60, 60
KINDS = {
    "数字": Kind.NUMBER,
    "割合": Kind.PERCENT,
    "選択": Kind.CHOICE,
    "文章": Kind.TEXT,
    "日付": Kind.DATE,
}
WORDS = {kind: word for word, kind in KINDS.items()}


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong in a line: no_kind, no_label, no_choices, too_long, twice – or with all: none, too_many."""

    line: int
    kind: str
    said: str = ""


def read(id: str, title: str, lines: str) -> Theme | Wrong:
    """The form those lines describe, or what is wrong with the first line that cannot be read."""
    written = [line.strip() for line in unicodedata.normalize("NFKC", lines).splitlines()]
    numbered = [(nth, line) for nth, line in enumerate(written, start=1) if line]
    if not numbered or len(numbered) > MOST:
        return Wrong(0, "too_many" if numbered else "none", str(len(numbered)))
    fields: list[Field] = []
    for place, (nth, line) in enumerate(numbered, start=1):
        field = _field(f"f{place}", nth, line)
        if isinstance(field, Wrong):
            return field
        if field.label in {each.label for each in fields}:
            return Wrong(nth, "twice", field.label)
        fields.append(field)
    return Theme(id, title, title, 0, (), tuple(fields))


def written(form: Sequence[Field]) -> str:
    """The fields as they are typed."""
    return "\n".join("｜".join(part for part in _parts(each) if part) for each in form)


def _parts(field: Field) -> tuple[str, str, str]:
    return field.label, WORDS[field.kind], "、".join(words for _, words in field.choices) or field.unit


def _field(id: str, nth: int, line: str) -> Field | Wrong:
    label, kind, rest = [*(part.strip() for part in re.split(r"[|｜]", line, maxsplit=2)), "", ""][:3]
    if not label or len(label) > LONGEST_LABEL:
        return Wrong(nth, "too_long" if label else "no_label", line[:20])
    if kind not in KINDS:
        return Wrong(nth, "no_kind", kind)
    if KINDS[kind] is not Kind.CHOICE:
        unit = rest[:10] or ("%" if KINDS[kind] is Kind.PERCENT else "")
        return Field(id, label, KINDS[kind], label, unit if KINDS[kind] in {Kind.NUMBER, Kind.PERCENT} else "")
    choices = list(dict.fromkeys(word.strip() for word in re.split(r"[、,/・]", rest) if word.strip()))
    if not 2 <= len(choices) <= MOST_CHOICES or any(len(word) > LONGEST_CHOICE for word in choices):
        return Wrong(nth, "no_choices", label)
    return Field(id, label, Kind.CHOICE, label, choices=tuple((f"c{n}", word) for n, word in enumerate(choices, 1)))
