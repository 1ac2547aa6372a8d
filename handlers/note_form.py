"""The form of a note: opened new, on a note or on what was begun; kept once, and never over somebody else's words."""

import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from domain.errors import NotAllowed
from domain.model import Member, Municipality
from domain.note import Draft, Kind, Note, Version, Writing, parts, problems
from domain.typed import clean, is_clean, line
from handlers.desk import Desk
from handlers.note_record import around, followed, standing, writable, written_by
from handlers.report_form import EXPIRED
from handlers.rights import only_inside
from messages import note as told
from messages import note_form as said
from reminders.refusals import code_of
from storage import notes
from storage.database import Transaction

View = dict[str, Any]
YEAR = timedelta(days=365)
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
        said = json.dumps(asdict(self), ensure_ascii=False)
        return (
            said if len(said) <= LONGEST_METADATA or not self.files else replace(self, files=self.files[:-1]).written()
        )


def register(app: AsyncApp) -> None:
    app.action("note:write")(write)
    app.action("note:edit")(edit)
    app.action(re.compile("^note:resume"))(resume)
    app.view("note")(submit)
    app.view_closed("note")(closed)
    app.action("note:longer")(longer)
    app.action("note:save")(save)
    app.action("note:undraft")(discard)


async def write(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk, client: AsyncWebClient
) -> None:
    """A new one, of one's own municipality or of one that is chosen in the form."""
    await only_inside(body, desk)
    code = "" if action["value"] == "any" else action["value"]
    await show(client, body["trigger_id"], fresh(member, desk, code))
    await ack()


async def edit(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk, client: AsyncWebClient
) -> None:
    """With what it says now, or with what this person has begun."""
    await only_inside(body, desk)
    note = standing(int(action["value"]), desk)
    written_by(member, note.municipality)
    begun = notes.draft(desk.read(), desk.catalogue.conference.id, member.user, _key(note))
    opened = Opened(_key(note), note.id, note.version.number, note.municipality)
    await show(client, body["trigger_id"], _going_on(begun, member, desk) if begun else _on(opened, note, member, desk))
    await ack()


async def resume(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk, client: AsyncWebClient
) -> None:
    """Go on with what was begun."""
    await only_inside(body, desk)
    begun = notes.draft(desk.read(), desk.catalogue.conference.id, member.user, action["value"])
    if begun:
        await show(client, body["trigger_id"], _going_on(begun, member, desk))
        await ack()
    else:
        await desk.answers.to_press(ack, body, told.done("over"), keep=True, quietly=True)


async def submit(ack: AsyncAck, view: View, member: Member, desk: Desk) -> None:
    """Keep the note, or say what is in the way; the form closes only on what is stored."""
    opened = carried(view)
    await ack(**submitted(opened, writing_in(view, opened), member, desk, cleaned=not _is_clean(view)))


async def closed(ack: AsyncAck, view: View, member: Member, desk: Desk) -> None:
    """Whoever closes the form loses nothing that the chat still tells of it."""
    opened = carried(view)
    writing = writing_in(view, opened)
    before = standing(opened.note, desk).writing if opened.note else Writing(body=writing.body if opened.origin else "")
    if (writing.title, writing.body) != (before.title, before.body):
        keep_draft(opened, writing, member, desk)
    await ack()


async def longer(ack: AsyncAck, body: dict[str, Any], member: Member, desk: Desk, client: AsyncWebClient) -> None:
    """One more input for the body."""
    view = body["view"]
    opened = carried(view)
    writing = writing_in(view, opened)
    count = max(sum(each["block_id"].startswith("body-") for each in view["blocks"]), len(parts(writing.body)))
    again = replace(opened, inputs=count + 1, times=opened.times + 1)
    shown = form(again, writing, member, desk)
    await client.views_update(view_id=view["id"], view=shown)
    await ack()


async def save(ack: AsyncAck, body: dict[str, Any], member: Member, desk: Desk, client: AsyncWebClient) -> None:
    """Keep what stands in the form, and go on."""
    opened = carried(body["view"])
    draft = keep_draft(opened, writing_in(body["view"], opened), member, desk)
    shown = form(replace(opened, times=opened.times + 1), draft.writing, member, desk, draft=draft, saved=True)
    await client.views_update(view_id=body["view"]["id"], view=shown)
    await ack()


async def discard(ack: AsyncAck, body: dict[str, Any], member: Member, desk: Desk, client: AsyncWebClient) -> None:
    """Throw away what was begun."""
    drop_draft(carried(body["view"]).key, member, desk)
    await client.views_update(view_id=body["view"]["id"], view=said.instead(told.done("dropped")))
    await ack()


async def show(client: AsyncWebClient, trigger: str, view: View) -> None:
    """Raises NotAllowed where the three seconds that the chat gives are over."""
    try:
        await client.views_open(trigger_id=trigger, view=view)
    except SlackApiError as refusal:
        if code_of(refusal) in EXPIRED:
            raise NotAllowed("expired") from refusal
        raise


def fresh(member: Member, desk: Desk, code: str = "", writing: Writing | None = None) -> View:
    """An empty form, or one with words that were brought; asked about again in a year."""
    if code:
        written_by(member, code)
    review = desk.today() + YEAR
    said_ = replace(writing or Writing(), review=review)
    opened = Opened(f"new/{secrets.token_hex(4)}", body=code, origin=said_.origin, files=said_.files)
    return form(opened, said_, member, desk)


