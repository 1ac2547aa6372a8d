"""The catalogue: themes, systems, steps and topics of `data/` for everybody; what is a conference's own besides."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update
from sqlmodel import SQLModel

from domain import lookup
from domain.catalogue import Catalogue
from domain.dates.opendays import by_table
from domain.edition import FORM, STEPS, SYSTEMS, Edition, counting
from domain.forms import Field, Kind, Theme
from domain.model import Conference, Municipality, System, Topic
from storage import editions
from storage.tables import ConferenceRow, MunicipalityRow

Choices = tuple[tuple[str, str], ...]
Words = Mapping[tuple[str, str], Mapping[str, str]]
DATA = Path(__file__).parent.parent / "data"
REFERENCE = ("systems", "steps", "topics")  # with themes/*, what every catalogue is made of at every start
OWN = ("conference", "closed_days", "meetings")  # likewise, of the conference alone

_municipality: Any = SQLModel.metadata.tables["municipality"].c
_conference: Any = SQLModel.metadata.tables["conference"].c
_MUNICIPALITIES = (
    select(*(_municipality[name] for name in ("code", "name", "kana", "kind", "romaji", "former", "shared")))
    .where(_municipality.conference == bindparam("conference"))
    .order_by(_municipality.code)
)


def facts(name: str, folder: Path = DATA) -> Any:
    """What `<name>.yaml` of that folder holds: of `data/`, which is everybody's, or of a conference's own."""
    import yaml  # noqa: PLC0415 – a start on unchanged files reads what was kept of them

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times faster, but not in every wheel
    return yaml.load((folder / f"{name}.yaml").read_bytes(), Loader=loader)  # noqa: S506 – both are safe loaders


def own(conference: str) -> Path:
    """The folder of a conference whose facts come with the program."""
    return DATA / "conferences" / conference


def optional(name: str, folder: Path) -> Any:
    """What that file holds; None where the conference has none of that name."""
    return facts(name, folder) if (folder / f"{name}.yaml").is_file() else None


def prepare(db: Connection, conference: str, folder: Path | None = None) -> bool:
    """Found the conference with its bodies if it is not there, and keep up with changed files. True if it was new."""
    folder = folder or own(conference)
    kept = db.execute(select(_conference.mark).where(_conference.conference == conference)).scalar()
    if kept is None:
        _found(db, conference, folder)
    if kept != (mark := _mark(folder)):
        written = json.dumps(_reference(folder), ensure_ascii=False, default=str)  # days as 2022-11-12
        mine = _conference.conference == conference
        db.execute(update(ConferenceRow).where(mine).values(reference=written, mark=mark))
    return kept is None


def conferences(db: Connection) -> list[str]:
    """The ids of all conferences in this database."""
    return list(db.execute(select(_conference.conference).order_by(_conference.conference)).scalars())


def load(db: Connection, conference: str, on: date = date.max) -> Catalogue:
    """The catalogue that counts on a day; `prepare` comes first."""
    return history(db, conference).on(on)


def history(db: Connection, conference: str) -> "History":
    """All that is needed for the catalogue of any day."""
    rows = [dict(row) for row in db.execute(_MUNICIPALITIES, {"conference": conference}).mappings()]
    bodies = [_body(row) for row in rows]
    shared = {row["code"]: tuple(json.loads(row["shared"])) for row in rows}
    asked = select(_conference.name, _conference.secretariat, _conference.reference)
    head = db.execute(asked.where(_conference.conference == conference)).one()
    whole = {body.kind: body for body in bodies if body.kind in {"県", "国"}}
    meeting = Conference(conference, head.name, whole["県"], whole["国"], head.secretariat, shared)
    municipalities = tuple(body for body in bodies if body.kind not in whole)
    return History(json.loads(head.reference), meeting, municipalities, editions.every(db, conference))


class History:
    """The catalogue of every day: each is made when it is first asked for, and kept."""

    def __init__(
        self,
        data: Mapping[str, Any],
        meeting: Conference,
        municipalities: tuple[Municipality, ...],
        every: Sequence[Edition],
    ) -> None:
        self._data, self._meeting, self._municipalities, self._every = data, meeting, municipalities, every
        topics = [Topic(t["id"], t["name"], t.get("theme"), tuple(t.get("aliases", ()))) for t in data["topics"]]
        self._topics = {topic.id: topic for topic in topics}
        self._open = by_table(data["closed_days"] or {})
        self._words = _every_choice(data["themes"], every)
        self._made: dict[tuple[tuple[str, int], ...], Catalogue] = {}
        self.days = {each.since for each in every}

    def on(self, day: date, before: datetime | None = None) -> Catalogue:
        """With what was known before that moment, where one is given."""
        now = counting(self._every, day, before) if self._every else {}
        which = tuple((kind, now[kind].nth) for kind in sorted(now))
        if which not in self._made:
            self._made[which] = self._make(now)
        return self._made[which]

    def _make(self, now: Mapping[str, Edition]) -> Catalogue:
        loaded = {kind: each.contents for kind, each in now.items()}
        steps = tuple((str(step["number"]), step["title"]) for step in loaded.get(STEPS, self._data["steps"]))
        themes = tuple(sorted(self._themes(loaded, steps), key=lambda theme: theme.order))
        listed = loaded.get(SYSTEMS, self._data["systems"])
        systems = tuple(System(s["number"], s["name"], tuple(s.get("aliases", ()))) for s in listed)
        names = lookup.index(self._meeting, self._municipalities, themes, systems, [*self._topics.values()])
        asked = (self._meeting, self._municipalities, themes, systems, self._topics)
        return Catalogue(*asked, names, self._open, _beside(themes), steps, now, self.on)

    def _themes(self, loaded: Mapping[str, Any], steps: Choices) -> Iterable[Theme]:
        usual = {f"{FORM}{theme['id']}": theme for theme in self._data["themes"]}
        for kind, data in {**usual, **loaded}.items():
            if kind.startswith(FORM):
                yield _theme(data, steps, self._words)


def _every_choice(themes: Iterable[Any], every: Iterable[Edition]) -> dict[tuple[str, str], dict[str, str]]:
    """What each choice of a field was ever called; the last words count."""
    forms = [*themes, *(each.contents for each in every if each.kind.startswith(FORM))]
    words: dict[tuple[str, str], dict[str, str]] = {}
    for theme in forms:
        for field in theme["form"]:
            words.setdefault((theme["id"], field["id"]), {}).update(field.get("choices", {}))
    return words


def reference(db: Connection, conference: str, name: str) -> Any:
    """What was kept of that file, with days written out."""
    asked = select(_conference.reference).where(_conference.conference == conference)
    return json.loads(db.execute(asked).scalar_one()).get(name)


def _found(db: Connection, conference: str, folder: Path) -> None:
    head, bodies = facts("conference", folder), facts("municipalities", folder)
    plain = {"conference": conference, "name": head["name"], "secretariat": head["secretariat"]}
    db.execute(insert(ConferenceRow), {**plain, "seeded": "", "reference": "", "mark": ""})
    everyone = [bodies["prefecture"], bodies["nation"], *bodies["municipalities"]]
    db.execute(insert(MunicipalityRow), [_row(conference, body, bodies.get("shared_names", [])) for body in everyone])


def _theme_files() -> list[Path]:
    return sorted((DATA / "themes").glob("*.yaml"))


def _mark(folder: Path) -> str:
    """The names, sizes and times of the reference files: another mark, and they are read anew."""
    files = [*_theme_files(), *(DATA / f"{name}.yaml" for name in REFERENCE)]
    files += filter(Path.is_file, (folder / f"{name}.yaml" for name in OWN))
    return ";".join(f"{file.name} {(stat := file.stat()).st_size} {stat.st_mtime_ns}" for file in files)


def _reference(folder: Path) -> dict[str, Any]:
    """What the catalogue is made of; of the themes those that the conference uses."""
    mine = {name: optional(name, folder) for name in OWN}
    used = mine["conference"].get("themes")
    themes = [facts(f"themes/{file.stem}") for file in _theme_files() if used is None or file.stem in used]
    return {"themes": themes, **{name: facts(name) for name in REFERENCE}, **mine}


def _beside(themes: Iterable[Theme]) -> str:
    shown = (f"{theme.id}.{field.id}" for theme in themes for field in theme.fields("prefecture") if not field.quiet)
    return f",{','.join(shown)},"


def _theme(data: Mapping[str, Any], steps: Choices, words: Words) -> Theme:
    form = tuple(_field(field, steps, words.get((data["id"], field["id"]), {})) for field in data["form"])
    return Theme(data["id"], data["name"], data["short"], data["order"], tuple(data["aliases"]), form)


def _field(data: Mapping[str, Any], steps: Choices, words: Mapping[str, str]) -> Field:
    said = {**data, "kind": Kind(data["kind"]), "heading": data.get("heading", data["label"])}
    has_steps = said["kind"] in {Kind.STEP, Kind.STEPS}
    said["choices"] = steps if has_steps else tuple(data.get("choices", {}).items())
    said["gone"] = tuple((key, word) for key, word in words.items() if key not in data.get("choices", {}))
    if "of" in said:
        said["of"] = tuple(said["of"])
    return Field(**said)


def _body(row: Mapping[str, Any]) -> Municipality:
    former = tuple((name, kana) for name, kana in json.loads(row["former"]))
    return Municipality(row["code"], row["name"], row["kana"], row["kind"], tuple(json.loads(row["romaji"])), former)


def _row(conference: str, body: Mapping[str, Any], shared: list[Mapping[str, Any]]) -> dict[str, Any]:
    names = [name for entry in shared if body["code"] in entry["codes"] for name in entry["names"]]
    former = [(town["name"], town["kana"]) for town in body.get("former", ())]
    plain = {key: body[key] for key in ("code", "name", "kana", "kind")}
    lists = {"romaji": body.get("romaji", []), "former": former, "shared": names}
    return {"conference": conference, **plain, **{key: json.dumps(v, ensure_ascii=False) for key, v in lists.items()}}
