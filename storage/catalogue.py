"""The catalogue: themes, systems and steps from `data/`, municipalities from their table."""

import json
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import Connection, bindparam, insert, select
from sqlmodel import SQLModel

from domain import lookup
from domain.catalogue import Catalogue
from domain.forms import Field, Kind, Theme
from domain.model import Conference, Municipality, System, Topic
from storage.tables import ConferenceRow, MunicipalityRow

DATA = Path(__file__).parent.parent / "data"

_loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C one reads ten times faster; not every wheel has it
_yaml = partial(yaml.load, Loader=_loader)
_municipality: Any = SQLModel.metadata.tables["municipality"].c
_conference: Any = SQLModel.metadata.tables["conference"].c
_MUNICIPALITIES = (
    select(*(_municipality[name] for name in ("code", "name", "kana", "kind", "romaji", "former", "shared")))
    .where(_municipality.conference == bindparam("conference"))
    .order_by(_municipality.code)
)


def facts(name: str) -> Any:
    """What `data/<name>.yaml` holds."""
    return _yaml((DATA / f"{name}.yaml").read_bytes())


def load(db: Connection, conference: str) -> Catalogue:
    """Read the whole catalogue once, at start; `found` a new conference first."""
    rows = [dict(row) for row in db.execute(_MUNICIPALITIES, {"conference": conference}).mappings()]
    bodies = [_body(row) for row in rows]
    shared = {row["code"]: tuple(json.loads(row["shared"])) for row in rows}
    head = db.execute(
        select(_conference.name, _conference.secretariat).where(_conference.conference == conference)
    ).one()
    whole = {body.kind: body for body in bodies if body.kind in {"県", "国"}}
    meeting = Conference(conference, head.name, whole["県"], whole["国"], head.secretariat, shared)
    municipalities = tuple(body for body in bodies if body.kind not in whole)
    themes = themes_of_the_data()
    systems = tuple(System(s["number"], s["name"], tuple(s.get("aliases", ()))) for s in facts("systems"))
    topics = [Topic(t["id"], t["name"], t.get("theme"), tuple(t.get("aliases", ()))) for t in facts("topics")]
    names = lookup.index(meeting, municipalities, themes, systems, topics)
    return Catalogue(meeting, municipalities, themes, systems, {t.id: t for t in topics}, names, _beside(themes))


def found(db: Connection, conference: str) -> bool:
    """Found the conference of `data/conference.yaml` with its bodies, if it is not there; True if it was new."""
    if db.execute(select(_conference.conference).where(_conference.conference == conference)).first():
        return False
    head, bodies = facts("conference"), facts("municipalities")
    db.execute(
        insert(ConferenceRow),
        {"conference": conference, "name": head["name"], "secretariat": head["secretariat"], "seeded": ""},
    )
    everyone = [bodies["prefecture"], bodies["nation"], *bodies["municipalities"]]
    db.execute(insert(MunicipalityRow), [_row(conference, body, bodies["shared_names"]) for body in everyone])
    return True


def themes_of_the_data() -> tuple[Theme, ...]:
    """The themes, one for each file in `data/themes/`, in their order."""
    files = sorted((DATA / "themes").glob("*.yaml"))
    return tuple(sorted((_theme(_yaml(file.read_bytes())) for file in files), key=lambda theme: theme.order))


def _beside(themes: Iterable[Theme]) -> str:
    shown = (f"{theme.id}.{field.id}" for theme in themes for field in theme.fields("prefecture") if not field.quiet)
    return f",{','.join(shown)},"


def _theme(data: Mapping[str, Any]) -> Theme:
    form = tuple(_field(field) for field in data["form"])
    return Theme(data["id"], data["name"], data["short"], data["order"], tuple(data["aliases"]), form)


def _field(data: Mapping[str, Any]) -> Field:
    said = {**data, "kind": Kind(data["kind"]), "heading": data.get("heading", data["label"])}
    said["choices"] = _choices(data)
    if "of" in said:
        said["of"] = tuple(said["of"])
    return Field(**said)


def _choices(data: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    if data["kind"] in {Kind.STEP, Kind.STEPS}:
        return tuple((str(step["number"]), step["title"]) for step in facts("steps"))
    return tuple(data.get("choices", {}).items())


def _body(row: Mapping[str, Any]) -> Municipality:
    former = tuple((name, kana) for name, kana in json.loads(row["former"]))
    return Municipality(row["code"], row["name"], row["kana"], row["kind"], tuple(json.loads(row["romaji"])), former)


def _row(conference: str, body: Mapping[str, Any], shared: list[Mapping[str, Any]]) -> dict[str, Any]:
    names = [name for entry in shared if body["code"] in entry["codes"] for name in entry["names"]]
    former = [(town["name"], town["kana"]) for town in body.get("former", ())]
    plain = {key: body[key] for key in ("code", "name", "kana", "kind")}
    lists = {"romaji": body.get("romaji", []), "former": former, "shared": names}
    return {"conference": conference, **plain, **{key: json.dumps(v, ensure_ascii=False) for key, v in lists.items()}}