def form(  # noqa: PLR0913 – a form is what is written, for whom, and why it is shown again
    opened: Opened,
    writing: Writing,
    member: Member,
    desk: Desk,
    *,
    draft: Draft | None = None,
    saved: bool = False,
    kept: Note | None = None,
) -> View:
    joints = "".join("n" if joint else "-" for _, joint in parts(writing.body))
    bodies = _bodies(opened, member, desk)
    body = bodies[0].code if len(bodies) == 1 else opened.body
    shown = said.Shown(
        writing=writing,
        bodies=bodies,
        chosen=body,
        themes=desk.catalogue.themes,
        metadata=replace(opened, body=body, joints=joints).written(),
        source=f"from-{opened.times}",
        inputs=opened.inputs,
        draft=draft,
        saved=saved,
        kept=kept,
        who=around([kept], desk).who(kept.version.by) if kept else "",
    )
    return said.form(shown)


def submitted(opened: Opened, writing: Writing, member: Member, desk: Desk, *, cleaned: bool = False) -> dict[str, Any]:
    """The answer to a submission, once it is stored.

    1. What cannot be is said at its field.
    2. A new note is kept, unless the same one came before.
    3. A note that somebody has changed since is not written over: both texts are shown, to choose.
    """
    code = standing(opened.note, desk).municipality if opened.note else opened.body
    written_by(member, code)
    if wrong := told.wrong(problems(writing), writing):
        return {"response_action": "errors", "errors": {_place(place): each for place, each in wrong.items()}}
    with desk.begin() as db:
        if opened.note:
            return _revised(db, opened, writing, member, desk, cleaned=cleaned)
        kept = notes.add(db, desk.catalogue.conference.id, code, _version(writing, member, desk))
        notes.drop_draft(db, desk.catalogue.conference.id, member.user, opened.key)
        if kept:
            followed(db, kept, "note.write", member, desk)
    return _shown("new" if kept else "known", kept, cleaned=cleaned)


def _revised(
    db: Transaction, opened: Opened, writing: Writing, member: Member, desk: Desk, *, cleaned: bool
) -> dict[str, Any]:
    where, now = desk.catalogue.conference.id, standing(opened.note, desk, db)
    if writing == now.writing and not now.version.deleted:
        notes.drop_draft(db, where, member.user, opened.key)
        return _shown("same", now)
    made_from = replace(now, version=replace(now.version, number=opened.on))
    kept = notes.revise(db, where, made_from, _version(writing, member, desk))
    if kept is None:
        return _meanwhile(db, opened, writing, member, desk)
    notes.drop_draft(db, where, member.user, opened.key)
    followed(db, kept, "note.edit", member, desk)
    return _shown("edit", kept, cleaned=cleaned)


def _meanwhile(db: Transaction, opened: Opened, writing: Writing, member: Member, desk: Desk) -> dict[str, Any]:
    """Somebody was first: what this one wrote is kept as begun, and both are shown."""
    kept = standing(opened.note, desk, db)
    draft = _draft(opened, writing, member, desk)
    notes.keep_draft(db, desk.catalogue.conference.id, draft)
    about = around([kept], desk)
    metadata = replace(opened, on=kept.version.number).written()
    view = said.conflict(kept, draft, about.who(kept.version.by), about, metadata)
    return {"response_action": "update", "view": view}


def _shown(kind: str, note: Note | None, *, cleaned: bool = False) -> dict[str, Any]:
    return {"response_action": "update", "view": said.instead(told.done(kind, note, cleaned=cleaned))}


# What was begun


def keep_draft(opened: Opened, writing: Writing, member: Member, desk: Desk) -> Draft:
    draft = _draft(opened, writing, member, desk)
    with desk.begin() as db:
        notes.keep_draft(db, desk.catalogue.conference.id, draft)
    return draft


def drop_draft(key: str, member: Member, desk: Desk) -> None:
    with desk.begin() as db:
        notes.drop_draft(db, desk.catalogue.conference.id, member.user, key)


def _draft(opened: Opened, writing: Writing, member: Member, desk: Desk) -> Draft:
    return Draft(member.user, opened.key, opened.body, opened.note, opened.on, writing, desk.now())


def _going_on(draft: Draft, member: Member, desk: Desk) -> View:
    said_ = draft.writing
    opened = Opened(draft.key, draft.note, draft.on, draft.municipality, origin=said_.origin, files=said_.files)
    return form(opened, said_, member, desk, draft=draft)


def _on(opened: Opened, note: Note, member: Member, desk: Desk) -> View:
    said_ = note.writing
    return form(replace(opened, origin=said_.origin, files=said_.files), said_, member, desk)


# What stands in the form


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


def _is_clean(view: Mapping[str, Any]) -> bool:
    return all(is_clean(_text(_values(view), name)) for name in _values(view))


def _values(view: Mapping[str, Any]) -> dict[str, Any]:
    """Each input's element, whatever it was filled from."""
    stands = view.get("state", {}).get("values", {})
    return {block: element for block, elements in stands.items() for element in elements.values()}


def _text(values: Mapping[str, Any], name: str) -> str:
    return str(values.get(name, {}).get("value") or "")


def _version(writing: Writing, member: Member, desk: Desk) -> Version:
    return Version(0, writing, member.user, desk.now())


def _bodies(opened: Opened, member: Member, desk: Desk) -> list[Municipality]:
    """The note's own, or those to choose from. Raises NotAllowed for whoever may write none."""
    every = writable(member, desk)
    mine = [body for body in every if body.code == opened.body] if opened.note else every
    if not mine:
        raise NotAllowed("note")
    return mine


def _place(place: str) -> str:
    return f"{said.BODY}-0" if place == "body" else place


def _key(note: Note) -> str:
    return f"note/{note.id}"
