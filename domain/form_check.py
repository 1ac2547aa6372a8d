"""Checks the form of a theme that somebody brings, cell by cell: what was answered must go on reading right."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from domain import lookup
from domain.catalogue import Catalogue
from domain.edition import FORM
from domain.forms import Kind, Theme
from domain.model import Topic
from domain.own_form import LONGEST_CHOICE, LONGEST_LABEL, MOST_CHOICES
from domain.reference import BODIES, KINDS, MARKS, OWN_KIND, Brought, Cell, Facts, Problem, Row, of_theme
from domain.reference_check import several
from domain.typed import line

MOST, LONGEST_NAME, LONGEST_UNIT = 20, 40, 10
DRAWN = {
    "standardization": ("target_systems", "completed_step", "excluded_systems", "systems"),
    "online": ("procedures", "connection", "disaster", "moving"),
    "card": ("issuance_rate", "application_rate", "rank", "growth", "spread"),
    "rpa": ("group", "scenario"),
    "support": ("cases", "municipalities", "standardization_topics", "online_topics", "other_topics"),
}
"""The fields of which the conference's papers are made: a form cannot do without them."""

_SAID = {
    **{words: kind for kind, words in KINDS.items()},
    **dict.fromkeys(("数値", "数", "整数"), Kind.NUMBER),
    **dict.fromkeys(("率", "％", "パーセント"), Kind.PERCENT),
    **dict.fromkeys(("選択式", "択一"), Kind.CHOICE),
    **dict.fromkeys(("文字", "自由記述", "テキスト", "記述"), Kind.TEXT),
    **dict.fromkeys(("年月日", "日"), Kind.DATE),
}
_NUMERIC = {Kind.NUMBER, Kind.PERCENT, Kind.STEP}
_ID = re.compile(r"[a-z][a-z0-9_-]{0,29}")
_NONE = Cell("")


@dataclass(frozen=True, slots=True)
class Checked:
    """The kind (form/online) and the contents that a file says, and what is wrong with it."""

    kind: str
    contents: Facts
    problems: Sequence[Problem]


def form(brought: Brought, catalogue: Catalogue, ever: Sequence[Facts]) -> Checked:
    """The form of the theme that the file names; `ever` are all forms that there were, the newest first.

    Without a theme it is a form for once.
    """
    named = brought.above.get("theme", _NONE)
    if not line(named.text) and not _text(brought.above, "id"):
        fields, wrong = _fields(brought.rows, {"id": "own", "form": []}, [])
        return Checked(OWN_KIND, {"id": "own", "name": "", "form": fields}, wrong)
    known, unclear = _theme(brought, catalogue)
    head = _head(brought, known, catalogue, ever)
    before = [each for each in ever if each["id"] == head["id"]]
    fields, wrong = _fields(brought.rows, of_theme(known) if known else {"form": []}, before)
    whole = [] if wrong else _whole(fields, known, head, catalogue)  # a row that cannot be read is not missing
    wrong = [*unclear, *_names(brought, known, head, catalogue), *wrong, *whole]
    return Checked(f"{FORM}{head['id']}", {**head, "form": fields}, wrong)


def _theme(brought: Brought, catalogue: Catalogue) -> tuple[Theme | None, list[Problem]]:
    """Which one it is by its id and its name, which must not be two; None for a new one."""
    cell, id_ = brought.above.get("theme", _NONE), _text(brought.above, "id")
    by_id = next((theme for theme in catalogue.themes if theme.id == id_), None)
    called = [each for each in catalogue.names.called(line(cell.text)) if isinstance(each, Theme)]
    by_name = called[0] if len(called) == 1 else None
    if id_ and by_name and by_id is not by_name:
        return by_name, [Problem(brought.above["id"].at, "other_theme", id_, (by_name.name, by_name.id))]
    return by_id or by_name, []


def _head(brought: Brought, known: Theme | None, catalogue: Catalogue, ever: Sequence[Facts]) -> Facts:
    """What the theme is called; a row that the file has not stays as it is."""
    above, usual = brought.above, of_theme(known) if known else {}
    renamed = known and not _text(above, "id")  # named by one of its names, it keeps its own
    name = usual["name"] if renamed or not _text(above, "theme") else _text(above, "theme")
    order = unicodedata.normalize("NFKC", _text(above, "order"))
    last = max((theme.order for theme in catalogue.themes), default=0)
    return {
        "id": known.id if known else _new_id(_text(above, "id"), catalogue, ever),
        "name": name,
        "short": _text(above, "short") or usual.get("short") or name,
        "order": int(order) if order.isdecimal() and len(order) < 4 else usual.get("order", last + 1),
        "aliases": several(above["aliases"].text) if "aliases" in above else usual.get("aliases", []),
    }


def _new_id(wanted: str, catalogue: Catalogue, ever: Sequence[Facts]) -> str:
    taken = {*(each["id"] for each in ever), *(theme.id for theme in catalogue.themes), *catalogue.topics, "own"}
    if _ID.fullmatch(wanted) and wanted not in taken:
        return wanted
    return next(id_ for n in count(1) if (id_ := f"theme-{n}") not in taken)


def _names(brought: Brought, known: Theme | None, head: Facts, catalogue: Catalogue) -> Iterator[Problem]:
    """What it is called must be nobody else's name."""
    for row, words in (("theme", [head["name"]]), ("short", [head["short"]]), ("aliases", head["aliases"])):
        at = brought.above.get(row, _NONE).at
        for word in words:
            others = [
                each for each in catalogue.names.called(word) if each is not known and not isinstance(each, Topic)
            ]
            if not word or len(word) > LONGEST_NAME:
                yield _unfit(at, word, "no_name", LONGEST_NAME)
            elif others:
                yield Problem(at, "taken", word, (others[0].name,))


def _whole(fields: Sequence[Facts], known: Theme | None, head: Facts, catalogue: Catalogue) -> Iterator[Problem]:
    """What the form as a whole must hold: the papers' fields, and the systems in one theme only."""
    there = {each["id"] for each in fields}
    labels = {each.id: each.label for each in known.form} if known else {}
    for id_ in DRAWN.get(head["id"], ()):
        if id_ in labels and id_ not in there:
            yield Problem("", "drawn", labels[id_])
    with_systems = next((theme for theme in catalogue.themes if theme.systems), None)
    if any(each["kind"] == Kind.STEPS for each in fields) and with_systems and with_systems.id != head["id"]:
        yield Problem("", "systems_elsewhere", with_systems.name)


# The fields


def _fields(rows: Sequence[Row], present: Facts, before: Sequence[Facts]) -> tuple[list[Facts], list[Problem]]:
    """Each field in the shape of `data/`; one that is known keeps its id, and its choices keep their keys."""
    if len(rows) > MOST:
        return [], [Problem("", "too_many_fields", str(len(rows)), (str(MOST),))]
    found: list[Facts] = []
    wrong: list[Problem] = []
    earlier = [*present["form"], *(field for form in before for field in form["form"])]
    for row in rows:
        field, problems = _field(row, present["form"], earlier, found)
        wrong += problems
        if field:
            found.append(field)
    return found, wrong


def _field(
    row: Row, present: Sequence[Facts], earlier: Sequence[Facts], found: Sequence[Facts]
) -> tuple[Facts | None, list[Problem]]:
    label, kind = line(row["label"].text), _SAID.get(_plain(row["kind"].text))
    if not label or len(label) > LONGEST_LABEL:
        return None, [_unfit(row["label"].at, label, "no_label", LONGEST_LABEL)]
    if kind is None:
        return None, [Problem(row["kind"].at, "no_kind", line(row["kind"].text), tuple(KINDS.values()))]
    of, unread = _of(row)
    known = _known(row, label, kind, of, earlier)
    now = next((each for each in present if known and each["id"] == known["id"]), known or {})
    said: Facts = {"id": known["id"] if known else _fresh(row, earlier, found), "label": label}
    said |= {"heading": _kept(row, "heading", now) or label, "kind": kind.value}
    bounds, wrong = _bounds(row, kind, now)
    choices, unfit = _choices(row, kind, earlier, said["id"])
    said |= choices | bounds | _unit(row, kind, now) | ({"of": of} if of != ["municipality"] else {}) | _marks(row, now)
    return said, [*unread, *wrong, *unfit, *_clashes(row, said, known, found)]


def _known(row: Row, label: str, kind: Kind, of: list[str], earlier: Sequence[Facts]) -> Facts | None:
    """The field that it was: by its id; without one by its label, where it is asked of the same and in the same way."""
    if id_ := _text(row, "id"):
        return next((each for each in earlier if each["id"] == id_), None)
    alike = (each for each in earlier if lookup.key(each["label"]) == lookup.key(label) and each["kind"] == kind.value)
    return next((each for each in alike if each.get("of", ["municipality"]) == of), None)


def _fresh(row: Row, earlier: Sequence[Facts], found: Sequence[Facts]) -> str:
    """An id that no field has or had: what was answered to another one is not taken for an answer to this."""
    taken = {each["id"] for each in (*earlier, *found)}
    wanted = _text(row, "id")
    if _ID.fullmatch(wanted) and wanted not in taken:
        return wanted
    return next(id_ for n in count(1) if (id_ := f"f{n}") not in taken)


def _clashes(row: Row, said: Facts, known: Facts | None, found: Sequence[Facts]) -> Iterator[Problem]:
    """What would make other answers of those that were given: another kind, another unit, one field twice."""
    if any(each["id"] == said["id"] for each in found):
        yield Problem(row.get("id", row["label"]).at, "field_twice", said["label"])
    elif any(each["label"] == said["label"] and each.get("of") == said.get("of") for each in found):
        yield Problem(row["label"].at, "field_twice", said["label"])
    if known and known["kind"] != said["kind"]:
        yield Problem(row["kind"].at, "other_kind", said["label"], (KINDS[Kind(known["kind"])],))
    elif known and known.get("unit", "") != said.get("unit", ""):
        yield Problem(row.get("unit", row["label"]).at, "other_unit", said["label"], (known.get("unit", "") or "なし",))
    if len(said.get("unit", "")) > LONGEST_UNIT:
        yield _unfit(row["unit"].at, said["unit"], "no_name", LONGEST_UNIT)


def _choices(row: Row, kind: Kind, earlier: Sequence[Facts], id_: str) -> tuple[Facts, list[Problem]]:
    """Each under the key it ever had; a new one under a key that none ever had."""
    cell = row.get("choices", Cell(row["kind"].at))
    words = several(cell.text)
    if kind is not Kind.CHOICE:
        return {}, [Problem(cell.at, "choices_kind", KINDS[kind])] if words else []
    if not 1 <= len(words) <= MOST_CHOICES:
        return {}, [Problem(cell.at, "no_choices", str(len(words)), (str(MOST_CHOICES),))]
    if long := [word for word in words if len(word) > LONGEST_CHOICE]:
        return {}, [_unfit(cell.at, long[0], "no_name", LONGEST_CHOICE)]
    return {"choices": _keyed(words, [field.get("choices", {}) for field in earlier if field["id"] == id_])}, []


def _keyed(words: Sequence[str], earlier: Sequence[Mapping[str, str]]) -> dict[str, str]:
    keys = {_plain(said): key for choices in earlier[::-1] for key, said in choices.items()}
    taken = {key for choices in earlier for key in choices}
    fresh = (key for n in count(1) if (key := f"c{n}") not in taken)
    return {keys.get(_plain(word)) or next(fresh): word for word in words}


def _bounds(row: Row, kind: Kind, now: Facts) -> tuple[Facts, list[Problem]]:
    found: Facts = {}
    for name in ("min", "max"):
        if name not in row:
            found |= {name: now[name]} if name in now else {}
        elif said := unicodedata.normalize("NFKC", line(row[name].text)).replace(",", ""):
            if kind not in _NUMERIC:
                return {}, [Problem(row[name].at, "bounds_kind", KINDS[kind])]
            if not re.fullmatch(r"\d{1,9}(\.\d{1,4})?", said):
                return {}, [Problem(row[name].at, "no_number", row[name].text)]
            found[name] = float(said) if "." in said else int(said)
    if found.get("min", 0) > found.get("max", float("inf")):
        return {}, [Problem(row.get("max", row["label"]).at, "bounds_order", str(found["max"]), (str(found["min"]),))]
    return found, []


def _unit(row: Row, kind: Kind, now: Facts) -> Facts:
    unit = _kept(row, "unit", now)
    if kind is Kind.PERCENT and not unit and not now:
        unit = "％"
    at_most = _kept(row, "at_most", now)
    return ({"unit": unit} if unit else {}) | ({"at_most": at_most} if at_most else {})


def _of(row: Row) -> tuple[list[str], list[Problem]]:
    """Of whom it is asked: of the municipalities, where nothing else is written."""
    bodies = {words: body for body, words in BODIES.items()}
    words = several(row.get("of", _NONE).text)
    if unknown := [word for word in words if word not in bodies]:
        return ["municipality"], [Problem(row["of"].at, "no_body", unknown[0], tuple(bodies))]
    return [bodies[word] for word in words] or ["municipality"], []


def _marks(row: Row, now: Facts) -> Facts:
    if "marks" not in row:
        return {name: True for name in MARKS if now.get(name)}
    words = several(row["marks"].text)
    return {name: True for name, word in MARKS.items() if word in words}


def _kept(row: Row, column: str, now: Facts) -> str:
    """What the cell says; what counts now, where the file has no such column."""
    return line(row[column].text) if column in row else str(now.get(column, ""))


def _text(cells: Mapping[str, Cell], name: str) -> str:
    return line(cells.get(name, _NONE).text)


def _unfit(at: str, said: str, missing: str, longest: int) -> Problem:
    """Nothing is written there, or too much."""
    return Problem(at, "too_long" if said else missing, str(len(said)), (str(longest),))


def _plain(words: str) -> str:
    return unicodedata.normalize("NFKC", line(words))
